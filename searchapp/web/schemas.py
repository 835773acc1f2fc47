"""What the endpoints for programs answer, as JSON Schema; `searchapp.web.openapi` refers to it.

`closed` objects list every key they have.
"""

from typing import Any, get_args

from searchapp.query import Cross, Sort

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
    "Problem": closed(
        ("parameter",),
        type=STRING,
        title=STRING,
        status=INTEGER,
        detail=STRING,
        parameter=STRING,
    ),
}
