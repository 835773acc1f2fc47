"""The question: one frozen value, made from a URL, turned back into one, passed to every engine.

`Query.q` is what the user typed; `searchapp.syntax.parse` makes a tree of it. Everything else is
a choice made beside the box (facets, order, page). To add a parameter, add a field to `Query`
and a line to `PARAMETERS`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Literal, get_args
from unicodedata import normalize
from urllib.parse import urlencode

Sort = Literal["relevance", "newest", "oldest"]
Collapse = Literal["none", "story"]
Cross = Literal["on", "off"]

MAX_Q = 500
"""Characters of `q` at most."""
MAX_SIZE = 100
"""Hits a page at most."""
MAX_EXPORT = 10_000
"""Articles in one download at most."""
MAX_COMPLETIONS = 20
"""Completions of a text at most."""
MAX_PAGE = 1_000_000
"""The last page that can be asked for by number; a cursor goes on from there."""
MAX_CHOICES = 100
"""Values of one facet at most."""
MAX_VALUE = 500
"""Characters of a facet's value at most."""
MAX_CURSOR = 4096
"""Characters of a cursor at most; it holds an article's id, which may be a long path."""


@dataclass(frozen=True, slots=True)
class Query:
    """One search.

    `source` and `language` mean any of the given values, none meaning all ("unknown" and "und"
    name the articles without). `from_` and `to` are ISO 8601 prefixes ("2018", "2018-08",
    "2018-08-21"), both ends included. `sort` None means relevance where there are words, else
    newest. `cursor`, where given, is used instead of `page`. `cross` "on" means that words are also
    met by their counterparts in the other language.
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
    cross: Cross = "on"

    @property
    def order(self) -> Sort:
        """The order of the hits, with the default worked out."""
        return self.sort or ("relevance" if self.q.strip() else "newest")


class BadParameter(ValueError):
    """A URL parameter that cannot be used: its `name`, and in `detail` what is wrong with it.

    `reason` is the detail before its `values` are filled in, so that it can be translated.
    """

    def __init__(self, name: str, reason: str, **values: object):
        self.name, self.reason, self.values = name, reason, values
        self.detail = reason.format(**values)
        super().__init__(f"{name} {self.detail}")


CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
"""Control characters stand for nothing anyone looks for; NUL may not even stand in HTML."""
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}", re.ASCII)
CODE = re.compile(r"[a-z]{2,3}")
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


def one(name: str, values: Sequence[str]) -> str:
    """Return the only value given for a parameter, without control characters."""
    if len(values) > 1:
        raise BadParameter(name, "may be given only once")
    return values[0].translate(CONTROLS)


def question(name: str, values: Sequence[str]) -> str:
    """Read the text of the search box."""
    text = one(name, values)
    if len(text) > MAX_Q:
        raise BadParameter(name, "may have at most {most} characters", most=MAX_Q)
    return text


def choices(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """Read the chosen values of a facet, composed (NFC) as stored: each once, in order."""
    tidy = (normalize("NFC", value.translate(CONTROLS)).strip() for value in values)
    cleaned = tuple(dict.fromkeys(tidy))
    if len(cleaned) > MAX_CHOICES:
        raise BadParameter(name, "may be given at most {most} times", most=MAX_CHOICES)
    if not all(0 < len(value) <= MAX_VALUE for value in cleaned):
        raise BadParameter(name, "must have from 1 to {most} characters", most=MAX_VALUE)
    return cleaned


def codes(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """Read chosen language codes, in any case of letters."""
    lowered = choices(name, [value.lower() for value in values])
    if not all(map(CODE.fullmatch, lowered)):
        raise BadParameter(name, 'must be a language code such as "en" or "da"')
    return lowered


def day(name: str, values: Sequence[str]) -> str | None:
    """Read one end of a range of dates; empty leaves it open."""
    text = one(name, values).strip()
    if not text:
        return None
    if not DATE.fullmatch(text):
        raise BadParameter(name, "must be a date such as 2018, 2018-08 or 2018-08-21")
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise BadParameter(name, "is a date that does not exist") from None
    return text


def number(most: int, name: str, values: Sequence[str]) -> int:
    """Read a whole number from 1 to `most`."""
    text = one(name, values)
    if not NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        raise BadParameter(name, "must be a whole number from 1 to {most}", most=most)
    return int(text)


def word(allowed: tuple[str, ...], name: str, values: Sequence[str]) -> str:
    """Read one of the allowed words."""
    text = one(name, values)
    if text not in allowed:
        raise BadParameter(name, "must be one of: {allowed}", allowed=", ".join(allowed))
    return text


def cursor(name: str, values: Sequence[str]) -> str:
    """Read the mark where an earlier page ended; only the engine can tell what it means."""
    text = one(name, values)
    if not 0 < len(text) <= MAX_CURSOR:
        raise BadParameter(name, "must be the cursor of an earlier answer")
    return text


Parameters = Mapping[str, tuple[str, Callable[[str, Sequence[str]], object]]]

PARAMETERS: Parameters = {
    "q": ("q", question),
    "source": ("source", choices),
    "language": ("language", codes),
    "from": ("from_", day),
    "to": ("to", day),
    "sort": ("sort", partial(word, get_args(Sort))),
    "page": ("page", partial(number, MAX_PAGE)),
    "size": ("size", partial(number, MAX_SIZE)),
    "cursor": ("cursor", cursor),
    "collapse": ("collapse", partial(word, get_args(Collapse))),
    "cross": ("cross", partial(word, get_args(Cross))),
}
"""Parameter of a URL -> field of `Query` and how its values are read, in the order written."""


def some(*names: str) -> Parameters:
    """Return the table of some of the parameters."""
    return {name: PARAMETERS[name] for name in names}


def fields_of(pairs: Iterable[tuple[str, str]], table: Parameters = PARAMETERS) -> dict[str, Any]:
    """Return the decoded parameters of a URL as a table reads them. Raises BadParameter."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    fields: dict[str, Any] = {}
    for name, values in given.items():
        if name not in table:
            known = ", ".join(table)
            raise BadParameter(name, "is not a parameter; there are {known}", known=known)
        field, read = table[name]
        fields[field] = read(name, values)
    return fields


def from_url(
    pairs: Iterable[tuple[str, str]], table: Parameters = PARAMETERS, default: Query = Query()
) -> Query:
    """Make a query from the decoded parameters of a URL, `default` where they say nothing.

    Raises BadParameter.
    """
    return changed(default, fields_of(pairs, table))


def changed(query: Query, fields: Mapping[str, Any]) -> Query:
    """Return a query with some fields changed. Raises BadParameter where they do not agree."""
    if "cursor" in fields and "page" in fields:
        raise BadParameter("cursor", "cannot be given together with page")
    return in_order(replace(query, **fields))


def in_order(query: Query) -> Query:
    """Return the query if its dates do not run backwards."""
    first, last = query.from_, query.to
    if first and last:
        known = min(len(first), len(last))
        if first[:known] > last[:known]:
            raise BadParameter("from", "must not be later than to")
    return query


def to_url(query: Query, table: Parameters = PARAMETERS, default: Query = Query()) -> str:
    """Return the query string that `from_url` reads as this query; defaults are left out."""
    pairs: list[tuple[str, str | int]] = []
    for name, (field, _) in table.items():
        value = getattr(query, field)
        if isinstance(value, tuple):
            pairs.extend((name, item) for item in value)
        elif value != getattr(default, field):
            pairs.append((name, value))
    return urlencode(pairs)


DEFAULTS: Mapping[str, object] = {
    field: getattr(Query(), field) for field, _ in PARAMETERS.values()
}
