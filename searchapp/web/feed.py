"""An Atom feed (RFC 4287) of the newest articles that a search finds, for people to follow it.

Atom demands the instant at which an entry was updated, and here only dates are known:

- A day is given as noon, universal time: the same day on all clocks from Honolulu to Sydney.
- Of a year or a month alone, its first day is taken for `updated`, as the order of the hits does.
  Nothing is `published` then; `dcterms:issued` has the date as exactly as it is known.
- Without a date, `updated` is the beginning of 1970, which `searchapp.readers.feed` takes for none;
  any other would put an old article before new ones.

An entry keeps its id whatever host name the site goes by: it is made of the article's id.
"""

import re
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, request

from searchapp.article import Published
from searchapp.query import Query, from_url, to_url
from searchapp.readers.feed import UNDATED
from searchapp.results import Hit, Results
from searchapp.web.api import ENGLISH
from searchapp.web.asking import FOLLOWED, NEWEST, address, ask, feed_address
from searchapp.web.choices import Choices, article_address
from searchapp.web.pages import host_of

feed = Blueprint("feed", __name__)

ATOM = "application/atom+xml"
HEADERS = {"Content-Type": f"{ATOM}; charset=utf-8", "Cache-Control": "no-cache"}
NAMESPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:dcterms": "http://purl.org/dc/terms/"}
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is written."""


@feed.get("/api/feed")
def follow() -> Response:
    """Return the newest articles as a feed; a reader who has it already is told so by its tag."""
    query = from_url(request.args.items(multi=True), FOLLOWED, NEWEST)
    results, _ = ask(query)
    body = tostring(feed_of(query, results), "utf-8", xml_declaration=True)
    response = Response(body, headers=HEADERS)
    response.add_etag()
    response.make_conditional(request)
    return response


def feed_of(query: Query, results: Results) -> Element:
    """Return the feed of an answer."""
    root, page = Element("feed", NAMESPACES), replace(query, size=Query().size)
    question = to_url(replace(query, size=NEWEST.size), FOLLOWED, NEWEST)
    put(root, "id", identifier("search", question))
    put(root, "title", title(query, results))
    put(root, "updated", max((updated(hit.published) for hit in results.hits), default=UNDATED))
    put(root, "link", rel="self", type=ATOM, href=seen(feed_address(query)))
    put(root, "link", rel="alternate", type="text/html", href=seen(address("/", to_url(page))))
    put(put(root, "author"), "name", "searchapp")
    for hit in results.hits:
        put_entry(root, hit)
    return root


def put_entry(root: Element, hit: Hit) -> None:
    """Add a hit to a feed."""
    entry = put(root, "entry", **({"xml:lang": hit.language} if hit.language != "und" else {}))
    put(entry, "id", identifier("article", hit.id))
    put(entry, "title", hit.title or ENGLISH.say("Untitled"))
    own = hit.url if hit.url and host_of(hit.url) else seen(article_address(hit.id, ENGLISH))
    put(entry, "link", rel="alternate", type="text/html", href=own)
    put(entry, "updated", updated(hit.published))
    if hit.published:
        exact = hit.published.precision == "day"
        value = updated(hit.published) if exact else hit.published.value
        put(entry, "published" if exact else "dcterms:issued", value)
    if hit.source:
        put(put(entry, "author"), "name", hit.source)
        put(put(entry, "source"), "title", hit.source)
    text = " … ".join(snippet.text for snippet in hit.snippets if snippet.field != "title")
    if text:
        put(entry, "summary", text)


def put(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Add an element, its text and attributes without what XML forbids, and return it."""
    kept = {key: FORBIDDEN.sub("", value) for key, value in attributes.items()}
    child = SubElement(parent, name, kept)
    child.text = FORBIDDEN.sub("", text) or None
    return child


def title(query: Query, results: Results) -> str:
    """Return a question in words: what was typed, and the filters as the page calls them."""
    typed = query.q.strip() or ENGLISH.say("The newest articles")
    filters = [chip.label for chip in Choices(query, results, ENGLISH).chips()]
    return " · ".join([typed, *filters]) + " – searchapp"


def updated(published: Published | None) -> str:
    """Return the instant that stands for a date; as text, instants are in order of time."""
    return f"{(published.value + '-01-01')[:10]}T12:00:00Z" if published else UNDATED


def identifier(kind: str, name: str) -> str:
    """Return what names a thing of a kind for good."""
    return uuid5(NAMESPACE_URL, f"searchapp:{kind}:{name}").urn


def seen(path: str) -> str:
    """Return an address of this site as the client sees it, be it through a server with TLS."""
    said = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip()
    scheme = said if said in ("http", "https") else request.scheme
    return f"{scheme}://{request.host}{path}"
