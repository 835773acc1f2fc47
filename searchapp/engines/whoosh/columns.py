"""The columns of a segment, written: what is kept of documents, not of words.

Building a segment and merging several have this in common. See `segment` for what each array means.
"""

import datetime
import json
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchapp.engines.whoosh.arrays import smallest
from searchapp.engines.whoosh.layout import ArrayWriter

Ints = NDArray[Any]


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
    out.append("rank", ranks_of(first, by_id))


def ranks_of(first: Ints, by_id: Ints) -> NDArray[np.uint32]:
    """Return each document's place in the order newest first, then id; `by_id` is that by id."""
    order = by_id[np.argsort(-first[by_id], kind="stable")]
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    return rank


def write_files(out: ArrayWriter, files: dict[str, Any]) -> None:
    """Write which files the segment was made from."""
    packed = zstandard.compress(json.dumps(files, ensure_ascii=False).encode())
    out.append("files", packed)
