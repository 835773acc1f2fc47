"""A question read in another language: its tree with each word's counterparts beside the word.

    readings(tree, code) -> the trees that answer a question in a language
    also(tree, codes)    -> what is looked for beside the words of the question, to be shown

Only plain words have counterparts: what is quoted, has a `*` or a `~`, or stands in a NEAR is asked
for as it was written.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from searchapp import languages, syntax
from searchapp.languages import cross
from searchapp.languages.cross import Meant
from searchapp.languages.cross_table import Words
from searchapp.languages.levels import STEM
from searchapp.languages.tokens import plain

AROUND = re.compile(r"^\W+|\W+$")
"""The marks before and behind a word."""
REMEMBERED = 4096
"""Words of queries that are taken apart once only."""


@lru_cache(REMEMBERED)
def words_of(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words in a piece of a query, and the wholes of hyphenated ones."""
    tokens = languages.tokenize(text)
    return tuple(tokens.words), tuple(whole for whole, _ in tokens.also)


class Crossed(NamedTuple):
    """A word of the question, and what each of its parts means in the target language."""

    word: syntax.Word
    meant: tuple[Meant, ...]
    target: str


@lru_cache(REMEMBERED)
def readings(
    tree: syntax.Node, code: str, question: syntax.Node | None = None
) -> Sequence[syntax.Node]:
    """Return the trees that answer a question in a language, each of which may do.

    The question as it is; or, where its words may be of the other language, with counterparts and
    without that language's words of grammar; or both where the two ask for different words. What
    is negated is left as it is, to be read by itself, for it is unwanted in every language. A part
    of a `question` is read as it is there: all words tell the language, and may make a name.
    """
    source = cross.opposite(code)
    if source is None:
        return (tree,)
    said = _said(tree)
    told = _told(question or tree)
    if told == code:
        return (tree,)
    crossed: syntax.Node = Reading(source, code, told == source).part(tree, question)
    if told is None and not any(isinstance(node, Crossed) for node in _asked(crossed)):
        return (tree,)
    small = cross.grammar(source) - cross.grammar(code)
    unclear = told is None and not small.isdisjoint(said)
    return (tree, crossed) if unclear else (crossed,)


@lru_cache(REMEMBERED)
def _told(tree: syntax.Node) -> str | None:
    """Return the language that the words of a question tell, None for none."""
    return cross.spoken(_said(tree))


def _said(tree: syntax.Node) -> Sequence[str]:
    """Return the plain words of a tree, those that are negated too."""
    return [
        word
        for part in (tree, *_negated(tree))
        for node in _asked(part)
        for word in words_of(node.text)[0]
    ]


def also(
    tree: syntax.Node, codes: Sequence[str], has: Callable[[Words], bool]
) -> Mapping[str, tuple[str, ...]]:
    """Return, by language, what is looked for beside the words of a question.

    Of that, what occurs: `has` says whether the index has a key, or several words side by side.
    """
    found: dict[str, tuple[str, ...]] = {}
    for code in filter(cross.opposite, codes):
        read = [readings(part, code, tree)[-1] for part in (tree, *_negated(tree))]
        asked = [node for part in read for node in _asked(part)]
        words = [one for node in asked if isinstance(node, Crossed) for one in _shown(node)]
        known = tuple(dict.fromkeys(text for text, ways in words if any(map(has, ways))))
        if known:
            found[code] = known
    return found


def _shown(node: Crossed) -> Iterator[tuple[str, Sequence[Words]]]:
    """Yield the counterparts of a word as written, and what the index must have any of."""
    written = cross.written(node.target)
    for meant in node.meant:
        for one in meant.counterparts:
            single = len(one.words) == 1
            ways = _found_at(one.words[0], node) if single else [one.words]
            yield written.get(one.words, " ".join(one.words)), ways
        for part in meant.parts:
            yield from ((word, _found_at(word, node)) for word in part)


def _found_at(word: str, node: Crossed) -> Sequence[Words]:
    """Return the keys that show a word to occur: a stem alone does not."""
    return [(key,) for key, _ in cross.keys(word, node.target) if key[0] != STEM]


