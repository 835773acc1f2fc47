"""Which language a text is in, and each of its paragraphs.

Most texts are told by their common words (`common_words`), at a glance. Where these are few or
do not agree, the dictionaries of English and Danish and the letters themselves (`profiles`) are
weighed. The answer depends on the text alone: not on chance, nor on what was asked before.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log
from operator import mul
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from searchapp.languages.common_words import languages_of, words_of
from searchapp.languages.dictionary import listed
from searchapp.languages.profiles import likelihoods

UNKNOWN = "und"

WORDS = re.compile(r"[^\W\d_]+").findall
SAMPLED = 350
"""Characters read at the start, the middle and the end of a long text."""

GLANCES = ((4, 0.03, 0.25), (3, 0.2, 0.3))
"""What wins at a glance: so many common words more than the next language, which are so great a
share of the words, where all common words are such a share."""

OWN = 0.25
"""Share of a paragraph's words that, being common in the text's language, settle it."""
LATIN = "\u024f"
"""The last letter of the Latin script's European part."""
COMMON_WORD = 10.0
"""What a common word adds to the likelihood of its language."""
UNPROFILED = {"nn": "", "is": "þð", "fo": "ð"}
"""Relatives of Norwegian without a profile, with letters that only they have."""
RELATIVE = 8.0
"""How much less likely a text's letters are taken to be in a relative than in Norwegian."""
KIN: Mapping[str, tuple[tuple[str, float], ...]] = {
    "da": (("nb", -3.0), ("sv", -3.0)),
    "nb": (("nb", 1.2),),
}
"""What may be Danish, the relatives it may be in, and how much must speak for Danish then."""
CLEAR = 5.0
"""How much must speak for or against Danish to spare the look in a relative's dictionary."""
LONG = 20
"""Words of a text that is long enough to go by letters and common words alone."""
ENOUGH = 0.1
"""Share of its words that must be common ones there."""
FEWEST = 3
"""Words at least that a language other than English and Danish is told by."""
MARGIN = 5.0
"""How much likelier it must be than the next."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, `text[start:end]`, in one language."""

    start: int
    end: int
    language: str


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
    """Share of words with a letter that English does not have."""


WEIGHTS: Mapping[str, tuple[float, Signs]] = {
    "da": (0.6, Signs(0.4, -0.2, 14.0, 3.2, -3.0, 1.4, 8.4, 0.0)),
    "en": (-10.0, Signs(12.0, 0.9, 2.6, 7.0, -0.6, 0.5, -0.4, -15.0)),
}
"""The languages that doubtful texts are weighed for: a start, and what each sign adds.

Fitted by logistic regression on half of some 15,000 headlines in 120 languages; `python -m
tests.evaluate` measures them on others.
"""


def identify(text: str) -> str:
    """Return the ISO 639 code of the language a text is in, "und" where none can be told.

    A text in another language than English or Danish gets that language's code or "und".
    """
    text = sample(text)
    words = WORDS(text.lower())
    if not words:
        return UNKNOWN
    common = common_words(words)
    return _at_a_glance(common, len(words)) or _weighed(text, words, common)


def sample(text: str) -> str:
    """Return the start, the middle and the end of a long text, in NFC."""
    if len(text) > 4 * SAMPLED:
        middle = (len(text) - SAMPLED) // 2
        text = f"{text[:SAMPLED]} {text[middle : middle + SAMPLED]} {text[-SAMPLED:]}"
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def common_words(words: Sequence[str]) -> Counter[str]:
    """Return how many of the words are common ones, by language."""
    found: Counter[str] = Counter()
    for codes, count in Counter(map(languages_of().get, words)).items():
        for code in codes or ():
            found[code] += count
    return found


def _at_a_glance(common: Counter[str], total: int) -> str | None:
    """Return the language that is clearly ahead in common words."""
    (code, most), (_, second) = [*common.most_common(2), ("", 0), ("", 0)][:2]
    lead = most - second
    for words, ahead, share in GLANCES:
        if lead >= words and lead >= ahead * total and most >= share * total:
            return code
    return None


def _weighed(text: str, words: Sequence[str], common: Counter[str]) -> str:
    """Return English or Danish where all signs together speak for it, else what letters say."""
    letters = likelihoods(words)
    if not letters:
        return UNKNOWN
    plain = _no_names(WORDS(text)) or words
    signs = _signs(plain, words, common, letters)
    scores = {
        code: start + sum(map(mul, weights, signs[code]))
        for code, (start, weights) in WEIGHTS.items()
    }
    best = max(scores, key=scores.__getitem__)
    weighs = scores[best] > 0 and not _foreign(words)
    code = best if weighs else _likeliest(words, common, letters)
    for other, needed in KIN.get(code, ()):
        if _for_danish(other, plain, common, letters) < needed:
            return other
    return "da" if code in KIN else code


