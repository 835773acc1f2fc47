"""Where the words of a question stand in an article: what a snippet marks.

It comes from the postings' positions; the text is never analysed again. A word of the question is
one *leaf*, whatever its forms and in whatever language; so is a phrase, and a pattern.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import languages
from searchapp.engines.whoosh.format.segment import Segment
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
    segment: Segment, question: Sequence[Leaf], field: str, docs: Sequence[int]
) -> dict[int, list[Match]]:
    """Return the matches in a field of each of these documents, in order."""
    wanted = sorted(docs)
    found: dict[int, set[Match]] = {doc: set() for doc in docs}
    for number, leaf in enumerate(question):
        nodes = [node for node in leaf if node.fieldname == field]
        for units, width in _units(segment, nodes).items():
            for unit, doc, positions in occurrences.in_documents(segment, field, units, wanted):
                wide = width or _width(segment, unit)
                found[doc].update([(first, wide, number) for first in positions])
        for node in nodes:
            if isinstance(node, q.Phrase):
                for doc, first in _phrases(segment, node, np.array(wanted)):
                    found[doc].add((first, len(node.words), number))
    return {doc: sorted(of_doc) for doc, of_doc in found.items()}


def _phrases(segment: Segment, node: q.Phrase, docs: Ints) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands: document and position."""
    for start in occurrences.of_phrase(segment, node, docs).starts.tolist():
        yield start >> occurrences.SHIFT, start & ((1 << occurrences.SHIFT) - 1)


def _units(segment: Segment, nodes: Iterable[Any]) -> dict[tuple[int, int], int]:
    """Return ranges of units that terms and patterns mean, and how wide those are, 0 if unknown."""
    units: dict[tuple[int, int], int] = {}
    for node in nodes:
        if isinstance(node, q.Term):
            number = segment.find(node.text)
            width = 1 if node.text.isalnum() else 0
            for unit in segment.members(number) if number >= 0 else ():
                units.setdefault((unit, unit + 1), width)
        elif not isinstance(node, q.Phrase):
            units.update(dict.fromkeys(vocabulary.unit_ranges(segment, node), 0))
    return units


def _width(segment: Segment, unit: int) -> int:
    """Return how many words wide a unit is: "e-mail" is as wide as its parts."""
    key = int(segment.column("unit_key")[unit])
    word = segment.key(key)
    return 1 if word.isalnum() else _words_in(word)


@lru_cache(REMEMBERED)
def _words_in(word: bytes) -> int:
    return len(languages.tokenize(word.decode()).words)
