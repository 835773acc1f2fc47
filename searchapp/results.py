"""What a search returns: detached values that need no open index.

Both the page and the JSON endpoint are made from these. A snippet is text and ranges, never HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from searchapp.article import Published


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article's field; `ranges` are half-open character ranges to mark in `text`."""

    field: str
    text: str
    ranges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The story an article belongs to: articles that are copies or near copies of each other.

    `size` counts the articles of the story in the whole index, this one included.
    """

    id: str
    size: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `score` is 0.0 where the order is not by relevance."""

    id: str
    title: str
    url: str | None
    source: str | None
    language: str
    published: Published | None
    score: float
    snippets: tuple[Snippet, ...]
    story: Story


class FacetValue(NamedTuple):
    """One choice in a facet; `articles` counts what obeys every filter but this facet's own."""

    value: str
    articles: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A facet's choices, most frequent first (dates: oldest first).

    `other` counts the articles under values not listed; `missing` those without any value
    ("undated", "unknown"). `interval` is "year", "month" or "day" for dates.
    """

    values: tuple[FacetValue, ...]
    other: int = 0
    missing: int = 0
    interval: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A better question: what it would be (`query`), why (`text`), and how much it would find.

    `query` goes into `q`, everything else stays as it was asked, but for `without`: the parameters
    of the URL that are to be left out ("source", "language", "from", "to").
    """

    text: str
    query: str
    count: int
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """What a text that is being typed may become.

    `text` is the whole text with its end completed. `count` counts the articles that have the word
    as written, that have the phrase in their title, or that are from the source.
    """

    text: str
    kind: Literal["word", "phrase", "source"]
    count: int


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which state of the index answered: its generation and how many articles it holds."""

    generation: str
    articles: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one `Query`. All counts are exact.

    `cursor` continues after the last hit (None on the last page). `parsed` is the question as it
    was understood; `also` has, by language, what was looked for beside its words (`Query.cross`),
    if it occurs in the index. `warnings` are sentences for people.
    """

    hits: tuple[Hit, ...]
    articles: int
    stories: int
    facets: Mapping[str, FacetCount]
    index: IndexState
    parsed: str = ""
    cursor: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    warnings: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
