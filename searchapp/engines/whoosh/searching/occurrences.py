"""Where words stand in articles: for phrases, NEAR, and for marking what matched.

An occurrence is a span of `width` positions in a document. Spans are kept as one sorted array of
64-bit numbers, document << SHIFT | first position, so that "the next word follows" is an addition
and a binary search.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp.engines.whoosh.format.arrays import changes, stretches
from searchapp.engines.whoosh.format.segment import Docs, Segment
from searchapp.forms import AnyForm

SHIFT = 24
"""Bits of a position; `build.LONGEST` keeps them below."""

AT_ONCE = 1 << 14
"""Documents in which words are looked for at once: that bounds memory, and what is compared stays
in the processor's cache."""
MERGED: Literal["stable"] = "stable"
"""The kind of sort that merges arrays which are sorted already (timsort) in half the time."""
MANY, SHORT = 16, 1 << 9
"""Of more posting lists than that, those with no more postings are sooner read, all at once, than
searched one by one for the documents of a page."""
NONE = np.empty(0, np.intp)

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
    once: Ints = ascending[changes(ascending)]
    return once


def docs_with(find: Callable[[slice], Spans], docs: Docs) -> Docs:
    """Return the documents in which something stands, of `docs`, of which `find` takes a slice."""
    if len(docs) <= AT_ONCE:
        return find(slice(None)).docs
    firsts = range(0, len(docs), AT_ONCE)
    return np.concatenate([find(slice(first, first + AT_ONCE)).docs for first in firsts])


def looked_up(listed: Docs, docs: Docs) -> tuple[Docs, Docs]:
    """Return which of some documents are in a posting list, by number, and where they are there."""
    at = listed.searchsorted(docs)
    kept = (listed.take(at, mode="clip") == docs).nonzero()[0] if len(listed) else at[:0]
    return kept, at.take(kept)


def _of_unit(segment: Segment, field: str, unit: int, docs: Docs) -> NDArray[np.int64]:
    start, stop = segment.extent(field, unit, unit + 1)
    kept, at = looked_up(segment.docs(field, start, stop), docs)
    return of_postings(segment, field, at + start, docs.take(kept))


def of_postings(segment: Segment, field: str, at: Docs, docs: Docs) -> NDArray[np.int64]:
    """Return where units stand, of whose postings those numbered `at` are of these documents."""
    starts, lengths = segment.positions_of(field, at)
    found: NDArray[np.int64] = np.repeat(docs.astype(np.int64) << SHIFT, lengths)
    found += segment.positions_at(field, stretches(starts, lengths))
    return found


class Lists(NamedTuple):
    """Where posting lists start and stop, which are read all at once, and which searched."""

    starts: Docs
    stops: Docs
    read: Docs
    searched: Docs


def _lists(segment: Segment, field: str, units: Docs) -> Lists:
    """Return the posting lists of units, to be looked through for some documents.

    Each is searched by itself, but of many, as a word of many forms has, the short ones are read.
    """
    starts, stops = segment.column(f"{field}_ends").take((units, units + 1)).astype(np.intp)
    sizes = stops - starts
    longest = SHORT if len(units) > MANY else 0
    read = ((sizes > 0) & (sizes <= longest)).nonzero()[0]
    return Lists(starts, stops, read, (sizes > longest).nonzero()[0])


def _read(segment: Segment, field: str, lists: Lists, docs: Docs) -> tuple[Docs, Docs, Docs]:
    """Return the postings of some documents in the lists to be read: at, whose, documents."""
    starts = lists.starts.take(lists.read)
    sizes = lists.stops.take(lists.read) - starts
    at = stretches(starts, sizes)
    kept, found = segment.postings_among(field, at, docs)
    return at.take(kept), lists.read.repeat(sizes).take(kept), found