def _for_danish(
    other: str, plain: Sequence[str], common: Counter[str], letters: Mapping[str, float]
) -> float:
    """Return what speaks for Danish, not a relative; dictionaries are asked where it is close."""
    lead = min(3.0, max(-3.0, (letters["da"] - letters[other]) / 10))
    rival = max(common[code] for code in (other, *UNPROFILED))
    found = lead + 2.2 * (common["da"] - rival)
    if abs(found) < CLEAR:
        found += 2.8 * (_listed("da", plain) - _listed(other, plain))
    return found


def _foreign(words: Sequence[str]) -> bool:
    """Say whether a text is mostly in another script than Latin, some names apart."""
    letters = "".join(words)
    return sum(letter > LATIN for letter in letters) > 0.2 * len(letters)


def _signs(
    plain: Sequence[str],
    words: Sequence[str],
    common: Counter[str],
    letters: Mapping[str, float],
) -> Mapping[str, Signs]:
    """Return what speaks for each language that has weights; `plain` words are no names."""
    shares = {code: _listed(code, plain) / len(plain) for code in WEIGHTS}
    total = len(words)
    likeliest, second = sorted(letters.values())[:-3:-1]
    marked = sum(not word.isascii() for word in words) / total
    return {
        code: Signs(
            share,
            share - max(shares[other] for other in WEIGHTS if other != code),
            (common[code] - max((common[c] for c in common if c != code), default=0)) / total,
            common[code] / total,
            log(1 + total),
            min(8.0, max(-8.0, (at - (second if at == likeliest else likeliest)) / 10)),
            share if plain is words else _listed(code, words) / total,
            marked,
        )
        for code, share, at in ((code, shares[code], letters[code]) for code in WEIGHTS)
    }


def _no_names(words: Sequence[str]) -> list[str]:
    """Return the words without a capital or, where they are few, those that are no acronyms."""
    for kept in (str.islower, str.istitle):
        found = [word.lower() for word in words if kept(word)]
        if len(found) > 2:
            return found
    return []


def _listed(code: str, words: Sequence[str]) -> int:
    """Return how many of the words are in a language's dictionary."""
    return sum(map(partial(_is_listed, code), words))


def _is_listed(code: str, word: str) -> bool:
    if listed(code, word):
        return True
    spelled = word.replace("aa", "å").replace("oe", "ø").replace("ae", "æ")
    return code == "da" and spelled != word and listed(code, spelled) is not None


def _likeliest(words: Sequence[str], common: Counter[str], letters: Mapping[str, float]) -> str:
    """Return the likeliest language by letters and common words, unknown where it is close.

    The weighed languages are out of the race unless a long text has the most of their words.
    """
    total = len(words)
    enough = max([ENOUGH * total, *common.values()])
    scores = {
        code: score + COMMON_WORD * common[code]
        for code, score in (*letters.items(), *_unprofiled(words, letters))
        if code not in WEIGHTS or (total >= LONG and common[code] >= enough)
    }
    (code, most), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    enough_said = total >= FEWEST or _foreign(words)
    return code if enough_said and most - second > MARGIN else UNKNOWN


def _unprofiled(words: Sequence[str], letters: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Yield how likely the languages are that have no profile, by Norwegian and own letters."""
    for code, own in UNPROFILED.items():
        seen = sum(any(letter in word for letter in own) for word in words)
        yield code, letters.get("nb", 0) - RELATIVE + COMMON_WORD * seen


def passages(text: str, language: str) -> list[Passage]:
    """Return the stretches of a text by language, contiguous, in order, covering all of it.

    A stretch is one or several whole paragraphs (set apart by an empty line). `language` is the
    text's as a whole; a paragraph too short to tell takes it.
    """
    found: list[Passage] = []
    start = 0
    while start < len(text):
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end + 2
        code = _of_paragraph(text[start:end], language)
        if found and found[-1].language == code:
            start = found.pop().start
        found.append(Passage(start, end, code))
        start = end
    return found


def _of_paragraph(paragraph: str, language: str) -> str:
    """Return a paragraph's language, the text's own unless another is clear at a glance."""
    words = paragraph[:SAMPLED].lower().split()
    if sum(map(words_of(language).__contains__, words)) >= OWN * len(words):
        return language
    return _at_a_glance(common_words(words), len(words)) or language
