"""Numbers for words, without making a string of each: how a builder takes a text in.

A word is known by a 64-bit hash of its letters and its language, found for all words of a text at
once, EIGHT letters at a time, and looked up in a table of hashes (open addressing, linear probing).
Only a word that is new is spelled. Eight letters are multiplied by FACTOR (M. Dietzfelbinger and
others, "A reliable randomized algorithm for the closest-pair problem", 1997), which is drawn anew
in each process: nobody can write words that collide, and nothing that is written depends on it,
since a segment numbers its units in the order of their words.
"""

import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.arrays import ends_of, stretches
from searchapp.engines.whoosh.format.keys import Keys
from searchapp.hashing import hash64
from searchapp.languages import Cut

UNKNOWN = np.uint32(0xFFFFFFFF)
EIGHT = 8
LONG = 64
"""Letters of a word from which on it is hashed by itself."""
FACTOR = np.uint64(secrets.randbits(64) | 1)
MASKS = np.array([(1 << 8 * letters) - 1 for letters in range(EIGHT + 1)], np.uint64)
"""What belongs to a word of eight letters, by how many of them are the word's."""

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.uint32]
Codes = NDArray[np.intp]
Ints = NDArray[Any]


def hashes(letters: Ints, starts: Ints, ends: Ints) -> Hashes:
    """Return the hash of each word letters[starts[i]:ends[i]]."""
    starts, left = starts.astype(np.intp), ends - starts
    low = np.append(letters.astype(np.uint8), np.zeros(EIGHT, np.uint8))
    eights = np.ndarray((len(letters) + 1,), "<u8", low, strides=(1,))
    found = _mixed(eights[starts] & MASKS.take(left, mode="clip"))
    for done in range(EIGHT, LONG, EIGHT):
        more = (left > done).nonzero()[0]
        if not len(more):
            break
        piece = eights[starts[more] + done] & MASKS.take(left[more] - done, mode="clip")
        found[more] = _mixed(piece + found[more] * np.uint64(3))
    if letters.itemsize > 1:
        high = (letters > 0xFF).nonzero()[0]
        owner = starts.searchsorted(high, side="right") - 1
        places = (high - starts[owner]).astype(np.uint64)
        np.add.at(found, owner, _mixed(letters[high].astype(np.uint64) << np.uint64(32) | places))
    for i in (left >= LONG).nonzero()[0].tolist():
        found[i] = hash64(letters[starts[i] : ends[i]].astype("<u4").tobytes())
    return found


def _mixed(values: Hashes) -> Hashes:
    values *= FACTOR
    values ^= values >> np.uint64(29)
    return values


class Table:
    """Numbers by hash."""

    def __init__(self) -> None:
        self._count = 0
        self._empty(16)

    def __len__(self) -> int:
        return self._count

    def _empty(self, bits: int) -> None:
        self._bits = bits
        self._entries = np.zeros((1 << bits, 2), np.uint64)  # hash and number: one look in memory
        self._hashes, self._numbers = self._entries.T

    def find(self, wanted: Hashes) -> Numbers:
        """Return the number of each hash, UNKNOWN for one that is not there."""
        slots = self._slots(wanted)
        entries = self._entries.take(slots, axis=0, mode="clip")
        there, numbers = entries[:, 0], entries[:, 1].astype(np.uint32)
        open_ones = (there != wanted).nonzero()[0]
        numbers[open_ones] = UNKNOWN
        open_ones = open_ones[there[open_ones] != 0]
        while len(open_ones):
            at = slots[open_ones] = (slots[open_ones] + 1) & (len(self._entries) - 1)
            there = self._hashes[at]
            same = there == wanted[open_ones]
            numbers[open_ones[same]] = self._numbers[at[same]]
            open_ones = open_ones[~same & (there != 0)]
        return numbers

    def add(self, new: Hashes, numbers: Numbers) -> None:
        """Add hashes, all different and none of them known."""
        self._count += len(new)
        if self._count > len(self._entries) // 2:
            old = self._entries[self._hashes.nonzero()]
            self._empty((4 * self._count).bit_length())
            self._put(*old[np.argsort(old[:, 1])].T)
        self._put(new, numbers)

    def _put(self, new: Hashes, numbers: Numbers) -> None:
        """Put entries in: of several for one slot the first, which for words is the most frequent.

        A word of a small number was met early, and nearly all of its occurrences are looked up.
        """
        slots = self._slots(new)
        while len(new):
            free = (self._hashes[slots] == 0).nonzero()[0][::-1]
            self._hashes[slots[free]] = new[free]  # of several in one slot, the last one stays
            mine = self._hashes[slots] == new
            self._numbers[slots[mine]] = numbers[mine]
            new, numbers = new[~mine], numbers[~mine]
            slots = (slots[~mine] + 1) & (len(self._hashes) - 1)

    def _slots(self, wanted: Hashes) -> NDArray[np.intp]:
        return (wanted >> np.uint64(64 - self._bits)).astype(np.intp)


