"""Which language a text is in, and each of its paragraphs.

Most texts are told by their common words (`common_words`), at a glance. Where these are few or
do not agree, all signs are weighed (`weighing`). The answer depends on the text alone: not on
chance, nor on what was asked before.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import is_normalized, normalize

from searchapp.languages.common_words import common_words, words_of
from searchapp.languages.weighing import UNKNOWN, weighed

WORDS = re.compile(r"[^\W\d_]+").findall
SAMPLED = 350
"""Characters read at the start, the middle and the end of a long text."""

GLANCES = ((4, 0.03, 0.25), (3, 0.2, 0.3))
"""What wins at a glance: so many common words more than the next language, which are so great a
share of the words, where all common words are such a share."""

OWN = 0.25
"""Share of a paragraph's words that, being common in the text's language, settle it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, `text[start:end]`, in one language."""

    start: int
    end: int
    language: str


def identify(text: str) -> str:
    """Return the ISO 639 code of the language a text is in, "und" where none can be told.

    A text in another language than English or Danish gets that language's code or "und".
    """
    text = sample(text)
    named = WORDS(text)
    if not named:
        return UNKNOWN
    words = [word.lower() for word in named]
    common = common_words(words)
    return _at_a_glance(common, len(words)) or weighed(words, named, common)


def sample(text: str) -> str:
    """Return the start, the middle and the end of a long text, in NFC."""
    if len(text) > 4 * SAMPLED:
        middle = (len(text) - SAMPLED) // 2
        text = f"{text[:SAMPLED]} {text[middle : middle + SAMPLED]} {text[-SAMPLED:]}"
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _at_a_glance(common: Mapping[str, int], total: int) -> str | None:
    """Return the language that is clearly ahead in common words."""
    second, most = sorted(common.values())[-2:]
    lead = most - second
    for words, ahead, share in GLANCES:
        if lead >= words and lead >= ahead * total and most >= share * total:
            return max(common, key=common.__getitem__)
    return None


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
