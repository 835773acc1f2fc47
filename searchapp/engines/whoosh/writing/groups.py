"""What keys stand for: a unit, or a group of units, whose postings are theirs united.

Both are written a piece at a time, for a segment that is built (one piece) as for one that is
merged, so that memory holds one piece. See `segment` for the arrays.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.arrays import changes, ends_of, stretches
from searchapp.engines.whoosh.format.layout import ArrayWriter
from searchapp.engines.whoosh.format.packing import PostingsWriter

AT_ONCE = 1 << 20
"""Postings that are sorted at once, and keys that are looked through at once."""

Ints = NDArray[Any]


class Groups(NamedTuple):
    """Group i has the units members[ends[i]:ends[i + 1]]."""

    ends: Ints
    members: Ints


class Meanings(NamedTuple):
    """What each of so many keys in a row stands for: pairs of a key's number among them and a unit.

    Pairs are sorted, by key, then unit, each once; every key has one at least.
    """

    size: int
    keys: Ints
    units: Ints


def write_lists(out: ArrayWriter, pieces: Iterable[Meanings], units: int) -> Groups:
    """Write which posting list each key has, of so many units and the groups; return the groups.

    A key of one unit shares its postings; keys of the same units share a group.
    """
    all_sets: list[_Sets] = []
    seen = 0
    for piece in pieces:
        sizes = np.bincount(piece.keys, minlength=piece.size)
        starts = np.cumsum(sizes) - sizes
        lists = piece.units[starts]
        many = np.flatnonzero(sizes > 1)
        sets, number = _Sets.of(piece.units, starts[many], sizes[many])
        lists[many] = units + seen + number
        out.append(".lists", lists, np.uint32)
        all_sets.append(sets)
        seen += len(sets.sums)
    found = _Sets(*map(np.concatenate, zip(*all_sets, strict=True)))
    starts = np.cumsum(found.sizes) - found.sizes
    groups, number = _distinct(found.sums)
    lists = out.written(".lists")
    for at in range(0, max(len(lists), 1), AT_ONCE):
        lists_here = lists[at : at + AT_ONCE].astype(np.int64)
        many = np.flatnonzero(lists_here >= units)
        lists_here[many] = units + number[lists_here[many] - units]
        out.append("key_list", lists_here, np.uint32)
    ends = ends_of(found.sizes[groups])
    members = found.members[stretches(starts[groups], found.sizes[groups])]
    out.append("member_ends", ends, np.uint32)
    out.append("members", members, np.uint32)
    return Groups(ends, members)


class _Sets(NamedTuple):
    """Sets of units: what tells each apart, its size, and what is in all of them.

    They are told apart by their size and the 64-bit sum of the hashes of what is in them.
    """

    sums: Ints
    sizes: Ints
    members: Ints

    @classmethod
    def of(cls, units: Ints, starts: Ints, sizes: Ints) -> tuple[Self, Ints]:
        """Return the distinct sets among stretches of units, and which of them each is."""
        mixed = units.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
        sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed, dtype=np.uint64)])
        sums = sums[starts + sizes] - sums[starts] + sizes.astype(np.uint64)
        some, number = _distinct(sums)
        starts, sizes = starts[some], sizes[some]
        return cls(sums[some], sizes, units[stretches(starts, sizes)]), number


def _distinct(sums: Ints) -> tuple[Ints, Ints]:
    """Return where the first of each different number stands, and for each, which it is."""
    _, some, number = np.unique(sums, return_index=True, return_inverse=True)
    return some, number


def write_groups(writer: PostingsWriter, docs: Ints, tfs: Ints, groups: Groups) -> None:
    """Write the postings of all groups of a field, and where each one's end.

    The units' postings, `docs` and `tfs`, and their ends are written already.
    """
    ends = f"{writer.field}_ends"
    unit_ends = writer.out.written(ends)
    members = groups.members
    weights = unit_ends[members + 1] - unit_ends[members]
    weight = np.concatenate([[0], np.cumsum(weights, dtype=np.int64)])[groups.ends]
    start = 0
    while start < len(weight) - 1:
        stop = int(np.searchsorted(weight, weight[start] + AT_ONCE, side="right")) - 1
        stop = max(stop, start + 1)
        units = members[groups.ends[start] : groups.ends[stop]]
        group = np.repeat(np.arange(stop - start), np.diff(groups.ends[start : stop + 1]))
        counts, before = np.zeros(stop - start, np.int64), writer.count
        for lows, highs in _parts(unit_ends[units], unit_ends[units + 1], docs):
            whose, group_docs, group_tfs = _united(lows, highs, group, docs, tfs)
            counts += np.bincount(whose, minlength=len(counts))
            writer.append(group_docs, group_tfs)
        writer.out.append(ends, before + np.cumsum(counts), np.uint32)
        start = stop


def _parts(lows: Ints, highs: Ints, docs: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield slices of posting lists that are united together: the lists, if they are not too long.

    Of a group that has more postings than are sorted at once, one range of documents at a time.
    """
    count = -(-int((highs - lows).sum(dtype=np.int64)) // AT_ONCE)
    if count <= 1:
        yield lows, highs
        return
    last = int(docs[highs[highs > lows] - 1].max())
    cuts = (last * np.arange(1, count) // count).astype(docs.dtype)
    inner = [low + docs[low:high].searchsorted(cuts) for low, high in zip(lows, highs, strict=True)]
    bounds = [lows, *np.array(inner).T, highs]
    yield from pairwise(bounds)


def _united(lows: Ints, highs: Ints, group: Ints, docs: Ints, tfs: Ints) -> tuple[Ints, Ints, Ints]:
    """Return group, document, term frequency of the united postings of these lists."""
    lengths = (highs - lows).astype(np.int64)
    where = stretches(lows, lengths)
    key = (np.repeat(group, lengths).astype(np.uint64) << np.uint64(32)) | docs[where]
    order = np.argsort(key)
    key = key[order]
    heads = np.flatnonzero(changes(key))
    summed = np.add.reduceat(tfs[where][order], heads, dtype=np.int64) if len(heads) else heads
    key = key[heads]
    return (key >> np.uint64(32)).astype(np.int64), key.astype(np.uint32), summed
