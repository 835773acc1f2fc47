"""Postings in few bytes, packed so that a slice of a list is unpacked by a few calls on arrays.

Documents keep their low 16 bits; `F_turns` says from which postings on the bits above are `F_upper`
(they change once in 65,536 documents). Positions keep their low 8 bits, the 4 above in `F_halves`,
two positions a byte, unless no text of the segment needs them, and those that need more are in
`F_far` and `F_far_positions`. Frequencies keep 8 bits, and those that need more are in `F_big` and
`F_big_tfs`. To change how something is packed, change its writer and its reader here, and
`layout.VERSION`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.arrays import changes
from searchapp.engines.whoosh.format.layout import Array, ArrayFile, ArrayWriter

LOW = 16
LOWEST = (1 << LOW) - 1
NEAR = 12
BIG = 255
MOST = (1 << 32) - 1
"""Postings, and bytes of keys, that a segment can have: their ends are 32 bits each."""

Ints = NDArray[Any]


# Writing


class PostingsWriter:
    """Writes the documents and term frequencies of a field's postings, piece by piece."""

    def __init__(self, out: ArrayWriter, field: str) -> None:
        self.out = out
        self.field = field
        self.count = 0
        self._upper = -1

    def append(self, docs: Ints, tfs: Ints) -> None:
        """Write the next postings. Raises OverflowError for more than a segment can have."""
        if self.count + len(docs) > MOST:
            raise OverflowError("too many words for one segment")
        self._append_docs(docs)
        big = np.flatnonzero(tfs >= BIG)
        self.out.append(f"{self.field}_tfs", np.minimum(tfs, BIG), np.uint8)
        self.out.append(f"{self.field}_big", big + self.count, np.uint32)
        self.out.append(f"{self.field}_big_tfs", tfs[big], np.uint32)
        self.count += len(docs)

    def _append_docs(self, docs: Ints) -> None:
        upper = docs >> LOW
        turned = changes(upper)
        if len(upper):
            turned[0] = upper[0] != self._upper
            self._upper = int(upper[-1])
        turns = np.flatnonzero(turned)
        self.out.append(f"{self.field}_docs", docs.astype(np.uint16))
        self.out.append(f"{self.field}_turns", turns + self.count, np.uint32)
        self.out.append(f"{self.field}_upper", upper[turns], np.uint16)


class PositionsWriter:
    """Writes the positions of a field, piece by piece, all of them below `longest`."""

    def __init__(self, out: ArrayWriter, field: str, longest: int) -> None:
        self._out = out
        self._field = field
        self.count = 0
        self._halved = longest > 1 << 8
        self._odd = np.empty(0, np.uint8)

    def append(self, positions: Ints) -> None:
        """Write the next positions."""
        far = np.flatnonzero(positions >> NEAR)
        self._out.append(f"{self._field}_positions", positions.astype(np.uint8))
        self._out.append(f"{self._field}_far", far + self.count, np.uint64)
        self._out.append(f"{self._field}_far_positions", positions[far], np.uint32)
        self.count += len(positions)
        if self._halved:
            self._append_halves(positions)

    def _append_halves(self, positions: Ints) -> None:
        halves = np.concatenate([self._odd, (positions >> 8 & 0xF).astype(np.uint8)])
        even = len(halves) & ~1
        self._odd = halves[even:]
        self._out.append(f"{self._field}_halves", halves[0:even:2] | halves[1:even:2] << 4)

    def close(self) -> None:
        """Write what is left."""
        self._out.append(f"{self._field}_halves", self._odd)


# Reading

FEW = 16
"""Stretches of documents, or positions, that are cheaper to take one by one than all at once."""


