"""Which language letters sound like: langdetect's profiles of 55 languages, read as a table.

A profile counts the runs of one to three letters in a language. langdetect draws some of a text's
runs at random; here all of them count, so that the same text always gets the same answer, and in
a hundredth of the time.
"""

import json
from bisect import bisect
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.languages.lanes import packed, unpacked

SMOOTHING = 0.5 / 10_000
"""What is added to every probability, as in langdetect."""
STEP = -log(SMOOTHING) / 255
"""The unit of the table: a logarithm of a probability, in a byte."""
LETTERS_READ = 400
"""Letters that are looked at, in the middle of a text, where menus are not."""
REMEMBERED = 1 << 13
"""Words whose rows are remembered, summed up (3 MB)."""
NAMES = {"no": "nb", "zh-cn": "zh"}
"""Our codes where langdetect has others."""


class Profiles(NamedTuple):
    """Minus the logarithm of each run's probability: one row a run, one column a language."""

    codes: tuple[str, ...]
    rows: dict[str, int]
    table: NDArray[np.uint8]


@cache
def profiles() -> Profiles:
    """Return the profiles that the installed langdetect has (0.3 s, once; 15 MB)."""
    from langdetect import PROFILES_DIRECTORY

    read = [
        (path.name, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(Path(PROFILES_DIRECTORY).iterdir())
        if not path.name.startswith(".")
    ]
    runs = sorted({run.lower() for _, profile in read for run in profile["freq"]})
    rows = {run: row for row, run in enumerate(run for run in runs if len(run) <= 3)}
    share = np.full((len(rows), len(read)), SMOOTHING)
    for column, (_, profile) in enumerate(read):
        for run, count in profile["freq"].items():
            row = rows.get(run.lower())
            if row is not None:
                share[row, column] += count / profile["n_words"][len(run) - 1]
    table = np.clip(np.rint(-np.log(share) / STEP), 0, 255).astype(np.uint8)
    return Profiles(tuple(NAMES.get(name, name) for name, _ in read), rows, table)


def distances(words: Sequence[str]) -> dict[str, int]:
    """Return how far the letters of lower-cased words are from each language, in `STEP`s.

    The nearest language is the likeliest. Words without a known run give nothing.
    """
    total = sum(map(_of_word, _middle(words)))
    if not total:
        return {}
    codes = profiles().codes
    found = dict(zip(codes, unpacked(total, len(codes)), strict=True))
    found["zh"] = min(found["zh"], found.pop("zh-tw"))
    return found


def _middle(words: Sequence[str]) -> Sequence[str]:
    """Return the words in the middle that have as many letters as are looked at."""
    spare = sum(map(len, words)) - LETTERS_READ
    if spare <= 0:
        return words
    ends = list(accumulate(map(len, words)))
    return words[bisect(ends, spare // 2) : bisect(ends, spare // 2 + LETTERS_READ) + 1]


@lru_cache(REMEMBERED)
def _of_word(word: str) -> int:
    """Return the sum of a word's rows of the table, a lane a language; 0 where it has no known run.

    A run may take in the beginning or the end of a word, but no other word.
    """
    _, rows, table = profiles()
    text = f" {word[:LETTERS_READ]} "
    runs = [text[i : i + size] for size in (1, 2, 3) for i in range(len(text) - size + 1)]
    found = [row for row in map(rows.get, runs) if row is not None]
    return (
        packed(np.add.reduce(table.take(found, axis=0), dtype=np.uint32).tolist()) if found else 0
    )
