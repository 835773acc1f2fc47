"""The nodes of a query's tree: plain frozen values, and the limits they keep."""

from collections.abc import Sequence
from dataclasses import dataclass

MAX_DEPTH = 32
"""Nested parentheses at most; deeper ones are read as if they were not there, with a warning."""
MAX_CLAUSES = 128
"""Words, phrases and filters at most; what comes after is left out, with a warning."""
MAX_DISTANCE = 100
"""Words apart at most in `NEAR/100`; more is read as this, with a warning."""
MAX_NEARS = 4
"""NEARs at most, since each looks at where its words stand; later ones are left out, with a
warning."""
MAX_PATTERNS, MAX_PHRASES = 16, 32
"""Words with `*` or `~`, and phrases, at most: each may mean very many words or places; later ones
are left out, with a warning."""
MAX_NEGATIONS = 2
"""Negations within each other at most, since what is negated is looked for in every language of the
index each time; inner ones are left out, with a warning."""
MAX_STARS = 3
"""Stars in one pattern at most; more make it a plain word, with a warning."""


@dataclass(frozen=True, slots=True)
class Every:
    """Every article: the empty query."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in all its forms. `field` None means title and body, else "title".

    `text` has no white space, but may have inner punctuation ("peace-talks"). One without letters
    or digits ("-") appears only where nothing better was asked for, and finds nothing.
    """

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as written, side by side: `"exact phrase"`."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words as written that fit: `*` stands for any letters. `prefix*` is the common case.

    `text` starts with two letters or digits and holds one to `MAX_STARS` stars, none side by side.
    """

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words as written with at most one typo (insertion, deletion, substitution, swap)."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Two words or phrases, in either order, at most `distance` words apart: `a NEAR/5 b`."""

    left: "Word | Phrase"
    right: "Word | Phrase"
    distance: int


@dataclass(frozen=True, slots=True)
class Filter:
    """`source:Reuters` or `language:da`: no effect on the score. `name` is the facet's name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """`date:2018-08..2018-09`: ISO 8601 prefixes, both ends included, None for an open end."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match `child`."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match every child (where none does: as many as possible)."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match any child."""

    children: tuple["Node", ...]


Node = Every | Word | Phrase | Pattern | Fuzzy | Near | Filter | Dates | Not | And | Or


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed query: its tree, and sentences about what was not read as syntax."""

    tree: Node
    warnings: Sequence[str] = ()