class Docs:
    """Reads the documents of a field's postings."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._name = f"{field}_docs"
        self._uppers, self._all_turns = file.whole(f"{field}_upper"), file.whole(f"{field}_turns")
        self._all_low = not self._uppers.any()
        self._upper, self._turns = self._uppers.data, self._all_turns.data

    def part(self, start: int, stop: int) -> NDArray[np.intp]:
        """Return the documents of the postings start..stop-1."""
        docs = self._file.part(self._name, start, stop).astype(np.intp)
        if self._all_low or start == stop:
            return docs
        first = bisect_right(self._turns, start)
        last = bisect_right(self._turns, stop - 1, first)
        if last - first > FEW:
            bounds = np.array([start, *self._turns[first:last], stop])
            upper = np.array(self._upper[first - 1 : last], np.intp)
            docs += np.repeat(upper << LOW, np.diff(bounds))
            return docs
        low = start
        for turn in range(first, last + 1):
            high = self._turns[turn] if turn < last else stop
            above = self._upper[turn - 1]
            if above:
                docs[low - start : high - start] += above << LOW
            low = high
        return docs

    def few(self, start: int, stop: int, docs: Sequence[int]) -> list[tuple[int, int]]:
        """Return which of a few documents are in the list of the postings start..stop-1, and where.

        They ascend, and so does the list: each is found in O(log n), nothing is unpacked.
        """
        low = self._file.part(self._name, start, stop).data
        turn = bisect_right(self._turns, start) - 1
        turns = bisect_right(self._turns, stop - 1, turn)
        found: list[tuple[int, int]] = []
        at = 0
        for doc in docs:
            turn = bisect_left(self._upper, doc >> LOW, turn, turns)
            if turn == turns:
                break
            if self._upper[turn] == doc >> LOW:
                last = stop if turn == turns - 1 else self._turns[turn + 1]
                first = max(at, self._turns[turn] - start)
                at = bisect_left(low, doc & LOWEST, first, last - start)
                if at < last - start and low[at] == doc & LOWEST:
                    found.append((doc, start + at))
        return found

    def among(self, numbers: Ints, docs: Ints) -> tuple[Ints, Ints]:
        """Return which of the postings with these numbers are of a few documents, and of which.

        Documents ascend, and are one at least. Their low bits tell nearly all; what is above these
        is looked up for the rest.
        """
        wanted = np.zeros(1 << LOW, np.bool_)
        wanted[docs & LOWEST] = True
        low = self._file.take(self._name, numbers)
        likely = wanted.take(low).nonzero()[0]
        found = low.take(likely).astype(np.intp)
        if not self._all_low:
            turns = self._all_turns.searchsorted(numbers.take(likely).astype(np.uint32), "right")
            found |= self._uppers.take(turns - 1).astype(np.intp) << LOW
        nearest = docs.take(docs.searchsorted(found), mode="clip")
        there = (nearest == found).nonzero()[0]
        return likely.take(there), found.take(there)


def _completed(found: Array, start: int, places: Array, values: Array) -> Array:
    """Return the numbers from number `start` on, with those put in that are kept apart."""
    first, last = bisect_left(places.data, start), bisect_left(places.data, start + len(found))
    if first == last:
        return found
    found = found.astype(np.uint32)
    found[places[first:last].astype(np.intp) - start] = values[first:last]
    return found


def _completed_at(found: Array, numbers: Ints, places: Array, values: Array) -> Array:
    """Return the numbers with these numbers, with those put in that are kept apart."""
    if not len(found) or not len(places):
        return found
    first = bisect_left(places.data, int(numbers.min()))
    apart = places[first : bisect_right(places.data, int(numbers.max()))]
    if not len(apart):
        return found
    wanted = numbers.astype(places.dtype)  # of one type, or the other is converted
    nearest = apart.searchsorted(wanted)
    there = (apart.take(nearest, mode="clip") == wanted).nonzero()[0]
    found = found.astype(np.uint32)
    found[there] = values[first:].take(nearest.take(there))
    return found


class Tfs:
    """Reads the term frequencies of a field's postings."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._name = f"{field}_tfs"
        self._big = file.whole(f"{field}_big")
        self._big_tfs = file.whole(f"{field}_big_tfs")

    def part(self, start: int, stop: int) -> Array:
        """Return the term frequencies of the postings start..stop-1."""
        tfs = self._file.part(self._name, start, stop)
        return _completed(tfs, start, self._big, self._big_tfs)

    def at(self, numbers: Ints) -> Array:
        """Return the term frequencies of the postings with these numbers."""
        tfs = self._file.take(self._name, numbers)
        return _completed_at(tfs, numbers, self._big, self._big_tfs)


class Positions:
    """Reads the positions of a field."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._field = field
        self._halved = len(file.unchecked(f"{field}_halves")) > 0
        self._far = file.whole(f"{field}_far")
        self._far_positions = file.whole(f"{field}_far_positions")

    def part(self, start: int, stop: int) -> Array:
        """Return the positions numbered start..stop-1."""
        positions = self._file.part(f"{self._field}_positions", start, stop)
        if not self._halved:
            return positions
        pairs = self._file.part(f"{self._field}_halves", start // 2, (stop + 1) // 2)
        halves = np.empty((len(pairs), 2), np.uint16)
        halves[:, 0] = pairs & 0xF
        halves[:, 1] = pairs >> 4
        found = halves.ravel()[start % 2 :][: stop - start] << 8 | positions
        return _completed(found, start, self._far, self._far_positions)

    def at(self, numbers: Ints) -> Array:
        """Return the positions with these numbers."""
        low = self._file.take(f"{self._field}_positions", numbers)
        if not self._halved:
            return low
        halves = self._file.take(f"{self._field}_halves", numbers >> 1)
        halves >>= (numbers.astype(np.uint8) & 1) << 2
        found = (halves & 0xF).astype(np.uint16) << 8 | low
        return _completed_at(found, numbers, self._far, self._far_positions)
