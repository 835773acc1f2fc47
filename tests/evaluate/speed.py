"""Processor time of each step, the best of several rounds, and memory.

Beside each time stands its ratio to the time a plain `re.findall` of words takes on an article:
ratios travel between machines, and between an idle and a busy one, where times do not.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from time import process_time
from typing import Any

from searchapp.languages import dictionary, identify, passages, terms, tokenize
from searchapp.languages.compounds import first, noun, parts, split
from tests.evaluate.corpora import articles, headlines

WORDS = re.compile(r"(\w+(?:['.,-]\w+)*)").findall
REPEATS = 5
RESIDENT = (
    "from pathlib import Path\n"
    "from searchapp.languages import terms, identify, tokenize\n"
    "def mb(): return int(Path('/proc/self/statm').read_text().split()[1]) * 4 // 1024\n"
    "start = mb()\n"
    "terms('byerne', 'da'), terms('cities', 'en'); few = mb()\n"
    "from searchapp.languages import dictionary\n"
    "[terms(f'ord{n}', code) for n in range(2 * dictionary.FEW) for code in ('da', 'en')]\n"
    "print(start, few, mb())\n"
)


def microseconds(step: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Return the processor time of a step on an item."""
    start = process_time()
    for item in items:
        step(item)
    return 1e6 * (process_time() - start) / len(items)


def figures() -> Iterator[str]:
    """Yield a line a step."""
    bodies = articles("ntrex_da") + articles("ntrex_en")
    titles = headlines("ntrex_da") + headlines("ntrex_en") + headlines("parole_dk")[:300]
    paragraphs = [body.replace("\n", "\n\n") for body in bodies]
    danish = sorted({word for text in articles("parole_dk") for word in tokenize(text).words})
    english = sorted({w for text in articles("usgov_digital_news") for w in tokenize(text).words})
    words = sum(len(tokenize(body).words) for body in bodies) / len(bodies)
    yield f"articles of {words:.0f} words"
    _unpack()
    steps: list[tuple[str, Callable[[Any], object], Sequence[Any]]] = [
        ("tokenize an article", tokenize, bodies),
        ("identify an article", identify, bodies),
        ("passages of an article", lambda text: passages(text, "da"), paragraphs),
        ("identify a headline", identify, titles),
        ("look up a new Danish word", lambda word: dictionary.listed("da", word), danish),
        ("look up and part it", parts, danish),
        ("terms of a new Danish word", lambda word: terms(word, "da"), danish),
        ("terms of a new English word", lambda word: terms(word, "en"), english),
    ]
    for name, step, items in steps:
        rounds = [_round(step, items, bodies) for _ in range(REPEATS)]
        took, yardstick = map(min, zip(*rounds, strict=True))
        ratio = f"{took / yardstick:8.3f} of the yardstick's {yardstick:.0f}"
        yield f"{name:<30} {took:8.1f} µs {ratio}"
    yield f"memory at start, after few words, after many: {_resident()} MB"


def _round(
    step: Callable[[Any], object], items: Sequence[Any], bodies: Sequence[str]
) -> tuple[float, float]:
    """Time a step on new words, and the yardstick right beside it."""
    for remembered in (dictionary.listed, first, noun, split):
        remembered.cache_clear()
    return microseconds(step, items), microseconds(WORDS, bodies)


def _unpack() -> None:
    """Bring the dictionaries into the state in which a process that indexes has them."""
    for code in ("da", "en"):
        for number in range(dictionary.FEW + 1):
            terms(f"{number}", code)


def _resident() -> str:
    done = subprocess.run([sys.executable, "-c", RESIDENT], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
