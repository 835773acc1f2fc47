"""From forms to lemmas: the dictionaries that simplemma installs, and what they leave out.

A dictionary loads at first need. A process that looks up few words (a web worker) reads it packed
(11 MB for Danish); one that looks up many unpacks it (85 MB, ten times as fast): an indexing one,
which knows how many (`foresee`), at once.
A language adds what its dictionary has wrong as a list of irregular words (`irregular`) and as
rules for forms that have a second reading.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import count
from types import MappingProxyType

import snowballstemmer

FEW = 5_000
"""Words looked up in a packed dictionary, at some 50 µs each, before it is worth unpacking."""
USES: dict[str, Iterator[int]] = defaultdict(count)
"""Counts the words looked up in each dictionary that is packed."""
REMEMBERED = 1 << 14
"""Words whose stem or lemmas are remembered, a language."""

SPELLED_OUT = {"da": (("aa", "å"), ("oe", "ø"), ("ae", "æ"))}
"""What stands for letters that a keyboard lacks, by language."""
GENITIVE = 4
"""Letters of a word that is too short to be looked up without an s at its end."""

Find = Callable[[str], str | None]
"""From a form to its lemma, None for a word that is not in the dictionary."""
UNPACKED: dict[str, Find] = {}
"""The dictionaries that are unpacked, by language."""
Rule = Callable[[str, Find], Iterable[str]]
"""From a word to further lemmas it may be a form of."""


@cache
def _packed(code: str) -> Find:
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(code).get


def _unpacked(code: str) -> Find:
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(code).get


def dictionary(code: str) -> Find:
    """Return the look-up in a language's dictionary, by lower-cased form; lemmas are as listed."""
    find = UNPACKED.get(code)
    if find is None:
        if next(USES[code]) < FEW:
            return _packed(code)
        find = UNPACKED[code] = _unpacked(code)
    return find


def foresee(code: str, words: int) -> None:
    """Take in that so many words will be looked up in a dictionary, before the first of them is."""
    USES[code] = count(next(USES[code]) + words)


@lru_cache(REMEMBERED)
def listed(code: str, form: str) -> str | None:
    """Return the lemma of a form, lower-cased; names are listed with a capital."""
    find = dictionary(code)
    found = find(form) or find(form.capitalize())
    return found.lower() if found else None


def respelled(code: str, form: str) -> tuple[str, ...]:
    """Return a word with letters that keyboards lack, where they may be spelled out in it.

    Danish faerge may be færge; a word without such letters is none other.
    """
    spelled = form
    for written, letter in SPELLED_OUT.get(code, ()):
        spelled = spelled.replace(written, letter)
    return (spelled,) if spelled != form else ()


@lru_cache(REMEMBERED)
def known(code: str, form: str) -> bool:
    """Say whether a lower-cased word, no name, is in a language's dictionary.

    It may be a genitive there, and Danish may be spelled without its letters.
    """
    find = dictionary(code)
    if find(form) or (form.endswith("s") and len(form) > GENITIVE and find(form[:-1])):
        return True
    return any(map(find, respelled(code, form)))


def irregular(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lemmas of each form of a list: lines of a lemma, a colon and its forms."""
    lemmas: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        lemma, _, forms = line.strip().partition(":")
        for form in forms.split():
            lemmas[form] = (*lemmas.get(form, ()), lemma)
    return lemmas


def _no_rule(word: str, find: Find) -> Iterable[str]:
    return ()


def reader(
    code: str,
    first: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    further: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    rule: Rule = _no_rule,
    guess: Find | None = None,
) -> Callable[[str], tuple[str, ...]]:
    """Return a function from a word to its lemmas, the likeliest first.

    `first` holds the words whose entry in the dictionary is wrong, `further` those that have
    other lemmas beside their entry's. `guess` may know a lemma where the dictionary has none.
    """

    @lru_cache(REMEMBERED)
    def readings(word: str) -> tuple[str, ...]:
        find = dictionary(code)
        lemmas = first.get(word) or (listed(code, word) or (guess and guess(word)) or word,)
        return tuple(dict.fromkeys((*lemmas, *further.get(word, ()), *rule(word, find))))

    return readings


def stemmer(algorithm: str) -> Callable[[str], str]:
    """Return a function from word to Snowball stem, safe in any thread.

    A stem of one or two letters says too little: the word itself is returned instead.
    """
    own = _Stemmer(algorithm)

    @lru_cache(REMEMBERED)
    def stem(word: str) -> str:
        stemmed = own.stem(word)
        return stemmed if len(stemmed) > 2 else word

    return stem


class _Stemmer(threading.local):
    """A Snowball stemmer a thread: one must not be shared, and making one costs several stems."""

    def __init__(self, algorithm: str) -> None:
        stemmer = snowballstemmer.stemmer(algorithm)
        stemmer.maxCacheSize = 0  # what it would remember is new to it: that took twice the time
        self.stem: Callable[[str], str] = stemmer.stemWord
