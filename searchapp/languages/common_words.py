"""Common words by language: what tells languages apart at a glance.

The languages of `LANGUAGES` bring their stop words; `common_words.txt` has more of their common
words, and those of other languages, which must be able to win or their texts would pass for Danish
or English. To add a language, add its line there.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import repeat
from pathlib import Path

from searchapp.languages.lanes import packed, unpacked
from searchapp.languages.language import words
from searchapp.languages.levels import LANGUAGES, SPELLED

LINE = re.compile(r"^(\w+):([^:#]*)$", re.MULTILINE)
"""A code and its words, which may go on over several lines."""


def _listed() -> Mapping[str, frozenset[str]]:
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    return {code: words(found) for code, found in LINE.findall(text)}


COMMON: Mapping[str, frozenset[str]] = _listed()
CODES = tuple(COMMON)


@cache
def words_of(code: str) -> frozenset[str]:
    """Return the common words of a language, none for one that is not listed.

    Danish words also stand as they are spelled without Danish letters: "paa", "ogsaa".
    """
    known = LANGUAGES.get(code)
    common = COMMON.get(code, frozenset()) | (known.stopwords if known else frozenset())
    spelled = {word.translate(SPELLED) for word in common} if code == "da" else set()
    return common | spelled


@cache
def _lanes() -> Mapping[str, int]:
    """Return the languages in which each common word is one: a lane of 1 or 0 for each code."""
    every = frozenset().union(*map(words_of, CODES))
    return {word: packed(word in words_of(code) for code in CODES) for word in every}


def common_words(found: Iterable[str]) -> dict[str, int]:
    """Return how many of the words are common ones in each of `CODES`."""
    total = sum(map(_lanes().get, found, repeat(0)))
    return dict(zip(CODES, unpacked(total, len(CODES)), strict=True))
