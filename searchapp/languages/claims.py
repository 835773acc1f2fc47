"""Whether a text is in the language that it says, or that its file says, it is in.

It mostly is: a piece of its middle settles that at a glance. Only a long text with many common
words of another language is taken to be in that one. To let another kind of text win, change
`clearly_in`.
"""

from functools import cache
from operator import itemgetter

from searchapp.languages.common_words import COMMON, common_words, words_of
from searchapp.languages.identification import OWN, SAMPLED, WORDS, sample
from searchapp.languages.weighing import WEIGHTS

PRESENT = 0.02
"""Share of a text's words at most that, being common in other languages only, mean nothing."""
LONG = 40
"""Words of a text that is long enough to contradict what is said of it."""
SHARE = 0.25
"""Share of its words that must be common in the language that it is taken to be in."""
AHEAD, LEAD = 4, 0.05
"""How many more common words of that language it must have than of the one it is said to be in:
so many, and so great a share of all."""
NORWEGIAN = frozenset({"no", "nb", "nn"})
"""Codes that may all be said of the same text."""


def believed(text: str, said: str) -> str:
    """Return the language of a text that is said to be in one: another only where that is clear."""
    middle = max(0, (len(text) - SAMPLED) // 2)
    words = text[middle : middle + SAMPLED].lower().split()
    own = sum(map(words_of(said).__contains__, words))
    if own >= OWN * len(words):
        others = sum(map(_common_elsewhere(said).__contains__, words))
        if others <= PRESENT * len(words):
            return said
    return clearly_in(text, said)


def clearly_in(text: str, said: str) -> str:
    """Return the language a text has most common words of, if they are clearly many, else `said`.

    A language without a list of common words cannot be compared with its relatives: a text that is
    said to be in it is only ever taken to be in English or Danish.
    """
    words = WORDS(sample(text).lower())
    common = common_words(words)
    code, most = max(common.items(), key=itemgetter(1))
    if len(words) < LONG or not most:
        return said
    lead = most - common.get(said, 0)
    many = most >= SHARE * len(words) and lead >= max(AHEAD, LEAD * len(words))
    comparable = said in COMMON or code in WEIGHTS
    same = {code, said} <= NORWEGIAN
    return code if many and comparable and not same else said


@cache
def _common_elsewhere(code: str) -> frozenset[str]:
    """Return the common words of all other languages that are none in this one."""
    return frozenset().union(*map(words_of, COMMON)) - words_of(code)
