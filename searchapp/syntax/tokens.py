"""A query's text to tokens: operators, parentheses, and atoms that already hold their node.

Takes time linear in the text. To add an operator, add it to `atoms.OPERATOR` and to `parser`; all
that is neither operator nor parenthesis is read by `atoms`.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

from searchapp.article import INVISIBLE
from searchapp.syntax.atoms import (
    FIELDS,
    OPERATOR,
    Warnings,
    chunk,
    conjunction,
    quotation,
    warn_unknown,
)
from searchapp.syntax.nodes import MAX_DISTANCE, Node

Kind = Literal["atom", "open", "close", "not", "and", "or", "near"]

QUOTES = re.compile("[“”„‟«»″＂]")
UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of surrogate pairs: read as spaces."""
PIECE = re.compile(
    r"""
    (?P<hyphens>-*) (?:(?P<name>[^\W\d_]\w*):)? (?: "(?P<quoted>[^"]*)" | (?P<open>\() )
    | (?P<close> \) )
    | (?P<chunk> [^\s"()]+ )
    """,
    re.VERBOSE,
)
FRONT = re.compile(r"(?:^|[\s(])-*(?:[^\W\d_]\w*:)?$")
"""What may be glued to the front of a quotation, at the end of the text before one."""
SLOP = re.compile(r"~[0-9]*")


class Token(NamedTuple):
    """One piece of a query. `text` is as typed; `node` is an atom's; `distance` is a NEAR's."""

    kind: Kind
    text: str
    node: Node | None = None
    distance: int = 0


def tokens(text: str, warnings: Warnings) -> Iterator[Token]:
    """Yield the tokens of a text, adding to `warnings` what could not be read as syntax."""
    text = readable(text, warnings)
    fields: list[str | None] = []
    for piece in PIECE.finditer(text):
        before = text[piece.start() - 1 : piece.start()] if piece.start() else " "
        field = fields[-1] if fields else None
        if piece["open"]:
            yield from opening(piece, before, field, warnings)
            fields.append(group_field(piece["name"], field))
        elif piece["close"]:
            del fields[-1:]
            yield Token("close", ")")
        elif piece["chunk"]:
            yield from word_tokens(piece["chunk"], before, field, warnings)
        else:
            yield from quotation_tokens(piece, before, field, warnings)


def readable(text: str, warnings: Warnings) -> str:
    """Return the text with one kind of quotation mark, all in pairs, and nothing invisible."""
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", UNREADABLE.sub(" ", text)))
    text = QUOTES.sub('"', text)
    if text.count('"') % 2:
        warnings.setdefault("A quotation mark has no partner and was left out.")
        before, _, behind = text.rpartition('"')
        text = before + ("" if FRONT.search(before) else " ") + behind
    return text


def negation(hyphens: str, before: str) -> Iterator[Token]:
    """Yield a NOT for one hyphen at the start of a word (elsewhere it is part of the word)."""
    if hyphens == "-" and (before == "(" or before.isspace()):
        yield Token("not", "-")


def group_field(name: str | None, outer: str | None) -> str | None:
    """Return the field of what stands in a group, as in `title:(…)`."""
    return name.lower() if name and name.lower() in FIELDS else outer


def opening(
    piece: re.Match[str], before: str, field: str | None, warnings: Warnings
) -> Iterator[Token]:
    """Yield the tokens of an opening parenthesis with what is glued to its front."""
    name = piece["name"]
    if name and name.lower() not in FIELDS:
        warn_unknown(name, warnings)
        yield Token("atom", name, chunk(name, field, warnings))
    yield from negation(piece["hyphens"], before)
    yield Token("open", "(")


def quotation_tokens(
    piece: re.Match[str], before: str, field: str | None, warnings: Warnings
) -> Iterator[Token]:
    """Yield the tokens of a quotation with what is glued to its front."""
    name = piece["name"]
    node = quotation(piece["quoted"], group_field(name, field), name is not None, warnings)
    if name and name.lower() not in FIELDS:
        warn_unknown(name, warnings)
        node = conjunction([chunk(name, field, warnings), node])
    if node:
        yield from negation(piece["hyphens"], before)
        yield Token("atom", piece[0], node)


def word_tokens(text: str, before: str, field: str | None, warnings: Warnings) -> Iterator[Token]:
    """Yield the tokens of text without white space: an operator, or a word with its hyphen."""
    operator = OPERATOR.fullmatch(text)
    if operator and operator["distance"]:
        yield Token("near", text, distance=distance(operator["distance"], warnings))
    elif operator:
        yield Token(cast(Kind, text.lower()), text)
    elif before == '"' and SLOP.fullmatch(text):
        warnings.setdefault("A ~ after a phrase was left out; write one NEAR/5 two.")
    else:
        bare = text.lstrip("-") or text
        yield from negation(text[: len(text) - len(bare)], before)
        yield Token("atom", text, chunk(bare, field, warnings))


def distance(digits: str, warnings: Warnings) -> int:
    """Return how many words apart, within what is possible."""
    asked = int(digits.lstrip("0")[:9] or 0)
    if not 1 <= asked <= MAX_DISTANCE:
        warnings.setdefault(f"NEAR/1 to NEAR/{MAX_DISTANCE} are possible; the closest was taken.")
    return min(max(asked, 1), MAX_DISTANCE)
