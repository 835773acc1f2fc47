"""Dates as outlets write them, in English and Danish, and never more of them than they say.

`stated` finds a date in a line of text; `published` reads the date of a record, feed or page.
Month and weekday names come from CLDR, through Babel. Impossible dates are no dates. A day without
a year is kept as such (`Stated`): `searchapp.readers.years` may know the year. To add a language,
add its locales to `LOCALES`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from searchapp.article import Published

LOCALES = ("en", "en_GB", "da")
FIRST_YEAR = 1600
"""No newspaper is older."""
DAY_FIRST = frozenset({"da", "nb", "nn", "no", "sv", "de", "fr", "es", "it", "nl", "en-gb"})
"""Languages in which 03/04/2018 can only mean April."""

ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d./-])")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
EPOCH = re.compile(r"-?\d{9,16}(?:\.\d*)?")
NET = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
"""An epoch as .NET writes it in JSON; the time zone says how to show it, it is in UTC."""
FIGURES = re.compile(r"\d[./-]\d")
YEAR_LAST = re.compile(r"(\d) \d\d:\d\d:\d\d(?: [A-Z+-][\w:]+)? (\d{4})$")
"""As the C library and some services write it: "Wed Aug 22 10:11:12 +0000 2018"."""
SHORT_YEAR = re.compile(r"(?<=\d [A-Z][a-z]{2} )\d\d(?= \d\d:\d\d)")
"""The year as RFC 822 writes it, and feeds may: "Wed, 22 Aug 18 10:11:12 GMT"."""
LARGEST_SECONDS = 10**11
"""A count of time above this is in milliseconds (and above a thousand times it, microseconds)."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says of a date; `weekday` is 0 for Monday. Not checked: see `value`.

    A month or day 0 is one that is not known, as databases write it ("2018-08-00").
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a line, at `text[start:end]`."""

    date: Stated
    start: int
    end: int


@cache
def month_names() -> dict[str, int]:
    """Return the months' names and abbreviations, lower-case and without full stop."""
    return dict(calendar_names("months"))


@cache
def weekday_names() -> dict[str, int]:
    """Return the weekdays' names and abbreviations, lower-case, to 0 for Monday."""
    # CLDR has no Danish abbreviations of three letters for these two; most software does.
    return dict(calendar_names("days")) | {"tir": 1, "tor": 3}


def calendar_names(kind: str) -> Iterator[tuple[str, int]]:
    """Yield the names of months or days in every locale, in every written-out width."""
    from babel import Locale

    for code in LOCALES:
        for widths in getattr(Locale.parse(code), kind).values():
            for width in ("abbreviated", "wide"):
                for number, name in widths.get(width, {}).items():
                    yield name.casefold().rstrip("."), number


def month_number(name: str) -> int | None:
    """Return the number of the month with this name or abbreviation."""
    return month_names().get(name.casefold().rstrip("."))


def names_pattern(names: dict[str, int]) -> str:
    """Return a pattern for any of the names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


@cache
def mention_pattern() -> re.Pattern[str]:
    """Return the pattern of a date in a line, in words or figures, with its weekday."""
    month, weekday = names_pattern(month_names()), names_pattern(weekday_names())
    return re.compile(
        rf"""(?:(?<![\w./-])|(?<=\d{{4}})(?=[^\W\d]))(?:(?P<weekday>{weekday})\b\.?,?\s+)?(?:(?:den|d\.|the)\s*)?(?:
        (?P<y1>\d{{4}})(?P<s1>[-/.])(?P<n1>\d\d?)(?P=s1)(?P<n2>\d\d?)(?!\d)
        |(?P<d2>\d\d?)(?:st|nd|rd|th|\.)?(?:\s+of)?[\s-]*(?P<m2>{month})\b\.?,?(?:[\s-]+(?P<y2>\d{{4}})\b)?
        |(?P<m3>{month})\b\.?\s+(?P<d3>\d\d?)(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(?P<y3>\d{{4}})\b)?
        |(?P<m4>{month})\b\.?,?\s+(?P<y4>\d{{4}})\b
        |(?P<n5>\d\d?)(?P<s5>[./-])(?P<n6>\d\d?)(?:(?P=s5)|[\s-]+)(?P<y5>\d{{4}}|\d\d(?![\d:.]))(?!\d)
        )""",
        re.I | re.X,
    )


def stated(text: str, language: str = "") -> Mention | None:
    """Return the first date in a line of text, None where there is none."""
    return next(mentions(text, language), None)


def mentions(text: str, language: str = "") -> Iterator[Mention]:
    """Yield the dates in a line of text, in order."""
    if not may_have(text.lower()):
        return
    for match in mention_pattern().finditer(text):
        if found := interpret(match.groupdict(), language):
            yield Mention(found, match.start(), match.end())


def may_have(text: str) -> bool:
    """Tell whether a text in small letters can have a date in it; quick."""
    return any(month in text for month in month_beginnings()) or bool(FIGURES.search(text))


@cache
def month_beginnings() -> tuple[str, ...]:
    """Return the first three letters of the months' names."""
    return tuple({name[:3] for name in month_names()})


