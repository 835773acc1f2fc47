"""What lives on of a segment while an index is updated: of its documents, and of its files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from searchapp import stories
from searchapp.engines.whoosh.format.head import Head
from searchapp.engines.whoosh.format.keys import Keys
from searchapp.engines.whoosh.format.layout import ArrayFile
from searchapp.engines.whoosh.format.segment import FIELDS, Bools, Segment

AT_ONCE = 1 << 19
"""Postings that are looked through at once."""

Ints = NDArray[Any]


@dataclass(frozen=True)
class Living:
    """A segment of the generation in the making, and which documents of it live on."""

    segment: Segment
    alive: Bools
    dead_files: frozenset[int] = frozenset()

    @classmethod
    def whole(cls, segment: Segment) -> Self:
        """Return a segment of which everything lives on."""
        return cls(segment, np.ones(segment.size, np.bool_))

    @property
    def files(self) -> list[int]:
        """The numbers of the files that live on."""
        return [i for i in range(len(self.segment.files["files"])) if i not in self.dead_files]

    @cached_property
    def docs(self) -> Ints:
        """The documents that live on."""
        return np.flatnonzero(self.alive)

    @property
    def count(self) -> int:
        """How many documents live on."""
        return len(self.docs)

    @property
    def all_live(self) -> bool:
        """Whether no document of it is left out."""
        return self.count == self.segment.size

    @cached_property
    def places(self) -> Ints:
        """The place of each document that lives on among those that do."""
        return np.cumsum(self.alive) - 1

    @cached_property
    def units(self) -> Bools:
        """Which units are words of documents that live on."""
        if self.all_live:
            return np.ones(self.segment.units, np.bool_)
        units = np.zeros(self.segment.units, np.bool_)
        for field in FIELDS:
            ends = self.segment.column(f"{field}_ends")[: len(units) + 1]
            for start in range(0, int(ends[-1]), AT_ONCE):
                docs = self.segment.docs(field, start, min(start + AT_ONCE, int(ends[-1])))
                kept = np.flatnonzero(self.alive[docs]) + start
                units[ends.searchsorted(kept.astype(ends.dtype), "right") - 1] = True
        return units

    def column(self, name: str) -> Ints:
        """Return a column of the documents that live on."""
        return self.segment.column(name)[self.docs]

    def ids(self) -> Keys:
        """Return the identifiers of the documents that live on."""
        return self.segment.id_keys(self.docs)

    def id_hashes(self) -> Ints:
        """Return the hashes of the identifiers of the documents that live on."""
        hashes = np.empty(self.segment.size, np.uint64)
        hashes[self.segment.column("id_doc")] = self.segment.column("id_hash")
        return hashes[self.docs]

    def sketches(self) -> NDArray[np.uint16]:
        """Return the sketch of each document, zeros for those that do not live on."""
        return self.segment.column("sketch").reshape(-1, stories.SIZE) * self.alive[:, None]

    def path_of(self, doc: int) -> str:
        """Return the file a document came from."""
        number = int(self.segment.column("file")[doc])
        path: str = self.segment.files["files"][number][0]
        return path


def living(folder: Path, current: Head) -> Iterator[Living]:
    """Yield the segments of a generation."""
    for entry in current.segments:
        segment = Segment(folder / entry.file_name)
        whole = Living.whole(segment)
        if entry.deletions is None:
            yield whole
            continue
        deletions = ArrayFile(folder / entry.deletions)
        whole.alive[deletions.whole("deleted")] = False
        yield replace(whole, dead_files=frozenset(deletions.whole("dead_files").tolist()))
