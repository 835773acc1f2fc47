"""A field's postings, written as they come in order of units: of a new segment, or of a merged one.

What makes them yields `Postings`, a piece at a time, so that memory holds one piece. To write
something else for each posting, add it there and to `write_field`.
"""

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format import arrays, packing
from searchapp.engines.whoosh.format.layout import ArrayWriter
from searchapp.engines.whoosh.format.segment import SKIP
from searchapp.engines.whoosh.writing.groups import Groups, write_groups

Ints = NDArray[Any]


class Postings(NamedTuple):
    """Postings of units in a row, in order, with their positions.

    `ends` says how many there are up to the end of each unit that ends in this piece.
    """

    ends: Ints
    docs: Ints
    tfs: Ints
    positions: Ints


NOTHING = Postings(*(np.empty(0, kind) for kind in ("i8", "u4", "u1", "u1")))


def write_field(
    out: ArrayWriter,
    field: str,
    lengths: Ints,
    pieces: Iterable[Postings],
    groups: Groups,
    most: int,
) -> int:
    """Write a field's postings, and those of the groups; return how many words it has.

    `lengths` are the words of each document, without those that stand beside others; there are
    `most` positions, or fewer.
    """
    writer = packing.PostingsWriter(out, field)
    places = packing.PositionsWriter(out, field, int(lengths.max(initial=0)))
    kind = np.min_scalar_type(most)
    grouped = len(groups.members) > 0
    out.append(f"{field}_ends", np.zeros(1), np.uint32)
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
    write_groups(writer, docs, tfs, groups)
    out.append(f"{field}_lengths", arrays.smallest(lengths))
    return int(lengths.sum(dtype=np.int64))


def _skips(tfs: Ints, first: int) -> Ints:
    """Return how many positions come before posting `first`, and every SKIP-th from there on."""
    bounds = np.arange(first, len(tfs) + SKIP, SKIP).clip(max=len(tfs))
    before = arrays.ends_of(arrays.sums(tfs, bounds))[:-1].astype(np.int64)
    return before + int(tfs[:first].sum(dtype=np.int64))
