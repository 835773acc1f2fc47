"""Hashes that are the same on every run and machine (Python's own are not)."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

FACTOR = np.uint64(0x9E3779B97F4A7C15)


def hash64(data: bytes) -> int:
    """Return 64 bits of BLAKE2b as an unsigned number."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def hash64_each(pieces: Iterable[bytes]) -> NDArray[np.uint64]:
    """Return `hash64` of each piece."""
    digests = [blake2b(piece, digest_size=8).digest() for piece in pieces]
    return np.frombuffer(b"".join(digests), "<u8")


def hashes64(data: bytes, ends: NDArray[Any]) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each piece data[ends[i]:ends[i + 1]], n for n + 1 ends.

    A polynomial in FACTOR over the bytes, mixed: fast and even, but not safe against intent.
    """
    if not data:
        return np.zeros(len(ends) - 1, np.uint64)
    ends = ends.astype(np.int64)
    lengths = np.diff(ends)
    places = np.arange(len(data)) - np.repeat(ends[:-1], lengths)
    powers = np.cumprod(np.full(int(lengths.max()) + 1, FACTOR))
    values = (np.frombuffer(data, np.uint8) + np.uint64(1)) * powers[places]
    sums = np.concatenate([[np.uint64(0)], np.cumsum(values)])
    hashes = sums[ends[1:]] - sums[ends[:-1]]
    hashes ^= hashes >> np.uint64(32)
    hashes *= FACTOR
    hashes ^= hashes >> np.uint64(29)
    mixed: NDArray[np.uint64] = hashes
    return mixed
