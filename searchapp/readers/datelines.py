"""Datelines: what opens a report, as in "LONDON, March 3 (Reuters) -" or "KØBENHAVN, 3. marts."."""

import re
from dataclasses import dataclass

from searchapp.readers.bylines import UPPER
from searchapp.readers.dates import Mention, Stated, stated
from searchapp.readers.outlets import agency

DATELINE = re.compile(
    rf"(?P<place>[{UPPER}][\w'’.,/ -]{{1,60}}?)?\s*"
    r"(?:\((?P<round>[^()\d]{2,40})\)|/(?P<slashes>[A-ZÆØÅa-z][\w .-]{1,30}(?:/[\w .-]{2,30})?)/)"
    r"\s*(?P<dash>\.|:|--|[-–—])?"
)
PLACE_AND_DAY = re.compile(
    rf"[{UPPER}][\w'’-]*(?:[ /][{UPPER}][\w'’-]*){{0,3}}(?:,\s+[{UPPER}][\w. ]{{1,30}})?"
    r"[,.]?\s+(?:den\s+)?$"
)
"""A place, with its state or country, before the day."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens a report: "LONDON, March 3 (Reuters) -"."""

    source: str | None
    date: Stated | None


def dateline(text: str) -> Dateline | None:
    """Return what opens a report, None where it opens without place, day and agency."""
    start = text[:120]
    found = DATELINE.match(start)
    source = dateline_source(found) if found else None
    mention = stated(start)
    if source and found:
        inside = mention if mention and mention.end <= found.end() else None
        return Dateline(source, inside.date if inside else None)
    if mention and is_dateline_day(start, mention):
        return Dateline(None, mention.date)
    return None


def dateline_source(found: re.Match[str]) -> str | None:
    """Return the agency of a dateline: a known one, or any name before the dash of a report."""
    name = found["round"] or found["slashes"].split("/")[0]
    if known := agency(name):
        capital = (found["place"] or "").split(",")[0].isupper()
        return known if found["dash"] or capital or not found["place"] else None
    shouted = (found["place"] or "").split(",")[0].strip().isupper()
    return (
        name.strip()
        if found["dash"] and shouted and name[0].isupper() and name.count(" ") < 3
        else None
    )


def is_dateline_day(start: str, mention: Mention) -> bool:
    """Tell whether a day stands between a place and the mark that opens the report."""
    if mention.date.day is None or not PLACE_AND_DAY.fullmatch(start[: mention.start]):
        return False
    # A full stop that an abbreviated month might have is the mark itself after a whole one.
    after = start[mention.end - start[: mention.end].endswith(".") :]
    place = start[: mention.start].strip(" ,.")
    opening = re.match(r"\s*(?:[-–—]|\.|:|\()", after) or re.match(r"\s*$", after)
    return bool(opening) and (
        place.isupper() or bool(re.match(r"\s*[-–—]", after)) or " " not in place
    )
