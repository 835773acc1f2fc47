"""A query tree to the documents that match it, with scores, by whole arrays.

The tree is Whoosh's own (`whoosh.query`), and so is its meaning: Whoosh's searcher finds the same
documents with the same scores through `codec`. Words score by BM25 (S. Robertson, H. Zaragoza,
"The Probabilistic Relevance Framework: BM25 and Beyond", 2009, eq. 3.15; with Whoosh's idf,
ln(N / (df + 1)) + 1, over the whole index):

    boost * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length))

Each kind of node has a line in `RULES`: what it matches, and how many documents at most. An And
starts from its rarest part and asks the others only about what is left. To add a kind of node,
add its rule.

Costs, for p postings touched in a segment of n articles: Term O(p); Or O(p) + n/64; And O(rarest)
+ O(p) of the rest at worst, O(rarest * log p) where they are much longer; Phrase and Near
additionally the positions of the documents that have all the words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp.compile import AnyForm
from searchapp.engines.whoosh import occurrences, vocabulary
from searchapp.engines.whoosh.scratch import Scratch
from searchapp.engines.whoosh.segment import Docs
from searchapp.engines.whoosh.snapshot import Part, Snapshot

Scores = NDArray[np.float32]
GALLOP = 32
"""A list this many times longer than what is asked of it is searched, not scanned."""


class Found(NamedTuple):
    """Documents that match, ascending, and the score of each."""

    docs: Docs
    scores: Scores


@dataclass(frozen=True)
class Context:
    """What a rule needs to know: where it looks, the statistics, and room to work in.

    `asked` is None, or the only documents that are asked for, and a mark for each of those.
    """

    snapshot: Snapshot
    part: Part
    scratch: Scratch
    asked: tuple[Docs, NDArray[np.bool_]] | None = None


class Rule(NamedTuple):
    """What a kind of node matches, and how many documents at most."""

    find: Callable[[Any, Context], Found]
    at_most: Callable[[Any, Context], int]


def find(node: q.Query, context: Context) -> Found:
    """Return what a node matches."""
    return _rule(node).find(node, context)


def _rule(node: q.Query) -> Rule:
    return RULES[type(node)]


def _at_most(node: q.Query, context: Context) -> int:
    return _rule(node).at_most(node, context)


def _nothing() -> Found:
    return Found(np.empty(0, np.uint32), np.empty(0, np.float32))


def _constant(docs: Docs, score: float = 1.0) -> Found:
    return Found(docs, np.full(len(docs), score, np.float32))


def _only_asked(docs: Docs, context: Context) -> Docs:
    return docs if context.asked is None else docs[context.asked[1][docs]]


# Terms


def _find_term(node: q.Term, context: Context) -> Found:
    field, part = node.fieldname, context.part
    if field in part.FILTERS:
        return _constant(_only_asked(part.having(field, node.text), context))
    number = part.segment.find(node.text)
    if number < 0:
        return _nothing()
    start, stop = part.segment.extent(field, number, number + 1)
    docs, tfs = part.segment.docs(field, start, stop), part.segment.tfs(field, start, stop)
    if context.asked is not None:
        kept = _where_asked(docs, *context.asked)
        docs, tfs = docs[kept], tfs[kept]
    weight = node.boost * context.snapshot.idf(field, node.text)
    return Found(docs, bm25(tfs, part.norms(field)[docs], weight * part.scoring.gain))


def bm25(tfs: NDArray[Any], norms: Scores, weight: float) -> Scores:
    """Return weight * tf / (tf + norm); `weight` has the factors that all postings share."""
    scores = tfs.astype(np.float32)
    norms += scores
    scores *= np.float32(weight)
    scores /= norms
    return scores


def _where_asked(docs: Docs, asked: Docs, marks: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return where in a posting list the documents stand that are asked for."""
    if len(docs) <= GALLOP * len(asked):
        return np.flatnonzero(marks[docs])
    at = np.searchsorted(docs, asked)
    at[at == len(docs)] = 0
    there: NDArray[np.intp] = at[docs[at] == asked]
    return there


def _term_at_most(node: q.Term, context: Context) -> int:
    segment = context.part.segment
    if node.fieldname in context.part.FILTERS:
        return segment.size
    number = segment.find(node.text)
    return segment.count(node.fieldname, number) if number >= 0 else 0


def _find_pattern(node: Any, context: Context) -> Found:
    docs = vocabulary.docs_of_pattern(context.part.segment, node)
    return _constant(_only_asked(docs, context), node.boost)


# Combinations


def _find_or(node: Any, context: Context) -> Found:
    subqueries = node.subqs if isinstance(node, AnyForm) else node.subqueries
    found = [f for f in (find(child, context) for child in subqueries) if len(f.docs)]
    needed = getattr(node, "minmatch", 0)
    if needed > 1:
        return _at_least(found, needed, context)
    return unite(found, context, np.add)


