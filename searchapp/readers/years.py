"""The year of a date that states none, where the text fixes it.

Two things together can fix a year. The weekday: 25 September is a Saturday only every fifth,
sixth or eleventh year. And bounds: a numbered yearly event ("the 76th session of the UN General
Assembly") bounds it to that session; and an article is not older than the newest past year it
speaks of, and is taken to be of the five years from there, in which no weekday comes again. Where
exactly one year within the bounds has the weekday, it is the year, marked as inferred; in every
other case the year stays unknown. The day of indexing plays no part: what is inferred today is
inferred in ten years.

A weekday that stands with the date itself is taken by its word. One in the report ("said on
Saturday") may mean the day of the date or the day before: it only counts with a numbered event,
and only where both readings leave the same year.

To add a numbered event, add it to `EVENTS`.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from searchapp.article import Published
from searchapp.readers.dates import Stated, names_pattern, value, weekday_names

LEAD = 600
"""Characters of the report in which a weekday means the date of the dateline."""
WRITTEN_OUT = 6
"""Letters of the shortest weekday written out; abbreviations mean too many other things."""

WITHIN = 4
"""Years from the newest past year in a report to its own: a weekday comes again after five."""

EVENTS: tuple[tuple[re.Pattern[str], Callable[[int], tuple[date, date]]], ...] = (
    (
        # The first met in 1946 and the second in the autumn of that year; each since then opens
        # in September and runs until the next does.
        re.compile(
            r"\b(\d\d)(?:st|nd|rd|th|\.)\s+(?:(?:regular\s+)?session\s+of\s+the\s+)?"
            r"(?:(?:UN|U\.N\.|United\s+Nations|FN'?s)\s+)?(?:General\s+Assembly|generalforsamling)",
            re.I,
        ),
        lambda nth: (date(1945 + nth, 9, 10), date(1946 + nth, 9, 9)),
    ),
    (
        # The 64th Academy Awards were given in the spring of 1992.
        re.compile(
            r"\b(\d\d)(?:st|nd|rd|th|\.)\s+(?:annual\s+)?(?:Academy\s+Awards|Oscars?\b)", re.I
        ),
        lambda nth: (date(1928 + nth, 1, 1), date(1928 + nth, 12, 31)),
    ),
    (
        # COP1 met in 1995; COP26 was put off by a year.
        re.compile(r"\bCOP-?\s?(\d\d?)\b"),
        lambda nth: (date(1994 + nth + (nth > 25), 1, 1), date(1994 + nth + (nth > 25), 12, 31)),
    ),
)
"""Yearly events that are numbered: how they are written, and the first and last day of the nth."""

PAST_YEAR = re.compile(
    r"\b(?:in|since|of|during|from|late|early|mid|i|siden|fra|efter|after|sidst i|året)\s+"
    r"(?:[A-Za-zæøå]+\s+)?((?:19|20)\d\d)\b(?!\s*[-–]?\s*(?:goal|target|mål|election|valg))",
    re.I,
)

SENTENCE = re.compile(r"(?<=[.!?])\s")
TO_COME = re.compile(
    r"\b(?:will|would|shall|may|plan\w*|expect\w*|aim\w*|due|hope\w*|next|coming|until|ahead|target\w*"
    r"|vil|ville|skal|skulle|kan|ventes|forvent\w*|plan(?:en|er|lagt)?|håber?|næste|kommende|indtil|mål\w*)\b",
    re.I,
)
"""Words of a sentence whose years may be yet to come."""


def infer(found: Stated, text: str) -> Published | None:
    """Return the date with its year, where `text` fixes it; None where it does not."""
    if found.year is not None or found.month is None or found.day is None:
        return None
    event = event_bounds(text)
    if found.weekday is not None:
        bounds = event or stated_bounds(text)
        years = candidates(found, found.weekday, bounds) if bounds else set()
    else:
        said = reported_weekday(text[:LEAD]) if event else None
        if said is None or event is None:
            return None
        years = candidates(found, said, event) | candidates(found, (said + 1) % 7, event)
    if len(years) != 1:
        return None
    known = value(Stated(years.pop(), found.month, found.day))
    return Published(known.value, inferred=True) if known else None


def candidates(found: Stated, weekday: int, bounds: tuple[date, date]) -> set[int]:
    """Return the years in which the date falls on the weekday, within the bounds."""
    years = set()
    for year in range(bounds[0].year, bounds[1].year + 1):
        try:
            day = date(year, found.month or 0, found.day or 0)
        except ValueError:
            continue
        if bounds[0] <= day <= bounds[1] and day.weekday() == weekday:
            years.add(year)
    return years


def event_bounds(text: str) -> tuple[date, date] | None:
    """Return the first and last day of the numbered event the text speaks of, if just one."""
    spans = {span(int(match[1])) for pattern, span in EVENTS for match in pattern.finditer(text)}
    return spans.pop() if len(spans) == 1 else None


def stated_bounds(text: str) -> tuple[date, date] | None:
    """Return the bounds that the newest past year in the text gives, None where it names none."""
    told = (part for part in SENTENCE.split(text) if not TO_COME.search(part))
    newest = max((int(match[1]) for part in told for match in PAST_YEAR.finditer(part)), default=0)
    return (date(newest, 1, 1), date(newest + WITHIN, 12, 31)) if newest else None


@cache
def weekday_pattern() -> re.Pattern[str]:
    """Return the pattern of a weekday written out, in English or Danish ("i lørdags" too)."""
    full = {name: day for name, day in weekday_names().items() if len(name) >= WRITTEN_OUT}
    return re.compile(rf"\b({names_pattern(full)})s?\b", re.I)


def reported_weekday(text: str) -> int | None:
    """Return the weekday that the text names, None where it names none or several."""
    found = {weekday_names()[match[1].casefold()] for match in weekday_pattern().finditer(text)}
    return found.pop() if len(found) == 1 else None
