"""Where words stand in articles: for phrases, NEAR, and for marking what matched.

An occurrence is a span of `width` positions in a document. Spans are kept as one sorted array of
64-bit numbers, document << SHIFT | first position, so that "the next word follows" is an addition
and a binary search.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp.compile import AnyForm
from searchapp.engines.whoosh.segment import SKIP, Docs, Segment

SHIFT = 24
"""Bits of a position; `build.LONGEST` keeps them below."""

Ints = NDArray[Any]


class Spans(NamedTuple):
    """Sorted starts (document << SHIFT | position) of occurrences, each `width` words long."""

    starts: NDArray[np.int64]
    width: int = 1

    @property
    def docs(self) -> NDArray[np.int64]:
        """Return the documents that have any, ascending."""
        return distinct(self.starts >> SHIFT)


def distinct(ascending: Ints) -> Ints:
    """Return ascending numbers, each once."""
    if len(ascending) < 2:
        return ascending
    once: Ints = ascending[np.concatenate([[True], ascending[1:] != ascending[:-1]])]
    return once


def of_units(segment: Segment, field: str, units: Sequence[int], docs: Docs) -> Spans:
    """Return where any of these units stands in these documents (ascending)."""
    pieces = [_of_unit(segment, field, unit, docs) for unit in units]
    if len(pieces) == 1:
        return Spans(pieces[0])
    return Spans(distinct(np.sort(np.concatenate([*pieces, np.empty(0, np.int64)]))))


def _of_unit(segment: Segment, field: str, unit: int, docs: Docs) -> NDArray[np.int64]:
    start, stop = segment.extent(field, unit, unit + 1)
    postings = segment.docs(field, start, stop)
    wanted = docs.astype(np.uint32)  # of the type of the postings, or all of them are converted
    at = np.searchsorted(postings, wanted)
    at[at == len(postings)] = 0
    at = at[postings[at] == wanted] if len(postings) else at[:0]
    if not len(at):
        return np.empty(0, np.int64)
    first, last = int(at[0]), int(at[-1]) + 1
    ends = segment.position_starts(field, start + first, start + last)
    positions = segment.positions(field, int(ends[0]), int(ends[-1]))
    at -= first
    lengths = ends[at + 1] - ends[at]
    offsets = np.cumsum(lengths) - lengths
    where = np.repeat(ends[at] - ends[0] - offsets, lengths) + np.arange(int(lengths.sum()))
    found = postings[first:last][at].astype(np.int64) << SHIFT
    return np.repeat(found, lengths) + positions[where].astype(np.int64)


def in_documents(
    segment: Segment, field: str, units: tuple[int, int], docs: NDArray[np.uint32]
) -> list[tuple[int, int, list[int]]]:
    """Return where a range of units stands in a few documents: unit, document, positions.

    Meant for the hits of a page, which are far apart: each posting is looked up by itself.
    """
    start, stop = segment.extent(field, *units)
    if start == stop:
        return []
    listed = segment.docs(field, start, stop)
    if units[1] - units[0] == 1:
        at = listed.searchsorted(docs)
        there = at[listed.take(at, mode="clip") == docs].tolist()
    else:
        there = np.isin(listed, docs).nonzero()[0].tolist()
    return [
        (
            _unit_of(segment, field, units, start + i),
            int(listed[i]),
            _positions(segment, field, start + i),
        )
        for i in there
    ]


def _unit_of(segment: Segment, field: str, units: tuple[int, int], posting: int) -> int:
    """Return whose posting it is, of a range of units."""
    if units[1] - units[0] == 1:
        return units[0]
    ends = segment.column(f"{field}_ends")[units[0] + 1 : units[1] + 1]
    return units[0] + int(ends.searchsorted(ends.dtype.type(posting), "right"))


def _positions(segment: Segment, field: str, posting: int) -> list[int]:
    """Return the positions of one posting of a unit."""
    anchor = posting // SKIP
    counts = segment.tfs(field, anchor * SKIP, posting + 1).tolist()
    tf = counts.pop()
    start = int(segment.column(f"{field}_skip")[anchor]) + sum(counts)
    positions: list[int] = segment.positions(field, start, start + tf).tolist()
    return positions


def of_key(segment: Segment, field: str, key: str, docs: Docs) -> Spans:
    """Return where a key's words stand in these documents."""
    number = segment.find(key)
    if number < 0:
        return Spans(np.empty(0, np.int64))
    return of_units(segment, field, segment.members(number), docs)


def of_phrase(segment: Segment, node: q.Phrase, docs: Docs) -> Spans:
    """Return where a phrase stands in these documents; the rarest word is looked at first."""
    numbers = [(segment.find(word), i) for i, word in enumerate(node.words)]
    if any(number < 0 for number, _ in numbers):
        return Spans(np.empty(0, np.int64), len(node.words))
    field = node.fieldname
    (rarest, place), *rest = sorted(numbers, key=lambda n: segment.count(field, n[0]))
    spans = of_units(segment, field, segment.members(rarest), docs).starts - place
    for number, i in rest:
        if not len(spans):
            break
        left = distinct(spans >> SHIFT)
        there = of_units(segment, field, segment.members(number), left).starts - i
        spans = spans[_among(spans, there)]
    return Spans(spans, len(node.words))


def _among(wanted: Ints, sorted_values: Ints) -> NDArray[np.bool_]:
    """Return which of the numbers wanted are among sorted ones."""
    if not len(sorted_values):
        return np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(sorted_values, wanted), len(sorted_values) - 1)
    among: NDArray[np.bool_] = sorted_values[at] == wanted
    return among


def of_near(segment: Segment, node: SpanNear2, docs: Docs) -> Spans:
    """Return where the first of two stands with the second at most `slop` positions off."""
    left, right = (of_node(segment, child, docs) for child in node.qs)
    behind = left.starts + left.width
    before = left.starts - right.width + 1
    near = _any_between(right.starts, behind, behind + node.slop)
    near |= _any_between(right.starts, before - node.slop, before)
    return Spans(left.starts[near], left.width)


def _any_between(sorted_values: Ints, low: Ints, high: Ints) -> NDArray[np.bool_]:
    """Return for each pair whether any value is in [low, high)."""
    found: NDArray[np.bool_] = np.searchsorted(sorted_values, low) < np.searchsorted(
        sorted_values, high
    )
    return found


def of_node(segment: Segment, node: Any, docs: Docs) -> Spans:
    """Return where a Term, a Phrase, or any of several stands in these documents."""
    if isinstance(node, q.Phrase):
        return of_phrase(segment, node, docs)
    if isinstance(node, AnyForm):
        pieces = [of_node(segment, child, docs) for child in node.subqs]
        starts = distinct(np.sort(np.concatenate([piece.starts for piece in pieces])))
        return Spans(starts, pieces[0].width)
    return of_key(segment, node.fieldname, node.text, docs)
