"""What a language is: the one value every language module makes."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: how its words are reduced to what their forms share.

    All functions take a normalised word and are safe in any thread: `stem` returns its
    stem; `readings` returns its lemmas, the likeliest first (Danish "så" is "så" and "se"); and
    `parts` returns the parts of a compound, as lemmas (none for a word that is no compound).
    `spelling` returns what stands for a lemma in all its spellings (color and colour).
    `stopwords` say so little that a query may drop them while other words remain; all words are
    indexed.
    """

    code: str
    label: str
    stopwords: frozenset[str]
    stem: Callable[[str], str]
    readings: Callable[[str], tuple[str, ...]]
    parts: Callable[[str], tuple[str, ...]]
    spelling: Callable[[str], str] = str

    def lemma(self, word: str) -> str:
        """Return the likeliest lemma of a word: the word itself where nothing is known."""
        return self.readings(word)[0]


def words(text: str) -> frozenset[str]:
    """Return the words of a list written out as text."""
    return frozenset(text.split())


def no_parts(word: str) -> tuple[str, ...]:
    """Say that a word is no compound: for languages whose compounds are not split."""
    return ()
