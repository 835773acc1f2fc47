"""Several segments to one, without their deleted documents, and without analysing a word again.

Units keep their order when dictionaries are merged, so postings are gathered a range of units at
a time, the next in a thread while one is written; groups are united from units as when a segment is
built. Stored articles and columns are copied in another thread beside. Time O(p) for p postings (of
groups, O(p log p)), memory bounded by twice what `gather` says.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp import stories
from searchapp.engines.whoosh import arrays, encode, frames, packing
from searchapp.engines.whoosh.gather import Input, Postings, gather, ids, ranges
from searchapp.engines.whoosh.keys import Keys, distinct, ordered
from searchapp.engines.whoosh.layout import ArrayWriter
from searchapp.engines.whoosh.segment import FIELDS, SKIP, Bools, Segment

COPIED = 1 << 12
"""Documents whose stored articles are copied at once."""

Ints = NDArray[Any]


def merge(sources: Sequence[Input], path: Path) -> None:
    """Write the segment that holds what lives on of all sources."""
    out = ArrayWriter(path)
    with ThreadPoolExecutor(1) as pool:
        articles = pool.submit(_merge_articles, out, sources)
        _merge_words(out, sources)
        articles.result()
    out.close()


def _merge_words(out: ArrayWriter, sources: Sequence[Input]) -> None:
    names = sorted({name for source in sources for name in source.segment.languages})
    keys, to_keys = _keys([source.segment for source in sources])
    units = [_units(s.segment, to_key, names) for s, to_key in zip(sources, to_keys, strict=True)]
    unit_key, unit_language = arrays.distinct_pairs(*map(np.concatenate, zip(*units, strict=True)))
    whole = arrays.paired(unit_key, unit_language)
    maps = [whole.searchsorted(arrays.paired(*unit)) for unit in units]
    out.append("unit_language", unit_language, np.uint8)
    pairs = [_pairs(s.segment, *both) for s, *both in zip(sources, to_keys, maps, strict=True)]
    both = arrays.distinct_pairs(*map(np.concatenate, zip(*pairs, strict=True)))
    members = encode.write_dictionary(out, keys, both, unit_key)
    tokens = {
        field: _merge_field(out, field, sources, maps, len(unit_key), members) for field in FIELDS
    }
    out.meta |= {"tokens": tokens, "languages": names}


def _keys(segments: Sequence[Segment]) -> tuple[Keys, list[Ints]]:
    """Return all keys, each once, and of each segment's keys, which they became."""
    own = [Keys(s.column("keys").tobytes(), s.column("key_ends")) for s in segments]
    keys, number = distinct(Keys.joined(own))
    return keys, np.split(number, np.cumsum([segment.keys for segment in segments])[:-1])


