"""What lives on of several segments, one after another: documents, and postings in ranges.

Documents of a segment come after those of the segments before it, so that a unit's postings are
the segments' postings, one after another: runs of them move, and none is looked into. Memory is
bounded by `AT_ONCE` and `UNITS_AT_ONCE`, whatever the number of segments.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format import arrays
from searchapp.engines.whoosh.format.segment import SKIP, Segment
from searchapp.engines.whoosh.writing.living import Living
from searchapp.engines.whoosh.writing.postings import Postings

AT_ONCE = 1 << 20
"""Postings and positions that are gathered at once."""
UNITS_AT_ONCE = 1 << 18
"""Units whose postings are gathered at once."""
LONG = 1 << 10
"""From how many postings or positions on a run is moved as a whole."""

Ints = NDArray[Any]


class Source(NamedTuple):
    """A segment that is merged: what becomes of its units, and its first document's number."""

    part: Living
    to_unit: Ints
    first_doc: int


class Slice(NamedTuple):
    """Units low..high-1 of a source, of whose postings start..stop-1."""

    source: Source
    low: int
    high: int
    start: int
    stop: int


class Range(NamedTuple):
    """New units first..last-1: the sources that have any of them, in order.

    `whole`: nothing more of the last one follows in the next range.
    """

    first: int
    last: int
    slices: Sequence[Slice]
    whole: bool


def ranges(field: str, sources: Sequence[Source], count: int) -> Iterator[Range]:
    """Yield ranges of units that have AT_ONCE postings and positions, about, or fewer."""
    for first in range(0, count, UNITS_AT_ONCE):
        last = min(first + UNITS_AT_ONCE, count)
        load = np.zeros(last - first + 1, np.int64)
        for segment, to_unit in ((source.part.segment, source.to_unit) for source in sources):
            low, high = _between(to_unit, first, last)
            np.add.at(
                load, to_unit[low:high] - first + 1, np.diff(_loads(segment, field, low, high))
            )
        np.cumsum(load, out=load)
        begin = 0
        while begin < last - first:
            end = int(np.searchsorted(load, load[begin] + AT_ONCE, side="right")) - 1
            end = max(end, begin + 1)
            slices = list(_slices(field, sources, first + begin, first + end))
            parts = max(1, -(-int(load[end] - load[begin]) // AT_ONCE))
            yield from _cut(Range(first + begin, first + end, slices, True), parts)
            begin = end


def _between(to_unit: Ints, first: int, last: int) -> tuple[int, int]:
    """Return which units of a source become the new ones first..last-1."""
    bounds = np.array([first, last], to_unit.dtype)  # of one type, or the map is converted
    low, high = np.searchsorted(to_unit, bounds).tolist()
    return low, high


def _loads(segment: Segment, field: str, low: int, high: int) -> Ints:
    """Return how many postings and positions come before each of the units low..high, about."""
    ends = segment.column(f"{field}_ends")[low : high + 1].astype(np.int64)
    skip = segment.column(f"{field}_skip")
    if not len(skip):
        return ends
    loads: Ints = ends + skip[np.minimum(ends // SKIP, len(skip) - 1)].astype(np.int64)
    return loads


def _slices(field: str, sources: Sequence[Source], first: int, last: int) -> Iterator[Slice]:
    for source in sources:
        low, high = _between(source.to_unit, first, last)
        start, stop = source.part.segment.extent(field, low, high)
        if start < stop:
            yield Slice(source, low, high, start, stop)


def _cut(whole: Range, parts: int) -> Iterator[Range]:
    """Yield a range in so many parts at most: if more than one, it has one unit."""
    total = sum(one.stop - one.start for one in whole.slices)
    most = max(1, -(-total // parts))
    for begin in range(0, max(total, 1), most):
        slices = list(_within(whole.slices, begin, begin + most))
        yield whole._replace(slices=slices, whole=begin + most >= total)


def _within(slices: Sequence[Slice], begin: int, end: int) -> Iterator[Slice]:
    """Yield the postings numbered begin..end-1 of all that slices have, one after another."""
    for one in slices:
        size = one.stop - one.start
        low, high = max(begin, 0), min(end, size)
        if low < high:
            yield one._replace(start=one.start + low, stop=one.start + high)
        begin, end = begin - size, end - size


def gather(field: str, wanted: Range) -> Postings:
    """Return the postings of a range from all sources, in order."""
    first, last, slices, whole = wanted
    runs = [_NONE, *(_runs(field, one) for one in slices)]
    counts = np.zeros(last - first, np.int64)
    for run in runs:
        counts[run.units - first] += run.counts
    ends = np.cumsum(counts) if whole else counts[:0]
    every = _Runs(*map(np.concatenate, zip(*runs, strict=True)))
    if len(slices) == 1:
        return Postings(ends, every.docs, every.tfs, every.positions)
    del runs
    order = np.argsort(every.units, kind="stable")
    docs, tfs = _reordered(every.counts, order, every.docs, every.tfs)
    (positions,) = _reordered(every.places, order, every.positions)
    return Postings(ends, docs, tfs, positions)


def _reordered(lengths: Ints, order: Ints, *things: Ints) -> Iterator[Ints]:
    """Yield each thing with its runs, which have these lengths, in this order.

    Of short runs, all are taken one by one; a long one is a slice.
    """
    starts, lengths = (np.cumsum(lengths, dtype=lengths.dtype) - lengths)[order], lengths[order]
    short = lengths < LONG
    where = arrays.stretches(starts[short], lengths[short])
    long = np.flatnonzero(~short)
    before = arrays.ends_of(np.where(short, lengths, 0))[long]
    bounds = np.stack([before, starts[long], starts[long] + lengths[long]], axis=1).tolist()
    for thing in things:
        few, pieces, done = thing.take(where), [thing[:0]], 0
        for stop, first, last in bounds:
            pieces += few[done:stop], thing[first:last]
            done = stop
        yield np.concatenate([*pieces, few[done:]])


class _Runs(NamedTuple):
    """Postings of one source: a run of so many, with so many positions, of each of its units."""

    units: Ints
    counts: Ints
    places: Ints
    docs: Ints
    tfs: Ints
    positions: Ints


_NONE = _Runs(*(np.empty(0, kind) for kind in ("u4", "i4", "i4", "u4", "u1", "u1")))


def _runs(field: str, wanted: Slice) -> _Runs:
    """Return the postings of a slice whose documents live on, and these by their new numbers."""
    (part, to_unit, first_doc), low, high, start, stop = wanted
    segment = part.segment
    ends = segment.column(f"{field}_ends")[low : high + 1].astype(np.int64)
    ends = np.clip(ends, start, stop) - start
    docs, tfs = segment.docs(field, start, stop), segment.tfs(field, start, stop)
    base = int(segment.position_starts(field, start, start)[0])
    positions = segment.positions(field, base, base + int(tfs.sum(dtype=np.int64)))
    if not part.all_live:
        kept = part.alive[docs]
        positions = positions[np.repeat(kept, tfs)]
        docs, tfs = part.places[docs[kept]], tfs[kept]
        ends = arrays.ends_of(kept)[ends].astype(np.int64)
    docs += first_doc
    counts, places = np.diff(ends).astype(np.int32), arrays.sums(tfs, ends).astype(np.int32)
    some = counts > 0  # of units that are left out there is nothing
    units = to_unit[low:high][some]
    return _Runs(units, counts[some], places[some], docs.astype(np.uint32), tfs, positions)
