"""A scraped page without markup, as lines, to an article: where it begins, ends, and its title.

The order of work: every line has its kind (`searchapp.readers.lines`); the title is chosen among
the short lines before the report; the report begins after it, past byline and captions; from the
end, lists of other articles are cut off as long as no report goes on below them. Lines left out
are read for what they tell (`searchapp.readers.facts`). Where nothing would be left, all is kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from searchapp.article import Article
from searchapp.readers import captions, facts, fields, prose
from searchapp.readers.lines import DIGIT, Line, Row, rows
from searchapp.readers.titles import content_words, same, shared, title_place

SUMMARY = 5
"""Words of a short line between title and report that is a summary; shorter ones are labels."""
ENOUGH = 400
"""Characters of prose after which a heading such as "Comments" may end the article."""
MAX_CHARACTERS, MAX_LINES = 2**20, 10_000
"""Beyond these, a text is no page whose lines are worth judging: it is taken as it is."""
QUOTES = "\"'“‘„»«"
UNRELATED = 0.6
"""Share of a report's words below which the headlines under it are of other articles."""


def article(lines: Sequence[Line], known: Article) -> Article:
    """Return the article on a page, with what is `known` of it beforehand taken as true."""
    page = rows(lines)
    known = fields.either(known, facts.header(page))
    words = content_words([row.text for row in page if row.kind == "prose"])
    place = title_place(page, words, known)
    start = report_start(page, place)
    end = report_end(page, start, words)
    told = facts.told(page, start, end)
    found = fields.either(known, titled(page, place), told)
    body = prose.body(signed_off(report(page, place, start, end), found.authors))
    if not body:
        body = prose.body(line.text for line in lines if not same(line.text, found.title))
    found = fields.either(without_outlet(found), Article("", body or found.title))
    return fields.titled(fields.sited(found))


def is_long(text: str) -> bool:
    """Tell whether a text is too long to be a scraped page of one article."""
    return len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES


def plain(text: str, known: Article) -> Article:
    """Return a long text as an article as it is, titled by its first line or sentence."""
    paragraphs = prose.paragraphs(text)
    if known.title or len(paragraphs) < 2 or len(paragraphs[0]) > prose.MAX_TITLE:
        return fields.titled(
            fields.sited(fields.either(known, Article("", prose.body(paragraphs))))
        )
    found = fields.partial(title=(paragraphs[0], "headline"))
    rest = Article("", prose.body(paragraphs[1:]))
    return fields.sited(fields.either(known, found, rest))


def signed_off(paragraphs: Sequence[str], authors: Sequence[str]) -> list[str]:
    """Return paragraphs without those near the start that only name an author ("X in London")."""
    return [
        text
        for i, text in enumerate(paragraphs)
        if i > 3 or len(text) > 80 or not any(text.startswith(name) for name in authors)
    ]


def without_outlet(found: Article) -> Article:
    """Return the article without its outlet among several authors, as in "By X, The Post"."""
    authors = tuple(name for name in found.authors if name != found.source)
    return replace(found, authors=authors) if authors else found


def titled(page: Sequence[Row], place: int | None) -> Article:
    """Return the title at its place."""
    if place is None:
        return fields.EMPTY
    row = page[place]
    origin = "heading" if row.line.heading else "headline"
    return Article(prose.title(row.text), "", origins={"title": origin})


def report_start(page: Sequence[Row], place: int | None) -> int:
    """Return where the report begins: its first prose, past a summary, byline and date."""
    first = 0 if place is None else place + 1
    start = next_prose(page, first)
    for i in range(start, min(start + 8, len(page))):
        prose_before = sum(row.kind == "prose" for row in page[start:i])
        if prose_before > 2:
            break
        told = page[i].kind in {"byline", "label"} or (page[i].kind == "date" and prose_before < 2)
        if place is not None and told and next_prose(page, i) < len(page):
            return next_prose(page, i)
    return start


def next_prose(page: Sequence[Row], i: int) -> int:
    """Return the next row of prose from `i` on, or the number of rows."""
    return next((j for j in range(i, len(page)) if page[j].kind == "prose"), len(page))


def report_end(page: Sequence[Row], start: int, words: frozenset[str]) -> int:
    """Return where the report ends: before comments, and before lists of other articles."""
    end = comments_start(page, start)
    for i in reversed(range(start + 1, end)):
        if page[i].kind == "list" and not resumes(page[start:i], page[i + 1 : end]):
            end = i
    return headlines_start(page, start, end, words)


def comments_start(page: Sequence[Row], start: int) -> int:
    """Return the first heading after enough of a report that ends it, or the number of rows."""
    whole = sum(len(row.text) for row in page[start:] if row.kind == "prose")
    read = 0
    for i in range(start, len(page)):
        if page[i].kind == "end" and read >= min(ENOUGH, whole / 2):
            return i
        read += len(page[i].text) if page[i].kind == "prose" else 0
    return len(page)


