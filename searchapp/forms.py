"""A word of a question as what is looked for: its forms, and its counterparts in another language.

What each counts: the word in its forms as `languages.LEVELS` says; a counterpart as another form
of the word, never as the word as written, and several of them no more than `CROSSED` together.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from whoosh import query as q
from whoosh.query.spans import SpanOr

from searchapp import languages
from searchapp.languages.cross import UNKNOWN, Counterpart, Meant, keys

FIELDS: Mapping[str, float] = {"title": 1.3, "body": 1.0}
"""The fields that are searched, and how much a match in each counts."""
CROSSED = 1.4
"""What all counterparts of a word count together at most: three quarters of the word itself, whose
levels sum up to 1.9. So a match by them never outranks the same match of the word as written."""
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
    return _joined(terms, word)


@lru_cache(REMEMBERED)
def met(word: str, meant: Meant, field: str | None, code: str, own: bool = True) -> q.Query:
    """Return a word in all its forms, or any of its counterparts in all theirs.

    Without its `own` forms, only its counterparts, where it has any.
    """
    fields = {field: FIELDS[field]} if field else FIELDS
    terms = forms_of(word, field, code).subqueries if own or meant == UNKNOWN else []
    known = {(term.fieldname, term.text) for term in terms}
    shares = _shares(meant.counterparts, code)
    found = _translated({one.words[0]: n for one, n in shares if len(one.words) == 1}, code, fields)
    new = [one for one in found if (one.fieldname, one.text) not in known]
    forms = _joined([*terms, *new], word)
    others: list[q.Query] = [
        q.Phrase(name, list(one.words), boost=weight * share * NAMED)
        for one, share in shares
        for name, weight in fields.items()
        if len(one.words) > 1
    ]
    if meant.parts:
        others.append(q.And([_any_of(part, word, code, fields) for part in meant.parts]))
    return q.Or([forms, *others]) if others else forms


def _joined(terms: Sequence[q.Term], word: str) -> Forms:
    forms = Forms(list(terms))
    forms.word = word
    return forms


def _shares(meant: Sequence[Counterpart], code: str) -> list[tuple[Counterpart, float]]:
    """Return what each counterpart counts, so that all of them count `CROSSED` at most."""
    total = sum(one.share * _count(one, code) for one in meant)
    scale = min(1.0, CROSSED / total) if total else 1.0
    return [(one, one.share * scale) for one in meant]


def _count(one: Counterpart, code: str) -> float:
    """Return what a counterpart would count by itself at most."""
    if len(one.words) > 1:
        return NAMED * len(one.words)
    return sum(level for _, level in keys(one.words[0], code))


def _any_of(words: Sequence[str], meant: str, code: str, fields: Mapping[str, float]) -> Forms:
    """Return any of some counterparts of one of the two parts of a word, in all their forms."""
    total = sum(_count(Counterpart((word,)), code) for word in words)
    shares = dict.fromkeys(words, CROSSED / 2 / total)
    return _joined(_translated(shares, code, fields), meant)


def _translated(
    shares: Mapping[str, float], code: str, fields: Mapping[str, float]
) -> list[q.Term]:
    """Return where words of a language are found, each with what it counts."""
    counts: dict[str, float] = {}
    for word, share in shares.items():
        for key, level in keys(word, code):
            counts[key] = max(counts.get(key, 0.0), level * share)
    return [
        q.Term(name, key, boost=weight * count)
        for name, weight in fields.items()
        for key, count in counts.items()
    ]
