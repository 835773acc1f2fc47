"""Engines: what keeps the articles and answers queries.

Each engine is one module or package with a class that satisfies `Engine`, and a line in `ENGINES`.
The contract tests run over every line by themselves.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Protocol

from searchapp.article import Article, Overruled, Skipped
from searchapp.query import Query
from searchapp.results import Completion, IndexState, Results

if TYPE_CHECKING:
    from searchapp.scoring import Scoring


class IndexUnusable(Exception):
    """The index cannot be used as it is. The message names the file at fault and the remedy."""


class IndexMissing(IndexUnusable):
    """There is no index yet at this place; `command` makes one."""

    def __init__(self, where: object):
        self.command = f"python -m searchapp.reindex --index {quote(str(where))} PATH ..."
        super().__init__(f"There is no index in {where} yet. Make one: {self.command}")


class IndexBusy(Exception):
    """Another process is writing; the message says which one and since when."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the pile as it was when read: change of size or time means a change of content."""

    path: str
    size: int
    mtime_ns: int


NO_GENERATION = "0"
"""The name of the generation before the first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update has to do: read these files, drop the articles of those, keep the rest.

    `generation` is the one that this was worked out from, NO_GENERATION for none: on any other it
    would leave a mixture. Without it, or `full`, it does not matter.
    """

    read: tuple[File, ...] = ()
    drop: tuple[str, ...] = ()
    full: bool = False
    generation: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update is: `done` of `total` files' bytes, and what it is doing."""

    done: int
    total: int
    stage: str = "reading"


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did: counts of articles, what could not be read, and what was not believed."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    read: int = 0
    skipped: tuple[Skipped, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    notes: tuple[str, ...] = field(default=())


class Engine(Protocol):
    """One index. Safe to use from several threads; results are detached values."""

    def search(self, query: Query) -> Results:
        """Answer a query. Raises IndexMissing, IndexUnusable, or ValueError for a bad cursor."""

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """Return what a text that is being typed may become, most frequent first.

        At most `size`. Raises IndexMissing, IndexUnusable.
        """

    def article(self, id: str) -> Article | None:  # noqa: A002
        """Return one article whole, or None."""

    def state(self) -> IndexState:
        """Return the generation that now answers and how many articles it holds."""

    def files(self) -> Mapping[str, File]:
        """Return the files the index was made from, by path. Empty where there is no index."""

    def skipped(self) -> Iterable[Skipped]:
        """Return what could not be read in the files the index was made from."""

    def update(
        self, plan: Plan, workers: int = 1, report: Callable[[Progress], None] | None = None
    ) -> Update:
        """Carry out a plan, all or nothing. Searches go on against the old state meanwhile.

        Raises IndexBusy (also where another writer was there since the plan was made),
        IndexUnusable, OSError (a full disk: the old index goes on working).
        """


def open_engine(where: str, scoring: "Scoring | None" = None) -> Engine:
    """Return the engine for a place: a folder, or the URL of an OpenSearch index.

    It scores as `scoring` says, by default as SEARCHAPP_SCORING does. Never fails for a missing or
    broken index; using one does. Raises ValueError for a place that no engine is for, and for a
    setting that cannot be used.
    """
    if not where:
        raise ValueError("the folder of the index has no name: give one with --index")
    if "://" in where:
        raise ValueError(f"{where}: no engine for this kind of address; give a folder")
    from searchapp.engines.whoosh.engine import WhooshEngine
    from searchapp.scoring import from_environment

    return WhooshEngine(Path(where), from_environment() if scoring is None else scoring)
