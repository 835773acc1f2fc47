"""A question's meaning: the tree of the query language to a tree of `whoosh.query`.

A word means different stems in each language, and "the" is nothing to look for in English but may
be in Danish; so the whole question is compiled for each language of the index, and an article
counts by the language in which it answers best. Both engines run what comes out. To give a new
node a meaning, add its line to `MEANINGS`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import crossing, languages, syntax
from searchapp.crossing import words_of
from searchapp.days import span
from searchapp.forms import FIELDS, AnyForm, forms_of, met
from searchapp.languages.tokens import plain, suffixless

FILTERED = 1.0
"""The score of an article that only filters ask for: the same for all."""

NOTHING = q.Or([])


class Tongue(NamedTuple):
    """The language a tree is compiled in, and all it is compiled in."""

    code: str
    all: Sequence[str]
    crossed: syntax.Node | None
    """The whole question, if it is read in the other language, too."""


def compiled(
    tree: syntax.Node,
    codes: Sequence[str],
    enough: int = 0,
    cross: bool = False,
    counted: bool = False,
    question: syntax.Node | None = None,
) -> q.Query:
    """Return what a tree means in an index with words of these languages.

    With `enough`, articles that match that many of the tree's top-level clauses will do (filters
    and negations are kept), and if these are `counted`, how many they are is the score. With
    `cross`, a word is also met by its counterparts in the other language; a part of a
    `question` is read as it is there.
    """
    meant: list[q.Query] = []
    unwanted: q.Query | None = None
    for tongue, read in _read(tree, codes, cross, question):
        wanted, negated = _parted(read)
        some = isinstance(wanted, syntax.And) and Some(wanted.children, enough, counted)
        found = _meaning(some if some and enough else wanted, tongue)
        if found not in meant:
            meant.append(found)
        if negated and not unwanted:  # these are the same in each language: they are asked for once
            unwanted = _any_language(negated, tongue)
    best = meant[0] if len(meant) == 1 else q.DisjunctionMax(meant)
    return q.AndNot(best, unwanted) if unwanted else best


def _read(
    tree: syntax.Node, codes: Sequence[str], cross: bool, question: syntax.Node | None
) -> Iterator[tuple[Tongue, syntax.Node]]:
    """Yield a tree as it is read in each of these languages."""
    spoken = [code for code in codes if code in languages.LANGUAGES] or ["und"]
    for code in spoken:
        tongue = Tongue(code, spoken, (question or tree) if cross else None)
        for read in _readings(tree, tongue):
            yield tongue, read


def _parted(tree: syntax.Node) -> tuple[syntax.Node, Sequence[syntax.Not]]:
    """Return what is wanted of a tree, and what is not."""
    children = tree.children if isinstance(tree, syntax.And) else (tree,)
    negated = [child for child in children if isinstance(child, syntax.Not)]
    if not negated:
        return tree, ()
    wanted = tuple(child for child in children if not isinstance(child, syntax.Not))
    return syntax.And(wanted), negated


class Some(NamedTuple):
    """An And of which `enough` scored clauses will do; if `counted`, each of them scores 1."""

    children: tuple[syntax.Node, ...]
    enough: int
    counted: bool


def needed(tree: syntax.And, codes: Sequence[str], cross: bool) -> Sequence[syntax.Node]:
    """Return the clauses that count and must be met, in whatever language the tree is read.

    Small words need not, where others remain.
    """
    every = [clause for clause in dict.fromkeys(tree.children) if is_scored(clause)]
    for tongue, read in _read(tree, codes, cross, None):
        children = read.children if isinstance(read, syntax.And) else ()
        asked = [
            c.word if isinstance(c, crossing.Crossed) else c for c in _telling(children, tongue)
        ]
        every = [one for one in every if one in asked or not isinstance(one, syntax.Word)]
    return every


def is_scored(node: syntax.Node) -> bool:
    """Return whether a clause counts in the score: words do, filters and negations do not."""
    return not isinstance(node, syntax.Filter | syntax.Dates | syntax.Not | syntax.Every)


def _readings(node: syntax.Node, tongue: Tongue) -> Sequence[syntax.Node]:
    return crossing.readings(node, tongue.code, tongue.crossed) if tongue.crossed else (node,)


def _meaning(node: Any, tongue: Tongue) -> q.Query:
    return MEANINGS[type(node)](node, tongue)


def _some(node: Some, tongue: Tongue) -> q.Query:
    def join(scored: list[q.Query]) -> q.Query:
        if node.counted:
            scored = [q.ConstantScoreQuery(clause, 1.0) for clause in scored]
        return q.Or(scored, minmatch=node.enough)

    return _together(node.children, tongue, join)


def _fields(node: Any, one: Callable[[str, float], q.Query]) -> q.Query:
    """Return a query in the field that is named, or in all of them."""
    if node.field:
        return one(node.field, FIELDS[node.field])
    return q.Or([one(field, weight) for field, weight in FIELDS.items()])


def _word(node: syntax.Word, tongue: Tongue) -> q.Query:
    words, wholes = words_of(node.text)
    if not words:
        return NOTHING
    if len(words) > 1:
        return _joined(node, words, wholes, tongue)
    return forms_of(words[0], node.field, tongue.code)


def _joined(
    node: syntax.Word, words: Sequence[str], wholes: Sequence[str], tongue: Tongue
) -> q.Query:
    """Return "peace-talks": the parts side by side, or the whole."""
    parts = _fields(node, lambda field, weight: q.Phrase(field, list(words), boost=weight))
    return q.Or([parts, *(forms_of(whole, node.field, tongue.code) for whole in wholes)])


def _crossed(node: crossing.Crossed, tongue: Tongue) -> q.Query:
    """Return a word of the question, or its counterparts in the language it is crossed with."""
    words, wholes = words_of(node.word.text)
    both = zip(words, node.meant, strict=True)
    field, single = node.word.field, len(words) == 1
    parts = [met(word, meant, field, tongue.code, own=single) for word, meant in both]
    if single:
        return parts[0]
    return q.Or([_joined(node.word, words, wholes, tongue), q.And(parts)])


def _phrase(node: syntax.Phrase, _: Tongue) -> q.Query:
    words = words_of(node.text)[0]
    if not words:
        return NOTHING
    if len(words) == 1:
        return _fields(node, lambda field, weight: q.Term(field, words[0], boost=weight))
    return _fields(node, lambda field, weight: q.Phrase(field, list(words), boost=weight))


def _pattern(node: syntax.Pattern, _: Tongue) -> q.Query:
    """Return the words that fit; women's* fits women, too, for the index has no 's."""
    text = plain(node.text)
    texts = [one for one in (text, suffixless(text)) if one]
    found = [_fields(node, partial(_fitting, one)) for one in texts]
    return found[0] if len(found) == 1 else q.Or(found)


def _fitting(text: str, field: str, weight: float) -> q.Query:
    kind = q.Prefix if text.find("*") == len(text) - 1 else q.Wildcard
    text = text.removesuffix("*") if kind is q.Prefix else text
    return q.ConstantScoreQuery(kind(field, text), weight)


def _fuzzy(node: syntax.Fuzzy, _: Tongue) -> q.Query:
    """Return what is one typo from a word; of a hyphenated one, from it with or without hyphens."""
    words, wholes = words_of(node.text)
    meant = dict.fromkeys(["".join(words), *wholes]) if words else ()
    found = [_fields(node, partial(_typo, word)) for word in meant]
    return found[0] if len(found) == 1 else q.Or(found)


def _typo(word: str, field: str, weight: float) -> q.Query:
    return q.ConstantScoreQuery(q.FuzzyTerm(field, word), weight)


def _near(node: syntax.Near, tongue: Tongue) -> q.Query:
    named = {node.left.field, node.right.field} - {None}
    fields = [field for field in FIELDS if named <= {field}]
    sides = [[_side(child, field, tongue) for child in (node.left, node.right)] for field in fields]
    near = [SpanNear2(pair, node.distance, ordered=False) for pair in sides if None not in pair]
    return q.Or(near)


def _side(node: syntax.Word | syntax.Phrase, field: str, tongue: Tongue) -> q.Query | None:
    words = words_of(node.text)[0]
    if len(words) > 1:
        return q.Phrase(field, list(words), boost=FIELDS[field])
    if not words:
        return None
    if isinstance(node, syntax.Phrase):
        return q.Term(field, words[0], boost=FIELDS[field])
    levels = languages.expansion(words[0], tongue.code)
    forms = AnyForm([q.Term(field, key, boost=FIELDS[field] * level) for key, level in levels])
    forms.word = words[0]
    return forms


def _filter(node: syntax.Filter, _: Tongue) -> q.Query:
    return q.ConstantScoreQuery(q.Term(node.name, node.value), FILTERED)


def _dates(node: syntax.Dates, _: Tongue) -> q.Query:
    first, last = span(node.first, node.last)
    within = [q.TermRange("first", first, None), q.TermRange("last", None, last)]
    return q.ConstantScoreQuery(q.And(within), FILTERED)


def _every(_: syntax.Every, __: Tongue) -> q.Query:
    return q.ConstantScoreQuery(q.Every(), FILTERED)


def _not(node: syntax.Not, tongue: Tongue) -> q.Query:
    return _together((node,), tongue, q.And)


def _and(node: syntax.And, tongue: Tongue) -> q.Query:
    return _together(node.children, tongue, q.And)


def _together(
    children: Sequence[syntax.Node],
    tongue: Tongue,
    join: Callable[[list[q.Query]], q.Query],
) -> q.Query:
    """Return what matches the words as `join` says, every filter, and no negation.

    Words that say nothing in the language are left out where others remain. Filters do not score
    beside words. What is unwanted is unwanted in every language. What is said twice counts once.
    """
    children = list(dict.fromkeys(children))
    wanted = [child for child in children if not isinstance(child, syntax.Not)]
    filters = [_meaning(child, tongue) for child in wanted if not is_scored(child)]
    scored = [_meaning(child, tongue) for child in _telling(wanted, tongue)]
    found = join(scored) if scored else q.And(filters or [_every(syntax.Every(), tongue)])
    if scored and filters:
        found = q.Require(found, q.And(filters))
    unwanted = [child for child in children if isinstance(child, syntax.Not)]
    return q.AndNot(found, _any_language(unwanted, tongue)) if unwanted else found


def _telling(wanted: Sequence[syntax.Node], tongue: Tongue) -> Sequence[syntax.Node]:
    """Return what counts, without words that say nothing in the language where others remain."""
    words = [child for child in wanted if is_scored(child)]
    return [child for child in words if not _is_empty(child, tongue)] or words


def _any_language(nodes: Sequence[syntax.Not], tongue: Tongue) -> q.Query:
    """Return what matches any of what is negated, in any language and however it is read there."""
    crossed = tongue.crossed is not None
    parts = [node.child for node in nodes]
    return q.Or([compiled(p, tongue.all, cross=crossed, question=tongue.crossed) for p in parts])


def _is_empty(node: syntax.Node, tongue: Tongue) -> bool:
    """Return whether a clause is a word that says nothing in a language ("the", "og")."""
    known = languages.LANGUAGES.get(tongue.code)
    small = known.stopwords if known else ()
    return isinstance(node, syntax.Word) and crossing.bare(node.text) in small


def _or(node: syntax.Or, tongue: Tongue) -> q.Query:
    return q.Or([_meaning(child, tongue) for child in node.children])


MEANINGS: Mapping[type, Callable[[Any, Tongue], q.Query]] = {
    syntax.Every: _every,
    syntax.Word: _word,
    syntax.Phrase: _phrase,
    syntax.Pattern: _pattern,
    syntax.Fuzzy: _fuzzy,
    syntax.Near: _near,
    syntax.Filter: _filter,
    syntax.Dates: _dates,
    syntax.Not: _not,
    syntax.And: _and,
    syntax.Or: _or,
    Some: _some,
    crossing.Crossed: _crossed,
}
