"""SQLite's FTS5.

Its best configuration: articles in a table of their own as FTS5's external content; what facets
need in a narrow table, so that counting does not read the text; nothing synced while building (a
full sync at the end); the full-text index optimized. A search keeps the matches once and counts
three facets over them in the same statement. FTS5 writes with one core whatever the machine has.
"""

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peer import HITS, Answer, articles, most_frequent
from tests.benchmarks.questions import FACETS, Question

FILE = "articles.sqlite"
TABLES = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -400000;
CREATE TABLE articles(number INTEGER PRIMARY KEY, id, date, source, language, title, body);
CREATE TABLE facts(number INTEGER PRIMARY KEY, id, source, language, year, date);
CREATE VIRTUAL TABLE words USING fts5(
    title, body, content='articles', content_rowid='number',
    tokenize="unicode61 remove_diacritics 0"
);
"""
FINISH = (
    "INSERT INTO words(words) VALUES ('optimize')",
    "CREATE INDEX newest ON facts(date DESC)",
    "COMMIT",
)
BATCH = 1_000

TOP = (
    "SELECT id FROM words JOIN facts ON number = words.rowid WHERE words MATCH ? {}"
    f" ORDER BY rank LIMIT {HITS}"
)
NEWEST = f"SELECT id FROM facts ORDER BY date DESC LIMIT {HITS}"
TOP_SHOWN = (
    "SELECT a.id, a.title, a.source, a.date, snippet(words, 1, '[', ']', '', 30) FROM words"
    " JOIN facts ON facts.number = words.rowid JOIN articles AS a ON a.number = words.rowid"
    f" WHERE words MATCH ? {{}} ORDER BY rank LIMIT {HITS}"
)
NEWEST_SHOWN = (
    "SELECT a.id, a.title, a.source, a.date, substr(a.body, 1, 200)"
    f" FROM facts JOIN articles AS a USING (number) ORDER BY facts.date DESC LIMIT {HITS}"
)
MATCHES = (
    "SELECT source, language, year FROM words CROSS JOIN facts ON number = words.rowid"
    " WHERE words MATCH ? {}"
)
ALL = "SELECT source, language, year FROM facts"

Row = tuple[str, str, int]
Raw = tuple[list[tuple[str, ...]], list[Row], int]


def build(shards: Sequence[Path], where: Path, workers: int) -> None:
    """Index the shards in one transaction."""
    with sqlite3.connect(where / FILE, isolation_level=None) as database:
        database.executescript(TABLES)
        database.execute("BEGIN")
        rows: list[tuple[object, ...]] = []
        for number, a in enumerate(articles(shards)):
            rows.append(
                (number, a["id"], a["date"], a["source"], a["language"], a["title"], a["body"])
            )
            if len(rows) == BATCH:
                insert(database, rows)
                rows.clear()
        insert(database, rows)
        for statement in FINISH:
            database.execute(statement)
    database.close()
    with (where / FILE).open("rb") as file:
        os.fsync(file.fileno())


def insert(database: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    """Add a batch to the three tables."""
    database.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    facts = [(n, i, source, language, int(str(d)[:4]), d) for n, i, d, source, language, *_ in rows]
    database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)", facts)
    texts = [(row[0], *row[5:]) for row in rows]
    database.executemany("INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", texts)


def open_index(where: Path) -> "SqliteSearcher":
    """Open the database, read-only and mapped into memory."""
    database = sqlite3.connect(f"file:{where / FILE}?mode=ro", uri=True)
    database.executescript("PRAGMA mmap_size = 8000000000; PRAGMA cache_size = -400000;")
    return SqliteSearcher(database)


@dataclass(frozen=True)
class SqliteSearcher:
    """One connection."""

    database: sqlite3.Connection

    def search(self, question: Question) -> Raw:
        """Return the best ten ids, the counts of each facet's values, and the total."""
        return self.found(question, TOP, NEWEST)

    def page(self, question: Question) -> Raw:
        """Return the best ten hits, the counts of each facet's values, and the total."""
        return self.found(question, TOP_SHOWN, NEWEST_SHOWN)

    def found(self, question: Question, top: str, newest: str) -> Raw:
        """Return what these statements select for the hits, and the counts."""
        if question.shape == "every":
            return self.database.execute(newest).fetchall(), *self.count(ALL, [], FACETS)
        match, (condition, values) = fts_query(question), narrow(question)
        hits = self.database.execute(top.format(condition), [match, *values]).fetchall()
        own = question.narrowed
        others = [name for name in FACETS if name != own]
        rows, total = self.count(MATCHES.format(condition), [match, *values], others)
        if own:
            rows += self.count(MATCHES.format(""), [match], [own])[0]
        return hits, rows, total

    def count(
        self, matches: str, values: list[object], facets: Sequence[str]
    ) -> tuple[list[Row], int]:
        """Return (facet, value, count) rows over the matches, and how many matches there are."""
        counts = " UNION ALL ".join(
            f"SELECT '{name}', {name}, count(*) FROM hits GROUP BY {name}" for name in facets
        )
        statement = f"WITH hits AS MATERIALIZED ({matches}) {counts}"
        rows = self.database.execute(statement, values).fetchall()
        return rows, sum(count for name, _, count in rows if name == facets[0])

    def answer(self, raw: Raw) -> Answer:
        """Sort the counts."""
        hits, rows, total = raw
        facets = {
            facet: most_frequent({str(value): n for name, value, n in rows if name == facet})
            for facet in FACETS
        }
        return Answer(total, tuple(hit[0] for hit in hits), facets)


def fts_query(question: Question) -> str:
    """Return the question in FTS5's language, where a word may stand in either column."""
    if question.shape == "prefix":
        return f"{question.words[0]}*"
    if question.shape == "phrase":
        return f'"{" ".join(question.words)}"'
    return (" OR " if question.shape == "or" else " AND ").join(question.words)


def narrow(question: Question) -> tuple[str, list[object]]:
    """Return the filter as a condition with its values."""
    if question.years:
        return "AND facts.year BETWEEN ? AND ?", list(question.years)
    if question.narrowed:
        return f"AND facts.{question.narrowed} = ?", [question.source or question.language]
    return "", []
