"""The language of a doubtful text: all signs together.

English and Danish are weighed by their dictionaries, common words and letters. What is in neither
is in the language that its letters and common words are nearest to, if that is clear. To weigh
another sign, add it to `Signs` and its weights to `WEIGHTS`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from math import log
from operator import mul
from typing import NamedTuple

from searchapp.languages.dictionary import known
from searchapp.languages.profiles import STEP, distances
from searchapp.languages.relatives import relative

UNKNOWN = "und"

FOREIGN = re.compile("[^\x00-\u024f]+").findall
"""Letters of another script than Latin; its European part ends there."""
FOREIGN_SHARE = 0.2
"""Share of the letters at most that may be in another script, in names."""
COMMON_WORD = 10.0 / STEP
"""How much nearer a common word brings its language."""
UNPROFILED: Mapping[str, tuple[str, str]] = {
    "nn": ("nb", ""),
    "is": ("nb", "þð"),
    "fo": ("nb", "ð"),
    "lb": ("de", ""),
}
"""Languages without a profile: the nearest with one, and letters that only they have."""
RELATIVE = 8.0 / STEP
"""How much farther a text's letters are taken to be from them than from that profile."""
MAYBE_DANISH: Mapping[str, float] = {"da": 0.0, "nb": 2.5, "nn": 2.5, "sv": 2.5}
"""What may be Danish or a relative after all, and how much must speak for Danish then."""
LONG = 20
"""Words of a text that is long enough to go by letters and common words alone."""
ENOUGH = 0.1
"""Share of its words that must be common ones there."""
PROSE = 0.05
"""Share of its words that are common ones at least, if it is no mere list of names."""
SHORT = 9
"""Letters of a word that may well be a name where it has a capital."""
FEWEST = 3
"""Words at least that say something of a language."""
MARGIN = 5.0 / STEP
"""How much nearer it must be than the next."""


class Signs(NamedTuple):
    """What speaks for a language: each as a number that is the greater the more it does."""

    listed: float
    """Share of the words, but for names, that are in the language's dictionary."""
    apart: float
    """That share, less the same for the other language that has weights."""
    ahead: float
    """Share of common words, less the greatest such share of another language."""
    common: float
    """Share of common words."""
    length: float
    """Logarithm of the number of words: a long text must show more."""
    letters: float
    """How much likelier the letters are than in any other language (tens, -8 to 8)."""
    known: float
    """Share of all words that are in the language's dictionary."""
    marked: float
    """Share of words, no names, with a letter that English does not have."""
    strange: float
    """Share of words that, having no capital, are no names, but are not in the dictionary."""


WEIGHTS: Mapping[str, tuple[float, Signs]] = {
    "da": (-4.0, Signs(-1.4, 3.2, 13.0, 0.6, 1.0, 1.9, 7.3, -2.0, -3.8)),
    "en": (-3.7, Signs(4.1, 1.2, 8.1, -3.1, -0.6, 0.4, 3.4, -14.9, -16.0)),
}
"""The languages that doubtful texts are weighed for: a start, and what each sign adds.

Fitted by logistic regression on every other headline, and on pieces of 3 to 11 words of every
other article, in 120 languages; the starts are half a unit higher, so that an English or Danish
headline is rather told than not. `python -m tests.evaluate identification` measures the rest.
"""


def weighed(words: Sequence[str], named: Sequence[str], common: Mapping[str, int]) -> str:
    """Return English or Danish where all signs together speak for it, else what letters say.

    `words` are those of the text, lower-cased; `named` are they as written.
    """
    letters = distances(words)
    if not letters:
        return UNKNOWN
    signs = _signs(words, named, common, letters)
    scores = {
        code: start + sum(map(mul, weights, signs[code]))
        for code, (start, weights) in WEIGHTS.items()
    }
    best = max(scores, key=scores.__getitem__)
    weighs = scores[best] > 0 and not _foreign(words)
    code = best if weighs else _likeliest(words, common, letters)
    if code not in MAYBE_DANISH:
        return code
    other = relative(_no_names(named), common, letters, MAYBE_DANISH[code])
    return "da" if other is None else other if code == "da" else code


def _foreign(words: Sequence[str]) -> bool:
    """Say whether a text is mostly in another script than Latin, some names apart."""
    letters = "".join(words)
    if letters.isascii():
        return False
    return sum(map(len, FOREIGN(letters))) > FOREIGN_SHARE * len(letters)


def _signs(
    words: Sequence[str],
    named: Sequence[str],
    common: Mapping[str, int],
    letters: Mapping[str, int],
) -> Mapping[str, Signs]:
    """Return what speaks for each language that has weights."""
    total = len(words)
    small = [word.islower() for word in named]
    plain = small if sum(small) >= FEWEST else [word.istitle() for word in named]
    plain = plain if sum(plain) >= FEWEST else [True] * total
    known_words = {code: [known(code, word) for word in words] for code in WEIGHTS}
    listed = {c: sum(compress(found, plain)) / sum(plain) for c, found in known_words.items()}
    fewer, most = sorted(common.values())[-2:]
    nearest, next_ = sorted(letters.values())[:2]
    marked = sum([not word.isascii() and not word.istitle() for word in named]) / total
    return {
        code: Signs(
            listed=listed[code],
            apart=listed[code] - max(listed[other] for other in WEIGHTS if other != code),
            ahead=_lead(common[code], most, fewer) / total,
            common=common[code] / total,
            length=log(1 + total),
            letters=min(8.0, max(-8.0, _lead(letters[code], nearest, next_) * -STEP / 10)),
            known=sum(found) / total,
            marked=marked,
            strange=0.0 if all(small) else (sum(small) - sum(compress(found, small))) / total,
        )
        for code, found in known_words.items()
    }


def _lead(own: int, best: int, second: int) -> int:
    """Return how far one of several numbers is from the best of the others."""
    return own - (second if own == best else best)


def _no_names(named: Sequence[str]) -> list[str]:
    """Return the words without a capital and the first, if it is long, lower-cased.

    The first has a capital for its place; a short one may well be a name all the same.
    """
    small = [word for word in named if word.islower()]
    first = named[0].lower()
    return [first, *small] if small and len(first) > SHORT and first != named[0] else small


def _likeliest(words: Sequence[str], common: Mapping[str, int], letters: Mapping[str, int]) -> str:
    """Return the nearest language by letters and common words, unknown where it is close.

    The weighed languages are out of the race unless a long text has the most of their words.
    """
    total = len(words)
    enough = max([ENOUGH * total, *common.values()])
    scores = {
        code: distance - COMMON_WORD * common.get(code, 0)
        for code, distance in (*letters.items(), *_unprofiled(words, letters))
        if code not in WEIGHTS or (total >= LONG and common[code] >= enough)
    }
    (nearest, code), (next_, _) = sorted((score, code) for code, score in scores.items())[:2]
    enough_said = total >= FEWEST or _foreign(words)
    if total >= LONG and common.get(code, total) < PROSE * total:
        return UNKNOWN
    return code if enough_said and next_ - nearest > MARGIN else UNKNOWN


def _unprofiled(words: Sequence[str], letters: Mapping[str, int]) -> Iterator[tuple[str, float]]:
    """Yield how far the languages without a profile are, by a near one and letters of their own."""
    for code, (near, own) in UNPROFILED.items():
        seen = sum(any(letter in word for letter in own) for word in words)
        yield code, letters[near] + RELATIVE - COMMON_WORD * seen
