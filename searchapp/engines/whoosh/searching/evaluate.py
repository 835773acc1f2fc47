"""A query tree to the documents that match it, with scores, by whole arrays.

The tree is Whoosh's own (`whoosh.query`), and so is its meaning: Whoosh's searcher finds the same
documents with the same scores through `codec`. How words score is said in `postings`.

Each kind of node has a line in `RULES`: what it matches, and how many documents at most. An And
starts from its rarest part and asks the others only about what is left. To add a kind of node,
add its rule.

Costs, for p postings touched in a segment of n articles: Term O(p); Or O(p); And O(rarest)
+ O(p) of the rest at worst, O(rarest * log p) where they are much longer; Phrase and Near
additionally the positions of the documents that have all the words.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp.engines.whoosh.format.segment import Docs
from searchapp.engines.whoosh.searching import occurrences, scratch, vocabulary
from searchapp.engines.whoosh.searching.found import Found, Scores, constant, unite
from searchapp.engines.whoosh.searching.postings import (
    Asked,
    Context,
    Weights,
    bound,
    bound_forms,
    docs_in_lists,
    of_lists,
    of_phrase,
    only_asked,
)
from searchapp.forms import AnyForm, Forms


class Rule(NamedTuple):
    """What a kind of node matches, and how many documents at most."""

    find: Callable[[Any, Context], Found]
    at_most: Callable[[Any, Context], int]


def find(node: q.Query, context: Context) -> Found:
    """Return what a node matches."""
    return RULES[type(node)].find(node, context)


def _at_most(node: q.Query, context: Context) -> int:
    return RULES[type(node)].at_most(node, context)


# Words and values


def _find_term(node: q.Term, context: Context) -> Found:
    if node.fieldname in context.part.FILTERS:
        return constant(only_asked(context.part.having(node.fieldname, node.text), context))
    return of_lists(bound([node], context), context)


def _term_at_most(node: q.Term, context: Context) -> int:
    segment = context.part.segment
    if node.fieldname in context.part.FILTERS:
        return segment.size
    return segment.count(node.fieldname, node.text)


def _find_forms(node: Forms, context: Context) -> Found:
    return of_lists(bound_forms(node, context), context)


def _forms_at_most(node: Forms, context: Context) -> int:
    return sum([stop - start for _, start, stop in bound_forms(node, context)])


def _find_pattern(node: Any, context: Context) -> Found:
    docs = vocabulary.docs_of_pattern(context.part.segment, node)
    return constant(only_asked(docs, context), node.boost)


def _find_every(_: q.Every, context: Context) -> Found:
    return constant(context.part.every if context.asked is None else context.asked.docs)


def _find_constant(node: q.ConstantScoreQuery, context: Context) -> Found:
    lists = _as_lists(node.child, context)
    docs = find(node.child, context).docs if lists is None else docs_in_lists(lists, context)
    return constant(docs, node.score)


def _find_range(node: q.TermRange, context: Context) -> Found:
    return constant(only_asked(context.part.between(node), context))


def _find_near(node: SpanNear2, context: Context) -> Found:
    both = find(q.And(list(node.qs)), context)
    order = both.docs.argsort()
    docs = both.docs.take(order)
    segment = context.part.segment
    near = occurrences.docs_with(lambda some: occurrences.of_near(segment, node, docs[some]), docs)
    return Found(near, both.scores.take(order).take(docs.searchsorted(near)))


# Any


def _united(found: Sequence[Found], context: Context, combine: np.ufunc = np.add) -> Found:
    return unite(found, context.part.segment.size, combine)


def _find_or(node: q.Or, context: Context) -> Found:
    weights = _as_lists(node, context)
    if weights is not None:
        return of_lists(weights, context)
    if node.minmatch > 1:
        return _at_least(node.subqueries, node.minmatch, context)
    return _united([find(child, context) for child in node.subqueries], context)


def _as_lists(node: Any, context: Context) -> Weights | None:
    """Return the posting lists of an Or of nothing but words, to be united in one go."""
    if type(node) is Forms:
        return bound_forms(node, context)
    if type(node) is q.Term:
        return None if node.fieldname in context.part.FILTERS else bound([node], context)
    if type(node) is not q.Or or node.minmatch > 1:
        return None
    weights: dict[tuple[str, int, int], float] = {}
    for child in node.subqueries:
        lists = _as_lists(child, context)
        if lists is None:
            return None
        for at, weight in lists.items():
            weights[at] = weights.get(at, 0.0) + weight
    return weights


def _find_best(node: q.DisjunctionMax, context: Context) -> Found:
    found = [find(child, context) for child in undominated(node.subqueries, context)]
    return _united(found, context, np.maximum)


def undominated(nodes: Sequence[q.Query], context: Context) -> list[q.Query]:
    """Return the nodes without those that another one matches at least as well, always.

    Of a question in two languages this is often one: where no form of its words but the one
    written is known in the other.
    """
    kept: list[q.Query] = []
    for node in sorted(nodes, key=lambda node: _at_most(node, context), reverse=True):
        if not any(_dominates(better, node, context) for better in kept):
            kept.append(node)
    return kept


def _dominates(better: Any, node: Any, context: Context) -> bool:
    if type(better) is type(node) and type(node) in (Forms, AnyForm):
        weights, lesser = (_weights(one, context) for one in (better, node))
        return all(weights.get(key, 0.0) >= weight for key, weight in lesser.items())
    if type(better) is type(node) is SpanNear2:
        sides = zip(better.qs, node.qs, strict=True)
        return better.slop == node.slop and all(_dominates(*pair, context) for pair in sides)
    if type(better) is type(node) and type(node) in (q.And, q.Or):
        pairs = list(zip(better.subqueries, node.subqueries, strict=False))
        same = len(pairs) == len(better.subqueries) == len(node.subqueries)
        return same and all(_dominates(*pair, context) for pair in pairs)
    equal: bool = better == node
    return equal


def _weights(node: Any, context: Context) -> Weights:
    return bound_forms(node, context) if type(node) is Forms else bound(node.subqs, context)


def _at_least(children: Sequence[q.Query], needed: int, context: Context) -> Found:
    """Return what so many of some nodes match.

    Of n nodes, one of the n - needed + 1 rarest is among them; about the others is asked only what
    can still get there.
    """
    ordered = sorted(children, key=lambda child: _at_most(child, context))
    rarest = max(len(ordered) - needed + 1, 0)
    some = [find(child, context) for child in ordered[:rarest]]
    docs, scores = _united(some, context)
    counts = _united([constant(one.docs) for one in some], context).scores
    for i, child in enumerate(ordered[rarest:]):
        hopeful = counts > i
        docs, scores, counts = docs[hopeful], scores[hopeful], counts[hopeful]
        gained = gains(docs, child, context)
        scores, counts = scores + gained, counts + (gained > 0)
    enough = counts >= needed
    return Found(docs[enough], scores[enough])


# All, and not


def _find_and(node: q.And, context: Context) -> Found:
    first, *rest = sorted(node.subqueries, key=lambda child: _at_most(child, context))
    docs, scores = find(first, context)
    for child in rest:
        if not len(docs):
            break
        gained = gains(docs, child, context)
        kept = (gained > 0).nonzero()[0]
        docs, scores = docs.take(kept), scores.take(kept) + gained.take(kept)
    return Found(docs, scores)


def _find_required(node: q.Require, context: Context) -> Found:
    docs, scores = find(node.a, context)
    kept = gains(docs, node.b, context) > 0
    return Found(docs[kept], scores[kept])


def _find_and_not(node: q.AndNot, context: Context) -> Found:
    docs, scores = find(node.a, context)
    kept = gains(docs, node.b, context) == 0
    return Found(docs[kept], scores[kept])


def gains(docs: Docs, node: q.Query, context: Context) -> Scores:
    """Return the score that each of these documents has from a node, 0 where it does not match."""
    found = among(docs, node, context)
    sums = scratch.sums(context.part.segment.size)
    sums[found.docs] = found.scores
    gained = sums.take(docs)
    sums[found.docs] = 0
    scratch.give_back(sums)
    return gained


def among(docs: Docs, node: q.Query, context: Context) -> Found:
    """Return which of some documents match a node."""
    marks = scratch.marks(context.part.segment.size)
    marks[docs] = True
    found = find(node, context._replace(asked=Asked(docs, marks)))
    marks[docs] = False
    scratch.give_back(marks)
    return found


# At most


def _sum_at_most(node: Any, context: Context) -> int:
    children = node.subqs if isinstance(node, AnyForm) else node.subqueries
    return sum(_at_most(child, context) for child in children)


def _least(nodes: Sequence[q.Query], context: Context) -> int:
    return min(_at_most(child, context) for child in nodes)


def _all(_: q.Query, context: Context) -> int:
    return context.part.segment.size


RULES: dict[type[q.Query], Rule] = {
    q.Term: Rule(_find_term, _term_at_most),
    q.And: Rule(_find_and, lambda node, context: _least(node.subqueries, context)),
    q.Or: Rule(_find_or, _sum_at_most),
    Forms: Rule(_find_forms, _forms_at_most),
    AnyForm: Rule(lambda node, c: of_lists(bound(node.subqs, c), c), _sum_at_most),
    q.DisjunctionMax: Rule(_find_best, _sum_at_most),
    q.Require: Rule(_find_required, lambda node, context: _least((node.a, node.b), context)),
    q.AndNot: Rule(_find_and_not, lambda node, context: _at_most(node.a, context)),
    q.Every: Rule(_find_every, _all),
    q.ConstantScoreQuery: Rule(_find_constant, lambda node, c: _at_most(node.child, c)),
    q.TermRange: Rule(_find_range, _all),
    q.Prefix: Rule(_find_pattern, _all),
    q.Wildcard: Rule(_find_pattern, _all),
    q.FuzzyTerm: Rule(_find_pattern, _all),
    q.Phrase: Rule(
        of_phrase,
        lambda node, c: min(_term_at_most(q.Term(node.fieldname, w), c) for w in node.words),
    ),
    SpanNear2: Rule(_find_near, lambda node, c: _least(node.qs, c)),
}
