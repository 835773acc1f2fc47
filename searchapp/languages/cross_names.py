"""Names of the world in two languages, from CLDR (Babel): what `cross` need not have written out.

To take in more of CLDR, add a function that yields pairs to `SOURCES`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from babel import Locale

Pair = tuple[str, str]
"""What one thing is called in two languages."""

LONGEST_CODE = 2
"""Letters of the code of a language or a territory that papers write about."""
ASIDE = re.compile(r"\s*[(\[].*?[)\]]")
"""What a name adds for clearness: Myanmar (Burma)."""


def territories(one: Locale, other: Locale) -> Iterator[Pair]:
    """Yield the names of countries and other territories, the continents included."""
    yield from _named(one.territories, other.territories)


def tongues(one: Locale, other: Locale) -> Iterator[Pair]:
    """Yield the names of languages that have a code of two letters."""
    yield from _named(one.languages, other.languages)


def _named(ones: Mapping[str, str], others: Mapping[str, str]) -> Iterator[Pair]:
    for code, name in ones.items():
        if code in others and (len(code) <= LONGEST_CODE or code.isdecimal()):
            yield ASIDE.sub("", name), ASIDE.sub("", others[code])


def cities(one: Locale, other: Locale) -> Iterator[Pair]:
    """Yield the names of the cities that time zones are named after, capitals most of them."""
    zones: Mapping[Any, Any] = other.time_zones
    for zone in zones:
        if "/" in zone and not zone.startswith("Etc/"):
            yield _city(zone, one.time_zones), _city(zone, zones)


def _city(zone: str, zones: Mapping[Any, Any]) -> str:
    """Return what a zone's city is called; where CLDR is silent, as the zone is: New_York."""
    known: Mapping[str, str] = zones.get(zone, {})
    return known.get("city") or zone.rsplit("/", 1)[1].replace("_", " ")


def calendar(one: Locale, other: Locale) -> Iterator[Pair]:
    """Yield the names of months and weekdays."""
    for names in ("months", "days"):
        ones, others = (getattr(locale, names)["format"]["wide"] for locale in (one, other))
        yield from ((ones[number], others[number]) for number in ones)


SOURCES: tuple[Callable[[Locale, Locale], Iterator[Pair]], ...] = (
    territories,
    tongues,
    cities,
    calendar,
)


def names(one: str, other: str) -> Iterator[Pair]:
    """Yield what is called differently in two languages, by their codes."""
    locales = Locale(one), Locale(other)
    for source in SOURCES:
        yield from (pair for pair in source(*locales) if pair[0] != pair[1])
