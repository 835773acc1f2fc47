"""Which line of a scraped page is the title.

Short lines before the report are weighed against each other: a title shares words with the report
(and with the page's address), stands early, above byline and date, and is often repeated; a menu, a
section, the outlet's name or another headline is not like that. Where no line is good enough, the
page has no title of its own.
"""

import re
from collections.abc import Sequence
from itertools import islice

from searchapp.article import Article
from searchapp.readers import facts, labels, outlets
from searchapp.readers.lines import Row
from searchapp.readers.prose import TITLE_BAR, letters
from searchapp.readers.urls import site, slug_words

HEAD = 60
"""Lines at the start among which the title is."""
BODY_LOOKED_AT = 20_000
"""Characters of the report that a title is compared with."""
CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
AS_MANY_WORDS = 3
"""Words shared with the report that show a line to be its title."""


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
    return frozenset(word[:5] for word in CONTENT_WORD.findall(joined.casefold()))


def shared(text: str, words: frozenset[str]) -> float:
    """Return how far the words of a line are those of the report, 0 to 1."""
    own = {word[:5] for word in CONTENT_WORD.findall(text.casefold())}
    return min(1.0, len(own & words) / min(AS_MANY_WORDS, len(own))) if own else 0.0


def title_place(page: Sequence[Row], words: frozenset[str], known: Article) -> int | None:
    """Return which row is the title, None where the page begins with its report."""
    if known.title:
        return next((i for i, row in enumerate(page[:HEAD]) if says(row, known.title)), None)
    slug = slug_words(known.url or facts.url(page) or "")
    names = outlet_names(page, known)
    scores = {
        i: score(page, i, rank, words, slug) - (letters(page[i].text) in names)
        for rank, i in enumerate(candidates(page, words))
    }
    best = max(scores, key=lambda i: scores[i], default=None)
    return best if best is not None and scores[best] > 0 else None


def outlet_names(page: Sequence[Row], known: Article) -> set[str]:
    """Return the letters of the outlet's names, which pages begin with but which are no title."""
    said = facts.spoken_labels(page).get("source", "")
    host = site(known.url or facts.url(page) or "") or ""
    names = {known.source or "", outlets.outlet(said) or "", host, host.split(".")[0]}
    return {letters(name) for name in names if name}


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
    """Tell whether a byline or date is among the next rows, as they are below a title."""
    below = (row for row in page[i + 1 : i + 12] if row.kind != "noise")
    return any(row.kind in {"byline", "date"} for row in islice(below, within))


def score(page: Sequence[Row], i: int, rank: int, words: frozenset[str], slug: set[str]) -> float:
    """Return how much a row looks like the title: above 0, it may be one."""
    row = page[i]
    length = row.text.count(" ") + 1
    value = 0.15 + shared(row.text, words) - 0.12 * min(rank, 8)
    value -= 0.7 * any(same(TITLE_BAR.split(row.text)[0], page[j].text) for j in others(page, i))
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


def others(page: Sequence[Row], i: int) -> range | tuple[int, ...]:
    """Return the rows after one that has a bar or dash, in which its beginning may be repeated."""
    return range(i + 1, min(i + 12, len(page))) if TITLE_BAR.search(page[i].text) else ()


def opens(page: Sequence[Row], i: int) -> float:
    """Return how much it speaks for a row that it is the first: more where the report follows."""
    if i or len(page) < 2:
        return 0.0
    return {"prose": 0.9, "byline": 0.9, "date": 0.9, "short": 0.35}.get(page[1].kind, 0.0)
