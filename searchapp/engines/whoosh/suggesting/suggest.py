"""Better questions for one that finds nothing, or has a word that no article has.

Two kinds: the question with its unknown words replaced by the likeliest of the index that are one
typo away, and its sources by those that differ in capitals alone; and the question without one of
its clauses or choices. Each comes with the exact number of articles it finds. To offer another
kind, add what yields its `Trial`s to `suggestions`.

Costs, only where something is missing: at most `TRIALS` further searches, and a walk through the
dictionary for each of at most `WRONG` words. A question that finds something and has no OR in it
has all its words, and costs nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from searchapp import compile as meaning
from searchapp import crossing, languages, syntax
from searchapp.crossing import words_of
from searchapp.engines.whoosh.format.segment import Segment
from searchapp.engines.whoosh.searching import vocabulary
from searchapp.engines.whoosh.searching.snapshot import Part, Snapshot
from searchapp.forms import FIELDS
from searchapp.query import MAX_Q, Query
from searchapp.results import Suggestion

MOST = 8
"""Suggestions at most."""
TRIALS = 12
"""Questions that are tried at most, to count what they find."""
GUESSES = 3
"""Words of the index that are tried for one that is unknown."""
WRONG = 2
"""Words that may be wrong; of a question with more, nothing can be guessed."""
SHORTEST = 4
"""Letters of a word that can be wrong: shorter ones have too many neighbours."""
RARER = 10
"""How many times more articles must have a word that is offered for another."""
RARE = 3
"""Articles at most that have a word which may be wrong though it occurs."""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "source": {"source": "source"},
    "language": {"language": "language"},
    "dates": {"from": "from_", "to": "to"},
}
"""What can be chosen beside the words: its name, and parameter -> field of `Query`."""
EVERYTHING = Query()
"""The question in which nothing is chosen."""

Count = Callable[[Query], int]
Leaf = syntax.Word | syntax.Phrase
Wrong = tuple[Leaf | syntax.Filter, str]
"""A word or a source that may be wrong, and where it stands."""
Better = Mapping[Wrong, Sequence[str]]
"""What may have been meant by what is wrong, the likeliest first."""


class Trial(NamedTuple):
    """A question that may be better: why, the question, and which parameters it leaves out."""

    text: str
    query: Query
    without: tuple[str, ...] = ()


def suggestions(
    snapshot: Snapshot, tree: syntax.Node, query: Query, found: bool, count: Count
) -> tuple[Suggestion, ...]:
    """Return better questions that find something; `found` tells whether this one did."""
    if found and not _has_or(tree):
        return ()
    near = near_sources(snapshot, tree)
    near |= near_words(snapshot, tree, query, found or bool(near))
    guessed = counted(corrections(tree, query, near), count)
    better = sorted(guessed, key=lambda one: -one.count)[:1]
    if not found:
        better += counted(relaxations(snapshot, tree, query), count)
    return tuple(better[:MOST])


def counted(trials: Iterator[Trial], count: Count) -> list[Suggestion]:
    """Return the questions that find something, with how much."""
    fitting = (trial for trial in trials if len(trial.query.q) <= MAX_Q)
    numbers = ((trial, count(trial.query)) for trial in fitting)
    return [Suggestion(t.text, t.query.q, number, t.without) for t, number in numbers if number]


def _has_or(tree: syntax.Node) -> bool:
    """Return whether a question can find something though one of its words does not occur."""
    return isinstance(tree, syntax.Or) or (
        isinstance(tree, syntax.And) and any(map(_has_or, tree.children))
    )


def asked(tree: syntax.Node) -> Iterator[Leaf | syntax.Filter]:
    """Yield the words, phrases and filters that are asked for: not those that are negated."""
    match tree:
        case syntax.And(children) | syntax.Or(children):
            for child in children:
                yield from asked(child)
        case syntax.Near(left, right, _):
            yield from (left, right)
        case syntax.Word() | syntax.Phrase() | syntax.Filter():
            yield tree


# One word wrong


def near_sources(snapshot: Snapshot, tree: syntax.Node) -> dict[Wrong, Sequence[str]]:
    """Return the sources of the index for those that it has in other capitals alone."""
    near: dict[Wrong, Sequence[str]] = {}
    for node in asked(tree):
        if isinstance(node, syntax.Filter) and node.name == "source":
            folded = node.value.casefold()
            names = [name for fold, name, number in snapshot.sources if number and fold == folded]
            if names and node.value not in names:
                near[node, node.value] = names[:GUESSES]
    return near


def near_words(snapshot: Snapshot, tree: syntax.Node, query: Query, found: bool) -> Better:
    """Return words of the index for those that may be wrong; none where these are too many."""
    wrong = wrong_words(snapshot, tree, query, found)
    codes = spoken(tree, query)
    near = {pair: neighbours(snapshot, *pair, codes) for pair in wrong if len(wrong) <= WRONG}
    return {pair: words for pair, words in near.items() if words}


def wrong_words(
    snapshot: Snapshot, tree: syntax.Node, query: Query, found: bool
) -> list[tuple[Leaf, str]]:
    """Return the words that no article has; where all are known but nothing is found, the rare.

    A word is known by any of its forms and counterparts; the words of a phrase are looked for as
    written.
    """
    leaves = [node for node in dict.fromkeys(asked(tree)) if not isinstance(node, syntax.Filter)]
    words = [(leaf, words_of(leaf.text)[0]) for leaf in leaves]
    numbers = {
        (leaf, word): frequency(snapshot, leaf, word, query)
        for leaf, those in words
        for word in those
        if len(word) >= SHORTEST and word.isalpha()
        if len(those) == 1 or isinstance(leaf, syntax.Phrase)
    }
    missing = [pair for pair, number in numbers.items() if not number]
    return missing if missing or found else [pair for pair, n in numbers.items() if n <= RARE]


def corrections(tree: syntax.Node, query: Query, near: Better) -> Iterator[Trial]:
    """Yield the question with what may have been meant for what is wrong, the likeliest first."""
    for guess in range(max(map(len, near.values()), default=0)):
        chosen = {pair: words[min(guess, len(words) - 1)] for pair, words in near.items()}
        text = ", ".join(f"{new} instead of {word}" for (_, word), new in chosen.items())
        yield Trial(text, replace(query, q=syntax.show(corrected(tree, chosen))))


def corrected(tree: syntax.Node, chosen: Mapping[Wrong, str]) -> syntax.Node:
    """Return the tree with some of its words replaced."""
    match tree:
        case syntax.And(children) | syntax.Or(children):
            return replace(tree, children=tuple(corrected(child, chosen) for child in children))
        case syntax.Near(left, right, _):
            sides = _corrected_leaf(left, chosen), _corrected_leaf(right, chosen)
            return syntax.Near(*sides, tree.distance)
        case syntax.Word() | syntax.Phrase():
            return _corrected_leaf(tree, chosen)
        case syntax.Filter(_, value):
            return replace(tree, value=chosen.get((tree, value), value))
        case _:
            return tree


def _corrected_leaf(leaf: Leaf, chosen: Mapping[Wrong, str]) -> Leaf:
    words = words_of(leaf.text)[0]
    new = [chosen.get((leaf, word), word) for word in words]
    return leaf if new == list(words) else replace(leaf, text=" ".join(new))


def spoken(tree: syntax.Node, query: Query) -> Sequence[str]:
    """Return the languages that are asked for; none for all."""
    clauses = tree.children if isinstance(tree, syntax.And) else (tree,)
    filters = [node for node in clauses if isinstance(node, syntax.Filter)]
    return query.language or [node.value for node in filters if node.name == "language"]


def neighbours(snapshot: Snapshot, leaf: Leaf, word: str, spoken: Sequence[str]) -> list[str]:
    """Return the words of the index one typo away, in these languages, most frequent first."""
    counts: Counter[str] = Counter()
    for part in snapshot.parts:
        segment = part.segment
        for key in vocabulary.within_typo(segment, word):
            units = range(*segment.units_between(key, key + 1))
            mine = [unit for unit in units if _is_in(segment, unit, spoken)]
            if mine:
                counts[segment.key(key).decode()] += sum(
                    _frequency(part, unit, leaf.field) for unit in mine
                )
    own = counts.pop(word, 0)
    likely = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:GUESSES]
    return [text for text, n in likely if n > own * RARER]


def _is_in(segment: Segment, unit: int, spoken: Sequence[str]) -> bool:
    return not spoken or segment.languages[segment.column("unit_language")[unit]] in spoken


def frequency(snapshot: Snapshot, leaf: Leaf, word: str, query: Query) -> int:
    """Return in how many articles' fields a word of a leaf stands, at most; 0 is exact."""
    keys = {word}
    if isinstance(leaf, syntax.Word):
        codes = [code for code in snapshot.languages if code in languages.LANGUAGES] or ["und"]
        keys |= {key for code in codes for key, _ in languages.expansion(word, code)}
        if query.cross == "on":
            keys |= {key for code in codes for key in crossing.found_at(word, code)}
    lists = ((part, part.segment.find(key)) for part in snapshot.parts for key in keys)
    return sum(_frequency(part, number, leaf.field) for part, number in lists if number >= 0)


