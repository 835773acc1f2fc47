"""Room to work in: arrays with a place for every document, always handed back zeroed.

Getting a million zeros from the system for every Or costs more than the Or; so each thread keeps
what it used, and whoever borrows cleans up only what was touched.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

Room = tuple[NDArray[np.float32], NDArray[np.bool_]]


class Scratch(threading.local):
    """Rooms of one thread, as many as are borrowed at the same time."""

    def __init__(self) -> None:
        self._free: list[Room] = []

    @contextmanager
    def room(self, size: int) -> Iterator[Room]:
        """Lend a float and a bool for each of `size` documents, all zero, to be returned so.

        A borrower that raises leaves its room dirty: it is thrown away.
        """
        room = self._free.pop() if self._free else (np.zeros(0, np.float32), np.zeros(0, np.bool_))
        if len(room[0]) < size:
            room = (np.zeros(size, np.float32), np.zeros(size, np.bool_))
        yield room[0][:size], room[1][:size]
        self._free.append(room)
