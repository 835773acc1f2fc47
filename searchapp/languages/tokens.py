"""Text to words: the same for every language, so that an index and a query always agree.

A text becomes an array of characters. One look-up a character (`characters`) lower-cases it or
makes it a space, and everything common is worked out on whole arrays; only the few words with
inner punctuation are handled one by one. To let a mark stand inside words, add it to `MARKS`.
`cut` says where words stand, `tokenize` spells them, too.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.article import INVISIBLE

WORD, MARK, ODD = 1, 2, 4
"""What a character can be: part of words, a mark inside them, in need of normalisation."""
SPACE = 0x20

APOSTROPHES = "'’ʼ"
HYPHENS = "-‐‑"
MARKS = f"{APOSTROPHES}{HYPHENS}&.,"
"""What may stand inside a word; an apostrophe stays in it, the others join words or numbers."""
STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
SUFFIXES = "s|er|ers|ere|eres|ern|erns|eren|erens|erne|ernes|en|ens|ene|enes|et|ets"
"""What follows the apostrophe of an English or Danish genitive, plural or article."""
SUFFIX = re.compile(f"'(?:{SUFFIXES})$")
THOUSANDS = re.compile(r"\d{1,3}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)")
"""2.300 or 2,300 or 1.234.567,89: a number whose thousands are set apart."""
BYTE_CODECS = ("latin-1", "cp1252")
"""One byte a character: enough for nearly all Danish and English texts, curly quotes included."""
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


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into words that are not spelled out yet: what indexing many texts is fast by.

    Word i is `lower[starts[i] + 1 : ends[i] + 1]`, unless `spelled` has it; `letters` are the code
    points of `lower`, n + 2 for a text of n characters, with spaces for all that is no word.
    """

    letters: NDArray[Any]
    lower: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    spelled: Mapping[int, str]
    also: Sequence[tuple[str, int]] = ()

    def words(self, numbers: Sequence[int]) -> list[str]:
        """Return the words with these numbers."""
        starts, ends = self.starts[numbers] + 1, self.ends[numbers] + 1
        stretches = map(slice, starts.tolist(), ends.tolist())
        words = map(self.lower.__getitem__, stretches)
        return [self.spelled.get(i) or word for i, word in zip(numbers, words, strict=True)]


def plain(word: str) -> str:
    """Return a word in lower case, NFC, without invisible marks; apostrophes and hyphens plain."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFC", INVISIBLE.sub("", word)).lower()
    return unicodedata.normalize("NFC", word).translate(STRAIGHT)


def suffixless(pattern: str) -> str | None:
    """Return a pattern for what words are cut down to if a * in it can stand for their suffix."""
    stem, apostrophe, rest = pattern.rpartition("'")
    fits = apostrophe and any(fnmatchcase(suffix, rest) for suffix in SUFFIXES.split("|"))
    return stem if fits else None


def number(word: str) -> str:
    """Return a number without what sets its thousands apart: 2.300 and 2,300 become 2300."""
    if not THOUSANDS.fullmatch(word):
        return word
    return word.replace("," if "." not in word or 0 < word.find(",") < word.find(".") else ".", "")


def character(code: int) -> tuple[int, int]:
    """Return the kind of a character and its lower case: a space for what is no part of words."""
    letter = chr(code)
    if letter in MARKS:
        return MARK, SPACE
    category = unicodedata.category(letter)
    if category == "Lo" and unicodedata.is_normalized("NFC", letter):
        return WORD, code  # most of the plane, quickly: these have no other case
    if INVISIBLE.match(letter):
        return ODD, SPACE
    combining = category in ("Mn", "Mc")
    if not (combining or letter.isalnum()):
        return 0, SPACE
    tidy = plain(letter)
    if combining or len(tidy) != 1 or unicodedata.normalize("NFC", letter) != letter:
        return WORD | ODD, code
    return WORD, ord(tidy)


@cache
def characters() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return the kind and the lower case of each character of the basic plane.

    The last entry, a separator, stands for all that lies beyond the plane.
    """
    kinds, lower = zip(*map(character, range(0xFFFF)), (0, SPACE), strict=True)
    return np.array(kinds, np.uint8), np.array(lower, np.uint32)


@cache
def bytes_of(codec: str) -> tuple[bytes, bytes]:
    """Return the kind and the lower case of each byte in a codec of one byte a character.

    Letters whose byte is not their code point are odd, since `Cut.letters` are to be code points.
    """
    letters = bytes(range(256)).decode(codec, "replace")
    kinds, lower = zip(*map(character, map(ord, letters)), strict=True)
    odd = (
        kind | ODD if kind == WORD and ord(letter) != code else kind
        for code, (letter, kind) in enumerate(zip(letters, kinds, strict=True))
    )
    return bytes(odd), "".join(map(chr, lower)).encode(codec, "replace")


