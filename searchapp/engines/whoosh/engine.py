"""The Whoosh engine: an index in a folder, searched by whole arrays.

    query -> compile -> evaluate -> collect -> marks -> Results       a search, a part at a time
    plan  -> update  -> build, merge -> head                          an update

What is where: `layout` the bytes, `segment` the arrays (`packing` the postings, `frames` the stored
articles, `arrays` what is done to many), `numbering` and `build` articles to a segment, `merge`
segments to one (`dictionary` their keys, `gather` their postings; `groups` and `columns` are what
both have in common), `living` what an update leaves of a segment, `head` the commit, `snapshot` an
open generation, `evaluate` and `postings` what a query finds, `collect` the best of it, `counting`
and `values` the facets, `marks` and `snippets` what a page shows, `codec` what Whoosh's own tools
see.

What always holds: a generation never changes, and threads share it without a lock; a search takes
the one of its moment, and whoever finds a new HEAD opens the next. Answers are remembered with
the generation that gave them, and forgotten with it. A segment is written once, under
a name that is never used again, and synced before HEAD names it. Postings of a list ascend by
document, positions of a posting ascend, units are sorted by word, then language. What is read from
disk is checked (CRC-32 of 64 KiB) when it is first touched, and nothing is unpickled.

What things cost, for k keys, p postings of the words asked for, h hits, c combinations of facet
values: opening O(1) a segment, it is mapped; a word O(log k), then a slice; OR and AND O(p), from
the rarest list on; a phrase O(positions in what has all its words); a prefix O(p) of all its words
together, which stand side by side; the best n of the hits O(h); facets O(c); a hit shown one frame
of some 1 KB; one of the last questions, asked again, O(1); a build O(t log t) for t words, in the
memory that is set; a merge O(p), in 100 MB and some 250 bytes a document; a deletion a bit, until a
quarter of a segment is deleted.
`tests/benchmarks` measures all of it beside other engines.

What it deliberately does not do: score by position (phrases score as their words), keep term
vectors, skip within a list (a list is read whole), search while it writes in the same call, or read
an index of another version.
"""

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from searchapp.article import Article, Skipped
from searchapp.engines import File, IndexMissing, IndexUnusable, Plan, Progress, Update
from searchapp.engines.whoosh import answer, complete, head, update
from searchapp.engines.whoosh.head import Head
from searchapp.engines.whoosh.snapshot import Snapshot, open_snapshot
from searchapp.engines.whoosh.stored import Record
from searchapp.query import Query
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
        """Answer a query."""
        return self._opened().answer(query)

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
