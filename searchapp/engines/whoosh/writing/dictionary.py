"""The term dictionaries of several segments to one, a range of keys at a time.

Words that only deleted documents have are left out, and so are keys that mean nothing else.

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
from searchapp.engines.whoosh.format.segment import Bools, Segment
from searchapp.engines.whoosh.writing.groups import Groups, Meanings, write_lists
from searchapp.engines.whoosh.writing.living import Living

KEYS_AT_ONCE = 1 << 18

Ints = NDArray[Any]
Cut = Sequence[int]
"""The first key of a range, or the one after the last, in each segment."""


class Merged(NamedTuple):
    """What became of units: how many there are now, which each segment's are, and the groups."""

    units: int
    to_unit: Sequence[Ints]
    groups: Groups


def merge_dictionaries(out: ArrayWriter, parts: Sequence[Living]) -> Merged:
    """Write the dictionary, and the languages, of what lives on of all segments together."""
    out.meta["languages"] = sorted({name for part in parts for name in _languages(part)})
    cuts = list(_cuts([part.segment for part in parts]))
    sizes = _write_keys(out, parts, cuts)
    to_unit = [out.written(_new_units(i)) for i in range(len(parts))]
    units = len(out.written("unit_key"))
    groups = write_lists(out, _meanings(out, parts, cuts, sizes, to_unit), units)
    return Merged(units, to_unit, groups)


def _languages(part: Living) -> Iterator[str]:
    """Yield the languages of the words that live on."""
    codes = np.unique(part.segment.column("unit_language")[part.units])
    yield from (part.segment.languages[code] for code in codes.tolist())


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


def _write_keys(out: ArrayWriter, parts: Sequence[Living], cuts: Sequence[Cut]) -> list[int]:
    """Write keys and units, and what became of each segment's; return how many keys a range has."""
    sizes: list[int] = []
    letters = keys_done = units_done = 0
    out.append("key_ends", np.zeros(1), np.uint32)
    for first, last in pairwise(cuts):
        keys, numbers = _distinct(parts, first, last)
        if letters + len(keys.text) > packing.MOST:
            raise OverflowError("too many words for one segment")
        out.append(".numbers", numbers, np.uint32)
        out.append("keys", keys.text)
        out.append("key_ends", keys.ends[1:].astype(np.int64) + letters, np.uint32)
        units = list(_units(out.meta["languages"], parts, first, last, numbers))
        unit_key, unit_language = arrays.distinct_pairs(
            *map(np.concatenate, zip(*(pair for _, *pair in units), strict=True))
        )
        known = arrays.paired(unit_key, unit_language)
        for i, (kept, *pair) in enumerate(units):
            places = np.append(known.searchsorted(arrays.paired(*pair)), len(known))
            before: Ints = np.cumsum(kept) - kept  # what is left out has the number of the next
            out.append(_new_units(i), places[before] + units_done, np.uint32)
        out.append("unit_key", unit_key + keys_done, np.uint32)
        out.append("unit_language", unit_language, np.min_scalar_type(len(out.meta["languages"])))
        sizes.append(len(keys.ends) - 1)
        letters += len(keys.text)
        keys_done += sizes[-1]
        units_done += len(unit_key)
    return sizes


def _distinct(parts: Sequence[Living], first: Cut, last: Cut) -> tuple[Keys, Ints]:
    """Return the keys of a range that mean something, and what became of each, in all segments."""
    segments = [part.segment for part in parts]
    found = Keys.joined([*map(Segment.keys_between, segments, first, last)])
    if all(part.all_live for part in parts):
        return distinct(found)
    kept: list[Bools] = []
    for part, low, high in zip(parts, first, last, strict=True):
        kept.append(np.zeros(high - low, np.bool_))
        keys, units = _pairs(part.segment, low, high)
        kept[-1][keys[part.units[units]]] = True
    every = np.concatenate(kept)
    numbers = np.zeros(len(every), np.int64)
    keys_here, numbers[every] = distinct(found.take(np.flatnonzero(every)))
    return keys_here, numbers


def _units(
    names: Sequence[str], parts: Sequence[Living], first: Cut, last: Cut, numbers: Ints
) -> Iterator[tuple[Bools, Ints, Ints]]:
    """Yield the units of a range in each segment: which live on; their new keys and languages."""
    number = {name: i for i, name in enumerate(names)}
    done = 0
    for part, low, high in zip(parts, first, last, strict=True):
        segment = part.segment
        to_language = np.array([number.get(name, -1) for name in segment.languages], np.int64)
        mine = slice(*segment.units_between(low, high))
        kept = part.units[mine]
        keys = segment.column("unit_key")[mine][kept].astype(np.int64) + (done - low)
        yield kept, numbers[keys], to_language[segment.column("unit_language")[mine][kept]]
        done += high - low


def _meanings(
    out: ArrayWriter,
    parts: Sequence[Living],
    cuts: Sequence[Cut],
    sizes: Sequence[int],
    to_unit: Sequence[Ints],
) -> Iterator[Meanings]:
    """Yield what the new keys of each range stand for."""
    numbers, done = out.written(".numbers"), 0
    for size, (first, last) in zip(sizes, pairwise(cuts), strict=True):
        pairs = []
        for part, low, high, new in zip(parts, first, last, to_unit, strict=True):
            keys, units = _pairs(part.segment, low, high)
            kept = part.units[units]
            pairs.append((numbers[done : done + high - low][keys[kept]], new[units[kept]]))
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
