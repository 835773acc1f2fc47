"""The description of the endpoints for programs, as OpenAPI 3.1.

Written by hand, and so is `schemas`, what the answers hold; a test compares both with real ones.
"""

from typing import get_args

from searchapp import __version__
from searchapp.query import (
    MAX_COMPLETIONS,
    MAX_EXPORT,
    MAX_PAGE,
    MAX_Q,
    MAX_SIZE,
    Collapse,
    Cross,
    Parameters,
    Sort,
)
from searchapp.web.asking import EXPORTED, FOLLOWED, FORMATS, NEWEST
from searchapp.web.schemas import DATE, SCHEMAS, STRING, Schema, ref, several, words


def parameter(name: str, description: str, schema: Schema) -> Schema:
    """Return the description of one query parameter."""
    return {"name": name, "in": "query", "description": description, "schema": schema}


def counting(most: int, default: int) -> Schema:
    """Return the schema of a whole number from 1."""
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


PARAMETERS = [
    parameter("q", "The query; empty: every article.", {**STRING, "maxLength": MAX_Q}),
    parameter("source", "Any of these sources; unknown: without one.", several(STRING)),
    parameter("language", "Any of these ISO 639 codes; und: undetermined.", several(STRING)),
    parameter("from", "First year, month or day, included.", DATE),
    parameter("to", "Last year, month or day, included.", DATE),
    parameter("sort", "Default: relevance; newest where q is empty.", words(*get_args(Sort))),
    parameter("page", "Which page.", counting(MAX_PAGE, 1)),
    parameter("size", "Hits a page.", counting(MAX_SIZE, 10)),
    parameter("cursor", "Goes on where an earlier answer ended; instead of page.", STRING),
    parameter("collapse", "story: one hit a story.", words(*get_args(Collapse))),
    parameter(
        "cross",
        "on, the default: English words also find Danish articles by their counterparts, and the"
        " other way round; off: they do not.",
        words(*get_args(Cross)),
    ),
]


def these(table: Parameters, **other: Schema) -> list[Schema]:
    """Return the parameters of a table, some of them with another schema."""
    known = [given for given in PARAMETERS if given["name"] in table]
    return [{**given, "schema": other.get(given["name"], given["schema"])} for given in known]


def reply(description: str, schema: str, kind: str = "application/json") -> Schema:
    """Return the description of one response."""
    return {"description": description, "content": {kind: {"schema": ref(schema)}}}


def texts(description: str, *kinds: str) -> Schema:
    """Return the description of a response that is no JSON, of one of some kinds."""
    return {"description": description, "content": {kind: {"schema": STRING} for kind in kinds}}


def fault(description: str) -> Schema:
    """Return the description of an error response (RFC 9457)."""
    return reply(description, "Problem", "application/problem+json")


BAD = fault("A parameter that is unknown or cannot be used.")
MISSING = fault("There is no such article.")
UNUSABLE = fault("The index is missing or cannot be used; the detail has the remedy.")
UNAVAILABLE = fault("As in other answers, or too many downloads are under way.")
ID = {"name": "id", "in": "path", "required": True, "schema": STRING}

DESCRIPTION: Schema = {
    "openapi": "3.1.0",
    "info": {"title": "searchapp", "version": __version__},
    "paths": {
        "/api/search": {
            "get": {
                "operationId": "search",
                "summary": "Search the articles.",
                "parameters": PARAMETERS,
                "responses": {"200": reply("The answer.", "Answer"), "400": BAD, "503": UNUSABLE},
            }
        },
        "/api/feed": {
            "get": {
                "operationId": "feed",
                "summary": "The newest articles that a search finds, as an Atom feed (RFC 4287).",
                "parameters": these(FOLLOWED, size=counting(MAX_SIZE, NEWEST.size)),
                "responses": {
                    "200": texts("The feed.", "application/atom+xml"),
                    "304": {"description": "It is the one whose ETag came in If-None-Match."},
                    "400": BAD,
                    "503": UNUSABLE,
                },
            }
        },
        "/api/export": {
            "get": {
                "operationId": "export",
                "summary": f"All articles that a search finds, whole: {MAX_EXPORT:,} at most.",
                "parameters": [
                    *these(EXPORTED),
                    parameter(
                        "format",
                        "jsonl: one record a line, which searchapp.reindex reads; csv: a table, in"
                        " which an apostrophe stands before what would be a formula.",
                        {**words(*FORMATS), "default": "jsonl"},
                    ),
                ],
                "responses": {
                    "200": texts("The file.", "application/x-ndjson", "text/csv"),
                    "400": BAD,
                    "503": UNAVAILABLE,
                },
            }
        },
        "/api/suggest": {
            "get": {
                "operationId": "suggest",
                "summary": "What a text that is being typed may become.",
                "parameters": [
                    parameter("q", "The text as typed so far.", {**STRING, "maxLength": MAX_Q}),
                    parameter("size", "Completions at most.", counting(MAX_COMPLETIONS, 8)),
                ],
                "responses": {
                    "200": reply("The completions.", "Completions"),
                    "400": BAD,
                    "503": UNUSABLE,
                },
            }
        },
        "/api/articles/{id}": {
            "get": {
                "operationId": "article",
                "summary": "One article whole.",
                "parameters": [ID],
                "responses": {
                    "200": reply("The article.", "Article"),
                    "400": BAD,
                    "404": MISSING,
                    "503": UNUSABLE,
                },
            }
        },
        "/healthz": {
            "get": {
                "operationId": "health",
                "summary": "Whether searches are being answered.",
                "responses": {"200": reply("They are.", "Health"), "400": BAD, "503": UNUSABLE},
            }
        },
        "/metrics": {
            "get": {
                "operationId": "metrics",
                "summary": "What has been answered and how fast, for Prometheus.",
                "responses": {"200": texts("The metrics.", "text/plain"), "400": BAD},
            }
        },
    },
    "components": {"schemas": SCHEMAS},
}
