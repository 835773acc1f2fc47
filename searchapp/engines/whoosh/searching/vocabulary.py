"""Words of the index that fit a pattern, or are one typo away.

Words that share a beginning stand side by side in the dictionary, and their postings side by side
in the segment, so a prefix costs one slice, however many words it has.
"""

import re
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q

from searchapp.engines.whoosh.format.segment import Docs, Segment

AFTER = b"\xff"
"""Sorts after every UTF-8 text."""
LEEWAY = 8
"""Bytes by which two words one typo apart can differ: a swap of two characters of four bytes."""
ASCII, TWO_BYTES = 0x80, 0xE0
"""Below these, a UTF-8 byte belongs to a character of one byte, of two at most."""
REMEMBERED = 1024
"""Words of which the neighbours are remembered, a segment."""


def docs_of_pattern(segment: Segment, node: Any) -> Docs:
    """Return the documents with a word that fits a Prefix, Wildcard or FuzzyTerm node."""
    seen = np.zeros(segment.size, np.bool_)
    for first, last in unit_ranges(segment, node):
        start, stop = segment.extent(node.fieldname, first, last)
        seen[segment.docs(node.fieldname, start, stop)] = True
    return np.flatnonzero(seen)


def unit_ranges(segment: Segment, node: Any) -> list[tuple[int, int]]:
    """Return ranges of units whose words fit, as few as there can be."""
    if isinstance(node, q.Prefix):
        prefix = node.text.encode()
        return [segment.units_between(segment.key_at(prefix), segment.key_at(prefix + AFTER))]
    keys = (
        within_typo(segment, node.text)
        if isinstance(node, q.FuzzyTerm)
        else _fitting(segment, node.text)
    )
    first = [at for at in range(len(keys)) if not at or keys[at] != keys[at - 1] + 1]
    bounds = pairwise([*first, len(keys)])
    return [segment.units_between(keys[a], keys[b - 1] + 1) for a, b in bounds]


def _fitting(segment: Segment, pattern: str) -> list[int]:
    prefix = pattern.partition("*")[0].encode()
    start, stop = segment.key_at(prefix), segment.key_at(prefix + AFTER)
    fits = re.compile(b".*".join(re.escape(piece.encode()) for piece in pattern.split("*")), re.S)
    keys = segment.keys_between(start, stop).each()
    return [start + i for i, key in enumerate(keys) if fits.fullmatch(key)]


def within_typo(segment: Segment, word: str) -> list[int]:
    """Return the keys at most one typo from a word, and remember them."""
    if word not in segment.typos:
        if len(segment.typos) >= REMEMBERED:
            segment.typos.clear()
        segment.typos[word] = _find_typos(segment, word)
    return segment.typos[word]


def _find_typos(segment: Segment, word: str) -> list[int]:
    """Return the keys at most one insertion, deletion, substitution or swap from a word.

    Two such words agree at both ends but for a few bytes; that is counted for all keys of about
    the same length at once, and only those left are compared one by one.
    """
    text = np.frombuffer(word.encode(), np.uint8)
    likely, ends = _sharing_a_half(segment, word), segment.column("key_ends")
    lengths = ends.take(likely + 1) - ends.take(likely)
    found: list[int] = []
    for length in range(max(1, len(text) - LEEWAY // 2), len(text) + LEEWAY // 2 + 1):
        keys = likely[lengths == length]
        keys = keys[_agreeing(segment, keys, length, text)]
        found += [k for k in keys.tolist() if one_typo(word, segment.key(k).decode())]
    return found


def _sharing_a_half(segment: Segment, word: str) -> NDArray[np.intp]:
    """Return the keys that begin or end as a word does, as far as to its middle; ascending.

    One typo leaves one half as it is, unless it swaps the letters where they meet.
    """
    middle = len(word) // 2
    first, last = word[:middle].encode(), word[middle:].encode()
    start = segment.key_at(first) if first else segment.words
    stop = segment.key_at(first + AFTER)
    others = set((segment.words + _ending(segment.tails, last)).tolist())
    if middle:
        swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
        others.add(segment.key_at(swapped.encode()))
    others = {key for key in others if not start <= key < stop} - {segment.keys}
    return np.sort(np.concatenate([np.arange(start, stop), np.array(list(others), np.intp)]))


def _ending(tails: NDArray[np.uint32], text: bytes) -> NDArray[np.intp]:
    """Return which words end like a text, going by four bytes at most."""
    end = text[-4:]
    rest = np.uint32(8 * (4 - len(end)))
    same: NDArray[np.bool_] = tails >> rest == int.from_bytes(end, "little")
    return same.nonzero()[0]


def _agreeing(
    segment: Segment, keys: NDArray[np.intp], length: int, text: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Return which keys, all of one length, agree with the text at its ends well enough."""
    starts = segment.column("key_ends")[keys].astype(np.int64)
    rows = segment.column("keys")[starts[:, None] + np.arange(length)]
    shared = min(length, len(text))
    head = np.logical_and.accumulate(rows[:, :shared] == text[:shared], axis=1).sum(axis=1)
    tail = rows[:, length - shared :][:, ::-1] == text[len(text) - shared :][::-1]
    agree = head + np.logical_and.accumulate(tail, axis=1).sum(axis=1)
    widest = np.maximum(rows.max(axis=1, initial=0), text.max(initial=0))
    off = np.select([widest < ASCII, widest < TWO_BYTES], [2, 4], LEEWAY)  # a swap of two such
    fits: NDArray[np.bool_] = agree >= max(length, len(text)) - off
    return fits


def one_typo(left: str, right: str) -> bool:
    """Return whether two words are equal or one insertion, deletion, substitution or swap apart."""
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    rest, other = left[same:], right[same:]
    if len(rest) < len(other):
        return rest == other[1:]
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == other
    return rest[1:] == other[1:] or swapped
