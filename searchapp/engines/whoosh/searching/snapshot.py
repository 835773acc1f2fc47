"""A snapshot: one generation of the index, opened. Immutable, so threads and queries share it.

A generation is some segments, which of their documents are deleted, and the stories across them
(`head` says how it is written). A `Part` is a segment as this generation sees it.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from whoosh.query import TermRange

from searchapp.engines.whoosh.format.columns import ranks_of
from searchapp.engines.whoosh.format.head import Head
from searchapp.engines.whoosh.format.keys import Keys
from searchapp.engines.whoosh.format.layout import Array, ArrayFile
from searchapp.engines.whoosh.format.segment import CACHED_KEYS, FIELDS, Bools, Docs, Segment
from searchapp.engines.whoosh.searching.values import FacetValues, facet_values, years
from searchapp.facets import MISSING
from searchapp.forms import Forms
from searchapp.scoring import Scoring


@dataclass(frozen=True)
class Part:
    """A segment within a generation. `base` is the number of its first document in the index."""

    segment: Segment
    base: int
    deleted: Bools | None
    story: Array
    averages: Mapping[str, float]
    scoring: Scoring

    FILTERS: ClassVar = ("source", "language")

    @cached_property
    def bound(self) -> dict[int, tuple[Forms, Any]]:
        """What words of queries mean here, for `postings` to remember, by `id` of the word.

        The word is kept beside it: nothing else can get its `id` meanwhile.
        """
        return {}

    def norms(self, field: str, docs: Docs) -> NDArray[np.float32]:
        """Return BM25's k1 * (1 - b + b * length / average) of documents."""
        return self._norms[field].take(docs)

    @cached_property
    def _norms(self) -> Mapping[str, NDArray[np.float32]]:
        return {field: self._norms_of(field) for field in FIELDS}

    def _norms_of(self, field: str) -> NDArray[np.float32]:
        k1, b = self.scoring.k1, self.scoring.b
        norms = self.segment.column(f"{field}_lengths").astype(np.float32)
        norms *= np.float32(k1 * b / self.averages[field])
        norms += np.float32(k1 * (1 - b))
        return norms

    @cached_property
    def every(self) -> Docs:
        """Every document that is not deleted."""
        return self.living(np.arange(self.segment.size))

    @cached_property
    def by_rank(self) -> Docs:
        """The documents, newest first, then by id."""
        return np.argsort(self.segment.column("rank"))

    def living(self, docs: Docs) -> Docs:
        """Return documents without the deleted ones."""
        return docs if self.deleted is None else docs[~self.deleted[docs]]

    @cached_property
    def counts_of_every(self) -> NDArray[np.int64]:
        """How many articles each combination has."""
        return self.counts(self.segment.column("combo").take(self.every))

    def counts(self, combos: Array) -> NDArray[np.int64]:
        """Return how often each combination occurs among these."""
        return np.bincount(combos, minlength=len(self.combos))

    @cached_property
    def combos(self) -> NDArray[np.int32]:
        """Rows of (source, language, year), numbers of this segment: one a combination seen."""
        return self.segment.column("combos").reshape(-1, 3)

    def chosen(self, facet: str, values: Sequence[str]) -> Bools:
        """Return which combinations have one of these values of "source" or "language"."""
        numbers, column = self._choices[facet]
        fits = np.zeros(len(numbers) + 1, np.bool_)
        fits[[numbers[value] for value in values if value in numbers]] = True
        if MISSING[facet] in values:
            fits[-1] = True
        return fits.take(column)

    @cached_property
    def _choices(self) -> Mapping[str, tuple[Mapping[str, int], Array]]:
        """Of each facet the numbers of its values, -1 for none, and those of the combinations."""
        sources = {name: i for i, name in enumerate(self.segment.sources)}
        codes = {name: i for i, name in enumerate(self.segment.article_languages)}
        column = self.combos.T
        return {"source": (sources, column[0].copy()), "language": (codes, column[1].copy())}

    def find(self, identifier: str) -> int:
        """Return the document with this identifier that is not deleted, or -1."""
        docs = self.living(np.array(self.segment.docs_of(identifier), np.intp))
        return int(docs[0]) if len(docs) else -1

    def having(self, facet: str, value: str) -> Docs:
        """Return the documents with a value of "source" or "language"."""
        chosen = self.chosen(facet, [value])
        return np.flatnonzero(chosen[self.segment.column("combo")])

    def between(self, node: TermRange) -> Docs:
        """Return the documents whose "first" or "last" possible day is within ISO dates."""
        days = self.segment.column(node.fieldname)
        low = datetime.date.fromisoformat(node.start).toordinal() if node.start else 1
        high = datetime.date.fromisoformat(node.end).toordinal() if node.end else 1 << 30
        return np.flatnonzero((days >= low) & (days <= high))


