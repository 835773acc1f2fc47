"""Identifiers given twice: the first article keeps one, and the file of the other is remembered.

When the file that has the article changes or goes, the file of the other is read again, so that
its article comes in. What is remembered is a file of its own, `doubles.<mark>`: one array,
compressed JSON, [[path, identifier, path of the file that has it], ...]. Only updates read it.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import zstandard

from searchapp.article import Skipped
from searchapp.engines import File, Plan
from searchapp.engines.whoosh.format.head import Head
from searchapp.engines.whoosh.format.layout import ArrayFile, ArrayWriter
from searchapp.engines.whoosh.writing.living import Living


class Double(NamedTuple):
    """An article left out: its file, its identifier, and the file whose article has it."""

    path: str
    identifier: str
    owner: str

    def skipped(self) -> Skipped:
        """Return it in words."""
        other = "" if self.path == self.owner else self.owner
        taken = f"the id {self.identifier!r} is already that of an article in"
        return Skipped(self.path, f"{taken} {other or 'this file'}", other)


def without_doubles(parts: Sequence[Living]) -> tuple[list[Living], list[Double]]:
    """Return the segments with each identifier once, the first one, and what was left out."""
    hashes = [part.id_hashes() for part in parts]
    every = np.sort(np.concatenate([*hashes, np.empty(0, np.uint64)]))
    double = np.unique(every[1:][every[1:] == every[:-1]])
    owners: dict[str, str] = {}
    found: list[Double] = []
    result: list[Living] = []
    for part in parts:
        alive = part.alive.copy()
        for doc in _having(part, double):
            path, identifier = part.path_of(doc), part.segment.id_of(doc)
            if identifier in owners:
                alive[doc] = False
                found.append(Double(path, identifier, owners[identifier]))
            else:
                owners[identifier] = path
        result.append(replace(part, alive=alive))
    return result, found


def _having(part: Living, hashes: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> Iterator[int]:
    """Yield the documents that live on whose identifiers have one of these hashes, in order."""
    same = np.isin(part.segment.column("id_hash"), hashes)
    docs = np.sort(part.segment.column("id_doc")[same])
    yield from docs[part.alive[docs]].tolist()


def touched(plan: Plan) -> set[str]:
    """Return the files whose articles a plan replaces or drops."""
    return {*plan.drop, *(file.path for file in plan.read)}


def with_rivals(plan: Plan, known: Sequence[Double], files: Mapping[str, File]) -> Plan:
    """Return a plan that reads again, too, what lost an identifier to a file it touches.

    A file that is read again is one it touches: another may have lost an identifier to it.
    """
    going, again = touched(plan), set[str]()
    while more := {double.path for double in known if double.owner in going} - going:
        going |= more
        again |= more
    return replace(plan, read=(*plan.read, *(files[path] for path in files if path in again)))


def still(known: Sequence[Double], gone: Collection[str]) -> list[Double]:
    """Return the doubles of files that are not among those touched."""
    return [d for d in known if d.path not in gone and d.owner not in gone]


def read_doubles(folder: Path, head: Head) -> list[Double]:
    """Return what a generation leaves out."""
    if head.doubles is None:
        return []
    data = ArrayFile(folder / head.doubles).whole("doubles").tobytes()
    return [Double(*row) for row in json.loads(zstandard.decompress(data))]


def write_doubles(folder: Path, mark: str, found: Sequence[Double]) -> str | None:
    """Write what a generation leaves out; return the file's name, None for nothing."""
    if not found:
        return None
    name = f"doubles.{mark}"
    out = ArrayWriter(folder / name)
    out.append("doubles", zstandard.compress(json.dumps(found).encode()))
    out.close()
    return name
