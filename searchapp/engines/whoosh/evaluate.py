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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp.compile import AnyForm, Forms
from searchapp.engines.whoosh import occurrences, vocabulary
from searchapp.engines.whoosh.found import Found, bm25, constant, nothing, unite
from searchapp.engines.whoosh.scratch import Scratch
from searchapp.engines.whoosh.segment import Docs, Segment
from searchapp.engines.whoosh.snapshot import Part, Snapshot

Weights = Mapping[tuple[str, int], float]
"""What each posting list (field, number) counts."""
CACHED_WORDS = 1 << 14
GALLOP = 32
"""A list this many times longer than what is asked of it is searched, not scanned."""


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


def _only_asked(docs: Docs, context: Context) -> Docs:
    return docs if context.asked is None else docs[context.asked[1][docs]]


# Words


def _find_term(node: q.Term, context: Context) -> Found:
    if node.fieldname in context.part.FILTERS:
        return constant(_only_asked(context.part.having(node.fieldname, node.text), context))
    return _find_words([node], context)


def _find_words(nodes: Sequence[q.Term], context: Context) -> Found:
    """Return what matches any of these terms."""
    return _find_lists(bound(nodes, context), context)


def _find_forms(node: Forms, context: Context) -> Found:
    return _find_lists(_bound_forms(node, context), context)


def _find_lists(weights: Weights, context: Context) -> Found:
    found = [_postings(*at, weight, context) for at, weight in weights.items()]
    return _united(found, context)


def _bound_forms(node: Forms, context: Context) -> Weights:
    """Return `bound` of a word; what a word means in a part is worked out once."""
    known = context.part.bound
    weights = known.get(id(node))
    if weights is None or weights[0] is not node:
        if len(known) > CACHED_WORDS:
            known.clear()
        weights = known[id(node)] = node, bound(node.subqueries, context)
    return weights[1]


def bound(nodes: Sequence[q.Term], context: Context) -> Weights:
    """Return the posting lists of terms in the part, and what each counts: boost times idf.

    Terms that share a list there (a word and its lemma, where no other form occurs) become one.
    """
    weights: dict[tuple[str, int], float] = {}
    segment, snapshot = context.part.segment, context.snapshot
    for node in nodes:
        number = segment.find(node.text)
        if number >= 0 and segment.count(node.fieldname, number):
            weight = node.boost * snapshot.idf(node.fieldname, node.text)
            weights[node.fieldname, number] = weights.get((node.fieldname, number), 0.0) + weight
    return weights


def _postings(field: str, number: int, weight: float, context: Context) -> Found:
    """Return the documents of a posting list that are asked for, and their scores."""
    part = context.part
    start, stop = part.segment.extent(field, number, number + 1)
    listed, tfs = part.segment.docs(field, start, stop), part.segment.tfs(field, start, stop)
    if context.asked is not None:
        kept = _where_asked(listed, *context.asked)
        listed, tfs = listed[kept], tfs[kept]
    docs = listed.astype(np.intp)
    return Found(docs, bm25(tfs, part.norms(field).take(docs), weight * part.scoring.gain))


