"""Several segments to one, without their deleted documents, and without analysing a word again.

Dictionaries are merged first (`dictionary`). Units keep their order, so postings are gathered a
range of units at a time (`gather`), the next in a thread while one is written; groups are united
from units as when a segment is built (`groups`). Stored articles and columns are copied in another
thread beside. Time O(p) for p postings (of groups, O(p log p)); memory is bounded by twice what
`gather` says and a few numbers a document.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp import stories
from searchapp.engines.whoosh import arrays, columns, frames, packing
from searchapp.engines.whoosh.dictionary import Merged, merge_dictionaries
from searchapp.engines.whoosh.gather import NOTHING, Input, Postings, Range, gather, ids, ranges
from searchapp.engines.whoosh.groups import write_groups
from searchapp.engines.whoosh.keys import Keys, ordered
from searchapp.engines.whoosh.layout import ArrayWriter
from searchapp.engines.whoosh.segment import FIELDS, SKIP, Bools

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
    words = merge_dictionaries(out, [source.segment for source in sources])
    out.meta["tokens"] = {field: _merge_field(out, field, sources, words) for field in FIELDS}


def _merge_field(out: ArrayWriter, field: str, sources: Sequence[Input], words: Merged) -> int:
    writer, places = packing.PostingsWriter(out, field), packing.PositionsWriter(out, field)
    most = 2 * sum(source.segment.tokens[field] for source in sources)  # a whole beside each word
    kind = np.min_scalar_type(most)
    grouped = len(words.groups.members) > 0
    out.append(f"{field}_ends", np.zeros(1), np.uint32)
    wanted = ranges(field, sources, words.to_unit, words.units)
    pieces = _ahead(partial(gather, field, sources, words.to_unit), wanted)
    for piece in chain([NOTHING], pieces):  # so that all arrays are there
        out.append(f".{field}_docs", piece.docs if grouped else piece.docs[:0], np.uint32)
        out.append(f".{field}_tfs", piece.tfs if grouped else piece.tfs[:0], np.uint32)
        out.append(f"{field}_ends", piece.ends + writer.count, np.uint32)
        skips = _skips(piece.tfs, -writer.count % SKIP)
        out.append(f"{field}_skip", skips + places.count, kind)
        writer.append(piece.docs, piece.tfs)
        places.append(piece.positions)
    places.close()
    docs, tfs = out.written(f".{field}_docs"), out.written(f".{field}_tfs")
    write_groups(writer, docs, tfs, words.groups)
    lengths = np.concatenate([source.column(f"{field}_lengths") for source in sources])
    out.append(f"{field}_lengths", arrays.smallest(lengths))
    return int(lengths.sum(dtype=np.int64))


def _skips(tfs: Ints, first: int) -> Ints:
    """Return how many positions come before posting `first`, and every SKIP-th from there on."""
    bounds = np.arange(first, len(tfs) + SKIP, SKIP).clip(max=len(tfs))
    before = arrays.ends_of(arrays.sums(tfs, bounds))[:-1].astype(np.int64)
    return before + int(tfs[:first].sum(dtype=np.int64))


def _ahead(make: Callable[[Range], Postings], wanted: Iterable[Range]) -> Iterator[Postings]:
    """Yield what is made of each range, the next one made while one is looked at."""
    with ThreadPoolExecutor(1) as pool:
        made: Future[Postings] | None = None
        for one in wanted:
            following = pool.submit(make, one)
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
    columns.write_ids(out, all_ids, np.concatenate([source.id_hashes() for source in sources]))
    names = sorted({name for source in sources for name in source.segment.sources})
    codes = sorted({code for source in sources for code in source.segment.article_languages})
    articles = sum(len(source.docs) for source in sources)
    out.meta |= {"articles": articles, "sources": names, "article_languages": codes}
    columns.write_combos(out, np.concatenate([_rows(s, names, codes) for s in sources]))
    for name in ("first", "last"):
        out.append(name, np.concatenate([s.column(name) for s in sources]))
    first = np.concatenate([source.column("first") for source in sources])
    columns.write_rank(out, first, ordered(all_ids)[0])
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
    columns.write_files(out, {"files": files, "skipped": skipped})