@dataclass(frozen=True)
class Snapshot:
    """One generation, opened."""

    head: Head
    parts: Sequence[Part]
    stories: int
    scoring: Scoring

    @cached_property
    def articles(self) -> int:
        """How many articles there are, without the deleted ones."""
        dead = sum(int(p.deleted.sum()) for p in self.parts if p.deleted is not None)
        return self.size - dead

    @cached_property
    def size(self) -> int:
        """How many documents there are, with the deleted ones."""
        return sum(part.segment.size for part in self.parts)

    @cached_property
    def languages(self) -> Sequence[str]:
        """The languages of which there are words."""
        return sorted({name for part in self.parts for name in part.segment.languages})

    @cached_property
    def _idfs(self) -> dict[tuple[str, str], float]:
        return {}

    def idf(self, field: str, key: str) -> float:
        """Return Whoosh's idf of a key in a field, over the whole index."""
        known = self._idfs.get((field, key))
        if known is None:
            if len(self._idfs) > CACHED_KEYS:
                self._idfs.clear()
            known = self._idfs[field, key] = self._idf(field, key)
        return known

    def _idf(self, field: str, key: str) -> float:
        found = sum([part.segment.count(field, key) for part in self.parts])
        return math.log(self.size / (found + 1)) + 1

    @cached_property
    def facet_values(self) -> FacetValues:
        """The values of all facets."""
        parts = self.parts
        return facet_values(
            {
                "source": [(p.segment.sources, p.combos[:, 0]) for p in parts],
                "language": [(p.segment.article_languages, p.combos[:, 1]) for p in parts],
                "published": [years(p.combos[:, 2]) for p in parts],
            }
        )

    @cached_property
    def sources(self) -> Sequence[tuple[str, str, int]]:
        """Each source in folded case, as it is written, and its articles; sorted."""
        names, counts, missing = self.facet_values.counted(
            [[part.counts_of_every] * len(self.facet_values.names) for part in self.parts]
        )["source"]
        counted = [*zip(names, counts.tolist(), strict=True), (MISSING["source"], missing)]
        return sorted((name.casefold(), name, count) for name, count in counted)

    @cached_property
    def shared(self) -> Sequence[Bools]:
        """Which documents of each part belong to a story of several."""
        return [self.story_sizes[part.story] > 1 for part in self.parts]

    @cached_property
    def ranks(self) -> Sequence[Array]:
        """Each document's place in the order newest first, then id, whatever part it is in.

        Of several parts, the places only of what belongs to a story of several: among these.
        """
        if len(self.parts) == 1:
            return [self.parts[0].segment.column("rank")]
        docs = [np.flatnonzero(shared) for shared in self.shared]
        segments = [part.segment for part in self.parts]
        first = np.concatenate([s.column("first")[d] for s, d in zip(segments, docs, strict=True)])
        ids = Keys.joined([s.id_keys(d) for s, d in zip(segments, docs, strict=True)])
        pieces = np.split(ranks_of(first, ids), np.cumsum([len(some) for some in docs])[:-1])
        ranks = [np.zeros(segment.size, np.uint32) for segment in segments]
        for own, some, piece in zip(ranks, docs, pieces, strict=True):
            own[some] = piece
        return ranks

    @cached_property
    def told(self) -> int:
        """How many stories there are."""
        return int(np.count_nonzero(self.story_sizes))

    @cached_property
    def story_sizes(self) -> NDArray[np.int64]:
        """How many articles each story has."""
        sizes = np.zeros(self.stories, np.int64)
        for part in self.parts:
            sizes += np.bincount(part.story[part.every], minlength=self.stories)
        return sizes

    def story_name(self, story: int) -> str:
        """Return the identifier of a story: the first of its articles', whatever their order."""
        if story not in self._story_names:
            docs = [(p.segment, p.living(np.flatnonzero(p.story == story))) for p in self.parts]
            ids = (segment.id_of(doc) for segment, found in docs for doc in found.tolist())
            self._story_names[story] = min(ids)
        return self._story_names[story]

    @cached_property
    def _story_names(self) -> dict[int, str]:
        return {}


def open_snapshot(
    folder: Path, head: Head, scoring: Scoring, opened: Mapping[str, Segment]
) -> Snapshot:
    """Open a generation, taking from `opened` the segments that are open already."""
    segments = [
        opened.get(entry.name) or Segment(folder / entry.file_name) for entry in head.segments
    ]
    size = max(sum(segment.size for segment in segments), 1)
    averages = {f: max(sum(s.tokens[f] for s in segments) / size, 1e-9) for f in FIELDS}
    story = stories_of(folder, head.stories)
    parts: list[Part] = []
    base = 0
    for segment, entry in zip(segments, head.segments, strict=True):
        stop = base + segment.size
        own = story[base:stop] if story is not None else np.arange(base, stop)
        deleted = deleted_of(folder, entry.deletions, segment.size)
        parts.append(Part(segment, base, deleted, own, averages, scoring))
        base = stop
    return Snapshot(head, tuple(parts), base, scoring)


def stories_of(folder: Path, name: str | None) -> Array | None:
    """Return the story of each document, None without a file.

    In memory, where nothing can happen to it: a mapped file that is cut short ends the process.
    """
    return None if name is None else ArrayFile(folder / name).whole("story").copy()


def deleted_of(folder: Path, name: str | None, size: int) -> Bools | None:
    """Return which of `size` documents a deletions file marks, None without a file."""
    if name is None:
        return None
    deleted = np.zeros(size, np.bool_)
    deleted[ArrayFile(folder / name).whole("deleted")] = True
    return deleted
