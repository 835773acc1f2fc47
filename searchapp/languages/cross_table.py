"""The tables of `cross`: from a word or a name of one language to its counterparts in the other.

They are made at first need from the files `cross_*.txt` beside this module and from CLDR
(`cross_names`). A line of a file has words of the first language of `PAIR`, an equals sign, and
words of the second; each on the left is a counterpart of each on the right. To add words, add
lines; for another field of words, another file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from searchapp.languages.cross_names import names
from searchapp.languages.tokens import tokenize

PAIR = ("en", "da")
"""The two languages that are crossed."""

Words = tuple[str, ...]
"""A word or a name as it is tokenised: one word or several side by side."""


class Table(NamedTuple):
    """The counterparts from one language to the other, the likeliest first.

    `words` has single words; `names` those of several words, by the first of them; `written` says
    how a counterpart is written.
    """

    words: Mapping[str, tuple[Words, ...]]
    names: Mapping[str, tuple[tuple[Words, tuple[Words, ...]], ...]]
    written: Mapping[Words, str]


def pairs() -> Iterator[tuple[str, str]]:
    """Yield all pairs of counterparts as they are written."""
    for path in sorted(Path(__file__).parent.glob("cross_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            left, equals, right = line.partition("=")
            if equals and not line.startswith("#"):
                others = [one.strip() for one in right.split(",")]
                yield from ((one.strip(), other) for one in left.split(",") for other in others)
    yield from names(*PAIR)


def _tokens(name: str) -> Words:
    words = name.split()
    if all(map(str.isalpha, words)):
        return tuple(map(str.lower, words))
    return tuple(tokenize(name).words)


@cache
def table(source: str) -> Table:
    """Return the counterparts of the words of one language of the pair."""
    return _tables()[source != PAIR[0]]


@cache
def _tables() -> tuple[Table, Table]:
    written = list(pairs())
    tokens = {name: _tokens(name) for name in {name for pair in written for name in pair}}
    there = [(tokens[one], tokens[other], other) for one, other in written]
    back = [(other, one, text) for (one, other, _), (text, _) in zip(there, written, strict=True)]
    return _table(there), _table(back)


def _table(known: Iterable[tuple[Words, Words, str]]) -> Table:
    found: dict[Words, dict[Words, None]] = defaultdict(dict)
    written: dict[Words, str] = {}
    for one, other, text in known:
        if one and other:
            found[one][other] = None
            written.setdefault(other, text)
    starting: dict[str, list[tuple[Words, tuple[Words, ...]]]] = defaultdict(list)
    for one, others in found.items():
        if len(one) > 1:
            starting[one[0]].append((one, tuple(others)))
    words = {one[0]: tuple(others) for one, others in found.items() if len(one) == 1}
    return Table(words, {word: tuple(these) for word, these in starting.items()}, written)
