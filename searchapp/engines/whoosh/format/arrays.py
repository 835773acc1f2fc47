"""Small things done to whole arrays, that several of the engine's modules need."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]


def smallest(values: Ints) -> Ints:
    """Return the values in the smallest unsigned type that holds them."""
    top = int(values.max()) if len(values) else 0
    return values.astype(np.min_scalar_type(top))


def ends_of(lengths: Ints) -> Ints:
    """Return where each piece starts and the last one ends: n + 1 offsets."""
    ends = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=ends[1:])
    return ends.astype(np.uint32) if ends[-1] < 1 << 32 else ends


def sums(values: Ints, ends: Ints) -> Ints:
    """Return the sum of each piece of the values, which may be empty; `ends` as `ends_of` says."""
    found = np.zeros(len(ends) - 1, np.int64)
    some = np.flatnonzero(ends[1:] > ends[:-1])
    if len(some):
        found[some] = np.add.reduceat(values, ends[some], dtype=np.int64)
    return found


def stretches(starts: Ints, lengths: Ints) -> Ints:
    """Return the numbers from each start on, as many as its length, one stretch after another."""
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    found = np.repeat(starts + lengths - ends, lengths)
    found += np.arange(total)
    return found


def changes(values: Ints) -> NDArray[np.bool_]:
    """Return whether each value differs from the one before it, as the first one does."""
    found = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def stable_order(values: Ints) -> Ints:
    """Return what sorts numbers below 2 ** 32 and keeps those that are equal in order.

    Half of their bits at a time, the upper ones last: 16 bits are what NumPy sorts by radix.
    """
    order = values.astype(np.uint16).argsort(kind="stable")
    upper = (values >> 16).astype(np.uint16).take(order)
    return order.take(upper.argsort(kind="stable"))


def paired(left: Ints, right: Ints) -> NDArray[np.uint64]:
    """Return pairs of numbers below 2 ** 32 as one number each, which sort alike."""
    return left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)


def distinct_pairs(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return the distinct pairs of two arrays of numbers below 2 ** 32, sorted."""
    both = paired(left, right)
    both.sort()
    both = both[changes(both)]
    return (both >> np.uint64(32)).astype(np.int64), both.astype(np.uint32).astype(np.int64)
