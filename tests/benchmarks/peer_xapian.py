"""Xapian, through its own Python binding (a system package: it may live in another Python).

Its best configuration: one process a core, each with a database of its own, compacted into one;
sources, languages and years as boolean terms for filters and in value slots for counting; ids in
a value slot too. A search checks every match, so that the counts of its match spies are exact.
"""

import json
import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import xapian

from tests.benchmarks.peer import HITS, Answer, most_frequent
from tests.benchmarks.questions import FACETS, Question, lines

SLOTS = {"source": 0, "language": 1, "year": 2, "date": 3, "id": 4}
PREFIXES = {"source": "XS", "language": "L", "year": "Y"}
TITLE = "S"
FLUSH = "20000"
"""Articles in memory before they are written: more takes more memory and is no faster."""

SNIPPET = 200
"""Characters of a snippet."""

Query = xapian.Query
Raw = tuple[list[Any], dict[str, dict[str, int]], int]


def build(shards: Sequence[Path], where: Path, workers: int) -> None:
    """Index the shards with one process a core and compact what they wrote."""
    os.environ["XAPIAN_FLUSH_THRESHOLD"] = FLUSH
    parts = [where / f"part-{number}" for number in range(workers)]
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.starmap(partial(build_part, shards), [(p, i, workers) for i, p in enumerate(parts)])
    whole = xapian.Database()
    for part in parts:
        whole.add_database(xapian.Database(str(part)))
    whole.compact(str(where / "whole"))
    for part in parts:
        for file in part.iterdir():
            file.unlink()
        part.rmdir()


def build_part(shards: Sequence[Path], part: Path, number: int, workers: int) -> None:
    """Index every `workers`-th article, from the `number`-th."""
    database = xapian.WritableDatabase(str(part), xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    for i, line in enumerate(lines(shards)):
        if i % workers == number:
            database.add_document(as_xapian(line, generator))
    database.commit()
    database.close()


def as_xapian(line: str, generator: Any) -> Any:
    """Return a record as a document: its words, its facts and itself."""
    record = json.loads(line)
    facts = {**record, "year": record["date"][:4]}
    document = xapian.Document()
    generator.set_document(document)
    generator.set_termpos(0)
    generator.index_text(record["title"], 1, TITLE)
    generator.set_termpos(0)
    generator.index_text(record["body"])
    for name, slot in SLOTS.items():
        document.add_value(slot, facts[name])
    for name, prefix in PREFIXES.items():
        document.add_boolean_term(prefix + facts[name])
    document.set_data(line.rstrip())
    return document


def open_index(where: Path) -> "XapianSearcher":
    """Open the database."""
    return XapianSearcher(xapian.Database(str(where / "whole")))


@dataclass(frozen=True)
class XapianSearcher:
    """One open database."""

    database: Any

    def search(self, question: Question) -> Raw:
        """Return the best ten ids, the counts of each facet's values, and the total."""
        matches, counts, total = self.found(question)
        ids = [match.document.get_value(SLOTS["id"]).decode() for match in matches]
        return ids, counts, total

    def page(self, question: Question) -> Raw:
        """Return the best ten hits, the counts of each facet's values, and the total."""
        matches, counts, total = self.found(question)
        hits = []
        for match in matches:
            record = json.loads(match.document.get_data())
            snippet = matches.snippet(record["body"], SNIPPET).decode()
            hits.append((record["id"], record["title"], record["source"], record["date"], snippet))
        return hits, counts, total

    def found(self, question: Question) -> tuple[Any, dict[str, dict[str, int]], int]:
        """Return the best ten matches, the counts of each facet's values, and the total."""
        words = words_query(question)
        own = question.narrowed
        query = Query(Query.OP_FILTER, words, choice(question)) if own else words
        spies = {name: xapian.ValueCountMatchSpy(SLOTS[name]) for name in FACETS}
        matches = self.run(query, [spies[n] for n in FACETS if n != own], HITS, question)
        if own:
            self.run(words, [spies[own]], 0, question)
        counts = {
            name: {item.term.decode(): item.termfreq for item in spy.values()}
            for name, spy in spies.items()
        }
        return matches, counts, next(spies[n].get_total() for n in FACETS if n != own)

    def run(self, query: Any, spies: Sequence[Any], hits: int, question: Question) -> Any:
        """Return the best hits, every match seen by the spies."""
        enquire = xapian.Enquire(self.database)
        enquire.set_query(query)
        if question.shape == "every" or not hits:
            enquire.set_weighting_scheme(xapian.BoolWeight())
        if question.shape == "every":
            enquire.set_sort_by_value(SLOTS["date"], True)
        for spy in spies:
            enquire.add_matchspy(spy)
        return enquire.get_mset(0, hits, self.database.get_doccount())

    def answer(self, raw: Raw) -> Answer:
        """Sort the counts."""
        ids, counts, total = raw
        return Answer(total, tuple(ids), {n: most_frequent(c) for n, c in counts.items()})


def words_query(question: Question) -> Any:
    """Return the query without its filter: each word in title or body."""
    if question.shape == "every":
        return Query.MatchAll
    if question.shape == "phrase":
        return Query(
            Query.OP_OR,
            [
                Query(Query.OP_PHRASE, [prefix + word for word in question.words])
                for prefix in (TITLE, "")
            ],
        )
    if question.shape == "prefix":
        return Query(Query.OP_OR, [wildcard(prefix + question.words[0]) for prefix in (TITLE, "")])
    words = [Query(Query.OP_OR, [Query(TITLE + word), Query(word)]) for word in question.words]
    return Query(Query.OP_OR if question.shape == "or" else Query.OP_AND, words)


def wildcard(beginning: str) -> Any:
    """Return a query for all terms that begin so, counted as one term."""
    return Query(Query.OP_WILDCARD, beginning, 0, Query.WILDCARD_LIMIT_ERROR, Query.OP_SYNONYM)


def choice(question: Question) -> Any:
    """Return the filter: any of its boolean terms."""
    if question.years:
        values = [str(year) for year in range(question.years[0], question.years[1] + 1)]
    else:
        values = [question.source or question.language or ""]
    prefix = PREFIXES[question.narrowed or ""]
    return Query(Query.OP_OR, [Query(prefix + value) for value in values])
