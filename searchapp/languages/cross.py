"""Counterparts: what the words of a question are called in another language.

    counterparts(words, source)  -> for each word, the words of the other language that mean it
    spoken(words)                -> which language a question is written in, where its words tell

An article of the other language is then found by the counterparts (`searchapp.compile` says what
a match by them counts). They come from a table of words and names (`cross_table`), from the parts
of a compound, and from regular differences of spelling (`cognates`). Words of grammar have none,
nor has a word that both languages spell alike and mean differently ("gift", "barn"), unless the
words beside it tell the language.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from searchapp.languages.cognates import cognates
from searchapp.languages.compounds import split
from searchapp.languages.cross_table import PAIR, Words, table
from searchapp.languages.levels import LANGUAGES, LEMMA, LEVELS, PART, STEM

MOST = 6
"""Counterparts of a word at most, the likeliest."""
TELLING = 2
"""How many times more words must be of one language than of the other to tell it."""
REMEMBERED = 1 << 12
"""Words whose counterparts are remembered."""


class Counterpart(NamedTuple):
    """A word or a name that means the same.

    `words` stand side by side; `share` is 1, or, of a name of several words of which one is asked
    about, that one's share of it.
    """

    words: Words
    share: float = 1.0


class Meant(NamedTuple):
    """What a word means in the other language: any of some counterparts.

    Or, of a compound that has none, for each of its parts any of some words: an article is met
    that has all of them.
    """

    counterparts: tuple[Counterpart, ...] = ()
    parts: tuple[Words, ...] = ()


SMALL = frozenset({"us", "may"})
"""Further words that are no names unless they are written so: US."""
UNKNOWN = Meant()
"""What a word means that has no counterpart."""


def opposite(code: str) -> str | None:
    """Return the language that a language is crossed with, None for none."""
    return PAIR[code == PAIR[0]] if code in PAIR else None


def spoken(words: Sequence[str]) -> str | None:
    """Return the language a question is written in, None where its words do not tell."""
    telling = [_side(word) for word in words]
    one, other = (telling.count(code) for code in PAIR)
    if one > other * TELLING:
        return PAIR[0]
    return PAIR[1] if other > one * TELLING else None


@lru_cache(REMEMBERED)
def _side(word: str) -> str | None:
    """Return the only language of the pair in which a word is known, None for both or neither."""
    known = [code for code in PAIR if _is_known(word, code)]
    return known[0] if len(known) == 1 else None


@cache
def grammar(code: str) -> frozenset[str]:
    """Return the words of a language that have no counterparts, and are not asked for in others."""
    return LANGUAGES[code].stopwords | (SMALL if code == PAIR[0] else frozenset())


def _is_known(word: str, code: str) -> bool:
    return word in grammar(code) or any(True for _ in _listed(word, code))


def _listed(word: str, source: str) -> Iterator[Words]:
    """Yield the counterparts of a single word that the table has, by any of its lemmas.

    What stands there itself as a lemma is taken as that alone: Danish "tog" is a train, and not
    also the past of a verb.
    """
    known = table(source).words
    readings = LANGUAGES[source].readings(word)
    is_lemma = word in readings and word in known
    for form in (word,) if is_lemma else dict.fromkeys((word, *readings)):
        yield from known.get(form, ())
    if readings == (word,) and word not in known:
        yield from known.get(_by_stem(source).get(LANGUAGES[source].stem(word), ""), ())


@cache
def _by_stem(source: str) -> Mapping[str, str]:
    """Return the words of a table by stem: the dictionary knows no plural of many a name."""
    known = table(source).words
    return {LANGUAGES[source].stem(word): word for word in reversed(list(known)) if word.isalpha()}


def counterparts(
    words: Sequence[str], source: str, certain: bool, named: Sequence[bool] = ()
) -> list[Meant]:
    """Return what each of some words that follow each other means in the other language.

    `certain` says that they are of the source language. `named` marks those that are names though
    they may be spelled like words of grammar ("US").
    """
    names = dict(_names(words, source))
    return [
        _meant(
            word,
            source,
            certain,
            named[number] if named else False,
            names.get(number, ()),
        )
        for number, word in enumerate(words)
    ]


def _meant(
    word: str, source: str, certain: bool, is_name: bool, of_name: tuple[Counterpart, ...]
) -> Meant:
    single = _single(word, source)
    small = not is_name and any(word in grammar(code) for code in PAIR)
    if small or not (certain or not is_doubtful(word, single, source)):
        return Meant(of_name)
    others = tuple(one for one in single.counterparts if one.words != (word,))
    return Meant((*of_name, *others)[:MOST], () if of_name else single.parts)


def is_doubtful(word: str, meant: Meant, source: str) -> bool:
    """Return whether a word may as well be one of the other language, and mean something else."""
    listed = word in table(source).words
    alike = listed and any(one.words == (word,) for one in meant.counterparts)
    return not alike and _is_known(word, PAIR[source == PAIR[0]])


def _names(words: Sequence[str], source: str) -> Iterator[tuple[int, tuple[Counterpart, ...]]]:
    """Yield the place of each word that is part of a name in the table, and its counterparts."""
    known = table(source).names
    at = 0
    while at < len(words):
        fitting = [
            (name, others)
            for start in dict.fromkeys((words[at], *LANGUAGES[source].readings(words[at])))
            for name, others in known.get(start, ())
            if _stands(name, words[at:], source)
        ]
        name, others = max(fitting, key=lambda one: len(one[0]), default=((), ()))
        shared = tuple(Counterpart(other, 1 / len(name)) for other in others)
        yield from ((at + n, shared) for n in range(len(name)))
        at += len(name) or 1


def _stands(name: Words, words: Sequence[str], source: str) -> bool:
    """Return whether some words begin with a name, in any form of its words."""
    readings = LANGUAGES[source].readings
    return len(name) <= len(words) and all(
        part == word or part in readings(word) for part, word in zip(name, words, strict=False)
    )


@lru_cache(REMEMBERED)
def _single(word: str, source: str) -> Meant:
    """Return what a word means by itself."""
    others = _findable(_listed(word, source), source)
    if not others:
        lemma = LANGUAGES[source].lemma(word)
        others = tuple((one,) for one in cognates(lemma, source))
    found = tuple(Counterpart(other) for other in others)
    return Meant(found) if found or source != "da" else Meant(parts=_parts(word))


def _parts(word: str) -> tuple[Words, ...]:
    """Return what the two parts of a Danish compound mean, () where one is not known."""
    halves = split(LANGUAGES["da"].lemma(word))
    if not halves:
        return ()
    known = [_findable(_listed(half, "da"), "da") for half in halves[1:]]
    single = tuple(tuple(one[0] for one in others if len(one) == 1) for others in known)
    return single if all(single) else ()


def _findable(others: Iterator[Words], source: str) -> tuple[Words, ...]:
    """Return the likeliest counterparts, each once: no words of grammar, which say nothing."""
    small = grammar(PAIR[source == PAIR[0]])
    found = dict.fromkeys(one for one in others if len(one) > 1 or one[0] not in small)
    return tuple(found)[:MOST]


@lru_cache(REMEMBERED)
def keys(word: str, language: str) -> tuple[tuple[str, float], ...]:
    """Return where a counterpart is found, with weights: in its forms, in its language only.

    Where the dictionary takes it for a form of another word (planet for one of plan), that other
    word is not meant: it is found as it is written, unless the other language has such a word.
    """
    stem, spelling = LANGUAGES[language].stem(word), LANGUAGES[language].spelling
    levels = {LEMMA: spelling(word), STEM: stem, PART: word}
    found = [(f"{mark}{language}:{form}", LEVELS[mark]) for mark, form in levels.items()]
    readings = LANGUAGES[language].readings(word)
    if word in readings:
        return tuple(found)
    other = PAIR[language == PAIR[0]]
    if not _is_known(word, other) or (word,) in _listed(word, other):
        return ((word, LEVELS[LEMMA]), *found)
    read = (f"{LEMMA}{language}:{spelling(one)}" for one in readings)
    return (*((key, LEVELS[LEMMA]) for key in read), *found)


def written(target: str) -> Mapping[Words, str]:
    """Return how the counterparts of a target language are written, by their words."""
    return table(opposite(target) or target).written
