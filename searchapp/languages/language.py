"""What a language is: the one value every language module makes."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: how its words are reduced to what their forms share.

    `stem`, `lemma` take a normalised word and return its stem, its lemma; `parts` returns the
    parts of a compound (empty for a word that is none). All three are safe in any thread.
    `stopwords` say so little that a query may drop them while other words remain; all words are
    indexed.
    """

    code: str
    label: str
    stopwords: frozenset[str]
    stem: Callable[[str], str]
    lemma: Callable[[str], str]
    parts: Callable[[str], tuple[str, ...]]


def words(text: str) -> frozenset[str]:
    """Return the words of a list written out as text."""
    return frozenset(text.split())
