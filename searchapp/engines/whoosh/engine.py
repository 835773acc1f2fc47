"""The engine as the rest of the program knows it: an index in a folder that answers and updates.

A generation stays open until HEAD names another; answers are remembered with it.
"""

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from searchapp.article import Article, Skipped
from searchapp.engines import File, IndexMissing, IndexUnusable, Plan, Progress, Update
from searchapp.engines.whoosh.format import head
from searchapp.engines.whoosh.format.head import Head
from searchapp.engines.whoosh.format.stored import Record
from searchapp.engines.whoosh.searching import answer
from searchapp.engines.whoosh.searching.snapshot import Snapshot, open_snapshot
from searchapp.engines.whoosh.suggesting import complete
from searchapp.engines.whoosh.writing import update
from searchapp.query import MAX_SIZE, Query
from searchapp.results import Completion, IndexState, Results
from searchapp.scoring import Scoring

RETRIES = 5
"""Times a generation is read again when a writer removes its files meanwhile."""
ANSWERS = 128
"""Answers that are kept, those asked for last: many ask the same, and most go back to a page."""
T = TypeVar("T")


class Opened(NamedTuple):
    """The generation that answers: what HEAD was then, and a function that remembers answers."""

    stamp: tuple[int, int]
    snapshot: Snapshot
    answer: Callable[[Query], Results]


class WhooshEngine:
    """An index in a folder. Opening never fails; using a missing or broken index does."""

    def __init__(self, folder: Path, scoring: Scoring | None = None) -> None:
        self._folder = folder
        self._head = os.fspath(folder / head.HEAD)
        self._scoring = scoring or Scoring()
        self._opening = threading.Lock()
        self._current: Opened | None = None

    def search(self, query: Query) -> Results:
        """Answer a query. With more hits than a page has, it would fill memory to remember it."""
        opened = self._opened()
        if query.size > MAX_SIZE:
            return answer.answer(opened.snapshot, query)
        return opened.answer(query)

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """Return what a text that is being typed may become."""
        return complete.completions(self.snapshot(), text, size)

    def article(self, id: str) -> Article | None:  # noqa: A002
        """Return one article whole, or None."""
        for part in self.snapshot().parts:
            doc = part.find(id)
            if doc >= 0:
                return Record(part.segment.record(doc)).article()
        return None

    def state(self) -> IndexState:
        """Return the generation that answers now and how many articles it holds."""
        snapshot = self.snapshot()
        return IndexState(snapshot.head.name, snapshot.articles)

    def files(self) -> Mapping[str, File]:
        """Return the files the index was made from, by path."""
        try:
            return self._of_current(lambda newest: update.live_files(self._folder, newest))
        except IndexMissing:
            return {}

    def skipped(self) -> Iterable[Skipped]:
        """Return what could not be read in the files the index was made from."""
        try:
            return self._of_current(lambda newest: update.live_skipped(self._folder, newest))
        except IndexMissing:
            return ()

    def update(
        self, plan: Plan, workers: int = 1, report: Callable[[Progress], None] | None = None
    ) -> Update:
        """Carry out a plan, all or nothing."""
        return update.carry_out(self._folder, plan, workers, report or (lambda _: None))

    def snapshot(self) -> Snapshot:
        """Return the current generation, opened; the same one until there is a newer."""
        return self._opened().snapshot

    def _opened(self) -> Opened:
        current = self._current
        if current is None or current.stamp != self._stamp():
            with self._opening:
                current = self._reopened()
        for part in current.snapshot.parts:
            part.segment.check_size()
        return current

    def _stamp(self) -> tuple[int, int]:
        try:
            status = os.stat(self._head)  # noqa: PTH116 - a tenth of a short search, as a Path
        except OSError:
            return (0, 0)
        return status.st_ino, status.st_mtime_ns

    def _reopened(self) -> Opened:
        stamp, current = self._stamp(), self._current
        if current is not None and current.stamp == stamp:
            return current
        parts = current.snapshot.parts if current else ()
        opened = {part.segment.path.stem: part.segment for part in parts}
        snapshot = self._of_current(
            lambda newest: open_snapshot(self._folder, newest, self._scoring, opened)
        )
        find = partial(answer.answer, snapshot)
        self._current = Opened(stamp, snapshot, lru_cache(ANSWERS)(find))
        return self._current

    def _of_current(self, read: Callable[[Head], T], retries: int = RETRIES) -> T:
        """Return what is read of the current generation; again where it is replaced meanwhile."""
        stamp = self._stamp()
        try:
            return read(head.read_head(self._folder))
        except IndexUnusable:
            if not retries or stamp == self._stamp():
                raise
            return self._of_current(read, retries - 1)
