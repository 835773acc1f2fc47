"""Many counters in one integer, so that one addition counts for all languages at once.

A counter is a lane of 32 bits; sums stay right as long as none of them outgrows its lane.
"""

import sys
from array import array
from collections.abc import Iterable

LANE = array("I").itemsize
"""Bytes of a lane."""


def packed(counts: Iterable[int]) -> int:
    """Return an integer with a lane for each count."""
    return int.from_bytes(array("I", counts).tobytes(), sys.byteorder)


def unpacked(total: int, lanes: int) -> list[int]:
    """Return the counts in the lanes of an integer."""
    return memoryview(total.to_bytes(LANE * lanes, sys.byteorder)).cast("I").tolist()
