"""The description of the endpoints for programs, as OpenAPI 3.1.

Written by hand; a test compares it with real answers. `closed` objects list every key they have.
"""

from typing import Any, get_args

from searchapp import __version__
from searchapp.query import MAX_COMPLETIONS, MAX_PAGE, MAX_Q, MAX_SIZE, Collapse, Cross, Sort

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}


def maybe(schema: Schema) -> Schema:
    """Return a schema that also allows null."""
    return {"anyOf": [schema, {"type": "null"}]}


def several(schema: Schema) -> Schema:
    """Return the schema of an array."""
    return {"type": "array", "items": schema}


def words(*allowed: str) -> Schema:
    """Return the schema of one of some words."""
    return {"type": "string", "enum": list(allowed)}


def closed(optional: tuple[str, ...] = (), /, **members: Schema) -> Schema:
    """Return the schema of an object with just these members."""
    return {
        "type": "object",
        "properties": {name.rstrip("_"): schema for name, schema in members.items()},
        "required": [name.rstrip("_") for name in members if name not in optional],
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """Return a reference to a schema in `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


PRECISION = words("year", "month", "day")
SNIPPET = closed(
    field=STRING,
    text=STRING,
    ranges={
        **several({"type": "array", "prefixItems": [INTEGER, INTEGER]}),
        "description": "Half-open ranges of characters to mark in the text.",
    },
)
CHOICE = closed(("label",), value=STRING, label=STRING, count=INTEGER, selected=BOOLEAN)
CHOICES = closed(values=several(CHOICE), other=INTEGER)
SCHEMAS: dict[str, Schema] = {
    "Hit": closed(
        id=STRING,
        title=STRING,
        url=maybe(STRING),
        source=maybe(STRING),
        language=STRING,
        published=maybe(closed(value=DATE, precision=PRECISION)),
        score=NUMBER,
        snippets=several(SNIPPET),
        story=closed(id=STRING, size=INTEGER),
    ),
    "Answer": closed(
        query=closed(
            q=STRING,
            parsed=STRING,
            source=several(STRING),
            language=several(STRING),
            from_=maybe(DATE),
            to=maybe(DATE),
            sort=words(*get_args(Sort)),
            cross=words(*get_args(Cross)),
            also={
                "type": "object",
                "additionalProperties": several(STRING),
                "description": "By language, what was looked for beside the words of q.",
            },
        ),
        total=closed(articles=INTEGER, stories=INTEGER),
        took_ms=NUMBER,
        index=closed(generation=STRING, articles=INTEGER),
        page=closed(
            number=maybe(INTEGER),
            size=INTEGER,
            pages=INTEGER,
            next=maybe(STRING),
            prev=maybe(STRING),
            cursor=maybe(STRING),
        ),
        hits=several(ref("Hit")),
        facets=closed(
            source=CHOICES,
            language=CHOICES,
            published=closed(
                interval=maybe(PRECISION),
                values=several(closed(value=DATE, count=INTEGER)),
                undated=INTEGER,
            ),
        ),
        suggestions=several(
            closed(
                text=STRING,
                query={**STRING, "description": "What goes into q; other parameters stay, but"},
                without={
                    **several(words("source", "language", "from", "to")),
                    "description": "for these, which are to be left out.",
                },
                count=INTEGER,
            )
        ),
        warnings=several(STRING),
    ),
    "Completions": closed(
        query=closed(q=STRING, size=INTEGER),
        took_ms=NUMBER,
        completions=several(
            closed(
                text=STRING,
                kind=words("word", "phrase", "source"),
                count={
                    **INTEGER,
                    "description": "Articles with the word as written, with the phrase in their"
                    " title, or from the source.",
                },
            )
        ),
    ),
    "Article": closed(
        id=STRING,
        title=STRING,
        body=STRING,
        source=maybe(STRING),
        published=maybe(
            closed(value=DATE, precision=PRECISION, from_=maybe(STRING), inferred=BOOLEAN)
        ),
        language=STRING,
        url=maybe(STRING),
        authors=several(STRING),
        topics=several(STRING),
        origins={
            "type": "object",
            "additionalProperties": STRING,
            "description": "Where the value of each field was found.",
        },
    ),
    "Health": closed(status=STRING, index=closed(generation=STRING, articles=INTEGER)),
    "Metrics": STRING,
    "Problem": closed(
        ("parameter",),
        type=STRING,
        title=STRING,
        status=INTEGER,
        detail=STRING,
        parameter=STRING,
    ),
}


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


def reply(description: str, schema: str, kind: str = "application/json") -> Schema:
    """Return the description of one response."""
    return {"description": description, "content": {kind: {"schema": ref(schema)}}}


def fault(description: str) -> Schema:
    """Return the description of an error response (RFC 9457)."""
    return reply(description, "Problem", "application/problem+json")


BAD = fault("A parameter that is unknown or cannot be used.")
MISSING = fault("There is no such article.")
UNUSABLE = fault("The index is missing or cannot be used; the detail has the remedy.")
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
                "responses": {"200": reply("The metrics.", "Metrics", "text/plain"), "400": BAD},
            }
        },
    },
    "components": {"schemas": SCHEMAS},
}
