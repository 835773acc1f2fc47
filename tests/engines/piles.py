"""A pile of articles in real files beside the engine that indexes them."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from searchapp import changes
from searchapp.engines import Engine, Plan, Progress, Update
from searchapp.query import Query
from searchapp.results import Results

Record = dict[str, Any]


def record(id: str, title: str | None, body: str, language: str = "en", **known: Any) -> Record:  # noqa: A002
    """Return a record as a user's JSON Lines hold it; None means unknown."""
    every = {"id": id, "title": title, "body": body, "language": language, **known}
    return {key: value for key, value in every.items() if value is not None}


class Pile:
    """A folder of JSON Lines files, and the index of them."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self._times = count(1_500_000_000)
        folder.mkdir()

    def write(self, name: str, records: Iterable[Record]) -> None:
        """Write a file anew, at a time at which no other was written."""
        self.write_text(name, "".join(json.dumps(one) + "\n" for one in records))

    def write_text(self, name: str, text: str) -> None:
        """Write any text as a file of the pile."""
        path = self.folder / name
        path.write_text(text)
        os.utime(path, (moment := next(self._times), moment))

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink()

    def plan(self, full: bool = False) -> Plan:
        """Return what brings the index in step with the files."""
        known = {} if full else self.engine.files()
        return changes.compare(changes.survey([self.folder]), known, full)

    def update(
        self, full: bool = False, report: Callable[[Progress], None] | None = None
    ) -> Update:
        """Bring the index in step with the files."""
        return self.engine.update(self.plan(full), 1, report)

    def search(self, q: str = "", **choices: Any) -> Results:
        """Ask the index, in the language of the words alone unless `cross` is chosen."""
        return self.engine.search(Query(q=q, **{"cross": "off", **choices}))


def ids(results: Results) -> list[str]:
    """Return the identifiers of the hits, in order."""
    return [hit.id for hit in results.hits]


def walk(engine: Engine, query: Query) -> list[str]:
    """Return the identifiers of all hits, page by page, by cursor."""
    results = engine.search(query)
    found = ids(results)
    while results.cursor is not None:
        results = engine.search(replace(query, cursor=results.cursor))
        found += ids(results)
    return found
