"""The term dictionaries of several segments to one, a range of keys at a time.

The dictionaries are sorted, so some of their keys cut all of them into ranges, and what is in a
range is the same whatever comes before or after it. Once through all ranges, keys and units get
their new numbers; then what keys stand for is written. Time O(k log k) for k keys, memory bounded
by `KEYS_AT_ONCE`: new numbers are kept in files.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format import arrays, packing
from searchapp.engines.whoosh.format.keys import Keys, distinct
from searchapp.engines.whoosh.format.layout import ArrayWriter
from searchapp.engines.whoosh.format.segment import Segment
from searchapp.engines.whoosh.writing.groups import Groups, Meanings, write_lists

KEYS_AT_ONCE = 1 << 18

Ints = NDArray[Any]
Cut = Sequence[int]
"""The first key of a range, or the one after the last, in each segment."""


class Merged(NamedTuple):
    """What became of units: how many there are now, which each segment's are, and the groups."""

    units: int
    to_unit: Sequence[Ints]
    groups: Groups


def merge_dictionaries(out: ArrayWriter, segments: Sequence[Segment]) -> Merged:
    """Write the dictionary, and the languages, of all segments together."""
    out.meta["languages"] = sorted({name for one in segments for name in one.languages})
    cuts = list(_cuts(segments))
    sizes = _write_keys(out, segments, cuts)
    to_unit = [out.written(_new_units(i)) for i in range(len(segments))]
    units = len(out.written("unit_key"))
    groups = write_lists(out, _meanings(out, segments, cuts, sizes, to_unit), units)
    return Merged(units, to_unit, groups)


def _new_units(segment: int) -> str:
    """Return where the new numbers of a segment's units are kept."""
    return f".new_units_{segment}"


def _cuts(segments: Sequence[Segment]) -> Iterator[Cut]:
    """Yield where ranges start, and the last ends, of KEYS_AT_ONCE keys in all segments at most.

    Every STEP-th key of each segment is looked at. Between two cuts there are as many of these as
    there are segments, and so at most two STEPs of keys a segment.
    """
    step = max(1, KEYS_AT_ONCE // (2 * len(segments)))
    samples = [
        segment.key(number) for segment in segments for number in range(step, segment.keys, step)
    ]
    cut: Cut = [0] * len(segments)
    yield cut
    for key in sorted(samples)[len(segments) :: len(segments)]:
        cut = [_find(segment, key, at) for segment, at in zip(segments, cut, strict=True)]
        yield cut
    yield [segment.keys for segment in segments]


def _find(segment: Segment, key: bytes, first: int) -> int:
    """Return the number of the first key, from `first` on, that is not before `key`."""
    return bisect_left(range(segment.keys), key, first, key=segment.key)


def _write_keys(out: ArrayWriter, segments: Sequence[Segment], cuts: Sequence[Cut]) -> list[int]:
    """Write keys and units, and what became of each segment's; return how many keys a range has."""
    sizes: list[int] = []
    letters = keys_done = units_done = 0
    out.append("key_ends", np.zeros(1), np.uint32)
    for first, last in pairwise(cuts):
        keys, numbers = distinct(Keys.joined([*map(Segment.keys_between, segments, first, last)]))
        if letters + len(keys.text) > packing.MOST:
            raise OverflowError("too many words for one segment")
        out.append(".numbers", numbers, np.uint32)
        out.append("keys", keys.text)
        out.append("key_ends", keys.ends[1:].astype(np.int64) + letters, np.uint32)
        units = list(_units(out.meta["languages"], segments, first, last, numbers))
        unit_key, unit_language = arrays.distinct_pairs(
            *map(np.concatenate, zip(*units, strict=True))
        )
        known = arrays.paired(unit_key, unit_language)
        for i, unit in enumerate(units):
            new = known.searchsorted(arrays.paired(*unit)) + units_done
            out.append(_new_units(i), new, np.uint32)
        out.append("unit_key", unit_key + keys_done, np.uint32)
        out.append("unit_language", unit_language, np.min_scalar_type(len(out.meta["languages"])))
        sizes.append(len(keys.ends) - 1)
        letters += len(keys.text)
        keys_done += sizes[-1]
        units_done += len(unit_key)
    return sizes


def _units(
    names: Sequence[str], segments: Sequence[Segment], first: Cut, last: Cut, numbers: Ints
) -> Iterator[tuple[Ints, Ints]]:
    """Yield the units of a range in each segment: new keys in the range, new languages."""
    done = 0
    for segment, low, high in zip(segments, first, last, strict=True):
        to_language = np.array([names.index(name) for name in segment.languages], np.int64)
        mine = slice(*segment.units_between(low, high))
        keys = segment.column("unit_key")[mine].astype(np.int64) + (done - low)
        yield numbers[keys], to_language[segment.column("unit_language")[mine]]
        done += high - low


def _meanings(
    out: ArrayWriter,
    segments: Sequence[Segment],
    cuts: Sequence[Cut],
    sizes: Sequence[int],
    to_unit: Sequence[Ints],
) -> Iterator[Meanings]:
    """Yield what the new keys of each range stand for."""
    numbers, done = out.written(".numbers"), 0
    for size, (first, last) in zip(sizes, pairwise(cuts), strict=True):
        pairs = []
        for segment, low, high, new in zip(segments, first, last, to_unit, strict=True):
            keys, units = _pairs(segment, low, high)
            pairs.append((numbers[done : done + high - low][keys], new[units]))
            done += high - low
        yield Meanings(size, *arrays.distinct_pairs(*map(np.concatenate, zip(*pairs, strict=True))))


def _pairs(segment: Segment, low: int, high: int) -> tuple[Ints, Ints]:
    """Return what belongs together of the keys low..high-1: their numbers from 0 on, and units."""
    lists = segment.column("key_list")[low:high].astype(np.int64)
    ends = segment.column("member_ends")
    many = lists >= segment.units
    group = lists[many] - segment.units
    sizes = ends[group + 1] - ends[group]
    members = segment.column("members")[arrays.stretches(ends[group], sizes)]
    single = np.flatnonzero(~many)
    keys = np.concatenate([single, np.repeat(np.flatnonzero(many), sizes)])
    return keys, np.concatenate([lists[single], members])
