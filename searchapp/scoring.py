"""How much what counts in a score: the numbers one may want to tune, as one value.

`FIELDS` and `LEVELS` say what a match counts by default, and trees are compiled with that;
`weighed` gives a compiled tree the weights of another `Scoring`. To add a number, add a field to
`Scoring`; a weight of the tree also needs its line in `_factors`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp.forms import FIELDS, AnyForm, Forms
from searchapp.languages.levels import FOLD, LEMMA, LEVELS, PART, STEM, SURFACE

SETTING = "SEARCHAPP_SCORING"
LIMITS = {"b": (0.0, 1.0), "title": (0.01, 100.0), "body": (0.01, 100.0), "surface": (0.01, 100.0)}
"""What a number may be, where that is not 0 to 100: what is asked for as written always counts."""


@dataclass(frozen=True)
class Scoring:
    """What a score is made of.

    `k1` and `b` are BM25's: saturation, and how much length counts. `title` and `body` are what a
    match in a field counts; the others what it counts at each level of match, 0 for not at all.
    """

    k1: float = 1.2
    b: float = 0.75
    title: float = FIELDS["title"]
    body: float = FIELDS["body"]
    surface: float = LEVELS[SURFACE]
    lemma: float = LEVELS[LEMMA]
    stem: float = LEVELS[STEM]
    part: float = LEVELS[PART]
    fold: float = LEVELS[FOLD]

    @property
    def gain(self) -> float:
        """Return the factor k1 + 1."""
        return self.k1 + 1


def scoring_of(text: str) -> Scoring:
    """Return the scoring that a text such as "k1=1.5 title=3" sets. Raises ValueError."""
    return Scoring(**dict(map(_number, text.replace(",", " ").split())))


def _number(text: str) -> tuple[str, float]:
    """Read "k1=1.5". Raises ValueError."""
    name, _, value = text.partition("=")
    known = [field.name for field in fields(Scoring)]
    if name not in known:
        raise ValueError(f"{SETTING}: {text!r} names none of {', '.join(known)}")
    least, most = LIMITS.get(name, (0.0, 100.0))
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not least <= number <= most:
        raise ValueError(f"{SETTING}: {name} must be a number from {least:g} to {most:g}")
    return name, number


def from_environment() -> Scoring:
    """Return the scoring that SEARCHAPP_SCORING sets. Raises ValueError."""
    return scoring_of(os.environ.get(SETTING, ""))


def weighed(tree: q.Query, scoring: Scoring) -> q.Query:
    """Return a compiled tree with the weights of a scoring; what weighs nothing is left out."""
    factors = _factors(scoring)
    return _weighed(tree, factors) if factors else tree


Factors = Mapping[str, float]


@cache
def _factors(scoring: Scoring) -> Factors:
    """Return by how much to multiply the weight of each field and level, {} for not at all."""
    factors = {
        "title": scoring.title / FIELDS["title"],
        "body": scoring.body / FIELDS["body"],
        SURFACE: scoring.surface / LEVELS[SURFACE],
        LEMMA: scoring.lemma / LEVELS[LEMMA],
        STEM: scoring.stem / LEVELS[STEM],
        PART: scoring.part / LEVELS[PART],
        FOLD: scoring.fold / LEVELS[FOLD],
    }
    return factors if any(factor != 1 for factor in factors.values()) else {}


def _weighed(node: Any, factors: Factors) -> q.Query:
    rule = RULES.get(type(node))
    return rule(node, factors) if rule else node


def _all(nodes: list[q.Query], factors: Factors) -> list[q.Query]:
    return [_weighed(node, factors) for node in nodes]


def _term(node: q.Term, factors: Factors) -> q.Query:
    if node.fieldname not in FIELDS:
        return node
    level = node.text[:1] if node.text[:1] in factors else SURFACE
    boost = node.boost * factors[node.fieldname] * factors[level]
    return q.Term(node.fieldname, node.text, boost=boost)


def _phrase(node: q.Phrase, factors: Factors) -> q.Query:
    return q.Phrase(node.fieldname, node.words, boost=node.boost * factors[node.fieldname])


def _constant(node: q.ConstantScoreQuery, factors: Factors) -> q.Query:
    if isinstance(node.child, q.Prefix | q.Wildcard | q.FuzzyTerm):
        return q.ConstantScoreQuery(node.child, node.score * factors[node.child.fieldname])
    return q.ConstantScoreQuery(_weighed(node.child, factors), node.score)


def _forms(node: Any, factors: Factors) -> q.Query:
    terms = node.subqueries if isinstance(node, Forms) else node.subqs
    forms = type(node)([term for term in _all(terms, factors) if term.boost])
    forms.word = node.word
    return forms


RULES: Mapping[type[q.Query], Callable[[Any, Factors], q.Query]] = {
    q.Term: _term,
    q.Phrase: _phrase,
    q.ConstantScoreQuery: _constant,
    Forms: _forms,
    AnyForm: _forms,
    q.Or: lambda node, f: q.Or(_all(node.subqueries, f), minmatch=node.minmatch),
    q.And: lambda node, f: q.And(_all(node.subqueries, f)),
    q.DisjunctionMax: lambda node, f: q.DisjunctionMax(_all(node.subqueries, f)),
    q.Require: lambda node, f: q.Require(_weighed(node.a, f), _weighed(node.b, f)),
    q.AndNot: lambda node, f: q.AndNot(_weighed(node.a, f), _weighed(node.b, f)),
    SpanNear2: lambda node, f: SpanNear2(
        _all(node.qs, f), slop=node.slop, ordered=node.ordered, mindist=node.mindist
    ),
}
"""What becomes of each kind of node; of others, nothing."""
