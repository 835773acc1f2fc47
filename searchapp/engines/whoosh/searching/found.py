"""What a part of a query matches, and how such answers are united and scored.

A `Found` is two arrays: documents that match, each once, and their scores, all positive. A posting
list's documents ascend; what is united may not, because nothing needs it and sorting costs.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.segment import Docs
from searchapp.engines.whoosh.searching import scratch

Scores = NDArray[np.float32]


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
    found = sorted([one for one in found if len(one.docs)], key=lambda one: -len(one.docs))
    if len(found) < 2:
        return found[0] if found else nothing()
    sums = scratch.sums(size)
    (longest, first), *others = found
    sums[longest] = first
    new = [longest]
    for docs, scores in others:
        before = sums.take(docs)
        sums[docs] = combine(before, scores)
        new.append(docs[before == 0])
    united = np.concatenate(new)
    scores = sums.take(united)
    sums[united] = 0
    scratch.give_back(sums)
    return Found(united, scores)
