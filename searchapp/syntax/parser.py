"""Tokens to a tree, without recursion: no text is too deep or too long.

Each step takes a list of tokens to a list of tokens, and leaves less to go wrong for the next; the
last one builds the tree.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from searchapp.syntax.atoms import Warnings, brief, conjunction, mute, word
from searchapp.syntax.nodes import (
    MAX_CLAUSES,
    MAX_DEPTH,
    MAX_NEARS,
    MAX_NEGATIONS,
    MAX_PATTERNS,
    MAX_PHRASES,
    And,
    Every,
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
from searchapp.syntax.tokens import Token, tokens

MAX_WARNINGS = 8
"""Sentences at most: nobody reads more."""
COSTLY = {
    Pattern: ("words with * or ~", MAX_PATTERNS),
    Fuzzy: ("words with * or ~", MAX_PATTERNS),
    Phrase: ("phrases", MAX_PHRASES),
}
"""What takes long: what it is called, and how many of that are searched for."""


def parse(text: str) -> Parsed:
    """Return the tree of a query and sentences about what was not read as syntax.

    Never raises, whatever the text. A query of negations only is one too: `-peace` is every
    article but those about peace.
    """
    warnings: Warnings = {}
    found = balanced(list(tokens(text, warnings)), warnings)
    found = rationed(settled(joined(found, warnings), warnings), warnings)
    found = limited(found, warnings)
    asked = shallow(tree(found), MAX_NEGATIONS, warnings)
    return Parsed(asked or Every(), tuple(warnings)[:MAX_WARNINGS])


def balanced(found: list[Token], warnings: Warnings) -> list[Token]:
    """Leave out parentheses without a partner, and those that are too deep."""
    unwanted: set[int] = set()
    opened: list[int] = []
    for place, token in enumerate(found):
        if token.kind == "open":
            opened.append(place)
        elif token.kind == "close" and not opened:
            unwanted.add(place)
        elif token.kind == "close":
            start = opened.pop()
            if len(opened) >= MAX_DEPTH:
                unwanted.update((start, place))
    if unwanted or opened:
        warnings.setdefault(
            "Some parentheses were left out:"
            f" they have no partner or are more than {MAX_DEPTH} deep."
        )
    unwanted.update(opened)
    return [token for place, token in enumerate(found) if place not in unwanted]


def joined(found: list[Token], warnings: Warnings) -> list[Token]:
    """Make one atom of words and phrases with NEAR between them; any other NEAR is a word.

    Where there are too many, an atom of nothing stands for those that are left out.
    """
    out: list[Token] = []
    place, room = 0, MAX_NEARS
    while place < len(found):
        run = near_run(found, place)
        if len(run) > 1:
            nears = [near(*three) for three in zip(run[::2], run[1::2], run[2::2], strict=False)]
            if len(nears) > room:
                warnings.setdefault(f"Only the first {MAX_NEARS} NEARs were searched for.")
            out.append(Token("atom", "", conjunction(nears[:room])))
            room -= len(nears[:room])
        else:
            out.append(as_word(run[0], warnings) if run[0].kind == "near" else run[0])
        place += len(run)
    return out


def near_run(found: list[Token], place: int) -> list[Token]:
    """Return the `a NEAR/5 b NEAR/5 c` that starts at a place, else the one token there."""
    end = place + 1
    if near_operand(found[place]):
        last = min(len(found) - 1, place + MAX_CLAUSES)
        while end < last and found[end].kind == "near" and near_operand(found[end + 1]):
            end += 2
    return found[place:end]


def near_operand(token: Token) -> bool:
    """Tell whether a token can stand beside NEAR."""
    return isinstance(token.node, Word | Phrase) and not mute(token.node.text)


def near(left: Token, middle: Token, right: Token) -> Near:
    """Return the node of `left NEAR/5 right`; a title's word is near words of the title only."""
    one, other = cast(Word | Phrase, left.node), cast(Word | Phrase, right.node)
    field = one.field or other.field
    return Near(replace(one, field=field), replace(other, field=field), middle.distance)


