"""What the lines around a report tell: when it was published, by whom, where, and its address.

Each fact is looked for where it can be trusted, the surest place first; what no line says stays
unknown. The origins named here are those that the article keeps.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searchapp.article import Article, Published
from searchapp.readers import bylines, datelines, dates, fields, labels, outlets, urls, years
from searchapp.readers.dates import Stated
from searchapp.readers.lines import Row, announces_update, days

FIGURES = re.compile(r"\b\d{1,2}[/-]\d{1,2}[\s/-]+\d{4}\b")
"""A date in figures: 03/04/2018 is in April in Danish, and unsettled in English."""
OPENING = 3
"""Paragraphs of a report among which a dateline can be."""
EDGE = 4
"""Lines at either end of a page where an address by itself is the article's own."""
HEADER = 15
"""Lines at the start that can be labelled lines above an article."""


@dataclass(frozen=True, slots=True)
class Around:
    """A page as facts are read from it: rows before and after the report, and its paragraphs."""

    before: Sequence[Row]
    after: Sequence[Row]
    report: Sequence[str]
    labels: Mapping[str, str]
    url: str | None


def told(page: Sequence[Row], start: int, end: int) -> Article:
    """Return what the lines tell of the article whose report is `page[start:end]`."""
    report = [row.text for row in page[start:end] if row.kind == "prose"]
    last = max((i for i in range(start, end) if page[i].kind == "prose"), default=start)
    before, after = page[:start], page[last + 1 : end]
    said = later_source(page[end:]) | spoken_labels([*before, *after])
    around = Around(before, after, report, said, url(page))
    return fields.either(
        known(published_in(around), "published"),
        known(source_in(page, around), "source"),
        known(authors_in(around), "authors"),
        known((around.url, "url line") if around.url else None, "url"),
    )


def known(found: tuple[object, str] | None, field: str) -> Article:
    """Return an article of which one field is known, or nothing."""
    if found is None:
        return fields.EMPTY
    return fields.partial(**{field: found})


def header(page: Sequence[Row]) -> Article:
    """Return what labelled lines at the start say: title, language, topics."""
    everywhere = spoken_labels(page)
    if not everywhere:
        return fields.EMPTY
    said = spoken_labels(page[:HEADER])
    said |= {field: value for field, value in everywhere.items() if field == "topics"}
    return fields.article(
        {key: said[key] for key in ("title", "language", "topics") if key in said}, "label"
    )


def spoken_labels(rows: Sequence[Row]) -> dict[str, str]:
    """Return the values of labelled lines; a label without value has it on the next line."""
    found: dict[str, str] = {}
    for i in [i for i, row in enumerate(rows) if row.kind == "label"]:
        if pair := labels.label(rows[i].text):
            below = rows[i + 1].text if i + 1 < len(rows) and rows[i + 1].kind != "prose" else ""
            found.setdefault(pair[0], pair[1] or below)
    return {field: value for field, value in found.items() if value}


def later_source(below: Sequence[Row]) -> dict[str, str]:
    """Return the source that a line below a list of other articles names, before any comments."""
    closed = next((i for i, row in enumerate(below) if row.kind == "end"), len(below))
    rows = [row for row in below[:closed] if labels.field(row.text) == "source"]
    return spoken_labels(rows) if len(rows) == 1 else {}


def url(page: Sequence[Row]) -> str | None:
    """Return the article's address: a labelled one, one in a reprint note, or one at an edge."""
    said = spoken_labels(page)
    for value in (said.get("url", ""), said.get("source", "")):
        if found := urls.address(value):
            return found
    for row in page:
        if row.kind == "reprint" and (found := urls.address(row.text)):
            return found
    return url_at_edge(page)


def url_at_edge(page: Sequence[Row]) -> str | None:
    """Return an address by itself at the start, or at the end where its words are the page's."""
    opening = " ".join(row.text for row in page[:12]).casefold()
    for i, row in enumerate(page):
        if row.kind != "url" or EDGE <= i < len(page) - EDGE:
            continue
        found = urls.address(row.text)
        if found and not urls.is_sharing(found):
            meeting = sum(word in opening for word in urls.slug_words(found))
            if i < EDGE or meeting >= 2:
                return found
    return None


def published_in(around: Around) -> tuple[Published, str] | None:
    """Return when the article was published and where that stands: the surest full date.

    The address is asked last, and for the day where the lines only give the month.
    """
    stated = list(dates_stated(around))
    path = urls.stated(around.url) if around.url else None
    in_path = dates.value(path) if path else None
    for date, origin in stated:
        if value := dates.value(date):
            return next(
                finer(value, [*stated, *([(path, "url")] if path else [])]), (value, origin)
            )
    for date, origin in stated:
        if inferred := completed(date, path) or years.infer(date, "\n".join(around.report)):
            return inferred, origin
    return (in_path, "url") if in_path else None


def finer(
    coarse: Published, stated: Sequence[tuple[Stated, str]]
) -> Iterator[tuple[Published, str]]:
    """Yield the dates that say the same as `coarse`, and more: the day of its month or year."""
    for date, origin in stated:
        value = dates.value(date)
        if value and value.value.startswith(f"{coarse.value}-"):
            yield value, origin


