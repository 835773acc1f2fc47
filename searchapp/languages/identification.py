"""Which language a text is in: a table of common words, and langdetect where it is in doubt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from searchapp.languages.levels import LANGUAGES

LETTERS = re.compile(r"[^\W\d_]+")
LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, `text[start:end]`, in one language."""

    start: int
    end: int
    language: str


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for code, language in LANGUAGES.items():
        for word in sorted(language.stopwords):
            table[word] = (*table.get(word, ()), code)
    return table


@cache
def _detectors() -> Any:
    from langdetect import detector_factory

    with LOCK:
        factory = detector_factory.DetectorFactory()
        factory.set_seed(0)
        factory.load_profile(detector_factory.PROFILES_DIRECTORY)
    return factory


def identify(text: str) -> str:
    """Return the code of the language a text is in, "und" where none can be told."""
    words = LETTERS.findall(_sample(text).lower())
    if not words:
        return "und"
    return _by_words(words) or _by_letters(" ".join(words))


def _sample(text: str) -> str:
    if len(text) <= 1500:
        return text
    middle = len(text) // 2
    return f"{text[:350]} {text[middle - 175 : middle + 175]} {text[-350:]}"


def _by_words(words: list[str]) -> str | None:
    counts = dict.fromkeys(LANGUAGES, 0.0)
    table = _table()
    for word in words:
        codes = table.get(word, ())
        for code in codes:
            counts[code] += 1 / len(codes)
    (best, first), (_, second), *_ = sorted(counts.items(), key=lambda item: -item[1])
    return best if first >= 2 and first >= 2 * second and first >= 0.12 * len(words) else None


def _by_letters(text: str) -> str:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detectors().create()
    detector.append(text)
    try:
        found: str = detector.detect()
    except LangDetectException:
        return "und"
    return {"unknown": "und", "no": "nb"}.get(found, found.partition("-")[0])


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
        paragraph = text[start:end]
        code = identify(paragraph) if len(paragraph) >= 80 else language
        if found and found[-1].language == code:
            found[-1] = Passage(found[-1].start, end, code)
        else:
            found.append(Passage(start, end, code))
        start = end
    return found
