"""What a part of a query matches, and how such answers are united and scored.

A `Found` is two arrays: documents that match, each once, and their scores, all positive. A posting
list's documents ascend; what is united may not, because nothing needs it and sorting costs.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh import scratch
from searchapp.engines.whoosh.scratch import Room
from searchapp.engines.whoosh.segment import Docs

Scores = NDArray[np.float32]
MANY = 8
"""Where a share of one in so many documents is found, looking through all of them costs less."""
FEW = 8
"""Documents this many times fewer than those of a posting list are looked up in it."""


class Found(NamedTuple):
    """Documents that match, each once, and the score of each."""

    docs: Docs
    scores: Scores


def nothing() -> Found:
    """Return no documents."""
    return Found(np.empty(0, np.intp), np.empty(0, np.float32))


def constant(docs: Docs, score: float = 1.0) -> Found:
    """Return documents that all score the same."""
    return Found(docs, np.full(len(docs), score, np.float32))


def bm25(tfs: NDArray[Any], norms: Scores, weight: float) -> Scores:
    """Return weight * tf / (tf + norm); `weight` has the factors that all postings share."""
    scores = tfs.astype(np.float32)
    norms += scores
    scores /= norms
    scores *= np.float32(weight)
    return scores


def unite(found: Sequence[Found], size: int, combine: np.ufunc = np.add) -> Found:
    """Return the documents of any, their scores combined (added, or the greatest).

    `size` is the number of documents that there are. Scores are positive: what has a sum was found.
    """
    found = [one for one in found if len(one.docs)]
    if len(found) < 2:
        return found[0] if found else nothing()
    sums = scratch.borrow(size)
    if sum(len(one.docs) for one in found) * MANY > size:
        docs = _summed(found, sums, combine)
    else:
        docs = _collected(found, sums, combine)
    scores = sums.take(docs)
    sums[docs] = 0
    scratch.give_back(sums)
    return Found(docs, scores)


def _summed(found: Sequence[Found], sums: Room, combine: np.ufunc) -> Docs:
    """Combine scores in a room, and look through all of it for the documents that have any."""
    for docs, scores in found:
        sums[docs] = combine(sums.take(docs), scores)
    return (sums > 0).nonzero()[0]


def _collected(found: Sequence[Found], sums: Room, combine: np.ufunc) -> Docs:
    """Combine scores in a room, and return the documents that have any: each where it is new."""
    (united, first), *others = found
    sums[united] = first
    for docs, scores in others:
        before = sums.take(docs)
        sums[docs] = combine(before, scores)
        united = np.concatenate((united, docs[before == 0]))
    return united


def unite_lists(lists: Sequence[Found], size: int) -> Found:
    """Return the documents of any of these posting lists, whose documents ascend; scores added.

    Often one is much longer than the others ("peace" in bodies and in titles). The lists are the
    caller's to give away: one of them may become the answer.
    """
    if len(lists) < 2:
        return lists[0] if lists else nothing()
    ranked = sorted(lists, key=lambda found: len(found.docs))
    longest = ranked.pop()
    few = unite(ranked, size)
    if len(few.docs) * FEW > len(longest.docs):
        return unite((longest, few), size)
    return _absorbed(longest, few) if len(few.docs) else longest


def _absorbed(many: Found, few: Found) -> Found:
    """Add a few documents to many: the scores of those that are there, the others behind them."""
    at = many.docs.searchsorted(few.docs)
    same = many.docs.take(at, mode="clip") == few.docs
    many.scores[at[same]] += few.scores[same]
    if same.all():
        return many
    new = ~same
    return Found(
        np.concatenate((many.docs, few.docs[new])), np.concatenate((many.scores, few.scores[new]))
    )