def completed(date: Stated, path: Stated | None) -> Published | None:
    """Return a day without year with the year of the address, where the months agree."""
    if (
        path is None
        or date.day is None
        or path.month != date.month
        or path.day not in (None, date.day)
    ):
        return None
    value = dates.value(Stated(path.year, date.month, date.day))
    return Published(value.value, inferred=True) if value else None


def dates_stated(around: Around) -> Iterator[tuple[Stated, str]]:
    """Yield the dates that lines give the article, the surest first."""
    language = language_of(around)
    if mention := dates.stated(around.labels.get("published", ""), language):
        yield mention.date, "date line"
    before, after = list(row_days(around.before, language)), list(row_days(around.after, language))
    for labelled in (True, False):
        for said, date, origin in before + (after if labelled else []):
            if said is labelled:
                yield date, origin
    for text in around.report[:OPENING]:
        opening = datelines.dateline(text)
        if opening and opening.date:
            yield opening.date, "dateline"


def language_of(around: Around) -> str:
    """Return the language of the report where a date in figures can only be read by it, else ""."""
    told = [row.text for row in (*around.before, *around.after) if row.kind != "prose"]
    if not any(FIGURES.search(text) for text in told):
        return ""
    from searchapp.languages import identify

    return identify("\n".join(around.report))


def row_days(rows: Sequence[Row], language: str) -> Iterator[tuple[bool, Stated, str]]:
    """Yield the days on date lines, bylines and source lines: if labelled, the day, its origin."""
    for i, row in enumerate(rows):
        told = labels.field(row.text)
        signed = row.kind == "byline" or told == "authors"
        if (row.kind == "date" or signed or told == "source") and not (
            i and announces_update(rows[i - 1].text)
        ):
            for day in days(row.text, language):
                yield day.labelled, day.date, "byline" if signed else "date line"


def source_in(page: Sequence[Row], around: Around) -> tuple[str, str] | None:
    """Return the outlet and where it stands."""
    for find in SOURCES:
        if found := find(page, around):
            return found
    return None


def reprint_source(page: Sequence[Row], _: Around) -> tuple[str, str] | None:
    """Return the outlet that a reprint note names."""
    names = (outlets.reprinted(row.text) for row in page if row.kind == "reprint")
    return next(((name, "reprint note") for name in names if name), None)


def labelled_source(_: Sequence[Row], around: Around) -> tuple[str, str] | None:
    """Return the outlet of a source line; an agency only where no address names the outlet."""
    name = outlets.outlet(around.labels.get("source", ""))
    if not name or (around.url and outlets.agency(name)):
        return None
    return name, "source line"


def url_source(_: Sequence[Row], around: Around) -> tuple[str, str] | None:
    """Return the site of the article's address."""
    name = urls.site(around.url) if around.url else None
    return (name, "url") if name else None


def dateline_source(_: Sequence[Row], around: Around) -> tuple[str, str] | None:
    """Return the agency of the dateline."""
    openings = (datelines.dateline(text) for text in around.report[:OPENING])
    return next(((found.source, "dateline") for found in openings if found and found.source), None)


def byline_source(_: Sequence[Row], around: Around) -> tuple[str, str] | None:
    """Return the agency that stands in a byline."""
    found = [line.source for line in byline_rows(around)]
    rows = around.before
    for above, row in pairwise(rows):
        if above.kind == "byline" and row.kind == "short" and len(row.text) < 60:
            found.append(outlets.agency(row.text.split(",")[0]))
    return next(((name, "byline") for name in found if name), None)


def mark_source(_: Sequence[Row], around: Around) -> tuple[str, str] | None:
    """Return the agency whose mark ends the report, or stands by itself near it."""
    marks = [row.text for row in (*around.before, *around.after) if row.kind == "mark"]
    for text in [*around.report[-1:], *marks]:
        if name := outlets.mark_at_end(text) or (outlets.agency(text) if text in marks else None):
            return name, "agency mark"
    return None


SOURCES: tuple[Callable[[Sequence[Row], Around], tuple[str, str] | None], ...] = (
    reprint_source,
    labelled_source,
    url_source,
    dateline_source,
    byline_source,
    mark_source,
)
"""Where the outlet can stand, the surest first."""


def authors_in(around: Around) -> tuple[tuple[str, ...], str] | None:
    """Return the authors that labelled lines or bylines name."""
    said = around.labels.get("authors", "")
    label = bylines.named(re.sub(r"\s+-\s.*", "", said)) if said else None
    for line in [label, *byline_rows(around)]:
        if line and line.authors:
            return line.authors, "byline"
    return None


def byline_rows(around: Around) -> Iterator[bylines.Byline]:
    """Yield the bylines before and after the report."""
    contacts = [
        row
        for row in around.after
        if "@" in row.text and not row.text.lower().startswith(bylines.OPENINGS)
    ]
    for row in (*around.before, *around.after):
        signs = row.kind == "byline" and row not in contacts
        found = bylines.byline(row.text) if signs else None
        if found:
            yield found
