"""Room to work in: an array with a place for every document, always handed back zeroed.

Getting a million zeros from the system for every Or costs more than the Or; so each thread keeps
what it used, and whoever borrows cleans up only what was touched. A borrower that raises hands
nothing back: its room, maybe dirty, is thrown away.
"""

import threading
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[np.bool_]
Sums = NDArray[np.float32]


class Rooms(threading.local):
    """Rooms of one thread, of each kind as many as were borrowed at the same time."""

    def __init__(self) -> None:
        self.free: dict[Any, list[NDArray[Any]]] = defaultdict(list)


ROOMS = Rooms()


def marks(size: int) -> Marks:
    """Lend a mark for each of `size` documents at least, none set."""
    return _borrowed(size, np.bool_)


def sums(size: int) -> Sums:
    """Lend a number for each of `size` documents at least, all zero."""
    return _borrowed(size, np.float32)


def _borrowed(size: int, kind: type[np.generic]) -> NDArray[Any]:
    free = ROOMS.free[kind]
    room = free.pop() if free else None
    return room if room is not None and len(room) >= size else np.zeros(size, kind)


def give_back(room: NDArray[Any]) -> None:
    """Take back a room, all zero again."""
    ROOMS.free[room.dtype.type].append(room)
