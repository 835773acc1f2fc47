"""What the page and the endpoints share: the engine of this site, asking it, and other answers.

A feed and downloads answer the question of a page at addresses of their own.
"""

from dataclasses import replace
from time import perf_counter
from typing import cast
from urllib.parse import urlencode

from flask import current_app

from searchapp.engines import Engine
from searchapp.query import MAX_PAGE, BadParameter, Query, some, to_url
from searchapp.results import Results

FOLLOWED = some("q", "source", "language", "from", "to", "size", "cross")
"""The parameters of a feed, which is always by date."""
NEWEST = Query(sort="newest", size=30)
"""Their defaults."""
EXPORTED = some("q", "source", "language", "from", "to", "sort", "cross")
"""The parameters of a download that say which articles, and in what order."""
FORMATS = {"jsonl": "JSON Lines", "csv": "CSV"}
"""The formats of downloads, and what they are called."""


def engine() -> Engine:
    """Return the engine that this site was made with."""
    return cast(Engine, current_app.extensions["searchapp"])


def ask(query: Query) -> tuple[Results, float]:
    """Return the answer to a query and the seconds it took.

    Raises BadParameter for a cursor the engine does not know, and IndexUnusable.
    """
    began = perf_counter()
    try:
        results = engine().search(query)
    except ValueError as error:
        if query.cursor is None:
            raise
        raise BadParameter("cursor", "must be the cursor of an earlier answer") from error
    return results, perf_counter() - began


def page_count(query: Query, results: Results) -> int:
    """Return how many pages the whole answer has."""
    found = results.stories if query.collapse == "story" else results.articles
    return -(-found // query.size)


def last_page(query: Query, results: Results) -> int:
    """Return the last page of the answer that can be asked for by number."""
    return min(page_count(query, results), MAX_PAGE)


def next_page(query: Query, results: Results) -> Query | None:
    """Return the question for the next page: by number as far as numbers go, then by cursor."""
    if query.cursor or query.page == MAX_PAGE:
        return replace(query, page=1, cursor=results.cursor) if results.cursor else None
    return replace(query, page=query.page + 1) if query.page < last_page(query, results) else None


def address(path: str, *parameters: str) -> str:
    """Return a path with the query strings that are not empty."""
    given = "&".join(filter(None, parameters))
    return f"{path}?{given}" if given else path


def feed_address(query: Query) -> str:
    """Return where the newest of what a query finds can be followed."""
    return address("/api/feed", to_url(query, FOLLOWED, NEWEST))


def export_address(query: Query, form: str) -> str:
    """Return where all that a query finds can be downloaded, in one of the formats."""
    return address("/api/export", urlencode({"format": form}), to_url(query, EXPORTED))