def interpret(parts: dict[str, str | None], language: str) -> Stated | None:
    """Return what a matched date says, None where no calendar has such a day."""
    weekday = weekday_names()[name.casefold()] if (name := parts["weekday"]) else None
    if parts["n5"] and parts["n6"] and parts["y5"] and parts["s5"]:
        year, month, day = figures(parts["n5"], parts["n6"], parts["y5"], parts["s5"], language)
    else:
        year = number(parts["y1"] or parts["y2"] or parts["y3"] or parts["y4"])
        name = parts["m2"] or parts["m3"] or parts["m4"]
        month = month_number(name) if name else number(parts["n1"])
        day = number(parts["n2"] or parts["d2"] or parts["d3"])
    found = Stated(year, month, day, weekday)
    return found if possible(found) else None


def number(digits: str | None) -> int | None:
    """Return digits as a number."""
    return int(digits) if digits else None


def figures(
    first: str, second: str, year: str, mark: str, language: str
) -> tuple[int | None, int | None, int | None]:
    """Return year, month and day of a date in figures, only the year where the order is unknown.

    Between full stops the day stands first everywhere. Otherwise a part above 12 tells, or the
    language, or that both are the same.
    """
    a, b = int(first), int(second)
    if len(year) == 2 and mark != ".":
        return None, None, None
    whole = int(year) if len(year) == 4 else century(int(year))
    if mark == "." or a > 12 or a == b or is_day_first(language):
        return whole, b, a
    if b > 12 or language.casefold() == "en-us":
        return whole, a, b
    return whole, None, None


def is_day_first(language: str) -> bool:
    """Tell whether a language (or "en-GB") always writes the day before the month."""
    code = language.casefold().replace("_", "-")
    return code in DAY_FIRST or code.split("-", 1)[0] in DAY_FIRST


def century(year: int) -> int:
    """Return a year of two digits in full: the latest that is not in the future."""
    now = date.today().year
    return now - (now - year) % 100


def possible(found: Stated) -> bool:
    """Tell whether some calendar day is as stated."""
    if not found.month:
        return found.year is not None and plausible(found.year)
    # 2000 had every day of the year; it stands in for a year that is not known.
    year = found.year if found.year is not None else 2000
    try:
        date(year, found.month, found.day or 1)
    except ValueError:
        return False
    return plausible(year)


def plausible(year: int) -> bool:
    """Tell whether an article can be of that year."""
    return FIRST_YEAR <= year <= date.today().year + 1


def value(found: Stated) -> Published | None:
    """Return a stated date as an article keeps it, None without a year or where impossible."""
    if found.year is None or not possible(found):
        return None
    if not found.month:
        return Published(f"{found.year:04}")
    if not found.day:
        return Published(f"{found.year:04}-{found.month:02}")
    return Published(f"{found.year:04}-{found.month:02}-{found.day:02}")


def published(raw: object, language: str = "") -> Published | None:
    """Return the date of a record, feed or page: ISO, RFC 822, epoch or words.

    The day is kept as the outlet wrote it, whatever the time zone. An epoch has none: UTC.
    """
    if isinstance(raw, str):
        text = raw.strip()[:200]
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        text = number_text(raw)
    else:
        return None
    if match := ISO.match(text):
        return iso(match[0])
    match = COMPACT.fullmatch(text)
    if match and (found := value(Stated(*map(int, match.groups())))):
        return found
    if match := NET.fullmatch(text):
        text = match[1]
    if EPOCH.fullmatch(text):
        return of_epoch(float(text))
    text = SHORT_YEAR.sub(lambda year: f"{century(int(year[0]))}", YEAR_LAST.sub(r"\1 \2", text))
    mention = stated(text, language)
    return value(mention.date) if mention else None


@lru_cache(8192)
def iso(text: str) -> Published | None:
    """Return the date of an ISO 8601 prefix, "2018", "2018-08" or "2018-08-21"."""
    return value(Stated(*map(int, text.split("-"))))


def number_text(raw: int | float) -> str:
    """Return a number's digits, "" where it is too large to be a time."""
    return f"{raw:.0f}" if abs(raw) < 10**16 else ""


def of_epoch(seconds: float) -> Published | None:
    """Return the day of a count of seconds, milliseconds or microseconds since 1970, in UTC."""
    while abs(seconds) >= LARGEST_SECONDS:
        seconds /= 1000
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return value(Stated(moment.year, moment.month, moment.day))
