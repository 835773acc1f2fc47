"""Room to work in: an array with a place for every document, always handed back zeroed.

Getting a million zeros from the system for every Or costs more than the Or; so each thread keeps
what it used, and whoever borrows cleans up only what was touched. A borrower that raises hands
nothing back: its room, maybe dirty, is thrown away.
"""

import threading

import numpy as np
from numpy.typing import NDArray

Room = NDArray[np.float32]


class Rooms(threading.local):
    """Rooms of one thread, as many as were borrowed at the same time."""

    def __init__(self) -> None:
        self.free: list[Room] = []


ROOMS = Rooms()


def borrow(size: int) -> Room:
    """Lend a number for each of `size` documents at least, all zero."""
    room = ROOMS.free.pop() if ROOMS.free else None
    return room if room is not None and len(room) >= size else np.zeros(size, np.float32)


def give_back(room: Room) -> None:
    """Take back a room, all zero again."""
    ROOMS.free.append(room)
