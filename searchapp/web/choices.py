"""What a reader can choose on the search page, and where each choice leads.

Every choice is a link to the same search with one thing changed, or a box in its form. To offer a
new one, add a method to `Choices` and show it in `templates/search.html`.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from searchapp.facets import FACETS, Facet, offered
from searchapp.query import DEFAULTS, PARAMETERS, Query, Sort, to_url
from searchapp.results import FacetCount, Results, Suggestion
from searchapp.web.asking import address, last_page, next_page
from searchapp.web.messages import Ui

ORDERS: tuple[tuple[Sort, str], ...] = (
    ("relevance", "Relevance"),
    ("newest", "Newest"),
    ("oldest", "Oldest"),
)
MAX_BARS = 200
"""Bars in a line of time at most; beyond, the empty ones are left out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One link, or one box where it has a `name`: what it says, and whether it is chosen now."""

    label: str
    href: str = ""
    chosen: bool = False
    name: str = ""
    value: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in a line of time: `height` in hundredths of the highest."""

    label: str
    count: int
    height: float
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet as shown: boxes to tick, or bars; `other` and `missing` as in `FacetCount`."""

    facet: Facet
    boxes: tuple[Choice, ...] = ()
    bars: tuple[Bar, ...] = ()
    ends: tuple[str, str] = ("", "")
    other: int = 0
    missing: int = 0


def link_to(path: str, ui: Ui, parameters: str = "") -> str:
    """Return a link within the site that keeps the language the reader asked for."""
    return address(path, parameters, urlencode({"ui": ui.code}) if ui.asked else "")


def article_address(id: str, ui: Ui) -> str:  # noqa: A002
    """Return the link to an article's page."""
    return link_to("/articles/" + quote(id, safe=""), ui)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen beside the answer to a query."""

    query: Query
    results: Results
    ui: Ui

    def link(self, **changes: Any) -> str:
        """Return the link to this search with something changed, from its first page."""
        changed = replace(self.query, **{"page": 1, "cursor": None, **changes})
        return link_to("/", self.ui, to_url(changed))

    def orders(self) -> list[Choice]:
        """Return the orders of the hits; without words there is no relevance, nor is it kept."""
        return [
            Choice(
                self.ui.say(label),
                self.link(sort=None if order == "relevance" else order),
                order == self.query.order,
            )
            for order, label in ORDERS
            if order != "relevance" or self.query.q.strip()
        ]

    def collapses(self) -> list[Choice]:
        """Return the ways to show articles that are copies of each other."""
        now = self.query.collapse
        return [
            Choice(self.ui.say("Every article"), self.link(collapse="none"), now == "none"),
            Choice(self.ui.say("One per story"), self.link(collapse="story"), now == "story"),
        ]

    def crossings(self) -> list[tuple[str, Sequence[str]]]:
        """Return what was looked for beside the words of the question, by language."""
        return list(self.results.also.items())

    def crossed(self) -> Choice | None:
        """Return the link that searches with counterparts, or without; None where it is idle."""
        if self.query.cross == "off" and self.query.q.strip():
            return Choice(self.ui.say("Search in the other language, too"), self.link(cross="on"))
        if self.results.also:
            return Choice(self.ui.say("Search for my words alone"), self.link(cross="off"))
        return None

    def chips(self) -> list[Choice]:
        """Return the filters in force, each with the link that takes it away."""
        chips = []
        for facet in FACETS:
            if facet.shown == "choices":
                values: tuple[str, ...] = getattr(self.query, facet.name)
                for value in values:
                    left = tuple(other for other in values if other != value)
                    chips.append(Choice(self.name(facet, value), self.link(**{facet.name: left})))
        return chips + self.date_chips()

    def date_chips(self) -> list[Choice]:
        """Return the chips of the range of dates: one where both ends are the same."""
        first, last = self.query.from_, self.query.to
        if first and first == last:
            return [Choice(self.ui.span(first), self.link(from_=None, to=None))]
        ends = (("from {date}", "from_", first), ("to {date}", "to", last))
        return [
            Choice(self.ui.say(text, date=self.ui.span(value)), self.link(**{field: None}))
            for text, field, value in ends
            if value
        ]

    def unfiltered(self) -> str:
        """Return the link to this search without any filter."""
        fields = {facet.name: () for facet in FACETS if facet.shown == "choices"}
        return self.link(from_=None, to=None, **fields)

    def better(self, suggestion: Suggestion) -> Choice:
        """Return the link to a better question; it is called by what it leaves out, if so."""
        fields = [PARAMETERS[name][0] for name in suggestion.without]
        left_out = {field: DEFAULTS[field] for field in fields}
        return Choice(
            self.ui.relay(suggestion.text) if left_out else suggestion.query,
            self.link(q=suggestion.query, **left_out),
            count=suggestion.count,
        )

    def pages(self) -> list[Choice | None]:
        """Return the pages near this one, the first and the last; None where some are left out."""
        now, last = self.query.page, last_page(self.query, self.results)
        wanted = sorted({1, last, *range(max(1, now - 2), min(last, now + 2) + 1)})
        shown: list[Choice | None] = []
        for before, n in zip([0, *wanted], wanted, strict=False):
            if n - before > 1:
                shown.append(None)
            shown.append(Choice(self.ui.number(n), self.link(page=n), n == now))
        return shown

    def following(self) -> str | None:
        """Return the link to the next page."""
        query = next_page(self.query, self.results)
        return link_to("/", self.ui, to_url(query)) if query else None

    def preceding(self) -> str | None:
        """Return the link to the previous page."""
        page = self.query.page - 1
        return self.link(page=page) if page >= 1 and not self.query.cursor else None

    def groups(self) -> list[Group]:
        """Return the facets as shown, in their order."""
        counts = [(facet, self.results.facets.get(facet.name)) for facet in FACETS]
        return [
            self.line(facet, count) if facet.shown == "dates" else self.boxes(facet, count)
            for facet, count in counts
            if count
        ]

    def name(self, facet: Facet, value: str) -> str:
        """Return what a facet's value is called on the page."""
        if facet.codes:
            return self.ui.language(value)
        return self.ui.say("unknown") if value == facet.missing else value

    def boxes(self, facet: Facet, count: FacetCount) -> Group:
        """Return a facet as boxes to tick."""
        boxes = tuple(
            Choice(
                self.name(facet, choice.value),
                chosen=choice.selected,
                name=facet.name,
                value=choice.value,
                count=choice.articles,
            )
            for choice in offered(facet, count, self.query)
        )
        return Group(facet, boxes=boxes, other=count.other)

    def line(self, facet: Facet, count: FacetCount) -> Group:
        """Return a facet as bars along a line of time, one for every year (month, day) between."""
        if not count.values:
            return Group(facet, missing=count.missing)
        found = {value.value: value.articles for value in count.values}
        highest = max(found.values()) or 1
        spans = between(*whole(min(found), max(found))) or sorted(found)
        bars = tuple(
            Bar(
                self.ui.span(span),
                found.get(span, 0),
                100 * found.get(span, 0) / highest,
                self.link(from_=span, to=span),
                self.within(span),
            )
            for span in spans
        )
        ends = (self.ui.span(spans[0], short=True), self.ui.span(spans[-1], short=True))
        return Group(facet, bars=bars, ends=ends, missing=count.missing)

    def within(self, span: str) -> bool:
        """Tell whether a year, month or day lies within the range that is searched."""
        first, last = self.query.from_ or "", self.query.to or ""
        return span[: len(first)] >= first[: len(span)] and (
            not last or span[: len(last)] <= last[: len(span)]
        )