def _find_best(node: q.DisjunctionMax, context: Context) -> Found:
    found = [f for f in (find(child, context) for child in node.subqueries) if len(f.docs)]
    return unite(found, context, np.maximum)


def unite(found: Sequence[Found], context: Context, combine: np.ufunc) -> Found:
    """Return the documents of any, their scores combined (added, or the greatest)."""
    if len(found) < 2:
        return found[0] if found else _nothing()
    with context.scratch.room(context.part.segment.size) as (sums, seen):
        for docs, scores in found:
            sums[docs] = combine(sums[docs], scores)
            seen[docs] = True
        docs = np.flatnonzero(seen).astype(np.uint32)
        scores = sums[docs]
        sums[docs] = 0
        seen[docs] = False
    return Found(docs, scores)


def _at_least(found: Sequence[Found], needed: int, context: Context) -> Found:
    counts = unite([_constant(f.docs) for f in found], context, np.add).scores
    total = unite(found, context, np.add)
    kept = counts >= needed
    return Found(total.docs[kept], total.scores[kept])


def _find_and(node: q.And, context: Context) -> Found:
    first, *rest = sorted(node.subqueries, key=lambda child: _at_most(child, context))
    result = find(first, context)
    for child in rest:
        if not len(result.docs):
            break
        result = _both(result, child, context)
    return result


def _find_required(node: q.Require, context: Context) -> Found:
    scored = find(node.a, context)
    with context.scratch.room(context.part.segment.size) as (_, seen):
        seen[scored.docs] = True
        asked = find(node.b, _asking(context, scored.docs, seen)).docs
        seen[scored.docs] = False
        seen[asked] = True
        kept = seen[scored.docs]
        seen[asked] = False
    return Found(scored.docs[kept], scored.scores[kept])


def _both(result: Found, child: q.Query, context: Context) -> Found:
    """Return what is found and matches the child, too, with both scores."""
    with context.scratch.room(context.part.segment.size) as (sums, seen):
        seen[result.docs] = True
        also = find(child, _asking(context, result.docs, seen))
        seen[result.docs] = False
        sums[result.docs] = result.scores
        scores = sums[also.docs] + also.scores
        sums[result.docs] = 0
    return Found(also.docs, scores)


def _find_and_not(node: q.AndNot, context: Context) -> Found:
    result = find(node.a, context)
    with context.scratch.room(context.part.segment.size) as (_, seen):
        seen[result.docs] = True
        unwanted = find(node.b, _asking(context, result.docs, seen)).docs
        seen[unwanted] = False
        kept = seen[result.docs]
        seen[result.docs] = False
    return Found(result.docs[kept], result.scores[kept])


def _asking(context: Context, docs: Docs, marks: NDArray[np.bool_]) -> Context:
    return Context(context.snapshot, context.part, context.scratch, (docs, marks))


def _find_every(_: q.Every, context: Context) -> Found:
    return _constant(context.part.every if context.asked is None else context.asked[0])


def _find_constant(node: q.ConstantScoreQuery, context: Context) -> Found:
    return _constant(find(node.child, context).docs, node.score)


def _find_range(node: q.TermRange, context: Context) -> Found:
    return _constant(_only_asked(context.part.between(node), context))


# Words side by side


def _find_phrase(node: q.Phrase, context: Context) -> Found:
    words = [q.Term(node.fieldname, word) for word in node.words]
    every = _find_and(q.And(words), context)
    spans = occurrences.of_phrase(context.part.segment, node, every.docs)
    kept = np.isin(every.docs, spans.docs)
    return Found(every.docs[kept], every.scores[kept] * np.float32(node.boost))


def _find_near(node: SpanNear2, context: Context) -> Found:
    every = _find_and(q.And(list(node.qs)), context)
    near = occurrences.of_near(context.part.segment, node, every.docs)
    kept = np.isin(every.docs, near.docs)
    return Found(every.docs[kept], every.scores[kept])


def _sum_at_most(node: Any, context: Context) -> int:
    subqueries = node.subqs if isinstance(node, AnyForm) else node.subqueries
    return sum(_at_most(child, context) for child in subqueries)


def _least(nodes: Sequence[q.Query], context: Context) -> int:
    return min(_at_most(child, context) for child in nodes)


def _all(_: q.Query, context: Context) -> int:
    return context.part.segment.size


RULES: dict[type[q.Query], Rule] = {
    q.Term: Rule(_find_term, _term_at_most),
    q.And: Rule(_find_and, lambda node, context: _least(node.subqueries, context)),
    q.Or: Rule(_find_or, _sum_at_most),
    AnyForm: Rule(_find_or, _sum_at_most),
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
        _find_phrase,
        lambda node, c: min(_term_at_most(q.Term(node.fieldname, w), c) for w in node.words),
    ),
    SpanNear2: Rule(_find_near, lambda node, c: _least(node.qs, c)),
}