def found_at(word: str, code: str) -> Iterator[str]:
    """Yield the keys at which the counterparts are found that a word may have in a language."""
    source = cross.opposite(code)
    for meant in cross.counterparts([word], source, certain=True) if source else ():
        for words in (*(one.words for one in meant.counterparts), *meant.parts):
            yield from (key for one in words for key, _ in cross.keys(one, code))


def _asked(node: Any) -> Iterator[Any]:
    """Yield the plain words of a tree, without what is negated."""
    match node:
        case syntax.And(children) | syntax.Or(children):
            for child in children:
                yield from _asked(child)
        case syntax.Word() | Crossed():
            yield node


def _negated(node: syntax.Node) -> Iterator[syntax.Node]:
    """Yield what is negated in a tree, and what is negated in that."""
    match node:
        case syntax.And(children) | syntax.Or(children):
            for child in children:
                yield from _negated(child)
        case syntax.Not(child):
            yield child
            yield from _negated(child)


class Reading(NamedTuple):
    """How a question is read: as of the source language, if that is certain, for the target."""

    source: str
    target: str
    certain: bool

    def part(self, node: Any, question: Any) -> Any:
        """Return a tree with counterparts, as it stands in a question."""
        if isinstance(question, syntax.And) and node in question.children:
            return _together(self, question.children)[question.children.index(node)]
        return self.of(node)

    def of(self, node: Any) -> Any:
        """Return a tree with counterparts."""
        match node:
            case syntax.And(children):
                return replace(node, children=self._telling(self.run(children)))
            case syntax.Or(children):
                return replace(node, children=tuple(map(self.of, children)))
            case syntax.Word():
                return self.run((node,))[0]
            case _:
                return node

    def run(self, children: Sequence[Any]) -> tuple[Any, ...]:
        """Return the children of an And: words that follow each other may be a name."""
        at = [n for n, child in enumerate(children) if isinstance(child, syntax.Word)]
        words = [(n, word) for n in at for word in words_of(children[n].text)[0]]
        names = [_is_name(children[n].text) for n, _ in words]
        found = cross.counterparts([word for _, word in words], self.source, self.certain, names)
        meant: dict[int, tuple[Meant, ...]] = {}
        for (n, _), one in zip(words, found, strict=True):
            meant[n] = (*meant.get(n, ()), one)
        return tuple(self._child(child, meant.get(n, ())) for n, child in enumerate(children))

    def _child(self, child: Any, meant: tuple[Meant, ...]) -> Any:
        if not isinstance(child, syntax.Word):
            return self.of(child)
        known = any(one != cross.UNKNOWN for one in meant)
        return Crossed(child, meant, self.target) if known else child

    def _telling(self, children: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return children without the words of grammar of the source, where others remain."""
        grammar = cross.grammar(self.source)
        kept = tuple(
            child
            for child in children
            if not (isinstance(child, syntax.Word) and bare(child.text) in grammar)
        )
        return kept if any(map(_asks_for_words, kept)) else children


@lru_cache(REMEMBERED)
def _together(reading: Reading, children: tuple[syntax.Node, ...]) -> tuple[Any, ...]:
    """Return the children of an And with counterparts, as often as one of them is asked for."""
    return reading.run(children)


def _asks_for_words(node: Any) -> bool:
    """Return whether whatever a node finds has a word of it: a negation finds what has none."""
    match node:
        case syntax.And(children):
            return any(map(_asks_for_words, children))
        case syntax.Or(children):
            return all(map(_asks_for_words, children))
        case _:
            return not isinstance(node, syntax.Not | syntax.Filter | syntax.Dates | syntax.Every)


def bare(text: str) -> str:
    """Return a word as lists have it, whatever marks stand around it: "If," is if, U.S. is u.s."""
    return AROUND.sub("", plain(text))


def _is_name(text: str) -> bool:
    """Return whether a word is written as a name is that is spelled in capitals: US, but not us."""
    return text.isupper()
