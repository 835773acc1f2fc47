"""Words that two languages share but for their spelling: corruption is korruption.

A guess by rule for what the tables of `cross` do not have: the ending is put into the other
language's form, then the letters; only what that language's dictionary knows is taken. To add an
ending, add a line to `ENDINGS`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from searchapp.languages.cross_table import PAIR
from searchapp.languages.dictionary import listed

SHORTEST = 7
"""Letters of a word at least: shorter ones resemble too many others."""
REMEMBERED = 1 << 12
"""Words whose cognates are remembered."""

ENDINGS = (
    ("ologist", "olog"),
    ("ology", "ologi"),
    ("ography", "ografi"),
    ("onomy", "onomi"),
    ("cracy", "krati"),
    ("archy", "arki"),
    ("pathy", "pati"),
    ("athy", "ati"),
    ("ity", "itet"),
    ("istic", "istisk"),
    ("ism", "isme"),
    ("ical", "isk"),
    ("ic", "isk"),
    ("ics", "ik"),
    ("ize", "isere"),
    ("ise", "isere"),
    ("ify", "ificere"),
    ("ation", "ering"),
    ("ative", "ativ"),
    ("ive", "iv"),
    ("ance", "ans"),
    ("ence", "ens"),
    ("ency", "ens"),
    ("ator", "ator"),
    ("ator", "atør"),
    ("itor", "itør"),
    ("ous", "øs"),
    ("ary", "ær"),
    ("able", "abel"),
    ("ible", "ibel"),
    ("ate", "ere"),
    ("ate", "at"),
    ("ute", "ut"),
    ("ure", "ur"),
    ("ine", "in"),
    ("ide", "id"),
    ("phone", "fon"),
    ("graph", "graf"),
    ("phy", "fi"),
    ("gy", "gi"),
    ("al", "el"),
    ("er", "er"),
    ("", ""),
)
"""Endings in the first language of `PAIR` and in the second, the most telling first."""

LETTERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("ph"), "f"),
    (re.compile("rh"), "r"),
    (re.compile("th"), "t"),
    (re.compile("x"), "ks"),
    (re.compile("qu"), "kv"),
    (re.compile("ch(?=[rlnmo])|(?<=r)ch"), "k"),
    (re.compile("c(?=[aoulrtns])|(?<=[sti])c$"), "k"),
    (re.compile("y(?=[mnpst])"), "y"),
)
"""How the second language spells letters of the first, in the order in which they are changed."""
FEWER = (re.compile(r"(?<=[fv])k|k(?=[aoulrt])|(?<=s)k$"), "c")
"""The commonest of the letters the other way round."""


@lru_cache(REMEMBERED)
def cognates(word: str, source: str) -> tuple[str, ...]:
    """Return the likeliest word of the other language of `PAIR` that a word looks like, or none."""
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    target = PAIR[source == PAIR[0]]
    found = (one for one in _candidates(word, source) if one != word and listed(target, one) == one)
    first = next(found, None)
    return (first,) if first else ()


def _candidates(word: str, source: str) -> Iterator[str]:
    """Yield what a word may be in the other language, the likeliest first."""
    first = source == PAIR[0]
    for pair in ENDINGS:
        ending, other = pair if first else pair[::-1]
        if word.endswith(ending):
            start = word.removesuffix(ending)
            yield from dict.fromkeys(one + other for one in _spelled(start, first))
            if len(ending) > 2:
                return


def _spelled(start: str, first: bool) -> Iterator[str]:
    changed = start
    for pattern, letters in LETTERS if first else (FEWER,):
        changed = pattern.sub(letters, changed)
    yield changed
    yield start