def whole(first: str, last: str) -> tuple[str, str]:
    """Return the ends of the line to draw: six years or more, a year of months, a month of days."""
    if len(first) == 7:
        return f"{first[:4]}-01", f"{last[:4]}-12"
    if len(first) == 10:
        year, month = int(last[:4]), int(last[5:7])
        return f"{first[:7]}-01", f"{last[:7]}-{monthrange(year, month)[1]}"
    return min(first, f"{max(1, int(last) - 5):04}"), last


def between(first: str, last: str) -> list[str]:
    """Return every year, month or day from first to last; nothing where they are too many."""
    spans: list[str] = []
    for span in counted(first):
        if len(spans) == MAX_BARS:
            return []
        spans.append(span)
        if span >= last:
            break
    return spans


def counted(first: str) -> Iterator[str]:
    """Yield years, months or days, as exact as the first one, from there on."""
    moment = date.fromisoformat((first + "-01-01")[:10])
    steps = {4: timedelta(days=366), 7: timedelta(days=31), 10: timedelta(days=1)}
    while True:
        yield moment.isoformat()[: len(first)]
        try:
            moment += steps[len(first)]
        except OverflowError:
            return
        if len(first) < 10:
            moment = moment.replace(day=1)
        if len(first) < 7:
            moment = moment.replace(month=1)
