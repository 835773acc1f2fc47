"""All knowledge of language, in one place, for every engine.

    identify(text)               -> "en", "da", another ISO code, or "und"
    passages(text, language)     -> the language of each paragraph
    tokenize(text)               -> words with their places
    terms(word, language)        -> what an engine indexes for a word
    expansion(word, language)    -> what a query for that word looks for, with weights

Both engines store exactly these terms, so a query means the same on both. To add a language, add
a module with its `Language` and a line to `LANGUAGES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Language:
    """One language: how its words are reduced to what their forms share.

    `stem`, `lemma` take a normalised word and return its stem, its lemma; `parts` returns the
    parts of a compound (empty for a word that is none).
    """

    code: str
    label: str
    stopwords: frozenset[str]
    stem: Callable[[str], str]
    lemma: Callable[[str], str]
    parts: Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, `text[start:end]`, in one language."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, normalised, in order.

    `words[i]` stands at position i and at `text[starts[i]:ends[i]]` (int32 arrays, n each).
    `also` holds further words at positions already taken: (word, position), e.g. the whole of a
    hyphenated word whose parts are tokens of their own.
    """

    words: list[str]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    also: Sequence[tuple[str, int]] = ()
