"""What an engine should answer, worked out from records by plain Python."""

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from searchapp.query import Query
from searchapp.results import FacetCount, Results
from tests.engines.piles import Record

NEVER = datetime.date.max.toordinal()


def days(value: str | None) -> tuple[int, int] | None:
    """Return the first and the last day a date may mean."""
    if value is None:
        return None
    year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
    last = day or calendar.monthrange(year, month or 12)[1]
    first = datetime.date(year, month or 1, day or 1)
    return first.toordinal(), datetime.date(year, month or 12, last).toordinal()


def within(record: Record, first: str | None, last: str | None) -> bool:
    """Return whether all days an article may be of are in a range."""
    if first is None and last is None:
        return True
    own = days(record.get("date"))
    low, high = days(first), days(last)
    return own is not None and (not low or low[0] <= own[0]) and (not high or own[1] <= high[1])


def fits(record: Record, query: Query, but: str = "") -> bool:
    """Return whether an article obeys the choices of a query, all but one facet's."""
    source = not query.source or record.get("source", "unknown") in query.source
    language = not query.language or record["language"] in query.language
    published = within(record, query.from_, query.to)
    obeyed = {"source": source, "language": language, "published": published}
    return all(kept for facet, kept in obeyed.items() if facet != but)


def in_order(records: Iterable[Record], order: str) -> list[str]:
    """Return identifiers newest or oldest first, then by id; undated last."""
    sign = 1 if order == "oldest" else -1

    def key(record: Record) -> tuple[int, str]:
        own = days(record.get("date"))
        return (sign * own[0] if own else NEVER), record["id"]

    return [record["id"] for record in sorted(records, key=key)]


def choices(matching: Sequence[Record], query: Query, facet: str) -> Counter[str | None]:
    """Return how many articles have each value of "source" or "language"."""
    return Counter(one.get(facet) for one in matching if fits(one, query, but=facet))


def years(matching: Sequence[Record], query: Query) -> Counter[str | None]:
    """Return how many articles are of each year."""
    dates = (one.get("date") for one in matching if fits(one, query, but="published"))
    return Counter(date and date[:4] for date in dates)


def counted(facet: FacetCount) -> Mapping[str | None, int]:
    """Return a facet's counts, those without a value under None."""
    found: dict[str | None, int] = {
        value.value: value.articles
        for value in facet.values
        if value.articles or not value.selected  # what is chosen may be listed with none
    }
    return found | ({None: facet.missing} if facet.missing else {})


def check_counts(results: Results, matching: Sequence[Record], query: Query) -> None:
    """Check the totals and facets of an answer, given the articles that match the words."""
    assert results.articles == sum(fits(one, query) for one in matching)
    for facet in ("source", "language"):
        assert counted(results.facets[facet]) == choices(matching, query, facet), facet
    if results.facets["published"].interval == "year":
        assert counted(results.facets["published"]) == years(matching, query)
