"""Where the words of a question stand in an article: what a snippet marks.

It comes from the postings' positions; the text is never analysed again. A word of the question is
one *leaf*, whatever its forms and in whatever language; so is a phrase, and a pattern.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import languages
from searchapp.compile import AnyForm, Forms
from searchapp.engines.whoosh import occurrences, vocabulary
from searchapp.engines.whoosh.segment import Segment
from searchapp.languages.levels import FOLD

STANDING = (Forms, AnyForm, q.Term, q.Phrase, q.Prefix, q.Wildcard, q.FuzzyTerm)

Ints = NDArray[Any]
Leaf = Sequence[Any]
"""Terms, phrases and patterns of which each is a match of the same part of a question."""


class Match(NamedTuple):
    """A match in one text: words `first`..`first + width - 1`, and the number of its leaf."""

    first: int
    width: int
    leaf: int


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
    wanted = np.array(sorted(docs))
    found: dict[int, list[Match]] = {doc: [] for doc in docs}
    for number, leaf in enumerate(question):
        here = [node for node in leaf if node.fieldname == field]
        for spans in _spans(segment, field, here, wanted):
            for start in spans.starts.tolist():
                position = start & ((1 << occurrences.SHIFT) - 1)
                found[start >> occurrences.SHIFT].append(Match(position, spans.width, number))
    return {doc: sorted(of_doc) for doc, of_doc in found.items()}


def _spans(segment: Segment, field: str, leaf: Leaf, docs: Ints) -> Iterator[occurrences.Spans]:
    """Yield where the nodes of a leaf stand; of several terms, each place once."""
    units: set[int] = set()
    for node in leaf:
        if isinstance(node, q.Phrase):
            yield occurrences.of_node(segment, node, docs)
        elif not isinstance(node, q.Term):
            yield _fitting(segment, node, docs)
        elif (number := segment.find(node.text)) >= 0:
            if node.text.startswith(FOLD):
                yield from _spelled(segment, field, number, docs)
            else:
                units.update(segment.members(number))
    if units:
        yield occurrences.of_units(segment, field, sorted(units), docs)


def _spelled(segment: Segment, field: str, number: int, docs: Ints) -> Iterator[occurrences.Spans]:
    """Yield where words stand that are spelled otherwise; "e-mail" is as wide as its parts."""
    for unit in segment.members(number):
        found = occurrences.of_units(segment, field, [unit], docs)
        if len(found.starts):
            key = int(segment.column("unit_key")[unit])
            (word,) = segment.key_range(key, key + 1)
            yield occurrences.Spans(found.starts, len(languages.tokenize(word.decode()).words))


def _fitting(segment: Segment, node: Any, docs: Ints) -> occurrences.Spans:
    pieces = [np.empty(0, np.int64)]
    for first, last in vocabulary.unit_ranges(segment, node):
        start, stop = segment.extent(node.fieldname, first, last)
        at = start + np.flatnonzero(np.isin(segment.docs(node.fieldname, start, stop), docs))
        pieces += [occurrences.of_posting(segment, node.fieldname, int(i)) for i in at]
    return occurrences.Spans(np.unique(np.concatenate(pieces)))
