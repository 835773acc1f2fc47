"""Numbers for words, without making a string of each: how a builder takes a text in.

A word is known by a 64-bit hash of its letters and its language, found for all words of a text at
once from sums over the text (R. M. Karp, M. O. Rabin, "Efficient randomized pattern-matching
algorithms", 1987) and looked up in a table of hashes (open addressing, linear probing). Only a word
that is new, or that was normalised apart, is spelled and numbered by a dictionary. The factor of
the hash is drawn anew in each process: nobody can write words that collide, and nothing that is
written depends on it, since a segment numbers its units in the order of their words.
"""

import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.languages import Cut

UNKNOWN = np.uint32(0xFFFFFFFF)
LONGEST = 1 << 20
"""Characters of a text whose words are hashed; the words of a longer one are spelled."""
SPREAD = 0x9E3779B97F4A7C15
FACTOR = secrets.randbits(64) | 1

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.uint32]


class Powers:
    """Powers of FACTOR, and of its inverse times SPREAD, as many as were needed so far."""

    def __init__(self) -> None:
        self._powers = self._inverses = np.empty(0, np.uint64)

    def upto(self, count: int) -> tuple[Hashes, Hashes]:
        """Return both, `count` of them."""
        if count > len(self._powers):
            size = max(count, 1 << 17)
            self._powers = _powers(1, FACTOR, size)
            self._inverses = _powers(SPREAD, pow(FACTOR, -1, 1 << 64), size)
        return self._powers[:count], self._inverses[:count]


POWERS = Powers()


def _powers(first: int, factor: int, size: int) -> Hashes:
    factors = np.full(size, factor, np.uint64)
    factors[0] = first
    return np.cumprod(factors)


def hashes(letters: NDArray[Any], starts: NDArray[Any], ends: NDArray[Any]) -> Hashes:
    """Return the hash of each word letters[starts[i]:ends[i]]."""
    powers, inverses = POWERS.upto(len(letters))
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(np.multiply(letters, powers, dtype=np.uint64), out=sums[1:])
    found: Hashes = (sums[ends] - sums[starts]) * inverses[starts]
    return found


class Table:
    """Numbers by hash."""

    def __init__(self) -> None:
        self._count = 0
        self._empty(16)

    def _empty(self, bits: int) -> None:
        self._bits = bits
        self._hashes = np.zeros(1 << bits, np.uint64)
        self._numbers = np.zeros(1 << bits, np.uint32)

    def find(self, wanted: Hashes) -> Numbers:
        """Return the number of each hash, UNKNOWN for one that is not there."""
        slots = self._slots(wanted)
        there = self._hashes[slots]
        numbers = self._numbers[slots]
        open_ones = (there != wanted).nonzero()[0]
        numbers[open_ones] = UNKNOWN
        open_ones = open_ones[there[open_ones] != 0]
        while len(open_ones):
            at = slots[open_ones] = (slots[open_ones] + 1) & (len(self._hashes) - 1)
            there = self._hashes[at]
            same = there == wanted[open_ones]
            numbers[open_ones[same]] = self._numbers[at[same]]
            open_ones = open_ones[~same & (there != 0)]
        return numbers

    def add(self, new: Hashes, numbers: Numbers) -> None:
        """Add hashes, all different and none of them known."""
        self._count += len(new)
        if self._count > len(self._hashes) // 2:
            used = self._hashes.nonzero()[0]
            old = self._hashes[used], self._numbers[used]
            self._empty((4 * self._count).bit_length())
            self._put(*old)
        self._put(new, numbers)

    def _put(self, new: Hashes, numbers: Numbers) -> None:
        slots = self._slots(new)
        while len(new):
            free = self._hashes[slots] == 0
            self._hashes[slots[free]] = new[free]  # of several in one slot, the last stays
            mine = self._hashes[slots] == new
            self._numbers[slots[mine]] = numbers[mine]
            new, numbers = new[~mine], numbers[~mine]
            slots = (slots[~mine] + 1) & (len(self._hashes) - 1)

    def _slots(self, wanted: Hashes) -> NDArray[np.intp]:
        return (wanted >> np.uint64(64 - self._bits)).astype(np.intp)


class Numbering:
    """The units of a segment: each word of a language, numbered as it comes."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.codes: list[int] = []
        self.languages: list[str] = []
        self._known: list[dict[str, int]] = []
        self._salts: list[int] = []
        self._table = Table()

    def code(self, language: str) -> int:
        """Return the number of a language."""
        if language not in self.languages:
            self.languages.append(language)
            self._known.append({})
            self._salts.append(secrets.randbits(64))
        return self.languages.index(language)

    def number(self, word: str, code: int) -> int:
        """Return the number of a word in the language of this number."""
        count = len(self.words)
        number = self._known[code].setdefault(word, count)
        if number == count:
            self.words.append(word)
            self.codes.append(code)
        return number

    def numbers(self, cut: Cut, codes: NDArray[Any]) -> Numbers:
        """Return the number of each word of a text; `codes` are their languages."""
        if len(cut.lower) > LONGEST or len(cut.spelled) == len(codes):
            return self._spelled(cut, range(len(codes)), codes)
        salts = np.array(self._salts, np.uint64)
        wanted = hashes(cut.letters, cut.starts + 1, cut.ends + 1) + salts[codes] | np.uint64(1)
        found = self._table.find(wanted)
        apart = list(cut.spelled)
        found[apart] = self._spelled(cut, apart, codes[apart])
        missing = (found == UNKNOWN).nonzero()[0]
        if len(missing):
            new, firsts, which = np.unique(wanted[missing], return_index=True, return_inverse=True)
            firsts = missing[firsts]
            numbers = self._spelled(cut, firsts.tolist(), codes[firsts])
            found[missing] = numbers[which]
            self._table.add(new, numbers)
        return found

    def _spelled(self, cut: Cut, places: Sequence[int], codes: NDArray[Any]) -> Numbers:
        """Return the numbers of words by spelling them."""
        numbers = map(self.number, cut.words(places), codes.tolist())
        return np.fromiter(numbers, np.uint32, len(places))
