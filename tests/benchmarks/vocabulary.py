"""Pseudo-words for the benchmarks' pile: a seeded list for each language, most frequent first.

Words are letters only and lower-case, so that every tokenizer cuts the text alike; frequent words
are shorter than rare ones, as in any language. Danish words have æ, ø and å. No word has "aa" (a
folding of å would meet it). To add a language, add a line to `SPELLINGS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORDS = 300_000
"""Words a language."""
ZIPF_SHIFT = 2.0
ZIPF_EXPONENT = 1.15
"""Zipf and Mandelbrot: the word of rank r has a share in proportion to (r + shift) ** -exponent."""

SYLLABLES_BY_RANK = ((60, (1, 2)), (2_000, (1, 3)), (20_000, (2, 4)), (WORDS, (2, 5)))
"""Up to this rank, words have from so many syllables to fewer than so many."""


def spaced(text: str) -> tuple[str, ...]:
    """Return what stands between the spaces."""
    return tuple(text.split())


REAL = frozenset(
    spaced(
        "before bare deres dere dette dine done hade have hende hendes here mere mine more nogle"
        " over siden sine skal skulle some vara velat ville vores were within since"
    )
)
"""Words with little meaning in a real language: an engine may leave them out of a question."""


@dataclass(frozen=True)
class Spelling:
    """What syllables are made of: one of each, in this order."""

    onsets: tuple[str, ...]
    vowels: tuple[str, ...]
    codas: tuple[str, ...]


SPELLINGS: Mapping[str, Spelling] = {
    "en": Spelling(
        onsets=spaced("b c d f g h l m n p r s t v w z pl tr sh"),
        vowels=spaced("a e i o u ea"),
        codas=("", "", "", "n", "r", "s", "l", "t"),
    ),
    "da": Spelling(
        onsets=spaced("b d f g h j k l m n p r s t v z kv sk gr"),
        vowels=spaced("a e i o u y æ ø å"),
        codas=("", "", "", "r", "n", "g", "l", "st"),
    ),
}


def words(language: str, seed: int) -> list[str]:
    """Return `WORDS` different pseudo-words, most frequent first."""
    spelling = SPELLINGS[language]
    rng = np.random.default_rng([seed, *language.encode()])
    found: dict[str, None] = {}
    for last, (fewest, end) in SYLLABLES_BY_RANK:
        while len(found) < last:
            found.update(dict.fromkeys(draw(spelling, rng, fewest, end)))
            found = dict.fromkeys(list(found)[:last])
    return list(found)


def draw(spelling: Spelling, rng: np.random.Generator, fewest: int, end: int) -> list[str]:
    """Return a batch of pseudo-words of `fewest` to `end` - 1 syllables, with repetitions."""
    size = 50_000 if fewest > 1 else 500
    syllables = [
        o + v + c for o in spelling.onsets for v in spelling.vowels for c in spelling.codas
    ]
    lengths = rng.integers(fewest, end, size)
    ends = np.cumsum(lengths)
    picked = [syllables[i] for i in rng.integers(0, len(syllables), int(ends[-1]))]
    starts = ends - lengths
    batch = ["".join(picked[a:b]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    return [word for word in batch if "aa" not in word and word not in REAL]


def cumulative_shares() -> NDArray[np.float64]:
    """Return the share of running text up to and with each rank (float64, WORDS)."""
    weights = (np.arange(1, WORDS + 1) + ZIPF_SHIFT) ** -ZIPF_EXPONENT
    shares: NDArray[np.float64] = np.cumsum(weights)
    shares /= shares[-1]
    return shares
