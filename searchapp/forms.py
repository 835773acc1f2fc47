"""A word of a question as what is looked for: its forms, and its counterparts in another language.

What each counts: as written in full, in other forms as `languages.LEVELS` says, and a counterpart
as another form of the word, so that a match by it never outranks the same match of the word itself.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from whoosh import query as q
from whoosh.query.spans import SpanOr

from searchapp import languages
from searchapp.languages.cross import Counterpart, Meant, keys

FIELDS: Mapping[str, float] = {"title": 2.0, "body": 1.0}
"""The fields that are searched, and how much a match in each counts."""
CROSSED = 1.0
"""What a counterpart in another language counts, beside a word in its own: as another form of it,
never as the word as written."""
CROSSED_MOST = 1.5
"""What all counterparts of a word count together at most, so that they never outweigh the word."""
NAMED = 0.5
"""What each word counts in a counterpart of several words, which are looked for as written."""

REMEMBERED = 4096
"""Words of queries that are worked out once only."""


class Forms(q.Or):  # type: ignore[misc]
    """A word in all its forms: any of several terms. One value for each word that is asked for."""

    word = ""


class AnyForm(SpanOr):  # type: ignore[misc]
    """Any of several terms, where it stands; Whoosh's own cannot say how much it matches."""

    word = ""

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many articles match at most."""
        return sum(child.estimate_size(ixreader) for child in self.subqs)

    def estimate_min_size(self, ixreader: Any) -> int:
        """Return how many articles match at least."""
        return 0


@lru_cache(REMEMBERED)
def forms_of(word: str, field: str | None, code: str) -> Forms:
    """Return a word in all its forms, in a field or all of them."""
    fields = {field: FIELDS[field]} if field else FIELDS
    levels = languages.expansion(word, code)
    terms = [
        q.Term(name, key, boost=weight * level)
        for name, weight in fields.items()
        for key, level in levels
    ]
    forms = Forms(terms)
    forms.word = word
    return forms


@lru_cache(REMEMBERED)
def met(word: str, meant: Meant, field: str | None, code: str) -> q.Query:
    """Return a word in all its forms, or any of its counterparts in all theirs."""
    share = min(CROSSED, CROSSED_MOST / max(len(meant.counterparts), 1))
    single = {one.words[0]: share * one.share for one in meant.counterparts if len(one.words) == 1}
    names = [one for one in meant.counterparts if len(one.words) > 1]
    fields = {field: FIELDS[field]} if field else FIELDS
    own = forms_of(word, field, code)
    forms = Forms([*own.subqueries, *_translated(single, code, fields)])
    forms.word = word
    others = [_named(one, share * weight, name) for one in names for name, weight in fields.items()]
    if meant.parts:
        others.append(q.And([_any_of(part, word, code, fields) for part in meant.parts]))
    return q.Or([forms, *others]) if others else forms


def _any_of(words: Sequence[str], meant: str, code: str, fields: Mapping[str, float]) -> Forms:
    """Return any of some counterparts of a part of a word, in all their forms."""
    shares = dict.fromkeys(words, CROSSED / len(words))
    forms = Forms(_translated(shares, code, fields))
    forms.word = meant
    return forms


def _translated(
    shares: Mapping[str, float], code: str, fields: Mapping[str, float]
) -> list[q.Term]:
    """Return where words of a language are found, each with what it counts."""
    counts: dict[tuple[str, str], float] = {}
    for name, weight in fields.items():
        for word, share in shares.items():
            for key, level in keys(word, code):
                counts[name, key] = max(counts.get((name, key), 0.0), weight * level * share)
    return [q.Term(name, key, boost=count) for (name, key), count in counts.items()]


def _named(one: Counterpart, weight: float, field: str) -> q.Query:
    return q.Phrase(field, list(one.words), boost=weight * one.share * NAMED)
