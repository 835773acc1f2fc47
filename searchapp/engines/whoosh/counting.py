"""Facet counts: exact, each free of its own filter, from the counts by combination."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from searchapp.engines.whoosh.collect import Matched
from searchapp.query import Query
from searchapp.results import FacetCount, FacetValue

LISTED = 50
"""Values of a facet at most; the rest is counted as others."""
COLUMNS = {"source": 0, "language": 1}
UNDETERMINED = "und"


def facets(matched: Sequence[Matched], query: Query) -> Mapping[str, FacetCount]:
    """Return the counts of all facets."""
    return {
        "source": _choices(matched, "source", query.source),
        "published": _published(matched, query),
        "language": _choices(matched, "language", query.language),
    }


def _choices(matched: Sequence[Matched], facet: str, selected: Sequence[str]) -> FacetCount:
    totals: Counter[str | None] = Counter()
    for m in matched:
        segment = m.part.segment
        names = segment.sources if facet == "source" else segment.article_languages
        column = m.part.combos[:, COLUMNS[facet]]
        counts = np.bincount(column + 1, m.counts(but=facet), len(names) + 1).astype(np.int64)
        for number in np.flatnonzero(counts).tolist():
            totals[names[number - 1] if number else None] += int(counts[number])
    missing = totals.pop(None, 0) + (totals.pop(UNDETERMINED, 0) if facet == "language" else 0)
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0] or ""))
    listed = [item for i, item in enumerate(ranked) if i < LISTED or item[0] in selected]
    values = tuple(FacetValue(str(v), n, selected=v in selected) for v, n in listed)
    rest = sum(totals.values()) - sum(value.count for value in values)
    return FacetCount(values, rest, missing)


def _published(matched: Sequence[Matched], query: Query) -> FacetCount:
    years: Counter[int] = Counter()
    for m in matched:
        column = m.part.combos[:, 2]
        counts = np.bincount(column, m.counts(but="published")).astype(np.int64)
        years.update({year: int(counts[year]) for year in np.flatnonzero(counts).tolist()})
    missing = years.pop(0, 0)
    interval = _interval(query)
    if interval == "year":
        return FacetCount(
            _values(Counter({f"{y:04}": n for y, n in years.items()}), query),
            missing=missing,
            interval=interval,
        )
    counts_within = _within(matched, str(query.from_)[: 4 if interval == "month" else 7])
    values = _values(counts_within, query)
    other = sum(years.values()) - sum(value.count for value in values)
    return FacetCount(values, other, missing, interval)


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
    for m in matched:
        docs = m.without_dates()
        first, last = (m.part.segment.column(name)[docs] for name in ("first", "last"))
        same = (first > 0) & (last - first < (31 if length == 7 else 1))
        days, number = np.unique(first[same], return_counts=True)
        for day, n in zip(days.tolist(), number.tolist(), strict=True):
            value = datetime.date.fromordinal(day).isoformat()[:length]
            if value.startswith(prefix):
                counts[value] += n
    return counts


def _values(counts: Counter[str], query: Query) -> tuple[FacetValue, ...]:
    first, last = query.from_, query.to
    return tuple(
        FacetValue(value, n, selected=_inside(value, first, last))
        for value, n in sorted(counts.items())
        if n
    )


def _inside(value: str, first: str | None, last: str | None) -> bool:
    """Return whether a period is wholly within the days chosen; without a choice none is."""
    if first is None and last is None:
        return False
    low, high = (first or "")[: len(value)], (last or "9999")[: len(value)]
    starts = first is None or value > low or (value == low and len(first) <= len(value))
    ends = last is None or value < high or (value == high and len(last) <= len(value))
    return starts and ends
