"""Stories: which articles are copies, or near copies, of each other.

Agencies' copy is printed by many outlets, with a new headline or a line added. Each article's
body is reduced to a sketch of SIZE MinHash values over runs of RUN words (A. Z. Broder, "On the
resemblance and containment of documents", 1997), the low 16 bits of each (P. Li, A. C. König,
"b-bit minwise hashing", 2010); two articles belong to one story when at least
ENOUGH of the values agree, which estimates a Jaccard resemblance of about ENOUGH / SIZE. Only
articles that agree in one of SIZE / 2 pairs of values are compared at all.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 8
RUN = 4
ENOUGH = 5
FACTORS = np.array(
    [
        0x30955AD4088F2EE5,
        0x3E76778FB1CAACAB,
        0x704E7792489CCC2D,
        0x60455CEE68C50529,
        0x2DF56773A41BE1A9,
        0x66CF76116F30F129,
        0x4C8F1284A972ED8B,
        0x2EE8ACB187E7B471,
    ],
    np.uint64,
)
"""What each value's hash multiplies by: odd, drawn once. Sketches in an index depend on them."""
NEIGHBOURS = 16
"""Different sketches that each is compared with, of those that share a pair of values."""
SHORTEST = 20
"""Words a body must have; shorter ones say too little to be called copies."""

Ints = NDArray[Any]


def sketches(words: Ints, lengths: Ints) -> NDArray[np.uint16]:
    """Return the sketch of each body, (n, SIZE); zeros for one too short to have any.

    `words` are the 64-bit hashes of the words of all bodies, one after another; `lengths` says how
    many are in each.
    """
    found = np.zeros((len(lengths), SIZE), np.uint16)
    long = lengths >= SHORTEST
    if not long.any():
        return found
    if not long.all():
        words = words[np.repeat(long, lengths)]
    runs = _mix(words)
    for back in range(1, RUN):
        runs[:-back] *= np.uint64(3)
        runs[:-back] += _mix(words[back:] + np.uint64(back))
    ends = np.cumsum(lengths[long])
    starts = ends - lengths[long]
    bounds = np.stack([starts, ends - (RUN - 1)], axis=1).ravel()  # no run reaches the next body
    values, least = np.empty_like(runs), np.empty((SIZE, len(ends)), np.uint64)
    for factor, row in zip(FACTORS, least, strict=True):
        row[:] = np.minimum.reduceat(np.multiply(runs, factor, out=values), bounds)[::2]
    found[long] = (least.T >> np.uint64(32)).astype(np.uint16)
    return found


def _mix(values: Ints) -> Ints:
    mixed = values * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    return mixed


def stories(sketch: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Return the story of each article, given sketches (n, SIZE): the number of its first one."""
    story = np.arange(len(sketch), dtype=np.int64)
    equal, distinct = _equal(sketch)
    pairs = [equal, *(_alike(sketch, distinct, i) for i in range(0, SIZE, 2))]
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    while len(left):  # the smaller number wins until all linked articles share one
        low = np.minimum(story[left], story[right])
        before = story.copy()
        np.minimum.at(story, left, low)
        np.minimum.at(story, right, low)
        story = story[story]
        if np.array_equal(before, story):
            break
    return story.astype(np.uint32)


def _equal(sketch: NDArray[np.uint16]) -> tuple[tuple[Ints, Ints], Ints]:
    """Return pairs of articles of equal sketches, and one article of each sketch.

    These stand in an order that only the sketches decide, not that of the articles.
    """
    some = np.flatnonzero(sketch.any(axis=1))
    whole = np.zeros(len(some), np.uint64)
    for i in range(SIZE):
        whole = _mix(whole + sketch[some, i] + np.uint64(1))
    ranked = np.argsort(whole, kind="stable")
    order, whole = some[ranked], whole[ranked]
    same = whole[1:] == whole[:-1]
    firsts = np.concatenate([[True], ~same])[: len(order)]
    return (order[:-1][same], order[1:][same]), order[firsts]


def _alike(sketch: NDArray[np.uint16], articles: Ints, at: int) -> tuple[Ints, Ints]:
    """Return pairs of articles that agree in the values at, at + 1, and in ENOUGH of all.

    Of the articles that agree in the two, each is compared with the NEIGHBOURS after it.
    """
    band = (sketch[articles, at].astype(np.uint64) << np.uint64(32)) | sketch[articles, at + 1]
    ranked = np.argsort(band, kind="stable")
    order, band = articles[ranked], band[ranked]
    found = [(order[:0], order[:0])]
    for step in range(1, min(NEIGHBOURS, len(order) - 1) + 1):
        same = np.flatnonzero(band[step:] == band[:-step])
        left, right = order[same], order[same + step]
        close = (sketch[left] == sketch[right]).sum(axis=1) >= ENOUGH
        found.append((left[close], right[close]))
    lefts, rights = zip(*found, strict=True)
    return np.concatenate(lefts), np.concatenate(rights)
