"""The arrays of a segment, written: what building one and merging several have in common.

See `segment` for what each array means.
"""

import datetime
import json
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchapp.engines.whoosh import packing
from searchapp.engines.whoosh.arrays import changes, ends_of, smallest, stretches
from searchapp.engines.whoosh.layout import ArrayWriter

POSTINGS_AT_ONCE = 1 << 20
"""Postings that are sorted at once: what bounds the memory of groups."""

Ints = NDArray[Any]


def write_dictionary(
    out: ArrayWriter, keys: tuple[bytes, Ints], pairs: tuple[Ints, Ints], unit_key: Ints
) -> tuple[Ints, Ints]:
    """Write the term dictionary; return the ends of the groups and the units in each.

    `keys` are sorted, each once (`keys.Keys`). `pairs` says which unit belongs to which key: two
    arrays, sorted by key, then unit, without repetition. A key of one unit shares its postings;
    keys of the same units share a group.
    """
    key_of, unit_of = pairs
    sizes = np.bincount(key_of, minlength=len(keys[1]) - 1)
    starts = np.cumsum(sizes) - sizes
    lists = unit_of[starts] if len(starts) else unit_of
    many = np.flatnonzero(sizes > 1)
    groups, group = _distinct(unit_of, starts[many], sizes[many])
    lists[many] = len(unit_key) + group
    chosen = many[groups]
    ends = ends_of(sizes[chosen])
    members = unit_of[stretches(starts[chosen], sizes[chosen])]
    text, key_ends = keys
    out.append("keys", text)
    out.append("key_ends", key_ends)
    out.append("key_list", lists, np.uint32)
    out.append("unit_key", unit_key, np.uint32)
    out.append("member_ends", ends, np.uint32)
    out.append("members", members, np.uint32)
    return ends, members


def _distinct(units: Ints, starts: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Return which sets of units differ, by index, and for each set which of those it is.

    Sets are told apart by their size and the 64-bit sum of the hashes of what is in them.
    """
    if not len(starts):
        return starts, starts
    mixed = units.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(29)
    sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed, dtype=np.uint64)])
    total = sums[starts + sizes] - sums[starts] + sizes.astype(np.uint64)
    _, groups, group = np.unique(total, return_index=True, return_inverse=True)
    return groups, group


def write_groups(
    out: ArrayWriter, field: str, per_unit: Ints, docs: Ints, tfs: Ints, members: tuple[Ints, Ints]
) -> None:
    """Write the postings of all groups of a field, each the union of its units'."""
    member_ends, flat = members
    unit_ends = np.zeros(len(per_unit) + 1, np.int64)
    np.cumsum(per_unit, out=unit_ends[1:])
    per_group: list[Ints] = []
    expanded = np.zeros(len(flat) + 1, np.int64)
    np.cumsum(per_unit[flat], out=expanded[1:])
    weight = expanded[member_ends]
    start, offset = 0, len(docs)
    while start < len(member_ends) - 1:
        stop = int(np.searchsorted(weight, weight[start] + POSTINGS_AT_ONCE, side="right")) - 1
        stop = max(stop, start + 1)
        piece = flat[member_ends[start] : member_ends[stop]]
        group = np.repeat(np.arange(stop - start), np.diff(member_ends[start : stop + 1]))
        counts, group_docs, group_tfs = _united(piece, group, unit_ends, docs, tfs)
        per_group.append(np.bincount(counts, minlength=stop - start))
        packing.write_docs(out, field, group_docs, offset)
        packing.write_tfs(out, field, group_tfs, offset)
        offset += len(group_docs)
        start = stop
    out.append(f"{field}_ends", ends_of(np.concatenate([per_unit, *per_group])))


def _united(
    units: Ints, group: Ints, unit_ends: Ints, docs: Ints, tfs: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return group, document, term frequency of the united postings of these units."""
    lengths = unit_ends[units + 1] - unit_ends[units]
    where = stretches(unit_ends[units], lengths)
    key = (np.repeat(group, lengths).astype(np.uint64) << np.uint64(32)) | docs[where]
    order = np.argsort(key)
    key = key[order]
    heads = np.flatnonzero(changes(key))
    summed = np.add.reduceat(tfs[where][order], heads, dtype=np.int64) if len(heads) else heads
    key = key[heads]
    return (key >> np.uint64(32)).astype(np.int64), key.astype(np.uint32), summed


def write_ids(out: ArrayWriter, ids: tuple[bytes, Ints], hashes: Ints) -> None:
    """Write identifiers (`keys.Keys`), and what finds a document by the hash of its."""
    text, ends = ids
    out.append("ids", text)
    out.append("id_ends", ends)
    order = np.argsort(hashes, kind="stable")
    out.append("id_hash", hashes[order])
    out.append("id_doc", order, np.uint32)


def years_of(first: Ints) -> Ints:
    """Return the years of ordinal days, 0 for none."""
    epoch = datetime.date(1970, 1, 1).toordinal()
    years = (first - epoch).astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970
    return np.where(first > 0, years, 0)


def write_combos(out: ArrayWriter, rows: Ints) -> None:
    """Write the facet values of each document, (n, 3) of source, language, year."""
    source, language, year = rows.astype(np.int64).T
    whole = (source + 1) << 32 | language << 16 | year
    _, some, combo = np.unique(whole, return_index=True, return_inverse=True)
    out.append("combos", rows[some].ravel(), np.int32)
    out.append("combo", smallest(combo))


def write_rank(out: ArrayWriter, first: Ints, by_id: Ints) -> None:
    """Write each document's place in the order newest first, then id; `by_id` is that by id."""
    order = by_id[np.argsort(-first[by_id], kind="stable")]
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    out.append("rank", rank)


def write_files(out: ArrayWriter, files: dict[str, Any]) -> None:
    """Write which files the segment was made from."""
    packed = zstandard.compress(json.dumps(files, ensure_ascii=False).encode())
    out.append("files", packed)
