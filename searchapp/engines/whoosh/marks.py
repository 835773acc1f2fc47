"""Snippets: the passages of an article that answer a question best, every match marked.

Where a word stands comes from the postings' positions and the places stored with the article; the
text is never analysed again. A window is as good as the sum of the weights of the different words
in it, then of all matches in it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import languages
from searchapp.compile import AnyForm, Forms
from searchapp.engines.whoosh import occurrences, vocabulary
from searchapp.engines.whoosh.segment import Segment
from searchapp.engines.whoosh.stored import Record
from searchapp.languages.levels import FOLD
from searchapp.results import Snippet

WIDTH = 220
"""Characters of a snippet, about."""
SNIPPETS = 2
"""Snippets of a body at most."""
GROUPS = (q.And, q.Or, Forms, q.DisjunctionMax)

Ints = NDArray[Any]


class Match(NamedTuple):
    """A match in one text: words `first`..`first + width - 1`, and which leaf of the tree it is."""

    first: int
    width: int
    leaf: int


def leaves(node: q.Query) -> Iterator[Any]:
    """Yield what can stand in a text: words, phrases, patterns; nothing that is negated."""
    if isinstance(node, q.AndNot | q.Require):
        yield from leaves(node.a)
    elif isinstance(node, GROUPS):
        for child in node.subqueries:
            yield from leaves(child)
    elif isinstance(node, AnyForm):
        yield from node.subqs
    elif isinstance(node, SpanNear2):
        for child in node.qs:
            yield from leaves(child)
    elif isinstance(node, q.ConstantScoreQuery):
        yield from leaves(node.child)
    elif isinstance(node, q.Term | q.Phrase | q.Prefix | q.Wildcard | q.FuzzyTerm):
        yield node


def matches(
    segment: Segment, nodes: Sequence[Any], field: str, docs: Sequence[int]
) -> dict[int, list[Match]]:
    """Return the matches of leaves in a field of each of these documents."""
    wanted = np.array(sorted(docs), np.uint32)
    found: dict[int, list[Match]] = {doc: [] for doc in docs}
    for number, node in enumerate(nodes):
        if node.fieldname != field:
            continue
        for spans in _spans(segment, node, wanted):
            for start in spans.starts.tolist():
                position = start & ((1 << occurrences.SHIFT) - 1)
                found[start >> occurrences.SHIFT].append(Match(position, spans.width, number))
    return found


def _spans(segment: Segment, node: Any, docs: Ints) -> Iterator[occurrences.Spans]:
    if isinstance(node, q.Term) and node.text.startswith(FOLD):
        yield from _spelled(segment, node, docs)
    elif isinstance(node, q.Term | q.Phrase):
        yield occurrences.of_node(segment, node, docs)
    else:
        yield _fitting(segment, node, docs)


def _spelled(segment: Segment, node: q.Term, docs: Ints) -> Iterator[occurrences.Spans]:
    """Yield where words stand that are spelled otherwise; "e-mail" is as wide as its parts."""
    number = segment.find(node.text)
    for unit in segment.members(number) if number >= 0 else ():
        key = int(segment.column("unit_key")[unit])
        (word,) = segment.key_range(key, key + 1)
        found = occurrences.of_units(segment, node.fieldname, [unit], docs)
        yield occurrences.Spans(found.starts, len(languages.tokenize(word.decode()).words))


def _fitting(segment: Segment, node: Any, docs: Ints) -> occurrences.Spans:
    pieces = [np.empty(0, np.int64)]
    for first, last in vocabulary.unit_ranges(segment, node):
        start, stop = segment.extent(node.fieldname, first, last)
        at = start + np.flatnonzero(np.isin(segment.docs(node.fieldname, start, stop), docs))
        pieces += [occurrences.of_posting(segment, node.fieldname, int(i)) for i in at]
    return occurrences.Spans(np.unique(np.concatenate(pieces)))


def snippets(record: Record, title: Sequence[Match], body: Sequence[Match]) -> tuple[Snippet, ...]:
    """Return the title, if anything matches in it, and the best windows of the body."""
    marked = [_title(record, title)] if title else []
    return (*marked, *_body(record, body))


def _title(record: Record, found: Sequence[Match]) -> Snippet:
    starts, ends = record.places("title")
    return Snippet("title", record.text("title"), _ranges(found, starts, ends, 0))


def _body(record: Record, found: Sequence[Match]) -> list[Snippet]:
    text = record.text("body")
    starts, ends = record.places("body")
    if not found or not len(starts):
        return [Snippet("body", text[: _cut(text, WIDTH)].strip())] if text else []
    found = sorted(found)
    chosen: list[tuple[int, int]] = []
    seen: set[int] = set()
    for _ in range(SNIPPETS):
        window = _best_window(found, starts, ends, chosen, seen)
        if window is None:
            break
        chosen.append(window)
        seen |= {m.leaf for m in found if window[0] <= starts[m.first] < window[1]}
    return [_window(text, found, starts, ends, span) for span in sorted(chosen)]


def _best_window(
    found: Sequence[Match],
    starts: Ints,
    ends: Ints,
    chosen: Sequence[tuple[int, int]],
    seen: set[int],
) -> tuple[int, int] | None:
    """Return the characters of the window with most words not yet seen, None if none is new."""
    best, where = 0, None
    for i, match in enumerate(found):
        start = int(starts[match.first])
        if any(a <= start < b for a, b in chosen):
            continue
        leaves_here: set[int] = set()
        last = start
        for other in found[i:]:
            end = int(ends[min(other.first + other.width, len(ends)) - 1])
            if end - start > WIDTH - 40 and other is not match:
                break
            leaves_here.add(other.leaf)
            last = max(last, end)
        new = len(leaves_here - seen)
        if new > best:
            best, where = new, (start, last)
    return where


def _window(
    text: str, found: Sequence[Match], starts: Ints, ends: Ints, span: tuple[int, int]
) -> Snippet:
    """Return a window around a span, at the ends of sentences or at least of words."""
    room = max(WIDTH - (span[1] - span[0]), 0)
    start = _back(text, span[0], room // 2)
    stop = min(max(span[1], start + WIDTH), len(text))
    stop = span[1] + _cut(text[span[1] :], stop - span[1])
    inside = [m for m in found if start <= starts[m.first] and starts[m.first] < stop]
    piece = text[start:stop]
    ranges = _ranges(inside, starts, ends, start)
    return Snippet("body", piece, tuple((a, min(b, len(piece))) for a, b in ranges))


def _back(text: str, at: int, room: int) -> int:
    """Return where to start before `at`: a sentence's start in reach, else a word's."""
    if at <= room:
        return 0
    low = at - room
    sentence = max(text.rfind(mark, low, at) for mark in (". ", "\n", "? ", "! "))
    if sentence >= 0:
        return sentence + (1 if text[sentence] == "\n" else 2)
    space = text.find(" ", low, at)
    return space + 1 if space >= 0 else low


def _cut(text: str, room: int) -> int:
    """Return where to stop, at most `room` on: at a paragraph's end, else at a word's."""
    end = text.find("\n", 0, room)
    if end >= 0:
        return end
    if len(text) <= room:
        return len(text)
    space = text.rfind(" ", 0, room + 1)
    return space if space > 0 else room


def _ranges(
    found: Sequence[Match], starts: Ints, ends: Ints, offset: int
) -> tuple[tuple[int, int], ...]:
    """Return the characters of matches, counted from an offset, overlapping ones joined."""
    last_word = len(ends) - 1
    joined: list[tuple[int, int]] = []
    for match in sorted(found):
        start = int(starts[match.first]) - offset
        stop = int(ends[min(match.first + match.width - 1, last_word)]) - offset
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return tuple(joined)
