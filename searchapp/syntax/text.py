"""A tree to text: the canonical, readable form of a query, which `parse` reads as the same tree."""

import re

from searchapp.syntax.nodes import (
    MAX_DEPTH,
    And,
    Dates,
    Filter,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Word,
)

PLAIN = re.compile(r"\w(?:[\w.&'’/-]*\w)?")
"""Values that need no quotation marks."""


def show(node: Node) -> str:
    """Return the query a tree stands for: `title:peace (talks OR "cease fire") -war`.

    For every tree that `parse` returns, `parse(show(tree)).tree == tree`.
    """
    return written(node, clear=depth(node) <= MAX_DEPTH)


def mentioned(node: Node) -> str:
    """Return a tree's text as a sentence has it: without a mark that is left of another one."""
    return show(node).rstrip(",;:.!?…") or show(node)


def depth(node: Node) -> int:
    """Return how many parentheses would be open at once if each group had its own."""
    match node:
        case And(children) | Or(children):
            return 1 + max(map(depth, children))
        case Not(child):
            return depth(child)
        case _:
            return 0


def written(node: Node, clear: bool) -> str:
    """Return the text of a node; `clear` puts parentheses around an AND in an OR as well."""
    match node:
        case And(children):
            return " ".join(
                grouped(c, clear) if isinstance(c, Or) else written(c, clear) for c in children
            )
        case Or(children):
            inner = (And,) if clear else ()
            return " OR ".join(
                grouped(c, clear) if isinstance(c, inner) else written(c, clear) for c in children
            )
        case Not(child):
            text = (
                grouped(child, clear)
                if isinstance(child, And | Or | Near)
                else written(child, clear)
            )
            return f"NOT {text}" if text.startswith("-") else f"-{text}"
        case Near(left, right, distance):
            return f"{leaf(left)} NEAR/{distance} {leaf(right)}"
        case _:
            return leaf(node)


def grouped(node: Node, clear: bool) -> str:
    """Return the text of a node in parentheses."""
    return f"({written(node, clear)})"


def leaf(node: Node) -> str:
    """Return the text of a node without children."""
    match node:
        case Word(text, field) | Pattern(text, field):
            return named(field, text)
        case Phrase(text, field):
            return named(field, f'"{text}"')
        case Fuzzy(text, field):
            return named(field, f"{text}~")
        case Filter(name, value):
            return named(name, value if PLAIN.fullmatch(value) else f'"{value}"')
        case Dates(first, last):
            return named("date", str(first) if first == last else f"{first or ''}..{last or ''}")
        case _:
            return ""


def named(field: str | None, text: str) -> str:
    """Return a text with the field it belongs to."""
    return f"{field}:{text}" if field else text