def settled(found: list[Token], warnings: Warnings) -> list[Token]:
    """Make words of the operators that have nothing to work on."""
    out: list[Token] = []
    for token, before in zip(reversed(found), [*reversed(found[:-1]), None], strict=bool(found)):
        operand_before = before is not None and before.kind in {"atom", "close"}
        operand_after = bool(out) and out[-1].kind in {"atom", "open", "not"}
        usable = operand_after and (token.kind == "not" or operand_before)
        operator = token.kind in {"and", "or", "not"}
        out.append(as_word(token, warnings) if operator and not usable else token)
    return out[::-1]


def as_word(token: Token, warnings: Warnings) -> Token:
    """Return the atom of an operator that is read as a word."""
    warnings.setdefault(f"{brief(token.text)} was read as a word: it has nothing to work on.")
    return Token("atom", token.text, word(token.text, None, warnings))


def rationed(found: list[Token], warnings: Warnings) -> list[Token]:
    """Leave out what takes long beyond its limit; an atom of nothing stands for it."""
    counts = Counter[str]()
    return [token._replace(node=affordable(token.node, counts, warnings)) for token in found]


def affordable(node: Node | None, counts: Counter[str], warnings: Warnings) -> Node | None:
    """Return a node unless there are too many of its kind already; of an And, what is left."""
    if isinstance(node, And):
        return conjunction([affordable(child, counts, warnings) for child in node.children])
    kind, most = COSTLY.get(type(node), ("", 0))
    counts[kind] += 1
    if kind and counts[kind] > most:
        warnings.setdefault(f"Only the first {most} {kind} were searched for.")
        return None
    return node


def limited(found: list[Token], warnings: Warnings) -> list[Token]:
    """Return as many tokens as hold `MAX_CLAUSES` words, phrases and filters."""
    total = 0
    for place, token in enumerate(found):
        total += clauses(token.node)
        if total > MAX_CLAUSES:
            warnings.setdefault(
                f"Only the first {MAX_CLAUSES} words, phrases and filters were searched for."
            )
            return found[:place]
    return found


def clauses(node: Node | None) -> int:
    """Return how many words, phrases and filters an atom holds."""
    match node:
        case None:
            return 0
        case And(children):
            return sum(map(clauses, children))
        case Near():
            return 2
        case _:
            return 1


@dataclass
class Group:
    """What has been read of a group: its alternatives, each a list of what must all match."""

    negative: bool = False
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])

    def add(self, node: Node | None, negative: bool) -> None:
        """Add a node, or its opposite, to the last alternative."""
        if node:
            self.alternatives[-1].append(opposite(node) if negative else node)

    def node(self) -> Node | None:
        """Return the group as one node."""
        return disjunction(map(conjunction, self.alternatives))


def disjunction(nodes: Iterable[Node | None]) -> Node | None:
    """Return what matches any of the nodes, flat."""
    flat: list[Node] = []
    for node in nodes:
        if node:
            flat.extend(node.children if isinstance(node, Or) else (node,))
    return Or(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def opposite(node: Node) -> Node:
    """Return what matches where the node does not."""
    return node.child if isinstance(node, Not) else Not(node)


def tree(found: list[Token]) -> Node | None:
    """Build the tree; a list that was cut short may leave groups open."""
    groups = [Group()]
    negative = False
    for token in found:
        match token.kind:
            case "not":
                negative = not negative
                continue
            case "open":
                groups.append(Group(negative))
            case "close":
                close(groups)
            case "or":
                groups[-1].alternatives.append([])
            case "atom":
                groups[-1].add(token.node, negative)
        negative = False
    while len(groups) > 1:
        close(groups)
    return groups[0].node()


def shallow(node: Node | None, room: int, warnings: Warnings) -> Node | None:
    """Leave out the negations that stand within more than so many others."""
    match node:
        case Not(child) if room:
            found = shallow(child, room - 1, warnings)
            return found and opposite(found)
        case Not():
            warnings.setdefault(
                f"Only {MAX_NEGATIONS} negations within each other were searched for."
            )
            return None
        case And(children):
            return conjunction([shallow(child, room, warnings) for child in children])
        case Or(children):
            return disjunction([shallow(child, room, warnings) for child in children])
        case _:
            return node


def close(groups: list[Group]) -> None:
    """Close the innermost group."""
    group = groups.pop()
    groups[-1].add(group.node(), group.negative)