def resumes(above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Tell whether the report goes on below a heading of a list: with more prose than headlines.

    Or with more text than there was above it, some of it prose: then it is no list but the report.
    """
    said = [row for row in below if row.kind not in {"noise", "caption", "date", "byline"}]
    reports = sum(row.kind == "prose" for row in said)
    headlines = sum(
        row.kind == "link" or (row.kind == "short" and row.text.count(" ") > 2) for row in said
    )
    if said and said[0].kind == "prose" and headlines <= 2 * reports:
        return True
    if headlines == reports > 1 and are_teasers(said):
        return False
    return (
        reports > headlines
        or headlines == reports == 1
        or (reports > 0 and size(said) > size(above))
    )


def are_teasers(said: Sequence[Row]) -> bool:
    """Tell whether each paragraph stands below a headline of its own, as teasers do."""
    return all(
        above.kind in {"short", "link"} for above, row in pairwise(said) if row.kind == "prose"
    )


def size(part: Sequence[Row]) -> int:
    """Return the characters in rows."""
    return sum(len(row.text) for row in part)


def headlines_start(page: Sequence[Row], start: int, end: int, words: frozenset[str]) -> int:
    """Return where a list of headlines without a heading of its own begins at the end, or `end`."""
    i = end
    while i > start and page[i - 1].kind not in {"prose", "label", "mark"}:
        i -= 1
    trailing = [row for row in page[i:end] if row.kind in {"short", "link"}]
    headlines = [row for row in trailing if is_headline(row)]
    if i <= start or len(headlines) < 3 or len(headlines) * 2 < len(trailing):
        return end
    meeting = sum(shared(row.text, words) for row in headlines) / len(headlines)
    return i if meeting < UNRELATED else end


def is_headline(row: Row) -> bool:
    """Tell whether a row looks like the headline of another article, not an item of a list."""
    entry = ":" in row.text and row.text.partition(":")[2].count(" ") < 3
    itself = row.line.linked or not (row.line.bullet or row.text[0] in "|-*•" or entry)
    return itself and row.text.count(" ") >= 3 and (row.text[0].isupper() or row.text[0] in QUOTES)


def report(page: Sequence[Row], place: int | None, start: int, end: int) -> list[str]:
    """Return the paragraphs of the report, and of the summary before it."""
    title = page[place].text if place is not None else ""
    first = place + 1 if place is not None else start
    last = max((i for i in range(start, end) if page[i].kind == "prose"), default=end)
    listed = in_lists(page, first, end)
    opened = start > 0 and page[start - 1].text.endswith(":") and page[start - 1].kind == "short"
    kept = [
        row
        for i, row in enumerate(page[first:start], first + 1)
        if summarises(row) or (opened and i == start)
    ]
    kept += [page[i] for i in range(start, last + 1) if i < end and within(page[i], i in listed)]
    kept += after_report(page[last + 1 : end])
    return [row.text for row in kept if not same(row.text, title)]


def in_lists(page: Sequence[Row], first: int, end: int) -> set[int]:
    """Return the rows that are lists of other articles: from a list's heading to the next prose."""
    found: set[int] = set()
    listing = False
    for i in range(first, end):
        listing = page[i].kind == "list" or (listing and page[i].kind != "prose")
        if listing:
            found.add(i)
    return found


def summarises(row: Row) -> bool:
    """Tell whether a row between title and report is part of the article."""
    if row.kind == "short":
        long_enough = row.text.count(" ") + 1 >= SUMMARY and not captions.is_credited(row.text)
        return long_enough or bool(row.line.heading)
    return row.kind == "prose"


def within(row: Row, listed: bool) -> bool:
    """Tell whether a row between the first and last prose is part of the article."""
    return not listed and row.kind in {"prose", "short", "date", "label", "byline"}


def after_report(below: Sequence[Row]) -> list[Row]:
    """Return the rows below the last prose that are part of the article: lists and tables.

    What stands below a source line, an agency's mark or sharing is not, nor are a few lone words.
    """
    closed = next((i for i, row in enumerate(below) if row.kind not in {"short", "caption"}), None)
    rows = [row for row in below[:closed] if row.kind == "short"]
    return rows if any(not is_lone(row) for row in rows) else []


def is_lone(row: Row) -> bool:
    """Tell whether a row is a few words without figures: a button, a signature, a place.

    A few words with a full stop are a short sentence.
    """
    few = row.text.count(" ") < 3 and not DIGIT.search(row.text)
    few = few and not (row.text.endswith((".", "!", "?")) and " " in row.text)
    return few and not row.line.bullet and ":" not in row.text
