"""Downloads: all articles that a search finds, whole, as JSON Lines or CSV.

What is sent is put together in a file of its own before: whatever goes wrong is an error and no
half download, its length is known, and an index that changes meanwhile does it no harm (which
articles are found is told by one state of it; one that is gone since is left out). Memory holds
their ids and one article.

A cell of CSV that a spreadsheet would run as a formula gets an apostrophe in front, which makes it
text (OWASP, "CSV Injection"). To add a format, write a function and its line in `WRITERS`, and one
in `searchapp.web.asking`.
"""

import csv
import html
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from flask import Blueprint, Response, request
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wsgi import FileWrapper

from searchapp.article import Article
from searchapp.query import MAX_EXPORT, BadParameter, Parameters, Query, changed, fields_of, word
from searchapp.readers.markup import looks_like_markup
from searchapp.results import Results
from searchapp.web.api import encoded
from searchapp.web.asking import EXPORTED, FORMATS, ask, engine

export = Blueprint("export", __name__)

PAGE = 1000
"""Hits that are asked for at once. With fewer, the search is run more often; more fill memory."""
ATTEMPTS = 3
"""Times the hits are gathered where the index changes meanwhile."""
IN_MEMORY = 1 << 20
"""Bytes of a download that are sent at once; more go through a temporary file, piece by piece."""
CHUNK = 1 << 16
"""Bytes of such a piece."""
SLOTS = threading.BoundedSemaphore(2)
"""Downloads of a process at a time. A large one holds one of its few threads as long as the client
takes to fetch it, and others want to search."""
BUSY = "Too many downloads are under way: try again in a minute."
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""How a cell begins that spreadsheets may take for a formula, in some parts of the world."""
COLUMNS = ("id", "title", "body", "date", "source", "language", "url", "authors", "topics")
"""The keys of a record, in the order written."""

Value = str | tuple[str, ...]


class Format(NamedTuple):
    """A format of downloads: what it is called in HTTP, and what writes articles in it."""

    mimetype: str
    write: Callable[[IO[bytes], Iterable[Article]], None]


@export.get("/api/export")
def download() -> Response:
    """Return all articles that a search finds, as a file."""
    fields = {"format": "jsonl", **fields_of(request.args.items(multi=True), TAKEN)}
    name = fields.pop("format")
    query = changed(Query(size=PAGE), fields)
    if not SLOTS.acquire(blocking=False):
        raise ServiceUnavailable(BUSY, retry_after=60)
    with ExitStack() as held:
        held.callback(SLOTS.release)
        file = held.enter_context(SpooledTemporaryFile(IN_MEMORY))
        WRITERS[name].write(file, articles(query))
        response = Response(mimetype=WRITERS[name].mimetype)
        response.content_length = file.tell()
        file.seek(0)
        if response.content_length > IN_MEMORY:
            response.response = FileWrapper(file, CHUNK)
            response.call_on_close(held.pop_all().close)
        else:
            response.data = file.read()
    response.headers["Content-Disposition"] = f"attachment; filename=articles.{name}"
    response.headers["Cache-Control"] = "no-cache"
    return response


def articles(query: Query) -> Iterator[Article]:
    """Yield the articles that a query finds, in order. Raises BadParameter where they are many."""
    for name in ids(query):
        article = engine().article(name)
        if article is not None:
            yield article


def ids(query: Query) -> list[str]:
    """Return the ids of all that a query finds, each once.

    They are those of one state of the index, unless it changes again and again.
    """
    found: dict[str, None] = {}
    for _ in range(ATTEMPTS):
        found, states = {}, set()
        for results in pages(query):
            found |= dict.fromkeys(hit.id for hit in results.hits)
            states.add(results.index)
        if len(states) == 1:
            break
    return list(found)


def pages(query: Query) -> Iterator[Results]:
    """Yield the answers that lead through all hits."""
    results, _ = ask(query)
    if results.articles > MAX_EXPORT:
        raise BadParameter(
            "q",
            "finds {found} articles, and a download has at most {most}:"
            " narrow the search by source, from or to",
            found=results.articles,
            most=MAX_EXPORT,
        )
    yield results
    while results.cursor:
        results, _ = ask(replace(query, cursor=results.cursor))
        yield results


def record(article: Article) -> dict[str, Value]:
    """Return an article by the names of `COLUMNS`; what is unknown is empty."""
    language = "" if article.language == "und" else article.language
    values: tuple[Value, ...] = (
        article.id,
        article.own_title,
        article.body,
        article.published.value if article.published else "",
        article.source or "",
        language,
        article.url or "",
        article.authors,
        article.topics,
    )
    return dict(zip(COLUMNS, values, strict=True))


def write_lines(file: IO[bytes], found: Iterable[Article]) -> None:
    """Write articles as JSON Lines, such that `searchapp.readers` reads the same again."""
    for article in found:
        known = {key: readable(value) for key, value in record(article).items() if value}
        file.write(encoded(known) + b"\n")


def readable(value: Value) -> Value:
    """Return text such that what looks like markup or entities in it will be read as text."""
    if not isinstance(value, str):
        return tuple(html.escape(text, quote=False) if is_code(text) else text for text in value)
    return html.escape(value, quote=False) if is_code(value) else value


def is_code(text: str) -> bool:
    """Tell whether a text, taken for HTML, would say something else."""
    return ("&" in text and html.unescape(text) != text) or (
        "<" in text and looks_like_markup(text)
    )


def write_csv(file: IO[bytes], found: Iterable[Article]) -> None:
    """Write articles as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8."""
    text = TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(cell, record(article).values()) for article in found)
    text.detach()


def cell(value: Value) -> str:
    """Return a value as a cell: a list in one, and a formula as text."""
    text = value if isinstance(value, str) else "; ".join(value)
    return f"'{text}" if text.startswith(FORMULA) else text


WRITERS: Mapping[str, Format] = {
    "jsonl": Format("application/x-ndjson", write_lines),
    "csv": Format("text/csv", write_csv),
}
"""Each of the formats."""
TAKEN: Parameters = {**EXPORTED, "format": ("format", partial(word, tuple(FORMATS)))}
"""The parameters of a download."""
