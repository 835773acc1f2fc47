"""Snippets: the passages of an article that answer a question best, every match marked.

Windows are chosen among the marks alone; where words stand in the text is stored with it.
"""

from collections.abc import Sequence

from searchapp.engines.whoosh.format.stored import Record
from searchapp.engines.whoosh.searching.marks import Match
from searchapp.results import Snippet

WIDTH = 220
"""Characters of a snippet, about."""
EDGE = 40
"""Characters of a snippet at least that are not between its first match and its last."""
SNIPPETS = 2
"""Snippets of a body at most."""


Mark = tuple[int, int, int]
"""A match in characters, from and to, and its leaf."""


def snippets(record: Record, title: Sequence[Match], body: Sequence[Match]) -> tuple[Snippet, ...]:
    """Return the title, if anything matches in it, and the best windows of the body."""
    marked = [_title(record, title)] if title else []
    return (*marked, *_body(record, body))


def _title(record: Record, found: Sequence[Match]) -> Snippet:
    text = record.text("title")
    return Snippet("title", text, _ranges(_marks(record, "title", found), 0, len(text)))


def _body(record: Record, found: Sequence[Match]) -> list[Snippet]:
    text = record.text("body")
    if not found:
        return [Snippet("body", text[: _cut(text, WIDTH)].strip())] if text else []
    marks = _marks(record, "body", found)
    chosen: list[tuple[int, int]] = []
    unseen = {leaf for _, _, leaf in marks}
    while unseen and len(chosen) < SNIPPETS:
        span = _best_span(marks, chosen, unseen)
        if span is None:
            break
        start, stop = _window(text, span)
        chosen.append((start, stop))
        unseen -= {leaf for first, _, leaf in marks if start <= first < stop}
    return [_shown(text, marks, *window) for window in sorted(chosen)]


def _marks(record: Record, field: str, found: Sequence[Match]) -> list[Mark]:
    span = record.places(field).span
    return [(*span(first, width), leaf) for first, width, leaf in found]


def _best_span(
    marks: Sequence[Mark], chosen: Sequence[tuple[int, int]], unseen: set[int]
) -> tuple[int, int] | None:
    """Return the characters, in none of the windows chosen, with most words not yet seen in these.

    None if no word is new. Of equal ones the one with most matches, then the first. One pass: the
    window that begins with a mark ends with the last that fits.
    """
    best, where, stop, new = (0, 0), None, 0, 0
    inside = dict.fromkeys(unseen, 0)
    for i, (first, _, leaf) in enumerate(marks):
        reach = first + WIDTH - EDGE
        while stop < len(marks) and (stop == i or marks[stop][1] <= reach):
            coming = marks[stop][2]
            if coming in inside:
                new += not inside[coming]
                inside[coming] += 1
            stop += 1
        worth = (new, stop - i)
        if new and worth > best and not any(a <= first < b for a, b in chosen):
            best, where = worth, (i, stop)
        if leaf in inside:
            inside[leaf] -= 1
            new -= not inside[leaf]
    if where is None:
        return None
    return marks[where[0]][0], max(end for _, end, _ in marks[slice(*where)])


def _window(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return a window around a span, at the ends of sentences or at least of words."""
    room = max(WIDTH - (span[1] - span[0]), 0)
    start = _back(text, span[0], room // 2)
    stop = min(max(span[1], start + WIDTH), len(text))
    return start, span[1] + _cut(text[span[1] : stop + 1], stop - span[1])


def _shown(text: str, marks: Sequence[Mark], start: int, stop: int) -> Snippet:
    inside = [mark for mark in marks if start <= mark[0] < stop]
    return Snippet("body", text[start:stop], _ranges(inside, start, stop))


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


def _ranges(marks: Sequence[Mark], start: int, stop: int) -> tuple[tuple[int, int], ...]:
    """Return the characters of marks from `start` on, up to `stop`, overlapping ones joined."""
    joined: list[tuple[int, int]] = []
    for first, end, _ in marks:
        low, high = first - start, min(end, stop) - start
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)