def in_documents(
    segment: Segment, field: str, units: Docs, docs: Sequence[int]
) -> Iterator[tuple[int, int, list[int]]]:
    """Yield where units stand in a few documents: a unit's place in `units`, document, positions.

    The documents ascend. Meant for the hits of a page, which are far apart.
    """
    lists = _lists(segment, field, units)
    placed: list[tuple[int, int, int]] = []
    if len(lists.read):
        at, whose, found = _read(segment, field, lists, np.array(docs, np.intp))
        placed += zip(whose.tolist(), found.tolist(), at.tolist(), strict=True)
    for number in lists.searched.tolist():
        start, stop = int(lists.starts[number]), int(lists.stops[number])
        some = segment.few_docs(field, start, stop, docs)
        placed += [(number, doc, posting) for doc, posting in some]
    starts, lengths = segment.positions_of(field, np.array([at for *_, at in placed], np.intp))
    positions = segment.positions_at(field, stretches(starts, lengths)).tolist()
    ends = lengths.cumsum().tolist()
    for (number, doc, _), first, last in zip(placed, [0, *ends], ends, strict=False):
        yield number, doc, positions[first:last]


def owners(segment: Segment, field: str, units: tuple[int, int], postings: Any) -> Any:
    """Return whose each posting is, of a range of units."""
    ends = segment.column(f"{field}_ends")[units[0] + 1 : units[1] + 1]
    return units[0] + ends.searchsorted(np.asarray(postings, ends.dtype), "right")


def of_keys(segment: Segment, field: str, keys: Iterable[str], docs: Docs) -> Spans:
    """Return where the words of any of these keys stand in these documents (ascending)."""
    units = units_of(segment, keys)
    lists = _lists(segment, field, units)
    pieces = [_of_unit(segment, field, unit, docs) for unit in units[lists.searched].tolist()]
    if len(lists.read):
        at, _, found = _read(segment, field, lists, docs)
        pieces.append(of_postings(segment, field, at, found))
    elif len(pieces) == 1:
        return Spans(pieces[0])
    together = np.concatenate([*pieces, np.empty(0, np.int64)])
    return Spans(distinct(np.sort(together, kind=MERGED)))


def units_of(segment: Segment, keys: Iterable[str]) -> Docs:
    """Return the units that keys mean, each once, ascending."""
    lists = {number for key in keys if (number := segment.find(key)) >= 0}
    members = [np.array(segment.members(number), np.intp) for number in lists]
    return distinct(np.sort(np.concatenate([NONE, *members])))


def of_phrase(
    segment: Segment, node: q.Phrase, docs: Docs, known: Mapping[str, Docs] | None = None
) -> Spans:
    """Return where a phrase stands in these documents; the rarest word is looked at first.

    `known` has, by word, the postings of just these documents, where they are known.
    """
    field, known = node.fieldname, known or {}
    words = [(word, i) for i, word in enumerate(node.words)]
    (rarest, place), *rest = sorted(words, key=lambda word: segment.count(field, word[0]))
    starts = _of_word(segment, field, rarest, docs, known) - place
    for i, (word, place) in enumerate(rest):
        if not len(starts):
            break
        if i:
            docs, known = distinct(starts >> SHIFT), {}
        starts = _in_both(starts, _of_word(segment, field, word, docs, known) - place)
    return Spans(starts, len(node.words))


def _of_word(
    segment: Segment, field: str, word: str, docs: Docs, known: Mapping[str, Docs]
) -> NDArray[np.int64]:
    """Return where a word stands in these documents."""
    if word in known and segment.find(word) < segment.units:
        return of_postings(segment, field, known[word], docs)
    return of_keys(segment, field, [word], docs).starts


def _in_both(one: Ints, other: Ints) -> Ints:
    """Return the numbers in both of two arrays that have each number once, ascending.

    Merging takes less than looking each one up: these arrays are about as long as each other.
    """
    every = np.concatenate((one, other))
    every.sort(kind=MERGED)
    both: Ints = every[1:][every[1:] == every[:-1]]
    return both


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
    if not len(sorted_values):
        return np.zeros(len(low), np.bool_)
    next_one = sorted_values.take(sorted_values.searchsorted(low), mode="clip")
    found: NDArray[np.bool_] = (low <= next_one) & (next_one < high)
    return found


def of_node(segment: Segment, node: Any, docs: Docs) -> Spans:
    """Return where a Term, a Phrase, or any of several stands in these documents."""
    if isinstance(node, q.Phrase):
        return of_phrase(segment, node, docs)
    terms = node.subqs if isinstance(node, AnyForm) else [node]
    return of_keys(segment, terms[0].fieldname, [term.text for term in terms], docs)
