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
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format import arrays, columns, frames
from searchapp.engines.whoosh.format.keys import Keys
from searchapp.engines.whoosh.format.layout import ArrayWriter
from searchapp.engines.whoosh.format.segment import FIELDS, Bools
from searchapp.engines.whoosh.writing.dictionary import merge_dictionaries
from searchapp.engines.whoosh.writing.gather import Range, Source, gather, ranges
from searchapp.engines.whoosh.writing.groups import Groups
from searchapp.engines.whoosh.writing.living import Living
from searchapp.engines.whoosh.writing.postings import Postings, write_field

COPIED = 1 << 12
"""Documents whose stored articles are copied at once."""

Ints = NDArray[Any]


def merge(parts: Sequence[Living], path: Path) -> None:
    """Write the segment that holds what lives on of all parts."""
    out = ArrayWriter(path)
    with ThreadPoolExecutor(1) as pool:
        articles = pool.submit(_merge_articles, out, parts)
        _merge_words(out, parts)
        articles.result()
    out.close()


def _merge_words(out: ArrayWriter, parts: Sequence[Living]) -> None:
    units, to_unit, groups = merge_dictionaries(out, parts)
    first_docs = accumulate((part.count for part in parts), initial=0)
    sources = [*map(Source, parts, to_unit, first_docs)]
    tokens = {field: _merge_field(out, field, sources, units, groups) for field in FIELDS}
    out.meta["tokens"] = tokens


def _merge_field(
    out: ArrayWriter, field: str, sources: Sequence[Source], units: int, groups: Groups
) -> int:
    parts = [source.part for source in sources]
    lengths = np.concatenate([part.column(f"{field}_lengths") for part in parts])
    most = 2 * sum(part.segment.tokens[field] for part in parts)  # a whole beside each word
    pieces = _ahead(partial(gather, field), ranges(field, sources, units))
    return write_field(out, field, lengths, pieces, groups, most)


def _ahead(make: Callable[[Range], Postings], wanted: Iterable[Range]) -> Iterator[Postings]:
    """Yield what is made of each range, the next one made while one is looked at."""
    with ThreadPoolExecutor(1) as pool:
        begun = (pool.submit(make, one) for one in wanted)
        none_after: Future[Postings] = Future()
        for made, _ in pairwise(chain(begun, [none_after])):
            yield made.result()


def _merge_articles(out: ArrayWriter, parts: Sequence[Living]) -> None:
    """Write what is kept article by article, and has no part in the words."""
    _merge_columns(out, parts)
    _merge_stored(out, parts)
    _merge_files(out, parts)


def _merge_columns(out: ArrayWriter, parts: Sequence[Living]) -> None:
    all_ids = Keys.joined([part.ids() for part in parts])
    columns.write_ids(out, all_ids, np.concatenate([part.id_hashes() for part in parts]))
    names = sorted({name for part in parts for name in _used(part, 0, part.segment.sources)})
    codes = sorted({c for part in parts for c in _used(part, 1, part.segment.article_languages)})
    articles = sum(part.count for part in parts)
    out.meta |= {"articles": articles, "sources": names, "article_languages": codes}
    columns.write_combos(out, np.concatenate([_rows(part, names, codes) for part in parts]))
    first, last = (np.concatenate([p.column(name) for p in parts]) for name in ("first", "last"))
    columns.write_days(out, first, last, all_ids)
    for part in parts:
        out.append("sketch", part.sketches()[part.docs].ravel())


def _used(part: Living, facet: int, values: Sequence[str]) -> Iterator[str]:
    """Yield the values that documents that live on have, of the combinations' facet 0 or 1."""
    combos = part.segment.column("combos").reshape(-1, 3)[np.unique(part.column("combo"))]
    return (values[number] for number in np.unique(combos[:, facet]).tolist() if number >= 0)


def _rows(part: Living, names: Sequence[str], codes: Sequence[str]) -> Ints:
    """Return source, language and year of each document, in the new numbering."""
    combos = part.segment.column("combos").reshape(-1, 3).copy()
    name, code = ({v: i for i, v in enumerate(values)} for values in (names, codes))
    to_name = np.array([*(name.get(n, -1) for n in part.segment.sources), -1], np.int32)
    to_code = np.array([code.get(c, -1) for c in part.segment.article_languages], np.int32)
    combos[:, 0] = to_name[combos[:, 0]]
    combos[:, 1] = to_code[combos[:, 1]]
    rows: Ints = combos[part.column("combo")]
    return rows


def _merge_stored(out: ArrayWriter, parts: Sequence[Living]) -> None:
    """Copy what is stored of the documents that live on, as it is."""
    for name in frames.KINDS:
        sizes: list[Ints] = []
        used: list[tuple[int, frames.Dictionary]] = []
        done = 0
        for part in parts:
            mine = part.segment.frames[name]
            sizes.append(np.diff(part.segment.column(f"{name}_ends").astype(np.int64))[part.docs])
            used += ((done + first, dictionary) for first, dictionary in mine.used(part.alive))
            for stretch in _stretches(part.alive):
                out.append(name, mine.compressed(*stretch))
            done += part.count
        out.append(name, b"")
        out.append(f"{name}_ends", arrays.ends_of(np.concatenate(sizes)))
        frames.write_dictionaries(out, name, used)


def _stretches(alive: Bools) -> Iterator[tuple[int, int]]:
    """Yield the first and last + 1 of documents in a row that live on, COPIED at most."""
    edges = np.flatnonzero(np.diff(alive, prepend=False, append=False)).tolist()
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield from pairwise([*range(first, last, COPIED), last])


def _merge_files(out: ArrayWriter, parts: Sequence[Living]) -> None:
    files: list[Any] = []
    skipped: list[Any] = []
    numbers: list[Ints] = []
    for part in parts:
        listing = part.segment.files
        new = {old: number for number, old in enumerate(part.files, len(files))}
        files += [listing["files"][old] for old in new]
        skipped += [[new[old], *rest] for old, *rest in listing["skipped"] if old in new]
        to_file = np.zeros(max(len(listing["files"]), 1), np.uint32)
        to_file[list(new)] = list(new.values())
        numbers.append(to_file[part.column("file")])
    columns.write_files(out, {"files": files, "skipped": skipped}, np.concatenate(numbers))
