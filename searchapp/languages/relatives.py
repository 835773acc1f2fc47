"""Danish, or a language that is nearly spelled like it.

Letters and common words tell them apart where they are many; a headline also needs what the
dictionaries say of its words. To set Danish apart from another language, add it to `RELATIVES`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from searchapp.languages.dictionary import REMEMBERED, known
from searchapp.languages.profiles import STEP


class Relative(NamedTuple):
    """A language that may pass for Danish, or several that differ less from each other.

    `common` are the codes whose common words speak for it, `dictionaries` those whose words do.
    """

    common: tuple[str, ...]
    dictionaries: tuple[str, ...]
    start: float
    """What speaks for Danish where nothing else speaks for either."""


RELATIVES: Mapping[str, Relative] = {
    "nb": Relative(("nb", "nn", "is", "fo"), ("nb", "nn"), 1.5),
    "sv": Relative(("sv",), ("sv",), 1.2),
}
"""The relatives by the profile that their letters are compared with."""
LETTERS, COMMON, LISTED = 0.9 * STEP / 10, 2.4, 1.8
"""What each step nearer to Danish than to the relative adds, each common word more, and each word
more that is in the dictionary of Danish only.

Fitted by logistic regression on pieces of 3 to 11 words of running text; then made smaller, and
the starts greater, until as many Danish headlines as before kept what is right in both languages.
"""
CLEAR = 6.0
"""How much must speak for or against Danish to spare the look in the dictionaries."""
SHORT, WHOLE, TAIL = 3, 7, 4
"""Letters of a word that is too short for a compound, and of the shortest last part of one."""


def relative(
    words: Sequence[str], common: Mapping[str, int], letters: Mapping[str, int], needed: float = 0.0
) -> str | None:
    """Return the relative that a text which may be Danish is in, None where it is Danish.

    `words` are those that are no names, lower-cased. As much as `needed` must speak for Danish.
    """
    found = {code: _for_danish(code, words, common, letters) for code in RELATIVES}
    nearest = min(found, key=found.__getitem__)
    if found[nearest] >= needed:
        return None
    return max(RELATIVES[nearest].common, key=common.__getitem__)


def _for_danish(
    code: str, words: Sequence[str], common: Mapping[str, int], letters: Mapping[str, int]
) -> float:
    """Return what speaks for Danish, not a relative; dictionaries are asked where it is close."""
    kin = RELATIVES[code]
    rival = max(common[other] for other in kin.common)
    found = kin.start + LETTERS * (letters[code] - letters["da"]) + COMMON * (common["da"] - rival)
    if abs(found) < CLEAR:
        found += LISTED * sum([_leaning(code, word) for word in words])
    return found


@lru_cache(REMEMBERED)
def _leaning(code: str, word: str) -> int:
    """Return 1 for a word that is in the Danish dictionary only, -1 for one only in a relative's.

    A compound that is in neither is judged by the longest end of it that is in one.
    """
    if len(word) <= SHORT:
        return 0
    starts = (0, *range(2, len(word) - TAIL + 1)) if len(word) > WHOLE else (0,)
    for tail in (word[start:] for start in starts):
        danish = known("da", tail)
        other = any(known(dictionary, tail) for dictionary in RELATIVES[code].dictionaries)
        if danish or other:
            return danish - other
    return 0
