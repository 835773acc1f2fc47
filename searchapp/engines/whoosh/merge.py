"""Several segments to one, without their deleted documents, and without analysing a word again.

Units keep their order when dictionaries are merged, so postings are gathered a range of units at
a time and sorted by (unit, document); groups are united from units as when a segment is built.
Time O(p log p) for p postings, memory bounded by `encode.POSTINGS_AT_ONCE`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp import stories
from searchapp.engines.whoosh import encode, stored
from searchapp.engines.whoosh.layout import ArrayWriter
from searchapp.engines.whoosh.segment import FIELDS, SKIP, Bools, Segment

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

    @cached_property
    def keys(self) -> list[str]:
        """All keys."""
        return [key.decode() for key in self.segment.key_range(0, self.segment.keys)]

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """All units: word and language."""
        keys, names = self.keys, self.segment.languages
        words = (keys[k] for k in self.segment.column("unit_key").tolist())
        codes = (names[c] for c in self.segment.column("unit_language").tolist())
        return list(zip(words, codes, strict=True))

    def column(self, name: str) -> Ints:
        """Return a column of the documents that live on."""
        return self.segment.column(name)[self.docs]

    def ids(self) -> list[str]:
        """Return the identifiers of the documents that live on."""
        ends = self.segment.column("id_ends").tolist()
        text = self.segment.column("ids").tobytes()
        return [text[ends[doc] : ends[doc + 1]].decode() for doc in self.docs.tolist()]


def inputs(segments: Sequence[tuple[Segment, Bools, Sequence[int]]]) -> list[Input]:
    """Return segments, with the documents and files of each that live on, as inputs."""
    found: list[Input] = []
    base = files_base = 0
    for segment, living, files in segments:
        found.append(Input(segment, living, files, base, files_base))
        base += int(np.count_nonzero(living))
        files_base += len(files)
    return found


def merge(sources: Sequence[Input], path: Path) -> None:
    """Write the segment that holds what lives on of all sources."""
    out = ArrayWriter(path)
    names = sorted({name for source in sources for name in source.segment.languages})
    units = sorted({unit for source in sources for unit in source.units})
    number = {unit: i for i, unit in enumerate(units)}
    maps = [np.array([number[unit] for unit in s.units], np.int64) for s in sources]
    code = {name: i for i, name in enumerate(names)}
    out.append("unit_language", np.array([code[lang] for _, lang in units], np.uint8))
    members = _merge_dictionary(out, sources, [word for word, _ in units], maps)
    out.meta["tokens"] = {
        field: _merge_field(out, field, sources, maps, len(units), members) for field in FIELDS
    }
    out.meta |= {"articles": sum(len(s.docs) for s in sources), "languages": names}
    _merge_documents(out, sources)
    _merge_stored(out, sources)
    _merge_files(out, sources)
    out.close()


def _merge_dictionary(
    out: ArrayWriter, sources: Sequence[Input], words: Sequence[str], maps: Sequence[Ints]
) -> tuple[Ints, Ints]:
    keys = sorted({key for source in sources for key in source.keys})
    number = {key: i for i, key in enumerate(keys)}
    pairs = []
    for source, to_unit in zip(sources, maps, strict=True):
        to_key = np.array([number[key] for key in source.keys], np.int64)
        pairs.append(_pairs(source.segment, to_key, to_unit))
    key_of, unit_of = (np.concatenate(side) for side in zip(*pairs, strict=True))
    unit_key = np.array([number[word] for word in words], np.int64)
    return encode.write_dictionary(out, keys, encode.distinct_pairs(key_of, unit_of), unit_key)


def _pairs(segment: Segment, to_key: Ints, to_unit: Ints) -> tuple[Ints, Ints]:
    """Return what belongs together in a segment: new keys, new units."""
    lists = segment.column("key_list").astype(np.int64)
    ends = segment.column("member_ends").astype(np.int64)
    single = lists < segment.units
    group = lists[~single] - segment.units
    sizes = ends[group + 1] - ends[group]
    at = np.repeat(ends[group] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    keys = np.concatenate([to_key[single], np.repeat(to_key[~single], sizes)])
    units = np.concatenate([to_unit[lists[single]], to_unit[segment.column("members")[at]]])
    return keys, units


@dataclass(frozen=True)
class Postings:
    """Postings of some units, in order: unit, document, frequency; and all their positions."""

    units: Ints
    docs: Ints
    tfs: Ints
    positions: Ints


def _merge_field(
    out: ArrayWriter,
    field: str,
    sources: Sequence[Input],
    maps: Sequence[Ints],
    count: int,
    members: tuple[Ints, Ints],
) -> int:
    lengths = np.concatenate([source.column(f"{field}_lengths") for source in sources])
    kind = np.min_scalar_type(int(lengths.max()) if len(lengths) else 0)
    per_unit = np.zeros(count, np.int64)
    written = places = 0
    for first, last in _ranges(field, sources, maps, count):
        piece = _gather(field, sources, maps, first, last)
        per_unit[first:last] = np.bincount(piece.units - first, minlength=last - first)
        heads = np.cumsum(piece.tfs) - piece.tfs + places
        out.append(f"{field}_docs", piece.docs, np.uint32)
        encode.write_tfs(out, field, piece.tfs, written)
        out.append(f"{field}_positions", piece.positions, kind)
        out.append(f"{field}_skip", heads[-written % SKIP :: SKIP], np.uint64)
        written += len(piece.docs)
        places += len(piece.positions)
    docs, tfs = out.written(f"{field}_docs"), out.written(f"{field}_tfs")
    encode.write_groups(out, field, per_unit, docs, _exact(out, field, tfs), members)
    out.append(f"{field}_lengths", encode.smallest(lengths))
    return int(lengths.sum(dtype=np.int64))


def _exact(out: ArrayWriter, field: str, tfs: Ints) -> Ints:
    """Return written frequencies with those put in that did not fit a byte."""
    big = out.written(f"{field}_big")
    if not len(big):
        return tfs
    tfs = tfs.astype(np.uint32)
    tfs[big] = out.written(f"{field}_big_tfs")
    return tfs


def _ranges(
    field: str, sources: Sequence[Input], maps: Sequence[Ints], count: int
) -> Iterator[tuple[int, int]]:
    """Yield ranges of units that have about `encode.POSTINGS_AT_ONCE` positions or fewer."""
    load = np.zeros(count + 1, np.int64)
    for source, to_unit in zip(sources, maps, strict=True):
        ends = source.segment.column(f"{field}_ends")[: source.segment.units + 1]
        load[to_unit + 1] += np.diff(ends.astype(np.int64))
    np.cumsum(load, out=load)
    first = 0
    while first < count or first == 0:
        last = int(np.searchsorted(load, load[first] + encode.POSTINGS_AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = max(last, 1)


def _gather(
    field: str, sources: Sequence[Input], maps: Sequence[Ints], first: int, last: int
) -> Postings:
    """Return the postings of the units first..last-1 from all sources, sorted."""
    pieces = [
        _of_source(field, source, to_unit, first, last)
        for source, to_unit in zip(sources, maps, strict=True)
    ]
    units, docs, tfs, positions = (
        np.concatenate([getattr(piece, name) for piece in pieces])
        for name in ("units", "docs", "tfs", "positions")
    )
    order = np.argsort((units.astype(np.uint64) << np.uint64(32)) | docs.astype(np.uint64))
    starts = np.cumsum(tfs) - tfs
    tfs_sorted = tfs[order]
    at = np.repeat(starts[order] - (np.cumsum(tfs_sorted) - tfs_sorted), tfs_sorted)
    return Postings(units[order], docs[order], tfs_sorted, positions[at + np.arange(len(at))])


def _of_source(field: str, source: Input, to_unit: Ints, first: int, last: int) -> Postings:
    segment = source.segment
    low, high = (int(i) for i in np.searchsorted(to_unit, [first, last]))
    ends = segment.column(f"{field}_ends")[low : high + 1].astype(np.int64)
    start, stop = int(ends[0]), int(ends[-1])
    docs = segment.docs(field, start, stop)
    kept = source.living[docs]
    units = np.repeat(to_unit[low:high], np.diff(ends))[kept]
    tfs = segment.tfs(field, start, stop).astype(np.int64)
    places = segment.position_starts(field, start, stop) if stop > start else np.zeros(1, np.int64)
    positions = segment.positions(field, int(places[0]), int(places[-1]))
    if not kept.all():
        positions = positions[np.repeat(kept, tfs)]
    return Postings(units, source.new_doc[docs[kept]], tfs[kept], positions)


def _merge_documents(out: ArrayWriter, sources: Sequence[Input]) -> None:
    ids = [identifier for source in sources for identifier in source.ids()]
    text, ends = encode.texts(ids)
    out.append("ids", text)
    out.append("id_ends", ends)
    encode.write_ids(out, ids)
    names = sorted({name for source in sources for name in source.segment.sources})
    codes = sorted({code for source in sources for code in source.segment.article_languages})
    out.meta |= {"sources": names, "article_languages": codes}
    encode.write_combos(out, np.concatenate([_rows(s, names, codes) for s in sources]))
    for name in ("first", "last"):
        out.append(name, np.concatenate([s.column(name) for s in sources]))
    encode.write_rank(out, np.concatenate([s.column("first") for s in sources]), ids)
    for source in sources:
        sketch = source.segment.column("sketch").reshape(-1, stories.SIZE)
        out.append("sketch", sketch[source.docs].ravel())


def _rows(source: Input, names: Sequence[str], codes: Sequence[str]) -> Ints:
    """Return source, language and year of each document, in the new numbering."""
    combos = source.segment.column("combos").reshape(-1, 3).copy()
    name, code = ({v: i for i, v in enumerate(values)} for values in (names, codes))
    to_name = np.array([*(name[n] for n in source.segment.sources), -1], np.int32)
    to_code = np.array([code[c] for c in source.segment.article_languages], np.int32)
    combos[:, 0] = to_name[combos[:, 0]]
    combos[:, 1] = to_code[combos[:, 1]]
    rows: Ints = combos[source.column("combo")]
    return rows


def _merge_stored(out: ArrayWriter, sources: Sequence[Input]) -> None:
    """Copy blocks whose articles all live on; pack the others again."""
    sizes: list[int] = []
    firsts: list[int] = []
    for source in sources:
        for block, first in _blocks(source):
            out.append("stored", block)
            sizes.append(len(block))
            firsts.append(first)
    out.append("stored", b"")
    out.append("stored_ends", encode.ends_of(np.array(sizes, np.int64)), np.uint64)
    out.append("stored_first", np.array(firsts, np.int64), np.uint32)


def _blocks(source: Input) -> Iterator[tuple[bytes, int]]:
    segment = source.segment
    firsts = [*segment.column("stored_first").tolist(), segment.size]
    ends = segment.column("stored_ends").tolist()
    for number, (first, last) in enumerate(pairwise(firsts)):
        living = source.living[first:last]
        if living.all():
            data = segment.stored_bytes(ends[number], ends[number + 1])
            yield data, int(source.new_doc[first])
        elif living.any():
            docs = (first + np.flatnonzero(living)).tolist()
            records = [segment.record(doc) for doc in docs]
            yield stored.block(records), int(source.new_doc[docs[0]])


def _merge_files(out: ArrayWriter, sources: Sequence[Input]) -> None:
    files: list[Any] = []
    skipped: list[Any] = []
    for source in sources:
        listing = source.segment.files
        new = {old: source.files_base + i for i, old in enumerate(source.files)}
        files += [listing["files"][old] for old in source.files]
        skipped += [[new[old], *rest] for old, *rest in listing["skipped"] if old in new]
        to_file = np.zeros(max(len(listing["files"]), 1), np.uint32)
        to_file[list(new)] = list(new.values())
        out.append("file", to_file[source.column("file")])
    encode.write_files(out, {"files": files, "skipped": skipped})
