"""What lives on of several segments, one after another: documents, and postings in ranges.

Documents of a segment come after those of the segments before it, so that a unit's postings are
the segments' postings, one after another: whole stretches move, nothing is sorted. Memory is
bounded by `POSTINGS_AT_ONCE`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh import arrays
from searchapp.engines.whoosh.keys import Keys
from searchapp.engines.whoosh.segment import Bools, Segment

POSTINGS_AT_ONCE = 1 << 20
"""Positions that are gathered at once, or those of one unit where it has more."""

Ints = NDArray[Any]


@dataclass(frozen=True)
class Input:
    """A segment to merge: which of its documents and files live on, and where they begin."""

    segment: Segment
    living: Bools
    files: Sequence[int]
    base: int
    files_base: int

    @cached_property
    def docs(self) -> Ints:
        """The documents that live on."""
        return np.flatnonzero(self.living)

    @cached_property
    def new_doc(self) -> Ints:
        """The new number of each document that lives on."""
        return np.cumsum(self.living) - 1 + self.base

    def column(self, name: str) -> Ints:
        """Return a column of the documents that live on."""
        return self.segment.column(name)[self.docs]

    def id_hashes(self) -> Ints:
        """Return the hashes of the identifiers of the documents that live on."""
        hashes = np.empty(self.segment.size, np.uint64)
        hashes[self.segment.column("id_doc")] = self.segment.column("id_hash")
        return hashes[self.docs]


def ids(segment: Segment, docs: Ints) -> Keys:
    """Return the identifiers of these documents."""
    return Keys(segment.column("ids").tobytes(), segment.column("id_ends")).take(docs)


def inputs(segments: Sequence[tuple[Segment, Bools, Sequence[int]]]) -> list[Input]:
    """Return segments, with the documents and files of each that live on, as inputs."""
    found: list[Input] = []
    base = files_base = 0
    for segment, living, files in segments:
        found.append(Input(segment, living, files, base, files_base))
        base += int(np.count_nonzero(living))
        files_base += len(files)
    return found


@dataclass(frozen=True)
class Postings:
    """Postings of a range of units, in order, with the positions of all of them.

    `per_unit` says how many each unit has, `places` how many positions.
    """

    per_unit: Ints
    places: Ints
    docs: Ints
    tfs: Ints
    positions: Ints


def ranges(
    field: str, sources: Sequence[Input], maps: Sequence[Ints], count: int
) -> Iterator[tuple[int, int]]:
    """Yield ranges of units that have about `POSTINGS_AT_ONCE` positions or fewer."""
    load = np.zeros(count + 1, np.int64)
    for source, to_unit in zip(sources, maps, strict=True):
        ends = source.segment.column(f"{field}_ends")[: source.segment.units + 1]
        load[to_unit + 1] += np.diff(ends.astype(np.int64))
    np.cumsum(load, out=load)
    first = 0
    while first < count or first == 0:
        last = int(np.searchsorted(load, load[first] + POSTINGS_AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = max(last, 1)


def gather(
    field: str, sources: Sequence[Input], maps: Sequence[Ints], first: int, last: int
) -> Postings:
    """Return the postings of the units first..last-1 from all sources, in order."""
    pieces = [
        _of_source(field, source, to_unit, first, last)
        for source, to_unit in zip(sources, maps, strict=True)
    ]
    if len(pieces) == 1:
        return pieces[0]
    counts = np.stack([piece.per_unit for piece in pieces])
    places = np.stack([piece.places for piece in pieces])
    owners = _owners(counts)
    return Postings(
        counts.sum(axis=0),
        places.sum(axis=0),
        _interleaved([piece.docs for piece in pieces], owners),
        _interleaved([piece.tfs for piece in pieces], owners),
        _interleaved([piece.positions for piece in pieces], _owners(places)),
    )


def _owners(counts: Ints) -> Ints:
    """Return 0 as often as the first row says in the first column, then 1 as the second says..."""
    sources, units = counts.shape
    owner = np.arange(sources, dtype=np.min_scalar_type(sources))
    return np.repeat(np.tile(owner, units), counts.T.ravel())


def _interleaved(arrays: Sequence[Ints], owners: Ints) -> Ints:
    """Return arrays as one: the next number of the array that each place belongs to."""
    found = np.empty(len(owners), np.result_type(*arrays))
    for number, array in enumerate(arrays):
        found[owners == number] = array
    return found


def _of_source(field: str, source: Input, to_unit: Ints, first: int, last: int) -> Postings:
    segment = source.segment
    low, high = (int(i) for i in np.searchsorted(to_unit, [first, last]))
    ends = segment.column(f"{field}_ends")[low : high + 1].astype(np.int64)
    start, stop = int(ends[0]), int(ends[-1])
    docs = segment.docs(field, start, stop)
    heads = segment.position_starts(field, start, stop) if stop > start else np.zeros(1, np.int64)
    positions, tfs = segment.positions(field, int(heads[0]), int(heads[-1])), np.diff(heads)
    ends -= start
    if not source.living.all():
        kept = source.living[docs]
        positions = positions[np.repeat(kept, tfs)]
        docs, tfs = docs[kept], tfs[kept]
        heads, ends = arrays.ends_of(tfs), arrays.ends_of(kept)[ends]
    per_unit, places = np.zeros((2, last - first), np.int64)
    units = to_unit[low:high] - first
    per_unit[units], places[units] = np.diff(ends), np.diff(heads[ends])
    return Postings(per_unit, places, source.new_doc[docs], tfs, positions)
