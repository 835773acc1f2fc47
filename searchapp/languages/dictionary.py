"""The word lists a user installs: simplemma's, from form to lemma, loaded at first need."""

from collections.abc import Callable
from functools import cache, lru_cache

import snowballstemmer

CACHED = 1 << 17
"""Words whose stem or lemma is remembered, per language."""


@cache
def _entries(code: str) -> Callable[[str], str | None]:
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(code).get


def known(code: str, word: str) -> str | None:
    """Return the lemma the dictionary gives for a lower-cased word, None where it has none."""
    lookup = _entries(code)
    found = lookup(word) or lookup(word.capitalize())
    return found.lower() if found else None


def lemmatizer(code: str) -> Callable[[str], str]:
    """Return a function from word to lemma (the word itself where nothing is known)."""

    def lemma(word: str) -> str:
        found = known(code, word)
        if found or len(word) < 5:
            return found or word
        import simplemma

        return simplemma.lemmatize(word, lang=code).lower()

    return lru_cache(CACHED)(lemma)


def stemmer(algorithm: str) -> Callable[[str], str]:
    """Return a function from word to Snowball stem, safe in any thread."""

    @lru_cache(CACHED)
    def stem(word: str) -> str:
        stemmed: str = snowballstemmer.stemmer(algorithm).stemWord(word)
        return stemmed

    return stem


def whole(word: str) -> tuple[str, ...]:
    """Say that a word is no compound: for languages whose compounds are not split."""
    return ()