def _units(segment: Segment, to_key: Ints, names: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the units of a segment: new keys, new languages."""
    to_language = np.array([names.index(name) for name in segment.languages], np.int64)
    return to_key[segment.column("unit_key")], to_language[segment.column("unit_language")]


def _pairs(segment: Segment, to_key: Ints, to_unit: Ints) -> tuple[Ints, Ints]:
    """Return what belongs together in a segment: new keys, new units."""
    lists = segment.column("key_list").astype(np.int64)
    ends = segment.column("member_ends").astype(np.int64)
    single = lists < segment.units
    group = lists[~single] - segment.units
    sizes = ends[group + 1] - ends[group]
    at = arrays.stretches(ends[group], sizes)
    keys = np.concatenate([to_key[single], np.repeat(to_key[~single], sizes)])
    units = np.concatenate([to_unit[lists[single]], to_unit[segment.column("members")[at]]])
    return keys, units


def _merge_field(
    out: ArrayWriter,
    field: str,
    sources: Sequence[Input],
    maps: Sequence[Ints],
    count: int,
    members: tuple[Ints, Ints],
) -> int:
    lengths = np.concatenate([source.column(f"{field}_lengths") for source in sources])
    per_unit = [np.empty(0, np.int64)]
    writer = packing.PositionsWriter(out, field)
    written = places = 0
    most = 2 * sum(source.segment.tokens[field] for source in sources)  # a whole beside each word
    kind = np.min_scalar_type(most)
    grouped = len(members[1]) > 0
    for piece in _ahead(partial(gather, field, sources, maps), ranges(field, sources, maps, count)):
        per_unit.append(piece.per_unit)
        heads = np.cumsum(piece.tfs) - piece.tfs + places
        packing.write_docs(out, field, piece.docs, written)
        packing.write_tfs(out, field, piece.tfs, written)
        out.append(f".{field}_docs", piece.docs if grouped else piece.docs[:0], np.uint32)
        out.append(f".{field}_tfs", piece.tfs if grouped else piece.tfs[:0], np.uint32)
        writer.append(piece.positions)
        out.append(f"{field}_skip", heads[-written % SKIP :: SKIP], kind)
        written += len(piece.docs)
        places += len(piece.positions)
    writer.close()
    docs, tfs = out.written(f".{field}_docs"), out.written(f".{field}_tfs")
    encode.write_groups(out, field, np.concatenate(per_unit), docs, tfs, members)
    out.append(f"{field}_lengths", arrays.smallest(lengths))
    return int(lengths.sum(dtype=np.int64))


def _ahead(
    make: Callable[[int, int], Postings], wanted: Iterable[tuple[int, int]]
) -> Iterator[Postings]:
    """Yield what is made of each pair, the next one made while one is looked at."""
    with ThreadPoolExecutor(1) as pool:
        made: Future[Postings] | None = None
        for first, last in wanted:
            following = pool.submit(make, first, last)
            if made:
                yield made.result()
            made = following
        if made:
            yield made.result()


def _merge_articles(out: ArrayWriter, sources: Sequence[Input]) -> None:
    """Write what is kept article by article, and has no part in the words."""
    _merge_columns(out, sources)
    _merge_stored(out, sources)
    _merge_files(out, sources)


def _merge_columns(out: ArrayWriter, sources: Sequence[Input]) -> None:
    all_ids = Keys.joined([ids(source.segment, source.docs) for source in sources])
    encode.write_ids(out, all_ids, np.concatenate([source.id_hashes() for source in sources]))
    names = sorted({name for source in sources for name in source.segment.sources})
    codes = sorted({code for source in sources for code in source.segment.article_languages})
    articles = sum(len(source.docs) for source in sources)
    out.meta |= {"articles": articles, "sources": names, "article_languages": codes}
    encode.write_combos(out, np.concatenate([_rows(s, names, codes) for s in sources]))
    for name in ("first", "last"):
        out.append(name, np.concatenate([s.column(name) for s in sources]))
    first = np.concatenate([source.column("first") for source in sources])
    encode.write_rank(out, first, ordered(all_ids)[0])
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
    """Copy what is stored of the documents that live on, as it is."""
    for name in frames.KINDS:
        sizes = []
        for source in sources:
            sizes.append(np.diff(source.segment.column(f"{name}_ends").astype(np.int64)))
            sizes[-1] = sizes[-1][source.docs]
            for stretch in _stretches(source.living):
                out.append(name, source.segment.frames[name].compressed(*stretch))
        out.append(name, b"")
        out.append(f"{name}_ends", arrays.ends_of(np.concatenate(sizes)))
        used = [use for source in sources for use in _dictionaries(source, name)]
        frames.write_dictionaries(out, name, used)


def _stretches(living: Bools) -> Iterator[tuple[int, int]]:
    """Yield the first and last + 1 of documents in a row that live on, COPIED at most."""
    edges = np.flatnonzero(np.diff(living, prepend=False, append=False)).tolist()
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield from pairwise([*range(first, last, COPIED), last])


def _dictionaries(source: Input, name: str) -> Iterator[tuple[int, frames.Dictionary]]:
    """Yield the dictionaries that are still used, each from its first document on."""
    for dictionary, first, last in source.segment.frames[name].uses(source.segment.size):
        living = np.flatnonzero(source.living[first:last])
        if len(living):
            yield int(source.new_doc[first + living[0]]), dictionary


def _merge_files(out: ArrayWriter, sources: Sequence[Input]) -> None:
    files: list[Any] = []
    skipped: list[Any] = []
    numbers: list[Ints] = []
    for source in sources:
        listing = source.segment.files
        new = {old: source.files_base + i for i, old in enumerate(source.files)}
        files += [listing["files"][old] for old in source.files]
        skipped += [[new[old], *rest] for old, *rest in listing["skipped"] if old in new]
        to_file = np.zeros(max(len(listing["files"]), 1), np.uint32)
        to_file[list(new)] = list(new.values())
        numbers.append(to_file[source.column("file")])
    out.append("file", arrays.smallest(np.concatenate(numbers)))
    encode.write_files(out, {"files": files, "skipped": skipped})
