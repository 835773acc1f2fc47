"""What a peer is: a search engine that answers the same questions over the same pile.

A peer is a module (or a value in one) with two functions and a line in `PEERS`:

    build(shards, where, workers)    index the shards into the empty folder `where`
    open_index(where) -> Searcher    open what was built

Each peer gets its best honest configuration, said in its module's docstring. What is timed is
`Searcher.search`: from a `Question` to plain values for the total, ten ids and three facets; and
`Searcher.page`: the same with what a page of hits shows.
This module needs the standard library alone (see `questions`).
"""

import importlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.benchmarks.questions import Question, lines

HITS = 10
FACET_VALUES = 20
"""Values a facet lists, as our engine does; its other values are summed up."""


@dataclass(frozen=True)
class Answer:
    """One answer in the form that is compared.

    `facets` maps a facet to the counts of its most frequent values, at most `FACET_VALUES`.
    """

    count: int
    ids: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]


class Searcher(Protocol):
    """An open index."""

    def search(self, question: Question) -> Any:
        """Answer a question in the peer's own plain values. This is what is timed."""

    def page(self, question: Question) -> Any:
        """Do what `search` does, and fetch title, source, date and a snippet of each hit."""

    def answer(self, raw: Any) -> Answer:
        """Return what `search` returned in the form that is compared."""


class Maker(Protocol):
    """What makes and opens an index: a peer's module, or a value in it."""

    def build(self, shards: Sequence[Path], where: Path, workers: int) -> None:
        """Index the shards into an empty folder, durable and ready to be searched at the end."""

    def open_index(self, where: Path) -> Searcher:
        """Open what `build` made."""


@dataclass(frozen=True)
class Peer:
    """One line of the table.

    `maker` is its module in this package, or "module:value"; `needs` the module that must be
    installed; `largest` the largest pile it is given unasked (more takes too long). The answers
    of peers with `surface_words` mean the same and are compared. `ways` says what is timed.
    """

    name: str
    label: str
    maker: str
    needs: str
    largest: int = 1_000_000
    surface_words: bool = True
    ways: tuple[str, ...] = ("search", "page")

    def load(self) -> Maker:
        """Import the peer. Raises ImportError where what it needs is not installed."""
        module, _, value = self.maker.partition(":")
        imported: Any = importlib.import_module(f"tests.benchmarks.{module}")
        maker: Maker = getattr(imported, value) if value else imported
        return maker


PEERS: Mapping[str, Peer] = {
    peer.name: peer
    for peer in (
        Peer("ours", "ours (same analysis)", "ours:surface", "searchapp"),
        Peer("ours-full", "ours (full analysis)", "ours:full", "searchapp", surface_words=False),
        Peer("tantivy", "Tantivy", "peer_tantivy", "tantivy"),
        Peer("sqlite", "SQLite FTS5", "peer_sqlite", "sqlite3", largest=100_000),
        Peer("xapian", "Xapian", "peer_xapian", "xapian", largest=100_000),
        # Its snippets take up to seconds a page: it would be asked for a quarter of an hour.
        Peer("whoosh", "stock Whoosh", "peer_whoosh", "whoosh", 10_000, ways=("search",)),
    )
}


def articles(shards: Iterable[Path]) -> Iterator[dict[str, str]]:
    """Yield the articles of the shards in order."""
    for line in lines(shards):
        yield json.loads(line)


def most_frequent(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts of the `FACET_VALUES` most frequent values."""
    return dict(sorted(counts.items(), key=lambda pair: -pair[1])[:FACET_VALUES])


def disagreement(one: Answer, other: Answer) -> str | None:
    """Return in what two answers differ (their order and scores may), or None.

    Values with the same count may stand on either side of a facet's cut, so the counts are
    compared as they are listed and value by value where both list it.
    """
    if one.count != other.count:
        return f"{one.count} articles against {other.count}"
    for name, counts in one.facets.items():
        others = other.facets[name]
        if len(counts) != len(others):
            return f"facet {name}: {len(counts)} values against {len(others)}"
        if sorted(counts.values()) != sorted(others.values()):
            return f"facet {name}: {dict(counts)} against {dict(others)}"
        if any(counts[value] != others[value] for value in counts.keys() & others.keys()):
            return f"facet {name}: {dict(counts)} against {dict(others)}"
    return None
