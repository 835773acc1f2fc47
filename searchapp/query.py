"""The question: one frozen value, made from a URL, turned back into one, passed to every engine.

`Query.q` is what the user typed; `searchapp.syntax.parse` makes a tree of it. Everything else is
a choice made beside the box (facets, order, page).
"""

from dataclasses import dataclass
from typing import Literal

Sort = Literal["relevance", "newest", "oldest"]
Collapse = Literal["none", "story"]
Cross = Literal["on", "off"]

MAX_Q = 500
"""Characters of `q` at most."""
MAX_SIZE = 100
"""Hits a page at most."""


@dataclass(frozen=True, slots=True)
class Query:
    """One search.

    `source` and `language` mean any of the given values, none meaning all ("unknown" and "und"
    name the articles without). `from_` and `to` are ISO 8601 prefixes ("2018", "2018-08",
    "2018-08-21"), both ends included. `sort` None means relevance where there are words, else
    newest. `cursor`, where given, is used instead of `page`.
    """

    q: str = ""
    source: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    sort: Sort | None = None
    page: int = 1
    size: int = 10
    cursor: str | None = None
    collapse: Collapse = "none"

    @property
    def order(self) -> Sort:
        """The order of the hits, with the default worked out."""
        return self.sort or ("relevance" if self.q.strip() else "newest")
