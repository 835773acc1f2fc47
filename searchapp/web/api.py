"""The endpoints for programs: search, completion, one article, health, metrics, their description.

The answers are plain dictionaries made from `Results` and `Article`; `searchapp.web.openapi`
describes them, and a test keeps the two in step. To add an endpoint, add a view and its path there.
"""

import json
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from searchapp.article import Article
from searchapp.engines import IndexUnusable
from searchapp.facets import FACETS, Facet, offered
from searchapp.query import (
    MAX_COMPLETIONS,
    BadParameter,
    Parameters,
    Query,
    fields_of,
    from_url,
    number,
    question,
    to_url,
)
from searchapp.results import FacetCount, FacetValue, Hit, Results
from searchapp.web import metrics
from searchapp.web.asking import address, ask, engine, next_page, page_count
from searchapp.web.messages import Ui
from searchapp.web.openapi import DESCRIPTION

api = Blueprint("api", __name__)
ENGLISH = Ui("en")
JSON_HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-cache"}
COMPLETED: Parameters = {
    "q": ("q", question),
    "size": ("size", partial(number, MAX_COMPLETIONS)),
}
"""The parameters of a text to be completed."""
TYPED = {"q": "", "size": 8}
"""Their defaults."""
ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


@api.get("/api/search")
def search() -> Response:
    """Answer a query."""
    query = from_url(request.args.items(multi=True))
    results, took = ask(query)
    return answer(search_answer(query, results, took))


@api.get("/api/suggest")
def suggest() -> Response:
    """Complete a text that is being typed."""
    asked = {**TYPED, **fields_of(request.args.items(multi=True), COMPLETED)}
    began = perf_counter()
    found = engine().suggest(asked["q"], asked["size"])
    return answer(
        {
            "query": asked,
            "took_ms": round((perf_counter() - began) * 1000, 2),
            "completions": [
                {"text": one.text, "kind": one.kind, "count": one.count} for one in found
            ],
        }
    )


@api.get("/api/articles/<anything:id>")
def article(id: str) -> Response:  # noqa: A002
    """Return one article whole."""
    no_parameters()
    found = engine().article(id)
    if found is None:
        raise NotFound
    return answer(article_answer(found))


@api.get("/healthz")
def health() -> Response:
    """Tell whether searches are being answered, by asking one: 200, or 503 with the remedy."""
    no_parameters()
    state = ask(Query(size=1))[0].index
    index = {"generation": state.generation, "articles": state.articles}
    return answer({"status": "ok", "index": index})


@api.get("/metrics")
def measured() -> Response:
    """Tell Prometheus what has been answered and how fast, and what is searched."""
    no_parameters()
    try:
        index = ask(Query(size=1))[0].index
    except IndexUnusable:
        index = None
    total = current_app.extensions["searchapp.tally"].total()
    body = metrics.text(metrics.endpoints(current_app), total, index)
    return Response(body, headers={**JSON_HEADERS, "Content-Type": metrics.CONTENT_TYPE})


@api.get("/openapi.json")
def description() -> Response:
    """Describe these endpoints."""
    no_parameters()
    return answer(DESCRIPTION)


def no_parameters() -> None:
    """Refuse parameters where there are none."""
    for name in request.args:
        raise BadParameter(name, "is not a parameter; there are none here")


def answer(body: Any) -> Response:
    """Return a value as JSON."""
    return Response(encoded(body), headers=JSON_HEADERS)


def encoded(body: Any) -> bytes:
    """Return a value as JSON; half a character, which no bytes stand for, as a question mark."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return ENCODE(body).encode(errors="replace")


def search_answer(query: Query, results: Results, took: float) -> dict[str, Any]:
    """Return the answer to a query; `took` is in seconds."""
    return {
        "query": {
            "q": query.q,
            "parsed": results.parsed,
            "source": query.source,
            "language": query.language,
            "from": query.from_,
            "to": query.to,
            "sort": query.order,
            "cross": query.cross,
            "also": results.also,
        },
        "total": {"articles": results.articles, "stories": results.stories},
        "took_ms": round(took * 1000, 2),
        "index": {"generation": results.index.generation, "articles": results.index.articles},
        "page": page_answer(query, results),
        "hits": [hit_answer(hit) for hit in results.hits],
        "facets": {
            facet.name: facet_answer(facet, results.facets[facet.name], query)
            for facet in FACETS
            if facet.name in results.facets
        },
        "suggestions": [
            {
                "text": better.text,
                "query": better.query,
                "without": better.without,
                "count": better.count,
            }
            for better in results.suggestions
        ],
        "warnings": results.warnings,
    }


def page_answer(query: Query, results: Results) -> dict[str, Any]:
    """Return where in the whole answer these hits stand. Behind a cursor, pages have no number."""
    last = page_count(query, results)
    following, previous = next_page(query, results), None
    if query.page > 1:
        previous = replace(query, page=max(1, min(query.page - 1, last)))
    return {
        "number": None if query.cursor else query.page,
        "size": query.size,
        "pages": last,
        "next": following and search_url(following),
        "prev": previous and search_url(previous),
        "cursor": results.cursor,
    }


def search_url(query: Query) -> str:
    """Return the relative URL that asks this endpoint for a query."""
    return address("/api/search", to_url(query))


def hit_answer(hit: Hit) -> dict[str, Any]:
    """Return one hit."""
    return {
        "id": hit.id,
        "title": hit.title,
        "url": hit.url,
        "source": hit.source,
        "language": hit.language,
        "published": hit.published
        and {"value": hit.published.value, "precision": hit.published.precision},
        "score": hit.score,
        "snippets": [
            {"field": snippet.field, "text": snippet.text, "ranges": snippet.ranges}
            for snippet in hit.snippets
        ],
        "story": {"id": hit.story.id, "size": hit.story.size},
    }


def facet_answer(facet: Facet, count: FacetCount, query: Query) -> dict[str, Any]:
    """Return one facet: choices with the number of others, or dates with the number of undated."""
    if facet.shown == "dates":
        bars = [{"value": bar.value, "count": bar.articles} for bar in count.values]
        return {"interval": count.interval, "values": bars, facet.missing: count.missing}
    values = [value_answer(facet, value) for value in offered(facet, count, query)]
    return {"values": values, "other": count.other}


def value_answer(facet: Facet, value: FacetValue) -> dict[str, Any]:
    """Return one choice of a facet; codes carry a label."""
    label = ENGLISH.language(value.value) if facet.codes else None
    shown = {
        "value": value.value,
        "count": value.articles,
        "selected": value.selected,
    }
    return {**shown, "label": label} if label else shown


def published_answer(article: Article) -> dict[str, Any] | None:
    """Return when an article was published, why that is believed, and how exactly it is known."""
    published = article.published
    if published is None:
        return None
    return {
        "value": published.value,
        "precision": published.precision,
        "from": article.origins.get("published"),
        "inferred": published.inferred,
    }


def article_answer(article: Article) -> dict[str, Any]:
    """Return one article whole."""
    return {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "source": article.source,
        "published": published_answer(article),
        "language": article.language,
        "url": article.url,
        "authors": article.authors,
        "topics": article.topics,
        "origins": dict(article.origins),
    }