def tokenize(text: str) -> Tokens:
    """Return the words of a text with their places in it; any text will do.

    Texts need not be cleaned. Words are lower-cased, NFC, without soft hyphens; a genitive's 's
    and a Danish 'er, 'en, 'et, 'erne are cut off; the parts of a hyphenated word follow each
    other, with the whole in `also`; dotted initials are one word (U.S.: us); 2.300 is 2,300.
    """
    found = cut(text)
    words = found.lower.split()
    for number, word in found.spelled.items():
        words[number] = word
    return Tokens(words, found.starts, found.ends, found.also)


def cut(text: str) -> Cut:
    """Return where the words of a text stand; what is said of `tokenize` holds."""
    padded = f" {text} "
    codec, codes, kind, letters = _lowered(padded)
    special = np.flatnonzero(kind > WORD)
    kept, joints = _inner(padded, kind, special)
    letters[kept] = codes[kept]
    word = letters != SPACE
    edges = np.flatnonzero(word[1:] != word[:-1]).astype(np.int32)
    starts, ends = edges[::2], edges[1::2]
    lower = letters.tobytes().decode(codec, "surrogatepass")
    odd = special[(kind[special] & ODD) > 0]
    if len(odd) and INVISIBLE.search(text):
        return _seen(text)
    spelled = {
        i: plain(lower[starts[i] + 1 : ends[i] + 1])
        for i in dict.fromkeys((np.searchsorted(starts, odd) - 1).tolist())
    }
    found = Cut(letters, lower, starts, ends, spelled)
    _mend(found, spelled, kept)
    return replace(found, also=_wholes(text, starts, ends, joints)) if joints else found


def _lowered(padded: str) -> tuple[str, NDArray[Any], NDArray[np.uint8], NDArray[Any]]:
    """Return a text's codec and, in it, its characters, their kinds, and their lower cases.

    The codec is of one byte a character where it can be: that is several times as fast.
    """
    for codec in BYTE_CODECS:
        try:
            data = padded.encode(codec)
        except UnicodeEncodeError:
            continue
        kinds, lower = bytes_of(codec)
        letters = np.frombuffer(bytearray(data.translate(lower)), np.uint8)
        kind = np.frombuffer(data.translate(kinds), np.uint8)
        return codec, np.frombuffer(data, np.uint8), kind, letters
    codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), np.int32)
    all_kinds, all_lower = characters()
    kind, wide = all_kinds.take(codes, mode="clip"), all_lower.take(codes, mode="clip")
    return "utf-32-le", codes, kind, wide


def _seen(text: str) -> Cut:
    """Return the words of a text with invisible marks, all spelled, and their places in it."""
    places = np.array([i for i, c in enumerate(text) if not INVISIBLE.match(c)], np.int32)
    tokens, found = tokenize(INVISIBLE.sub("", text)), cut(INVISIBLE.sub("", text))
    return replace(
        found,
        letters=np.zeros(len(text) + 2, np.uint8),
        starts=places[found.starts],
        ends=places[found.ends - 1] + 1,
        spelled=dict(enumerate(tokens.words)),
    )


def _inner(
    padded: str, kind: NDArray[np.uint8], special: NDArray[np.intp]
) -> tuple[list[int], list[int]]:
    """Return which marks are part of a word (by place in `padded`), and which join two words."""
    sides = kind[special - 1] & kind[special + 1] & WORD
    kept, joints = [], []
    for place in special[(kind[special] == MARK) & (sides == WORD)].tolist():
        mark = padded[place]
        if mark in APOSTROPHES or (mark in ".," and _within(padded, place)):
            kept.append(place)
        elif mark != ",":
            joints.append(place)
    return kept, joints


def _within(padded: str, place: int) -> bool:
    """Say whether a point or comma stands between digits, a point between initials."""
    before, after = padded[place - 1], padded[place + 1]
    if before.isdecimal() and after.isdecimal():
        return True
    around = padded[place - 2 : place - 1] + padded[place + 2 : place + 3]
    return padded[place] == "." and not any(map(str.isalnum, around))


def _mend(found: Cut, spelled: dict[int, str], kept: list[int]) -> None:
    """Normalise the words with marks kept in them; a suffix that is cut off ends one sooner."""
    places = list(dict.fromkeys((np.searchsorted(found.starts, kept) - 1).tolist()))
    for i, word in zip(places, found.words(places), strict=True):
        old = word.replace("’", "'").replace("ʼ", "'")
        new = SUFFIX.sub("", old)
        if new != old:
            found.ends[i] -= len(old) - len(new)
        spelled[i] = number(new) if new[0].isdecimal() else new.replace(".", "")


def _wholes(
    text: str, starts: NDArray[np.int32], ends: NDArray[np.int32], joints: list[int]
) -> Sequence[tuple[str, int]]:
    """Return the wholes of joined words, each with the position of its first part."""
    spans: dict[int, int] = {}
    first = last = -1
    for right in np.searchsorted(starts, joints).tolist():
        first = first if right - 1 == last else right - 1
        spans[first] = last = right
    places = ((i, int(starts[i]), int(ends[j])) for i, j in spans.items())
    return [(plain(text[a:b]), i) for i, a, b in places if b - a <= LONGEST_WHOLE]