def _where_asked(
    listed: NDArray[np.uint32], asked: Docs, marks: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return where in a posting list the documents stand that are asked for."""
    if len(listed) <= GALLOP * len(asked):
        return np.flatnonzero(marks.take(listed))
    wanted = asked.astype(np.uint32)
    at = np.searchsorted(listed, wanted)
    at[at == len(listed)] = 0
    there: NDArray[np.intp] = at[listed[at] == wanted]
    return there


def _term_at_most(node: q.Term, context: Context) -> int:
    segment = context.part.segment
    if node.fieldname in context.part.FILTERS:
        return segment.size
    number = segment.find(node.text)
    return segment.count(node.fieldname, number) if number >= 0 else 0


def _find_pattern(node: Any, context: Context) -> Found:
    docs = vocabulary.docs_of_pattern(context.part.segment, node)
    return constant(_only_asked(docs, context), node.boost)


# Combinations


def _united(found: Sequence[Found], context: Context, combine: np.ufunc = np.add) -> Found:
    return unite(found, context.scratch, context.part.segment.size, combine)


def _find_or(node: q.Or, context: Context) -> Found:
    found = [find(child, context) for child in node.subqueries]
    if node.minmatch > 1:
        return _at_least(found, node.minmatch, context)
    return _united(found, context)


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
    if type(better) is type(node) is Forms:
        weights, lesser = _bound_forms(better, context), _bound_forms(node, context)
        return all(weights.get(key, 0.0) >= weight for key, weight in lesser.items())
    if type(better) is type(node) and type(node) in (q.And, q.Or):
        pairs = list(zip(better.subqueries, node.subqueries, strict=False))
        same = len(pairs) == len(better.subqueries) == len(node.subqueries)
        return same and all(_dominates(*pair, context) for pair in pairs)
    equal: bool = better == node
    return equal


def _at_least(found: Sequence[Found], needed: int, context: Context) -> Found:
    counts = _united([constant(f.docs) for f in found], context).scores
    total = _united(found, context)
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
    kept = np.searchsorted(scored.docs, _find_among(node.b, scored.docs, context).docs)
    return Found(scored.docs[kept], scored.scores[kept])


def _both(result: Found, child: q.Query, context: Context) -> Found:
    """Return what is found and matches the child, too, with both scores."""
    also = _find_among(child, result.docs, context)
    with context.scratch.room(context.part.segment.size) as (sums, _):
        sums[result.docs] = result.scores
        scores = sums.take(also.docs)
        scores += also.scores
        sums[result.docs] = 0
    return Found(also.docs, scores)


def _find_and_not(node: q.AndNot, context: Context) -> Found:
    result = find(node.a, context)
    unwanted = np.searchsorted(result.docs, _find_among(node.b, result.docs, context).docs)
    return Found(np.delete(result.docs, unwanted), np.delete(result.scores, unwanted))


def _asking(context: Context, docs: Docs, marks: NDArray[np.bool_]) -> Context:
    return Context(context.snapshot, context.part, context.scratch, (docs, marks))


def _find_every(_: q.Every, context: Context) -> Found:
    return constant(context.part.every if context.asked is None else context.asked[0])


def _find_constant(node: q.ConstantScoreQuery, context: Context) -> Found:
    return constant(find(node.child, context).docs, node.score)


def _find_range(node: q.TermRange, context: Context) -> Found:
    return constant(_only_asked(context.part.between(node), context))


# Words side by side


def _find_phrase(node: q.Phrase, context: Context) -> Found:
    words = [q.Term(node.fieldname, word) for word in node.words]
    docs = _having_all(words, context)
    there = occurrences.of_phrase(context.part.segment, node, docs).docs
    found = _find_among(q.And(words), there, context)
    return Found(found.docs, found.scores * np.float32(node.boost))


def _find_near(node: SpanNear2, context: Context) -> Found:
    every = q.And(list(node.qs))
    docs = find(every, context).docs
    return _find_among(every, occurrences.of_near(context.part.segment, node, docs).docs, context)


def _find_among(node: q.Query, docs: Docs, context: Context) -> Found:
    """Return what matches a node among these documents."""
    with context.scratch.room(context.part.segment.size) as (_, marks):
        marks[docs] = True
        found = find(node, _asking(context, docs, marks))
        marks[docs] = False
    return found


def _having_all(words: Sequence[q.Term], context: Context) -> Docs:
    """Return the documents that have all words, of those that are asked for."""
    segment, field = context.part.segment, words[0].fieldname
    extents = [segment.extent(field, n, n + 1) for n in map(_number(segment), words) if n >= 0]
    if len(extents) < len(words):
        return nothing().docs
    first, *rest = sorted(extents, key=lambda extent: extent[1] - extent[0])
    docs = _only_asked(segment.docs(field, *first).astype(np.intp), context)
    with context.scratch.room(segment.size) as (_, marks):
        for extent in rest:
            listed = segment.docs(field, *extent)
            marks[docs] = True
            there = _where_asked(listed, docs, marks)
            marks[docs] = False
            docs = listed[there].astype(np.intp)
    return docs


def _number(segment: Segment) -> Callable[[q.Term], int]:
    return lambda term: segment.find(term.text)


def _sum_at_most(node: Any, context: Context) -> int:
    children = node.subqs if isinstance(node, AnyForm) else node.subqueries
    return sum(_at_most(child, context) for child in children)


def _forms_at_most(node: Forms, context: Context) -> int:
    count, weights = context.part.segment.count, _bound_forms(node, context)
    return sum(count(field, number) for field, number in weights)


def _least(nodes: Sequence[q.Query], context: Context) -> int:
    return min(_at_most(child, context) for child in nodes)


def _all(_: q.Query, context: Context) -> int:
    return context.part.segment.size


RULES: dict[type[q.Query], Rule] = {
    q.Term: Rule(_find_term, _term_at_most),
    q.And: Rule(_find_and, lambda node, context: _least(node.subqueries, context)),
    q.Or: Rule(_find_or, _sum_at_most),
    Forms: Rule(_find_forms, _forms_at_most),
    AnyForm: Rule(lambda node, context: _find_words(node.subqs, context), _sum_at_most),
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
