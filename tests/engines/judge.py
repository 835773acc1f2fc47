"""Whoosh's own searcher as the judge of what our evaluation finds, and how it scores.

Where Whoosh 3.54 errs, plain Python puts the tree together from what Whoosh says of its parts:

    DisjunctionMax      scores an article of one side by the other
    AndNot              lets the first article of a segment through, if the negated begins before it
    SpanNear2           takes neighbouring forms of a word for one long match
    FuzzyTerm           never lets the first letter differ, and knows no swaps
    Or(minmatch=...)    does not count
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import query as q
from whoosh.index import open_dir
from whoosh.query.spans import SpanNear2
from whoosh.scoring import BM25F

from searchapp.engines.whoosh.engine import WhooshEngine
from searchapp.engines.whoosh.searching import answer
from searchapp.forms import AnyForm
from searchapp.query import Query
from tests.engines.concordance import Concordance

Scores = dict[str, float]

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå-"


class Judge:
    """An index as Whoosh reads it."""

    def __init__(self, searcher: Any, words: Concordance) -> None:
        self.searcher = searcher
        self.words = words

    def scores(self, tree: Any) -> Scores:
        """Return what a tree finds, and each one's score."""
        if is_sound(tree):
            hits = self.searcher.search(tree, limit=None)
            return {hit["id"]: hit.score for hit in hits}
        return PARTS[kind(tree)](self, tree)


def kind(tree: Any) -> type[q.Query]:
    """Return the kind of a node: a word in all its forms is an Or."""
    return q.Or if isinstance(tree, q.Or) else type(tree)


def children(tree: Any) -> Sequence[Any]:
    """Return what a node is made of."""
    if isinstance(tree, q.AndNot | q.Require):
        return tree.a, tree.b
    if isinstance(tree, q.ConstantScoreQuery):
        return (tree.child,)
    return getattr(tree, "subqueries", ())


def is_sound(tree: Any) -> bool:
    """Return whether there is nothing in a tree that Whoosh gets wrong."""
    wrong = isinstance(tree, q.DisjunctionMax | q.AndNot | SpanNear2 | q.FuzzyTerm)
    wrong |= getattr(tree, "minmatch", 0) > 1
    return not wrong and all(map(is_sound, children(tree)))


def _and(judge: Judge, tree: q.And) -> Scores:
    return _at_least(judge, tree, len(tree.subqueries))


def _or(judge: Judge, tree: q.Or) -> Scores:
    return _at_least(judge, tree, max(tree.minmatch, 1))


def _at_least(judge: Judge, tree: Any, needed: int) -> Scores:
    sides = [judge.scores(child) for child in tree.subqueries]
    matched = Counter(name for side in sides for name in side)
    return {
        name: sum(side.get(name, 0.0) for side in sides)
        for name, times in matched.items()
        if times >= needed
    }


def _best(judge: Judge, tree: q.DisjunctionMax) -> Scores:
    sides = [judge.scores(child) for child in tree.subqueries]
    return {name: max(side.get(name, 0.0) for side in sides) for side in sides for name in side}


def _and_not(judge: Judge, tree: q.AndNot) -> Scores:
    unwanted = judge.scores(tree.b)
    return {i: score for i, score in judge.scores(tree.a).items() if i not in unwanted}


def _require(judge: Judge, tree: q.Require) -> Scores:
    required = judge.scores(tree.b)
    return {i: score for i, score in judge.scores(tree.a).items() if i in required}


def _constant(judge: Judge, tree: q.ConstantScoreQuery) -> Scores:
    return dict.fromkeys(judge.scores(tree.child), tree.score)


def _near(judge: Judge, tree: SpanNear2) -> Scores:
    sides = [q.Or(one.subqs) if isinstance(one, AnyForm) else one for one in tree.qs]
    found = judge.scores(q.And(sides))
    return {i: score for i, score in found.items() if judge.words.near(tree, i)}


def _fuzzy(judge: Judge, tree: q.FuzzyTerm) -> Scores:
    found = (judge.words.places.get((tree.fieldname, word), {}) for word in edits(tree.text))
    return {name: 1.0 for places in found for name in places}


PARTS: Mapping[type[q.Query], Callable[[Judge, Any], Scores]] = {
    q.And: _and,
    q.Or: _or,
    q.DisjunctionMax: _best,
    q.AndNot: _and_not,
    q.Require: _require,
    q.ConstantScoreQuery: _constant,
    SpanNear2: _near,
    q.FuzzyTerm: _fuzzy,
}


def edits(word: str) -> set[str]:
    """Return all words at most one typo from a word, in the letters of the tests."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return {
        word,
        *(left + c + right for left, right in cuts for c in LETTERS),
        *(left + c + right[1:] for left, right in cuts if right for c in LETTERS),
        *(left + right[1:] for left, right in cuts if right),
        *(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
    }


def concordance(engine: WhooshEngine, names: Sequence[str]) -> Concordance:
    """Return the words of these articles, as the index gives the articles back."""
    return Concordance(filter(None, map(engine.article, names)))


@contextmanager
def judge(folder: Path, words: Concordance) -> Iterator[Judge]:
    """Open an index with Whoosh."""
    index = open_dir(str(folder))
    with index.searcher(weighting=BM25F(B=0.75, K1=1.2)) as searcher:
        yield Judge(searcher, words)
    index.close()


def ours(engine: WhooshEngine, tree: q.Query) -> Scores:
    """Return what our evaluation finds, and each one's score."""
    found: Scores = {}
    for m in answer.matches(engine.snapshot(), tree, Query()):
        names = (m.part.segment.id_of(int(doc)) for doc in m.docs)
        found |= dict(zip(names, m.scores.tolist(), strict=True))
    return found


def differences(left: Scores, right: Scores) -> Sequence[str]:
    """Return what two answers differ in: articles, or scores by more than rounding."""
    missing = [f"{i}: {left.get(i)} {right.get(i)}" for i in left.keys() ^ right.keys()]
    both = left.keys() & right.keys()
    off = [i for i in both if abs(left[i] - right[i]) > 1e-4 * abs(right[i])]
    return [*missing, *(f"{i}: {left[i]} {right[i]}" for i in off)]
