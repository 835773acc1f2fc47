"""Named fields to an article: the keys of records, front matter and structured data.

A reader makes a partial article from each thing it finds (front matter, metadata, the page's
lines) and `either` joins them, the first that knows a field wins. To accept another key, add it to
`KEYS`; keys are compared without case.
"""

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from math import isfinite
from operator import itemgetter
from typing import Any

from searchapp.article import FIRST_SENTENCE, Article
from searchapp.readers import dates, prose
from searchapp.readers.bylines import byline
from searchapp.readers.locales import language_code
from searchapp.readers.markup import looks_like_markup, text_of
from searchapp.readers.urls import site

KEYS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "headline"),
    "body": (
        *("body", "text", "content", "articlebody", "full_text", "fulltext"),
        *("content_text", "content_html"),
    ),
    "published": (
        *("date", "published", "published_at", "pubdate", "datepublished", "date_published"),
        *("publication_date", "publish_date", "published_date"),
    ),
    "source": ("source", "publisher", "site", "outlet", "site_name", "sitename"),
    "language": ("language", "lang"),
    "url": ("url", "link", "canonical_url", "permalink"),
    "authors": ("authors", "author", "byline"),
    "topics": ("topics", "tags", "keywords", "section", "categories", "category"),
}
"""Each field's keys, the one that counts first."""
FIELD_OF = {
    spelling: (field, rank)
    for field, keys in KEYS.items()
    for rank, key in enumerate(keys)
    for spelling in (key, key.replace("_", ""))
}
MAX_ID = 500
"""Characters of an id at most."""
NOTHING = frozenset({"nan", "NaN", "None", "none", "null", "NULL", "N/A", "n/a", "undefined"})
"""What programs write where there is no value."""
LONGEST_NOTHING = max(map(len, NOTHING))
NUMBERED = frozenset({"id"})
"""The fields in which 0 is a value; in others it stands for none."""
INNER = (
    "name",
    "title",
    "label",
    "term",
    "text",
    "@value",
    "$date",
    "$numberLong",
    "rendered",
    "url",
    "@id",
    "$oid",
)
"""Where the text of a value that is itself an object is looked for."""
ADDRESS = ("http://", "https://")
MARKS = re.compile(r"[\s_-]")
TOPIC_SEPARATOR = re.compile("[,;|]")
AUTHOR_SEPARATOR = re.compile(r"\s*(?:;|\||\s&\s|\sand\s|\sog\s)\s*")


EMPTY = Article(title="", body="")
"""The article of which nothing is known."""


def article(mapping: Mapping[str, Any], origin: str) -> Article:
    """Return the article that named values make; what they do not say stays unknown."""
    raw = chosen(mapping)
    known = {
        field: found
        for field, value in raw.items()
        if (read := READ.get(field)) and (found := read(value))
    }
    language = scalar(raw.get("language"))
    if "published" in raw and (found := dates.published(date_value(raw["published"]), language)):
        known["published"] = found
    if len(known) < len(raw):
        known |= under_other_keys(mapping, raw.keys() - known.keys(), language)
    if known.get("source", "").startswith(ADDRESS):
        known = {field: value for field, value in (known | places(known, raw)).items() if value}
    origins = dict.fromkeys(known, origin)
    return Article(known.pop("title", ""), known.pop("body", ""), **known, origins=origins)


def under_other_keys(mapping: Mapping[str, Any], fields: Set[str], language: str) -> dict[str, Any]:
    """Return what any keys say of fields of which the keys that count first say nothing."""
    values = [
        (*named, value)
        for key, value in mapping.items()
        if (named := FIELD_OF.get(key) or field_of(key)) and named[0] in fields
    ]
    known: dict[str, Any] = {}
    for field, _, value in sorted(values, key=itemgetter(1)):
        if field == "published":
            found: Any = dates.published(date_value(value), language)
        else:
            found = READ[field](value)
        if found:
            known.setdefault(field, found)
    return known


