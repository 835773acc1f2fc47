"""What a part of a query matches, and how such answers are united and scored.

A `Found` is two arrays: documents that match, ascending, and their scores, all positive.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.scratch import Scratch
from searchapp.engines.whoosh.segment import Docs

Scores = NDArray[np.float32]
FEW = 8
"""A list this many times shorter than the longest is put into the others."""


class Found(NamedTuple):
    """Documents that match, ascending, and the score of each."""

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
    scores *= np.float32(weight)
    scores /= norms
    return scores


def unite(found: Sequence[Found], scratch: Scratch, size: int, combine: np.ufunc = np.add) -> Found:
    """Return the documents of any, their scores combined (added, or the greatest).

    `size` is the number of documents that there are.
    """
    ranked = sorted((f for f in found if len(f.docs)), key=lambda f: len(f.docs), reverse=True)
    if not ranked:
        return nothing()
    result, *others = ranked
    if others and len(others[0].docs) * FEW > len(result.docs):
        return _united(ranked, scratch, size, combine)
    for small in others:
        result = _absorbed(result, small, combine)
    return result


def _united(found: Sequence[Found], scratch: Scratch, size: int, combine: np.ufunc) -> Found:
    """Unite by a place for every document; scores are positive, so a sum marks its document."""
    with scratch.room(size) as (sums, _):
        sums[found[0].docs] = found[0].scores
        for docs, scores in found[1:]:
            sums[docs] = combine(sums.take(docs), scores)
        united = np.flatnonzero(sums > 0)
        scores = sums.take(united)
        sums[united] = 0
    return Found(united, scores)


def _absorbed(large: Found, small: Found, combine: np.ufunc) -> Found:
    """Unite with a much shorter list: what both have is looked up, the rest put in between."""
    at = np.searchsorted(large.docs, small.docs)
    inside = np.minimum(at, len(large.docs) - 1)
    both = large.docs.take(inside) == small.docs
    scores = large.scores.copy()
    scores[inside[both]] = combine(scores[inside[both]], small.scores[both])
    if both.all():
        return Found(large.docs, scores)
    new = ~both
    places = at[new] + np.arange(int(np.count_nonzero(new)))
    rest = np.ones(len(scores) + len(places), np.bool_)
    rest[places] = False
    return Found(
        _woven(large.docs, small.docs[new], places, rest),
        _woven(scores, small.scores[new], places, rest),
    )


def _woven(
    many: NDArray[Any], few: NDArray[Any], places: NDArray[np.intp], rest: NDArray[np.bool_]
) -> NDArray[Any]:
    """Return many values with a few put in at these places."""
    whole = np.empty(len(rest), many.dtype)
    whole[places] = few
    whole[rest] = many
    return whole
