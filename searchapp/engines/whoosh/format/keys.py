"""Many short texts in one piece of UTF-8, sorted without making an object of each.

`Keys` are such texts: all bytes, and where each text ends. They are ordered by a number of each,
made of STEP of its bytes and of how many are left; only those that are alike so far and go on are
looked at again, STEP bytes further. To sort something else than keys, make `Keys` of it.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.arrays import ends_of, stretches

STEP = 7
"""Bytes of a key that are compared at once: an eighth says how many are left."""
TAKEN = 1 << 16
"""Keys whose bytes are taken at once: each byte takes 16 bytes meanwhile."""
MASKS = np.array([(1 << 64) - (1 << 64 - 8 * min(left, STEP)) for left in range(9)], np.uint64)
"""What is looked at of eight bytes, by how many are left (8: or more)."""

Ints = NDArray[Any]


class Keys(NamedTuple):
    """Key i is text[ends[i]:ends[i + 1]]: n + 1 ends for n keys."""

    text: bytes
    ends: Ints

    @classmethod
    def of(cls, strings: Sequence[str]) -> Self:
        """Return strings as keys."""
        return cls.cut("".join(strings), np.fromiter(map(len, strings), np.int64, len(strings)))

    @classmethod
    def cut(cls, text: str, lengths: Ints) -> Self:
        """Return the pieces of a text as keys; the lengths are in characters."""
        data = text.encode()
        first_bytes = np.flatnonzero((np.frombuffer(data, np.uint8) & 0xC0) != 0x80)
        ends = np.append(first_bytes, len(data))[ends_of(lengths)]
        return cls(data, ends_of(np.diff(ends)))

    @classmethod
    def joined(cls, pieces: Sequence[Self]) -> Self:
        """Return the keys of several, one after another."""
        lengths = np.concatenate([np.diff(piece.ends) for piece in pieces])
        return cls(b"".join(piece.text for piece in pieces), ends_of(lengths))

    def each(self) -> list[bytes]:
        """Return each key as an object of its own."""
        return [self.text[start:end] for start, end in pairwise(self.ends.tolist())]

    def take(self, which: Ints) -> Self:
        """Return the keys of these numbers, in this order."""
        letters, lengths = np.frombuffer(self.text, np.uint8), np.diff(self.ends)
        pieces = [which[at : at + TAKEN] for at in range(0, len(which), TAKEN)]
        texts = [letters[stretches(self.ends[p], lengths[p])].tobytes() for p in pieces]
        return type(self)(b"".join(texts), ends_of(lengths[which]))


def distinct(keys: Keys) -> tuple[Keys, Ints]:
    """Return the keys in the order of their bytes, each once; and of each key, which it became."""
    order, first = ordered(keys)
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(first) - 1
    return keys.take(order[first]), number


def ordered(keys: Keys) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the order of keys, and whether the key at each place differs from that before it."""
    eights = np.ndarray((len(keys.text) + 1,), ">u8", keys.text + bytes(8), strides=(1,))
    starts, left = keys.ends[:-1].astype(np.int64), np.diff(keys.ends).astype(np.int64)
    order = np.arange(len(starts))
    first = np.zeros(len(starts), np.bool_)
    first[:1] = True
    at, done = np.arange(len(starts)), 0
    while len(at):
        mine, group = order[at], np.cumsum(first)[at]
        rest = np.minimum(left[mine] - done, STEP + 1)
        piece = eights[starts[mine] + done].astype(np.uint64) & MASKS[rest] | rest.astype(np.uint64)
        sort = np.lexsort((piece, group)) if done else np.argsort(piece, kind="stable")
        order[at], piece = mine[sort], piece[sort]
        alike = (piece[1:] == piece[:-1]) & (group[1:] == group[:-1])
        first[at[1:]] = ~alike
        tied = np.append(alike, False) | np.append(False, alike)
        at = at[tied & (piece & np.uint64(0xFF) > STEP)]
        done += STEP
    return order, first
