"""The pages for people: the search and one article, rendered on the server.

A view reads the same `Query` as the JSON endpoint, asks the same engine, and hands the template
what to show; where the choices beside it lead is worked out in `searchapp.web.choices`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup, escape
from werkzeug.exceptions import NotFound

from searchapp.facets import FACETS
from searchapp.query import MAX_EXPORT, PARAMETERS, BadParameter, Query, from_url, to_url
from searchapp.results import Hit, Snippet
from searchapp.web.asking import FORMATS, NEWEST, ask, engine, export_address, feed_address
from searchapp.web.choices import Choices, article_address, link_to
from searchapp.web.messages import TABLES, Ui

pages = Blueprint("pages", __name__)

TYPED = ("q", "from", "to")
"""Parameters that stand in a box of the page, where the reader can mend them."""
BOXES = tuple(facet.name for facet in FACETS if facet.shown == "choices")
SENTENCE_ENDS = (".", "!", "?", "»", "«", "”", '"', "…")
PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the search form: the boxes as typed, and what goes along unseen."""

    q: str = ""
    first: str = ""
    last: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@pages.get("/")
def search() -> Response:
    """Show the search and its answer, or what is wrong with it."""
    ui = reader()
    given = [pair for pair in request.args.items(multi=True) if pair[0] != "ui"]
    try:
        known_ui()
        query = from_url(given)
        results, took = ask(query)
    except BadParameter as error:
        return page("refused.html", 400, form=typed(given, error, ui), error=error)
    return page(
        "search.html",
        form=filled(query, ui),
        query=query,
        results=results,
        took=took,
        choices=Choices(query, results, ui),
        feed=feed_address(replace(query, size=NEWEST.size)),
        exports=[(name, export_address(query, form)) for form, name in FORMATS.items()],
        most=MAX_EXPORT,
    )


@pages.get("/articles/<anything:id>")
def article(id: str) -> Response:  # noqa: A002
    """Show one article whole."""
    found = engine().article(id)
    if found is None:
        raise NotFound
    form = Form(hidden=kept(reader()))
    return page("article.html", form=form, article=found, paragraphs=paragraphs(found.body))


def error_page(status: int, title: str, detail: str, command: str = "") -> Response:
    """Return a page that says what went wrong, with a command that helps if there is one.

    What was searched for stays in the box.
    """
    form = Form(request.args.get("q", "")[:1000], hidden=kept(reader()))
    return page("error.html", status, form=form, title=title, detail=detail, command=command)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a template as a response, in the reader's language; NUL may not stand in HTML."""
    ui = reader()
    body = render_template(
        template,
        ui=ui,
        say=ui.say,
        marked=marked,
        excerpt=excerpt,
        title_of=title_of,
        host_of=host_of,
        home=link_to("/", ui),
        article_link=lambda id: article_address(id, ui),  # noqa: A006
        search_link=lambda q: link_to("/", ui, urlencode({"q": q})),
        languages=language_links(),
        **values,
    )
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": ui.code,
        "Vary": "Accept-Language",
        "Cache-Control": "no-cache",
    }
    return Response(body.replace("\0", "").encode(errors="replace"), status, headers)


def reader() -> Ui:
    """Return the reader's language: as the URL says, else the browser, else the first we know."""
    asked = request.args.get("ui")
    if asked is not None and asked in TABLES:
        return Ui(asked, asked=True)
    return Ui(next((code for code in accepted() if code in TABLES), next(iter(TABLES))))


def accepted() -> Iterator[str]:
    """Yield the languages that the browser asks for, the best liked first, of whatever country."""
    for tag, quality in request.accept_languages:
        if quality:
            yield re.split("[-_]", tag)[0].lower()


def known_ui() -> None:
    """Refuse a language that the page does not speak."""
    asked = request.args.getlist("ui")
    if asked and asked[0] not in TABLES:
        raise BadParameter("ui", "must be one of: {allowed}", allowed=", ".join(TABLES))


def language_links() -> list[tuple[str, str, str]]:
    """Return code, own name and address of this page in each language."""
    id = (request.view_args or {}).get("id")  # noqa: A001
    rest = urlencode([pair for pair in request.args.items(multi=True) if pair[0] != "ui"])
    links = []
    for code in TABLES:
        ui = Ui(code, asked=True)
        link = article_address(id, ui) if id else link_to(quote(request.path), ui, rest)
        links.append((code, ui.language(code), link))
    return links


def kept(ui: Ui) -> tuple[tuple[str, str], ...]:
    """Return what a form must send along to keep the language the reader asked for."""
    return (("ui", ui.code),) if ui.asked else ()


def filled(query: Query, ui: Ui) -> Form:
    """Return the form of a search that was run; the boxes of the facets are shown beside it."""
    shown = {*TYPED, *BOXES, "page", "cursor"}
    hidden = [pair for pair in parse_qsl(to_url(query)) if pair[0] not in shown]
    return Form(query.q, query.from_ or "", query.to or "", (*hidden, *kept(ui)))


def typed(given: Sequence[tuple[str, str]], error: BadParameter, ui: Ui) -> Form:
    """Return the form of a search that was refused: as typed, but for a fault not in a box."""
    shown = {name: value for name, value in given if name in TYPED}
    dropped = {*TYPED, error.name, "page", "cursor"}
    hidden = [pair for pair in given if pair[0] in PARAMETERS and pair[0] not in dropped]
    return Form(
        shown.get("q", ""), shown.get("from", ""), shown.get("to", ""), (*hidden, *kept(ui))
    )


def marked(text: str, ranges: Sequence[tuple[int, int]]) -> Markup:
    """Return text as HTML with its half-open ranges in <mark>."""
    pieces, done = Markup(), 0
    for start, end in ranges:
        pieces += escape(text[done:start]) + Markup("<mark>%s</mark>") % text[start:end]
        done = end
    return pieces + escape(text[done:])


def excerpt(snippet: Snippet) -> Markup:
    """Return a snippet as HTML, with dots where its sentence seems to be cut."""
    before = "… " if snippet.text[:1].islower() else ""
    after = "" if snippet.text.endswith(SENTENCE_ENDS) else " …"
    return before + marked(snippet.text, snippet.ranges) + after


def title_of(hit: Hit) -> Snippet:
    """Return a hit's title with what is to be marked in it."""
    return next(
        (snippet for snippet in hit.snippets if snippet.field == "title"),
        Snippet("title", hit.title),
    )


def host_of(url: str | None) -> str | None:
    """Return the host of a link that may be followed (http and https only), else None.

    It must be the one that browsers go to, and they take a backslash for a slash.
    """
    try:
        parts = urlsplit((url or "").replace("\\", "/"))
        return parts.hostname if parts.scheme in {"http", "https"} else None
    except ValueError:
        return None


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs of a text: parted by empty lines, or by lines where none is empty."""
    blocks = PARAGRAPH.split(body) if PARAGRAPH.search(body) else body.splitlines()
    return [block.strip() for block in blocks if block.strip()]
