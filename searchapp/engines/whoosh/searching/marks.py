"""Where the words of a question stand in an article: what a snippet marks.

It comes from the postings' positions; the text is never analysed again. A word of the question is
one *leaf*, whatever its forms and in whatever language; so is a phrase, and a pattern.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import languages
from searchapp.engines.whoosh.format.segment import FIELDS, Docs, Segment
from searchapp.engines.whoosh.searching import occurrences, vocabulary
from searchapp.forms import AnyForm, Forms

STANDING = (Forms, AnyForm, q.Term, q.Phrase, q.Prefix, q.Wildcard, q.FuzzyTerm)

REMEMBERED = 1 << 12
"""Words with marks or letters beyond ASCII whose width is remembered."""

Ints = NDArray[Any]
Leaf = Sequence[Any]
"""Terms, phrases and patterns of which each is a match of the same part of a question."""


Match = tuple[int, int, int]
"""A match in one text: its first word, how many words it is wide, and the number of its leaf."""


def leaves(tree: q.Query) -> list[Leaf]:
    """Return what can stand in a text, by leaf; nothing that is negated."""
    found: dict[Any, list[Any]] = {}
    for node in _leaves(tree):
        if isinstance(node, Forms | AnyForm):
            terms = node.subqueries if isinstance(node, Forms) else node.subqs
            found.setdefault(node.word, []).extend(terms)
        else:
            found.setdefault(node, [node])
    return list(found.values())


def _leaves(node: q.Query) -> Iterator[Any]:
    if isinstance(node, q.AndNot | q.Require):
        yield from _leaves(node.a)
    elif isinstance(node, STANDING):
        yield node
    elif isinstance(node, q.ConstantScoreQuery):
        yield from _leaves(node.child)
    elif isinstance(node, SpanNear2):
        for child in node.qs:
            yield from _leaves(child)
    elif isinstance(node, q.And | q.Or | q.DisjunctionMax):
        for child in node.subqueries:
            yield from _leaves(child)


def matches(
    segment: Segment, question: Sequence[Leaf], docs: Sequence[int]
) -> dict[int, list[list[Match]]]:
    """Return the matches in each of FIELDS of each of these documents, in order."""
    meant = [_units(segment, leaf) for leaf in question]
    found: dict[int, list[list[Match]]] = {doc: [] for doc in docs}
    for field in FIELDS:
        here: dict[int, set[Match]] = {doc: set() for doc in docs}
        for doc, match in _standing(segment, question, meant, field, sorted(docs)):
            here[doc].add(match)
        for doc, of_doc in here.items():
            found[doc].append(sorted(of_doc))
    return found


def _standing(
    segment: Segment,
    question: Sequence[Leaf],
    meant: Sequence[Docs],
    field: str,
    docs: Sequence[int],
) -> Iterator[tuple[int, Match]]:
    """Yield what matches in a field, by document; `meant` has the units of each leaf.

    A leaf means the same in all fields that it is asked for in.
    """
    asked = [[node for node in leaf if node.fieldname == field] for leaf in question]
    pieces = [
        units if nodes else occurrences.NONE for units, nodes in zip(meant, asked, strict=True)
    ]
    units = np.concatenate([occurrences.NONE, *pieces])
    leaf_of = np.arange(len(pieces)).repeat([len(piece) for piece in pieces])
    widths: dict[int, int] = {}
    for at, doc, positions in occurrences.in_documents(segment, field, units, docs):
        width = widths.get(at) or widths.setdefault(at, _width(segment, int(units[at])))
        number = int(leaf_of[at])
        for first in positions:
            yield doc, (first, width, number)
    for number, nodes in enumerate(asked):
        for node in nodes:
            if isinstance(node, q.Phrase):
                for doc, first in _phrases(segment, node, np.array(docs)):
                    yield doc, (first, len(node.words), number)


def _phrases(segment: Segment, node: q.Phrase, docs: Ints) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands: document and position."""
    for start in occurrences.of_phrase(segment, node, docs).starts.tolist():
        yield start >> occurrences.SHIFT, start & ((1 << occurrences.SHIFT) - 1)


def _units(segment: Segment, leaf: Leaf) -> Docs:
    """Return the units that terms and patterns mean, each once."""
    terms = occurrences.units_of(segment, [n.text for n in leaf if isinstance(n, q.Term)])
    patterns = [node for node in leaf if not isinstance(node, q.Term | q.Phrase)]
    ranges = chain.from_iterable(vocabulary.unit_ranges(segment, node) for node in patterns)
    return np.concatenate([terms, *(np.arange(*one) for one in ranges)])


def _width(segment: Segment, unit: int) -> int:
    """Return how many words wide a unit is: "e-mail" is as wide as its parts."""
    key = int(segment.column("unit_key")[unit])
    word = segment.key(key)
    return 1 if word.isalnum() else _words_in(word)


@lru_cache(REMEMBERED)
def _words_in(word: bytes) -> int:
    return len(languages.tokenize(word.decode()).words)