class Numbering:
    """The units of a segment: each word of a language, numbered as it comes."""

    def __init__(self) -> None:
        self.languages: dict[str, int] = {}
        self._salts: list[int] = []
        self._keys = [Keys.of(())]
        self._codes = [np.empty(0, np.intp)]
        self._table = Table()

    def __len__(self) -> int:
        return len(self._table)

    @property
    def keys(self) -> Keys:
        """The word of each unit, as keys."""
        return Keys.joined(self._keys)

    @property
    def codes(self) -> Codes:
        """The number of each unit's language."""
        return np.concatenate(self._codes)

    def code(self, language: str) -> int:
        """Return the number of a language."""
        if language not in self.languages:
            self.languages[language] = len(self.languages)
            self._salts.append(secrets.randbits(64))
        return self.languages[language]

    def numbers(self, cut: Cut, codes: Codes) -> tuple[Numbers, Numbers]:
        """Return the number of each word of a text, and of each in `also`.

        `codes` are the words' languages.
        """
        odd = np.array([*cut.spelled, *(at for _, at in cut.also)], np.intp)
        others = self.numbers_of(
            [*cut.spelled.values(), *(word for word, _ in cut.also)], codes[odd]
        )
        spelled = odd[: len(cut.spelled)]
        numbers = np.empty(len(cut.starts), np.uint32)
        numbers[spelled] = others[: len(spelled)]
        usual = np.ones(len(numbers), np.bool_)
        usual[spelled] = False
        starts, ends = cut.starts + 1, cut.ends + 1
        found = hashes(cut.letters, starts, ends)
        numbers[usual] = self._numbered(
            found[usual], codes[usual], cut.letters, starts[usual], ends[usual]
        )
        return numbers, others[len(spelled) :]

    def numbers_of(self, words: Sequence[str], codes: Codes) -> Numbers:
        """Return the numbers of words; `codes` are their languages."""
        letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
        bounds = ends_of(np.fromiter(map(len, words), np.int64, len(words)))
        starts, ends = bounds[:-1], bounds[1:]
        return self._numbered(hashes(letters, starts, ends), codes, letters, starts, ends)

    def _numbered(
        self, found: Hashes, codes: Codes, letters: Ints, starts: Ints, ends: Ints
    ) -> Numbers:
        """Return the numbers of words letters[starts[i]:ends[i]], whose hashes are known.

        Those that are new are spelled.
        """
        wanted = found + np.array(self._salts, np.uint64)[codes] | np.uint64(1)
        numbers = self._table.find(wanted)
        missing = (numbers == UNKNOWN).nonzero()[0]
        if len(missing):
            new, firsts, which = np.unique(wanted[missing], return_index=True, return_inverse=True)
            firsts = missing[firsts]
            own = np.arange(len(self), len(self) + len(new), dtype=np.uint32)
            lengths = (ends - starts)[firsts].astype(np.intp)
            text = letters[stretches(starts[firsts], lengths)].tobytes()
            codec = "latin-1" if letters.itemsize == 1 else "utf-32-le"
            self._keys.append(Keys.cut(text.decode(codec), lengths))
            self._codes.append(codes[firsts])
            numbers[missing] = own[which]
            self._table.add(new, own)
        return numbers
