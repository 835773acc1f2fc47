"""Facet counts: exact, each free of its own filter, from the counts by combination."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from searchapp.days import ordinal, span
from searchapp.engines.whoosh.searching.collect import Matched
from searchapp.engines.whoosh.searching.snapshot import Snapshot
from searchapp.engines.whoosh.searching.values import Counted
from searchapp.query import MAX_VALUE, Query
from searchapp.results import FacetCount, FacetValue

LISTED = 20
"""Values of a facet at most; the rest is counted as others."""


def facets(
    snapshot: Snapshot, matched: Sequence[Matched], query: Query
) -> Mapping[str, FacetCount]:
    """Return the counts of all facets."""
    values = snapshot.facet_values
    found = values.counted([[m.counts(but=facet) for facet in values.names] for m in matched])
    return {
        "source": _choices(found["source"], query.source),
        "published": _published(found["published"], matched, query),
        "language": _choices(found["language"], query.language),
    }


def _choices(found: Counted, selected: Sequence[str]) -> FacetCount:
    """Return what can be chosen and counts most; a name too long for a URL is one of the others."""
    names, counts, missing = found
    most = (-counts).argsort(kind="stable")[:LISTED].tolist()
    listed = [i for i in most if len(names[i]) <= MAX_VALUE]
    if selected:
        listed += [i for i, name in enumerate(names) if name in selected and i not in listed]
    shown = counts.take(listed).tolist()
    values = [
        FacetValue(names[i], n, names[i] in selected)
        for i, n in zip(listed, shown, strict=True)
        if n or names[i] in selected
    ]
    return FacetCount(tuple(values), int(counts.sum()) - sum(shown), missing)


def _published(found: Counted, matched: Sequence[Matched], query: Query) -> FacetCount:
    years, counts, missing = found
    interval = _interval(query)
    if interval == "year":
        by_year = zip(years, counts.tolist(), strict=True)
        return FacetCount(_values(by_year, query), 0, missing, interval)
    by_day = _within(matched, str(query.from_)[: 4 if interval == "month" else 7])
    values = _values(sorted(by_day.items()), query)
    return FacetCount(
        values, int(counts.sum()) - sum(v.articles for v in values), missing, interval
    )


def _interval(query: Query) -> str:
    """Return what dates are counted by: the months of a chosen year, the days of a chosen month."""
    first, last = query.from_, query.to
    if first is None or last is None or first[:4] != last[:4]:
        return "year"
    return "day" if len(first) >= 7 and len(last) >= 7 and first[:7] == last[:7] else "month"


def _within(matched: Sequence[Matched], prefix: str) -> Counter[str]:
    """Return articles by month of a year, or by day of a month, whatever days are chosen."""
    counts: Counter[str] = Counter()
    length = len(prefix) + 3
    low, high = (ordinal(day) or 0 for day in span(prefix, prefix))
    for m in matched:
        docs = m.without_dates()
        first, last = (m.part.segment.column(name).take(docs) for name in ("first", "last"))
        same = (first >= low) & (first <= high) & (last - first < (31 if length == 7 else 1))
        for day, n in enumerate(np.bincount(first[same] - low).tolist(), low):
            counts[datetime.date.fromordinal(day).isoformat()[:length]] += n
    return counts


def _values(counts: Iterable[tuple[str, int]], query: Query) -> tuple[FacetValue, ...]:
    first, last = span(query.from_, query.to)
    return tuple([FacetValue(value, n, _inside(value, first, last)) for value, n in counts if n])


def _inside(value: str, first: str | None, last: str | None) -> bool:
    """Return whether a period is wholly within the days chosen; without a choice none is."""
    if first is None and last is None:
        return False
    begin, end = span(value, value)
    return (first or "") <= str(begin) and str(end) <= (last or "9999-12-31")
