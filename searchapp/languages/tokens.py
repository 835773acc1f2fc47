"""Text to words: the same for every language, so that an index and a query always agree.

A text becomes an array of code points; one look-up in `KINDS` tells letters, digits and inner
punctuation apart, and everything common is worked out on whole arrays. Only words with inner
punctuation (a few in a hundred) are handled one by one. To let a mark join or belong to words,
give it a kind in `kinds`.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from searchapp.article import INVISIBLE

WORD, DIGIT, APOSTROPHE, JOINER, POINT, COMMA = 1, 2, 4, 8, 16, 32
"""Bits of a character's kind: a letter is WORD, a digit WORD | DIGIT, a separator 0."""

MARKS = {
    "'’ʼ": APOSTROPHE,
    "-‐‑&": JOINER,
    ".": POINT,
    ",": COMMA,
    "\u00ad\u200b\ufeff\u2060": WORD,
}
"""The kind of each mark that can stand inside a word."""
SUFFIX = re.compile("'(?:s|ere?n?|ern?es?|ene?s?|ets?|ers)$")
"""What follows the apostrophe of an English or Danish genitive, plural or article."""
THOUSANDS = re.compile(r"\d{1,3}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)")
"""2.300 or 2,300 or 1.234.567,89: a number whose thousands are set apart."""
LONGEST_WHOLE = 64
"""Characters of a hyphenated whole at most: longer ones are lists, not words."""


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


@cache
def kinds() -> NDArray[np.uint8]:
    """Return the kind of every character of the basic plane; what lies beyond is a separator."""
    table = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        character = chr(code)
        if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
            table[code] = WORD | DIGIT if character.isdecimal() else WORD
    marks = {
        "'’ʼ": APOSTROPHE,
        "-‐‑&": JOINER,
        ".": POINT,
        ",": COMMA,
        "\xad\u200b\ufeff\u2060": WORD,
    }
    for characters, kind in marks.items():
        table[[ord(character) for character in characters]] = kind
    return table


def plain(word: str) -> str:
    """Return a word in lower case, NFC, without invisible marks, its apostrophes straight."""
    word = unicodedata.normalize("NFC", INVISIBLE.sub("", word).lower())
    return word.replace("’", "'").replace("ʼ", "'")


def number(word: str) -> str:
    """Return a number without what sets its thousands apart: 2.300 and 2,300 become 2300."""
    match = THOUSANDS.fullmatch(word)
    if not match:
        return word
    apart = "." if word.find(".") < (word.find(",") % (len(word) + 1)) and "." in word else ","
    return word.replace(apart, "")


def tokenize(text: str) -> Tokens:
    """Return the words of a text with their places in it; any text will do.

    Texts need not be cleaned. Words are lower-cased, NFC, without soft hyphens; a genitive's 's
    and a Danish 'er, 'en, 'et, 'erne are cut off; the parts of a hyphenated word follow each
    other, with the whole in `also`; dotted initials are one word (U.S.: us); 2.300 is 2,300.
    """
    lowered = text.lower()
    tidy = len(lowered) == len(text) and (
        lowered.isascii()
        or (unicodedata.is_normalized("NFC", lowered) and not INVISIBLE.search(lowered))
    )
    source = lowered if tidy else text
    codes = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), np.uint32)
    kind = kinds().take(codes, mode="clip")
    word = (kind & WORD).view(np.int8)
    inner = _inner(kind)
    joints = _join(kind, word, inner)
    edges = np.flatnonzero(np.diff(word, prepend=0, append=0)).astype(np.int32)
    starts, ends = edges[::2], edges[1::2]
    masked = np.where(word, codes, 32).astype(np.uint32).tobytes()
    words = masked.decode("utf-32-le", "surrogatepass").split()
    if not tidy:
        words = [plain(w) for w in words]
    _mend(words, starts, ends, inner[word[inner] == 1])
    return Tokens(words, starts, ends, _wholes(source, starts, ends, joints))


def _inner(kind: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return where punctuation stands between two characters of words."""
    marks = np.flatnonzero(kind > WORD + DIGIT)
    marks = marks[(marks > 0) & (marks < len(kind) - 1)]
    inner: NDArray[np.intp] = marks[(kind[marks - 1] & kind[marks + 1] & WORD) == WORD]
    return inner


def _join(
    kind: NDArray[np.uint8], word: NDArray[np.int8], inner: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Make inner punctuation part of words where it is; return where it only joins words."""
    digits = (kind[inner - 1] & kind[inner + 1] & DIGIT) != 0
    padded = np.pad(word, 2)
    single = (padded[inner] | padded[inner + 4]) == 0
    own = kind[inner]
    point = own == POINT
    kept = (own == APOSTROPHE) | (((own == COMMA) | point) & digits)
    joints: NDArray[np.intp] = inner[~kept & (own != COMMA) & ~(point & single)]
    word[inner[kept | (point & single)]] = 1
    return joints


def _mend(
    words: list[str],
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    inner: NDArray[np.intp],
) -> None:
    """Normalise, in place, the words with inner punctuation; a suffix cut off ends them sooner."""
    for i in dict.fromkeys((np.searchsorted(starts, inner, "right") - 1).tolist()):
        old = words[i].replace("’", "'").replace("ʼ", "'")
        new = SUFFIX.sub("", old)
        ends[i] -= len(old) - len(new)
        words[i] = number(new) if new[0].isdecimal() else new.replace(".", "")


def _wholes(
    source: str,
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    joints: NDArray[np.intp],
) -> Sequence[tuple[str, int]]:
    """Return the wholes of joined words, each with the position of its first part."""
    if not len(joints):
        return ()
    wholes: dict[int, int] = {}
    first, last = -1, -2
    for right in np.searchsorted(starts, joints, "right").tolist():
        first = first if right - 1 == last else right - 1
        wholes[first] = last = right
    spans = ((i, int(starts[i]), int(ends[j])) for i, j in wholes.items())
    return [(plain(source[a:b]), i) for i, a, b in spans if b - a <= LONGEST_WHOLE]
