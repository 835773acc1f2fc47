"""From the documents that match to an answer: filters, exact counts, the best hits in order.

Source, language and year of an article are one number, its combination; one `bincount` over it
counts every facet, also those free of their own filter, and no choice needs a second search. The
orders are total (ties: newest first, then id), so a page never depends on chance and a cursor is
just the place of the last hit.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.arrays import changes
from searchapp.engines.whoosh.format.segment import Bools, Docs
from searchapp.engines.whoosh.searching.found import Found
from searchapp.engines.whoosh.searching.occurrences import distinct
from searchapp.engines.whoosh.searching.snapshot import Part, Snapshot
from searchapp.query import Sort

Ints = NDArray[Any]
UNDATED = 1 << 30
"""Where an article without a date stands in the order of days, oldest first."""
HEATS = 16
"""Heats for each hit that is wanted, whose winners tell which hits can be among the best."""


class Place(NamedTuple):
    """The place of a hit in its order: what a cursor remembers. `first` is its day, ordinal."""

    score: float
    first: int
    id: str


class Candidate(NamedTuple):
    """A hit that may be among the best: its place in the order, and where it is."""

    place: Place
    part: Part
    doc: int


@dataclass(frozen=True)
class Choice:
    """What is chosen beside the words: values by facet, and the days between, ordinal."""

    values: Mapping[str, Sequence[str]]
    first: int | None = None
    last: int | None = None

    @property
    def dated(self) -> bool:
        """Return whether days are chosen."""
        return self.first is not None or self.last is not None


@dataclass(frozen=True)
class Matched:
    """What matches in one part: the words, `all`, and with every choice, `docs`.

    `within` are those of `all` within the days chosen; `chosen` says for each facet which
    combinations of the part fit the choice.
    """

    part: Part
    all: Docs
    within: Docs
    docs: Docs
    scores: NDArray[np.float32]
    chosen: Mapping[str, Bools]

    def counts(self, but: str) -> Ints:
        """Return articles by combination, obeying every choice but that of the facet `but`."""
        counts = self._counts_of_all if but == "published" else self._counts_within
        for facet, fits in self.chosen.items():
            if facet != but:
                counts = counts * fits
        return counts

    @cached_property
    def _counts_of_all(self) -> Ints:
        return self._counts(self.all)

    @cached_property
    def _counts_within(self) -> Ints:
        return self._counts_of_all if self.within is self.all else self._counts(self.within)

    def _counts(self, docs: Docs) -> Ints:
        if docs is self.part.every:
            return self.part.counts_of_every
        return self.part.counts(self.part.segment.column("combo").take(docs))

    def without_dates(self) -> Docs:
        """Return the documents that obey every choice but that of days."""
        if not self.chosen:
            return self.all
        return self.all[_fitting(self.part, self.chosen, self.all)]


def choose(part: Part, found: Found, choice: Choice) -> Matched:
    """Narrow what was found down to what is chosen."""
    docs, scores = found
    if part.deleted is not None and docs is not part.every:
        living = ~part.deleted[docs]
        docs, scores = docs[living], scores[living]
    chosen = {f: part.chosen(f, values) for f, values in choice.values.items() if values}
    every = within = docs
    if choice.dated:
        first, last = (part.segment.column(name).take(docs) for name in ("first", "last"))
        kept = (first >= (choice.first or 1)) & (last <= (choice.last or UNDATED))
        within, scores = docs[kept], scores[kept]
    docs = within
    if chosen:
        fits = _fitting(part, chosen, within)
        docs, scores = within[fits], scores[fits]
    return Matched(part, every, within, docs, scores, chosen)


def _fitting(part: Part, chosen: Mapping[str, Bools], docs: Docs) -> Bools:
    """Return which documents have a combination that fits every choice."""
    combos: Bools = reduce(np.logical_and, chosen.values())
    return combos.take(part.segment.column("combo").take(docs))


def count_stories(snapshot: Snapshot, matched: Sequence[Matched]) -> int:
    """Return how many stories the matching articles tell."""
    if all(m.docs is m.part.every for m in matched):
        return snapshot.told
    alone, told = 0, []
    for m, shared in zip(matched, snapshot.shared, strict=True):
        together = m.docs[shared.take(m.docs)]
        alone += len(m.docs) - len(together)
        told.append(m.part.story[together])
    return alone + len(distinct(np.sort(np.concatenate(told)))) if told else 0


def first_of_each_story(
    snapshot: Snapshot, matched: Sequence[Matched], order: Sort
) -> list[Matched]:
    """Return only the best article of each story, whose articles may be in several parts."""
    ranks = [rank.take(m.docs) for m, rank in zip(matched, snapshot.ranks, strict=True)]
    keys = np.concatenate(
        [_keys(m.part, m.docs, m.scores, order, r) for m, r in zip(matched, ranks, strict=True)]
    )
    story = np.concatenate([m.part.story[m.docs] for m in matched])
    ranked = np.lexsort((keys, story))  # by story, the best of each first
    grouped = story[ranked]
    kept = np.zeros(len(keys), np.bool_)
    kept[ranked] = changes(grouped)
    pieces = np.split(kept, np.cumsum([len(m.docs) for m in matched])[:-1])
    return [
        replace(m, docs=m.docs[keep], scores=m.scores[keep])
        for m, keep in zip(matched, pieces, strict=True)
    ]


def best(
    matched: Sequence[Matched], order: Sort, count: int, after: Place | None
) -> list[Candidate]:
    """Return the `count` best hits of all parts, in order, after a place if one is given."""
    pools = [candidates(m, order, count, after) for m in matched]
    if len(pools) == 1:
        return pools[0]
    return sorted(chain.from_iterable(pools), key=partial(_across_parts, order=order))[:count]


def candidates(matched: Matched, order: Sort, count: int, after: Place | None) -> list[Candidate]:
    """Return the `count` best hits of one part, in order."""
    part, docs, scores = matched.part, matched.docs, matched.scores
    if order == "newest" and after is None and docs is part.every:
        docs, scores = part.living(part.by_rank)[:count], scores[:count]
    if order == "relevance" and after is None and len(docs) > 2 * HEATS * count:
        good = contenders(scores, count)
        docs, scores = docs.take(good), scores.take(good)
    keys = sort_keys(part, docs, scores, order)
    if after is not None:
        kept = keys > after_key(part, after, order)
        docs, scores, keys = docs[kept], scores[kept], keys[kept]
    if len(keys) > 2 * HEATS * count:
        good = contenders(-keys, count)
        docs, scores, keys = docs.take(good), scores.take(good), keys.take(good)
    ranked = keys.argsort()[:count]
    docs, scores = docs.take(ranked), scores.take(ranked)
    days = part.segment.column("first").take(docs).tolist()
    rated = scores.tolist() if order == "relevance" else [0.0] * len(docs)
    numbers: list[int] = docs.tolist()
    placed = map(Place, rated, days, part.segment.ids_of(numbers))
    return [Candidate(place, part, doc) for place, doc in zip(placed, numbers, strict=True)]


def contenders(values: Ints, count: int) -> Ints:
    """Return where the `count` greatest of many values stand, with few others.

    The values meet in heats. Each of the `count` best winners is as great as the last of them, so
    no value that is less is among the greatest; equal ones all are contenders.
    """
    heats = HEATS * count
    whole = len(values) - len(values) % heats
    winners = values[:whole].reshape(-1, heats).max(axis=0)
    winners.partition(heats - count)
    found: Ints = (values >= winners[heats - count]).nonzero()[0]
    return found


def _across_parts(candidate: Candidate, order: Sort) -> tuple[float, int, str]:
    score, first, identifier = candidate.place
    return -score, (first or UNDATED) if order == "oldest" else -first, identifier


def sort_keys(part: Part, docs: Docs, scores: NDArray[np.float32], order: Sort) -> Ints:
    """Return a number for each document of a part, less for better, different for all."""
    return _keys(part, docs, scores, order, part.segment.column("rank").take(docs))


def _keys(part: Part, docs: Docs, scores: NDArray[np.float32], order: Sort, ranks: Ints) -> Ints:
    """Return a number for each document, less for better, given its place newest first."""
    if order == "newest":
        return ranks.astype(np.int64)
    if order == "oldest":
        days = part.segment.column("first").take(docs).astype(np.int64)
        days[days == 0] = UNDATED
        return (days << 32) | ranks
    return ranks - _heights(scores)


def _heights(scores: NDArray[np.float32]) -> Ints:
    """Return numbers that order scores, which are not negative, as they do, with room for ranks."""
    return scores.view(np.int32).astype(np.int64) << 32


def after_key(part: Part, place: Place, order: Sort) -> int:
    """Return the greatest sort key in this part that does not come after a place."""
    rank = _last_rank(part, place)
    if order == "newest":
        return rank
    if order == "oldest":
        return ((place.first or UNDATED) << 32) + rank
    return rank - int(_heights(np.array([place.score], np.float32))[0])


def _last_rank(part: Part, place: Place) -> int:
    """Return the last rank that does not come after a place, newest first, then id; -1 for none."""
    ranked, first = part.by_rank, part.segment.column("first")

    def key(rank: int) -> tuple[int, str]:
        doc = int(ranked[rank])
        return -int(first[doc]), part.segment.id_of(doc)

    return bisect_right(range(len(ranked)), (-place.first, place.id), key=key) - 1
