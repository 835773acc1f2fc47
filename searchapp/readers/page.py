"""A scraped page without markup, as lines, to an article: where it begins, ends, and its title.

The order of work: every line has its kind (`searchapp.readers.lines`); the title is chosen among
the short lines before the report; the report begins after it, past byline and captions; from the
end, lists of other articles are cut off as long as no report goes on below them. Lines left out
are read for what they tell (`searchapp.readers.facts`). Where nothing would be left, all is kept.
"""

import re
from collections.abc import Sequence

from searchapp.article import Article
from searchapp.readers import facts, fields, labels, prose
from searchapp.readers.lines import Line, Row, rows
from searchapp.readers.urls import slug_words

HEAD = 60
"""Lines at the start among which the title is."""
SUMMARY = 5
"""Words of a short line between title and report that is a summary; shorter ones are labels."""
ENOUGH = 400
"""Characters of prose after which a heading such as "Comments" may end the article."""
BODY_LOOKED_AT = 20_000
"""Characters of the report that a title is compared with."""
CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
QUOTES = "\"'“‘„»«"
UNRELATED = 0.6
"""Share of a report's words below which the headlines under it are of other articles."""
AS_MANY_WORDS = 3
"""Words shared with the report that show a line to be its title."""


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
    body = prose.body(report(page, place, start, end))
    if not body:
        body = prose.body(line.text for line in lines if not same(line.text, found.title))
    return fields.titled(fields.sited(fields.either(found, Article("", body or found.title))))


def titled(page: Sequence[Row], place: int | None) -> Article:
    """Return the title at its place."""
    if place is None:
        return fields.EMPTY
    row = page[place]
    origin = "heading" if row.line.heading else "headline"
    return Article(prose.title(row.text), "", origins={"title": origin})


def letters(text: str) -> str:
    """Return the letters and figures of a text, for comparing lines that say the same."""
    return "".join(char for char in text.casefold() if char.isalnum())


def same(text: str, other: str) -> bool:
    """Tell whether two lines say the same."""
    return abs(len(text) - len(other)) < 12 and letters(text) == letters(other)


def says(row: Row, title: str) -> bool:
    """Tell whether a row is a title, with or without a label."""
    label = labels.label(row.text) if row.kind == "label" else None
    return same(label[1] if label else row.text, title)


def content_words(texts: Sequence[str]) -> frozenset[str]:
    """Return the beginnings of the longer words in texts, so that their forms meet."""
    joined = " ".join(texts)[:BODY_LOOKED_AT]
    return frozenset(word[:6] for word in CONTENT_WORD.findall(joined.casefold()))


def shared(text: str, words: frozenset[str]) -> float:
    """Return how far the words of a line are those of the report, 0 to 1."""
    own = {word[:6] for word in CONTENT_WORD.findall(text.casefold())}
    return min(1.0, len(own & words) / min(AS_MANY_WORDS, len(own))) if own else 0.0


def title_place(page: Sequence[Row], words: frozenset[str], known: Article) -> int | None:
    """Return which row is the title, None where the page begins with its report."""
    if known.title:
        return next((i for i, row in enumerate(page[:HEAD]) if says(row, known.title)), None)
    slug = slug_words(known.url or facts.url(page) or "")
    scores = {
        i: score(page, i, rank, words, slug) for rank, i in enumerate(candidates(page, words))
    }
    best = max(scores, key=lambda i: scores[i], default=None)
    return best if best is not None and scores[best] > 0 else None


def candidates(page: Sequence[Row], words: frozenset[str]) -> list[int]:
    """Return the rows that may be the title: short lines before the report, and main headings."""
    found: list[int] = []
    reports = 0
    for i, row in enumerate(page[:HEAD]):
        announced = introduces(page, i, within=2)
        if row.kind == "short":
            if row.line.heading == 1 or not reports or (announced and reports < 3):
                found.append(i)
        elif not found and not reports:
            sentence = row.kind == "prose" and announced and len(row.text) < 160
            teaser = i == 0 and row.kind == "noise" and ":" in row.text[:20]
            teaser = teaser and shared(row.text, words) > 0.6
            found.extend([i] if sentence or teaser else [])
        reports += row.kind == "prose"
    return found


def introduces(page: Sequence[Row], i: int, within: int) -> bool:
    """Tell whether a byline or date is among the rows below, as they are below a title."""
    return any(row.kind in {"byline", "date"} for row in page[i + 1 : i + 1 + within])


def score(page: Sequence[Row], i: int, rank: int, words: frozenset[str], slug: set[str]) -> float:
    """Return how much a row looks like the title: above 0, it may be one."""
    row = page[i]
    length = row.text.count(" ") + 1
    value = 0.15 + shared(row.text, words) - 0.12 * min(rank, 8)
    value += {1: 1.0, 2: 0.6, 0: 0.0}.get(row.line.heading, 0.3)
    value += 0.5 * any(same(row.text, other.text) for other in page[i + 1 : i + 12])
    value += 0.3 * introduces(page, i, within=4)
    value += 0.5 * (len(slug & set(CONTENT_WORD.findall(row.text.casefold()))) >= 2)
    value += opens(page, i)
    value -= {1: 0.7, 2: 0.6, 3: 0.3}.get(length, 0.0) + 0.5 * (length > 30)
    value -= 0.5 * (row.text.endswith(".") or row.kind == "prose") + 0.6 * row.text.endswith(":")
    value -= 0.3 * row.text.endswith("!") + 0.4 * (row.kind == "noise")
    late = any(other.kind == "prose" for other in page[:i])
    return value - 0.6 * late


def opens(page: Sequence[Row], i: int) -> float:
    """Return how much it speaks for a row that it is the first: more where the report follows."""
    if i:
        return 0.0
    return 0.9 if len(page) > 1 and page[1].kind in {"prose", "byline", "date"} else 0.35


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
    headlines = sum(row.kind in {"short", "link"} for row in said)
    if said and said[0].kind == "prose" and headlines <= 2 * reports:
        return True
    return reports > headlines or (reports > 0 and size(said) > size(above))


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
    itself = row.line.linked or not (row.line.bullet or row.text[0] in "|-*•" or ":" in row.text)
    return itself and row.text.count(" ") >= 3 and (row.text[0].isupper() or row.text[0] in QUOTES)


def report(page: Sequence[Row], place: int | None, start: int, end: int) -> list[str]:
    """Return the paragraphs of the report, and of the summary before it."""
    title = page[place].text if place is not None else ""
    first = place + 1 if place is not None else start
    last = max((i for i in range(start, end) if page[i].kind == "prose"), default=end)
    kept: list[str] = []
    skipping = False
    for i in range(first, end):
        row = page[i]
        # What follows the heading of a list, up to the next prose, is the list.
        skipping = row.kind == "list" or (skipping and row.kind != "prose")
        if (
            not skipping
            and belongs(row, before=i < start, after=i > last)
            and not same(row.text, title)
        ):
            kept.append(row.text)
    return kept


def belongs(row: Row, before: bool, after: bool) -> bool:
    """Tell whether a row is part of the article, before, within or after the report."""
    if row.kind == "prose":
        return True
    if row.kind == "short":
        return not before or row.text.count(" ") + 1 >= SUMMARY or bool(row.line.heading)
    within = not before and not after
    return within and row.kind in {"date", "label", "byline"}
