"""The columns of a segment, written: what is kept of documents, not of words.

Building a segment and merging several have this in common. See `segment` for what each array means.
"""

import datetime
import json
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.arrays import smallest
from searchapp.engines.whoosh.format.keys import Keys, ordered
from searchapp.engines.whoosh.format.layout import ArrayWriter

Ints = NDArray[Any]


def write_ids(out: ArrayWriter, ids: Keys, hashes: Ints) -> None:
    """Write identifiers, and what finds a document by the hash of its."""
    out.append("ids", ids.text)
    out.append("id_ends", ids.ends)
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


def write_days(out: ArrayWriter, first: Ints, last: Ints, ids: Keys) -> None:
    """Write when documents were published, and the place of each: newest first, then by id."""
    out.append("first", first, np.int32)
    out.append("last", last, np.int32)
    out.append("rank", ranks_of(first, ids))


def ranks_of(first: Ints, ids: Keys) -> NDArray[np.uint32]:
    """Return each document's place in the order newest first, then by id."""
    by_id, _ = ordered(ids)
    order = by_id[np.argsort(-first[by_id], kind="stable")]
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    return rank


def write_files(out: ArrayWriter, files: dict[str, Any], numbers: Ints) -> None:
    """Write which files the segment was made from, and the number of each document's."""
    out.append("file", smallest(numbers))
    text = json.dumps(files, ensure_ascii=False)
    data = text.encode("utf-8", "surrogatepass")  # a name need not be UTF-8
    out.append("files", zstandard.compress(data))