def chosen(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of each field that has one, by the key that counts first."""
    best: dict[str, Any] = {}
    ranks: dict[str, float] = {}
    for key, value in mapping.items():
        if (value or type(value) is int) and (found := FIELD_OF.get(key) or field_of(key)):
            field, rank = found
            if (value or field in NUMBERED) and (field not in ranks or rank < ranks[field]):
                best[field], ranks[field] = value, rank
    return best


@lru_cache(1024)
def field_of(key: str) -> tuple[str, float] | None:
    """Return the field a key tells of and the key's rank, whatever its case and marks.

    A key that is spelt otherwise comes behind the same one in its own spelling ("_id", "id").
    """
    field, rank = FIELD_OF.get(MARKS.sub("", key.casefold()), ("", 0))
    return (field, rank + 0.5) if field else None


def scalar(value: Any) -> str:
    """Return one text from a value: an object's name, a list's first, a number's digits."""
    if isinstance(value, str):
        return "" if len(value) <= LONGEST_NOTHING and value in NOTHING else value
    for _ in range(4):
        if isinstance(value, str):
            return scalar(value)
        if isinstance(value, Mapping):
            value = next((value[key] for key in INNER if value.get(key)), None)
        elif isinstance(value, list | tuple):
            value = value[0] if value else None
        elif isinstance(value, int | float) and not isinstance(value, bool):
            return str(value) if isinstance(value, int) or isfinite(value) else ""
        else:
            return ""
    return ""


def several(value: Any) -> list[str]:
    """Return the texts of a list, or of a single value."""
    values = value if isinstance(value, list | tuple) else [value]
    return [text for item in values[:1000] if (text := prose.brief(scalar(item)))]


def date_value(value: Any) -> Any:
    """Return what a date is read from: a number as it is, anything else as text."""
    if isinstance(value, Mapping) and "$date" in value:
        value = value["$date"]
    return value if isinstance(value, int | float) else scalar(value)


def plain(text: str) -> str:
    """Return text without markup, where it has any."""
    return text_of(text) if "<" in text and looks_like_markup(text) else text


def body_text(value: Any) -> str:
    """Return a body as paragraphs, from a text (with or without markup) or a list of them."""
    if isinstance(value, list | tuple):
        return prose.body(found for item in value if (found := body_text(item)))
    return prose.flowing(plain(scalar(value)))


def places(known: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, str | None]:
    """Return url and source where the source is an address: its site, and the url if none."""
    source = known["source"]
    url = known.get("url") or prose.one_line(scalar(raw.get("url"))) or source
    return {"url": url if site(url) else None, "source": site(source)}


def identity(value: Any) -> str:
    """Return an id; of one too long for addresses and cursors, its beginning and a hash of all."""
    text = prose.one_line(scalar(value))
    if len(text) <= MAX_ID:
        return text
    whole = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"{text[: MAX_ID - len(whole) - 1]}-{whole}"


def address(value: Any) -> str:
    """Return a web address, "" where it is none."""
    text = prose.one_line(scalar(value))
    return text if site(text) else ""


def authors(value: Any) -> tuple[str, ...]:
    """Return the names of authors, from a list, objects with names, or a byline."""
    return tuple(dict.fromkeys(name for text in several(value) for name in names(text)))


@lru_cache(8192)
def names(text: str) -> tuple[str, ...]:
    """Return the names in one text, whether a byline or not."""
    parsed = byline(text)
    return parsed.authors if parsed else tuple(split_names(text))


def split_names(text: str) -> list[str]:
    """Return the names in a text; a comma parts them only where each part has two words."""
    names: list[str] = []
    for part in AUTHOR_SEPARATOR.split(text):
        pieces = [piece.strip() for piece in part.split(",")]
        parted = len(pieces) > 1 and all(" " in piece for piece in pieces)
        names.extend(pieces if parted else [part.strip()])
    return [name for name in names if name]


def topics(value: Any) -> tuple[str, ...]:
    """Return topics, from a list or a text with commas, semicolons or bars between."""
    if isinstance(value, str):
        value = TOPIC_SEPARATOR.split(value)
    return tuple(dict.fromkeys(several(value)))


READ: Mapping[str, Callable[[Any], Any]] = {
    "id": identity,
    "title": lambda value: prose.title(plain(scalar(value))),
    "body": body_text,
    "source": lambda value: prose.brief(scalar(value)),
    "url": address,
    "language": lambda value: language_code(scalar(value)),
    "authors": authors,
    "topics": topics,
}
"""How the fields are read that depend on no other."""


def either(*found: Article) -> Article:
    """Return an article with each field from the first that knows it, and its origin."""
    parts = [part for part in found if part is not EMPTY]
    if len(parts) < 2:
        return parts[0] if parts else EMPTY
    joined: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for part in parts:
        for field in KEYS:
            if field not in joined and (value := getattr(part, field)):
                joined[field] = value
                if field in part.origins:
                    origins[field] = part.origins[field]
    return Article(joined.pop("title", ""), joined.pop("body", ""), **joined, origins=origins)


def partial(**known: tuple[Any, str]) -> Article:
    """Return an article of which only some fields are known: each its value and its origin."""
    values = {field: value for field, (value, _) in known.items()}
    origins = {field: origin for field, (_, origin) in known.items()}
    return Article(**{"title": "", "body": "", **values}, origins=origins)


def titled(found: Article) -> Article:
    """Return the article with a title: its first sentence where it has none."""
    if found.title or not found.body:
        return found
    sentence = prose.first_sentence(found.body.split("\n", 1)[0])
    return replace(found, title=sentence, origins={**found.origins, "title": FIRST_SENTENCE})


def sited(found: Article) -> Article:
    """Return the article with the site of its url as source where none is known."""
    name = site(found.url) if found.url and not found.source else None
    if not name:
        return found
    return replace(found, source=name, origins={**found.origins, "source": "url"})


def without_body(found: Article) -> Article:
    """Return what is known of an article apart from its text."""
    origins = {field: origin for field, origin in found.origins.items() if field != "body"}
    return replace(found, body="", origins=origins)
