"""The query language: text to a tree of frozen nodes, which compare by value, and back.

    parse(text) -> Parsed(tree, warnings)     any string is a valid query
    show(tree)  -> text                       readable; parse(show(tree)).tree == tree

What cannot be read as syntax is read as words, with a warning. Tightest first, the operators are
NEAR/5, NOT (or -), AND (or nothing at all), OR. To add syntax, add a node in `nodes`, its reading
in `tokens`, its writing in `text`, and its meaning in `searchapp.compile`.
"""

from searchapp.syntax.nodes import (
    MAX_CLAUSES,
    MAX_DEPTH,
    MAX_DISTANCE,
    MAX_NEARS,
    MAX_NEGATIONS,
    MAX_PATTERNS,
    MAX_PHRASES,
    MAX_STARS,
    And,
    Dates,
    Every,
    Filter,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Parsed,
    Pattern,
    Phrase,
    Word,
)
from searchapp.syntax.parser import parse
from searchapp.syntax.text import mentioned, show

__all__ = [
    "MAX_CLAUSES",
    "MAX_DEPTH",
    "MAX_DISTANCE",
    "MAX_NEARS",
    "MAX_NEGATIONS",
    "MAX_PATTERNS",
    "MAX_PHRASES",
    "MAX_STARS",
    "And",
    "Dates",
    "Every",
    "Filter",
    "Fuzzy",
    "Near",
    "Node",
    "Not",
    "Or",
    "Parsed",
    "Pattern",
    "Phrase",
    "Word",
    "mentioned",
    "parse",
    "show",
]