def _frequency(part: Part, number: int, field: str | None) -> int:
    """Return how many postings a list has in a field or all; of few, those of living articles."""
    total = 0
    for name in [field] if field else FIELDS:
        start, stop = part.segment.extent(name, number, number + 1)
        total += stop - start
        if part.deleted is not None and stop - start <= int(np.count_nonzero(part.deleted)):
            dead = part.deleted[part.segment.docs(name, start, stop)]
            total -= int(np.count_nonzero(dead))
    return total


# One clause too many


def relaxations(snapshot: Snapshot, tree: syntax.Node, query: Query) -> Iterator[Trial]:
    """Yield the question without one of its clauses, or without one of the choices beside it.

    Only what can help: a small word beside others is no obstacle; where a word is in no article, to
    leave out that one; where several are, nothing. Of many clauses, those with the rarest words.
    """
    clauses = tree.children if isinstance(tree, syntax.And) else (tree,)
    rarity = {node: _rarity(snapshot, node, query) for node in clauses}
    if isinstance(tree, syntax.And):
        asked_for = meaning.needed(tree, snapshot.languages, query.cross == "on")
        rarity |= {n: snapshot.size for n in rarity if meaning.is_scored(n) and n not in asked_for}
    missing = [node for node, number in rarity.items() if not number]
    choices = list(_without_choices(query)) if not missing else []
    if len(missing) > 1:
        return
    room = TRIALS - GUESSES - len(choices)
    tried = missing or sorted(rarity, key=rarity.__getitem__)[:room]
    for node in clauses:
        rest = tuple(other for other in clauses if other is not node)
        asking = any(map(meaning.is_scored, rest)) or not meaning.is_scored(node)
        if node in tried and rest and asking:
            left = syntax.show(syntax.And(rest) if len(rest) > 1 else rest[0])
            yield Trial(f"without {syntax.mentioned(node)}", replace(query, q=left))
    yield from choices


def _rarity(snapshot: Snapshot, node: syntax.Node, query: Query) -> int:
    """Return how often a word occurs, at most, 0 for never; 1 for all that is not just a word.

    A negation is hardly a hindrance.
    """
    if isinstance(node, syntax.Not):
        return snapshot.size
    words = words_of(node.text)[0] if isinstance(node, syntax.Word) else ()
    if not isinstance(node, syntax.Word) or len(words) != 1:
        return 1
    return frequency(snapshot, node, words[0], query)


def _without_choices(query: Query) -> Iterator[Trial]:
    for name, fields in CHOICES.items():
        changes = {field: getattr(EVERYTHING, field) for field in fields.values()}
        if any(getattr(query, field) for field in changes):
            yield Trial(f"without the {name}", replace(query, **changes), tuple(fields))
