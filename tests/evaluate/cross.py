"""Mean reciprocal rank of an article asked for by the title of its own translation.

The articles of `ntrex` are in both languages, line by line. The title in one is the question, the
pile has the articles of the other, alone or among other articles of their language. Where both
languages of a row are the same, an article is asked for by its own title in a pile of both:
crossing may not push it down. To add a row, add it to `ROWS`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from searchapp import reindex
from searchapp.engines import Engine, open_engine
from searchapp.query import MAX_Q, Cross, Query
from tests.evaluate.corpora import records

LISTED = 100
"""Ranks that are looked at; what stands below counts as not found."""
DISTRACTORS = {"da": "parole_dk", "en": "usgov_digital_news"}
ARTICLES: Mapping[str, str] = {"en": "ntrex_en", "da": "ntrex_da"}


class Row(NamedTuple):
    """Questions in one language to articles in another, `among` others or not."""

    asked: str
    found: str
    among: bool
    cross: Cross

    @property
    def languages(self) -> tuple[str, ...]:
        """What the articles of the pile are in."""
        return (*ARTICLES,) if self.asked == self.found else (self.found,)


ROWS = [
    Row(asked, found, among, cross)
    for asked, found in (("en", "da"), ("da", "en"), ("en", "en"), ("da", "da"))
    for among in (False, True)
    for cross in ("off", "on")
]


def pile(languages: Sequence[str], among: bool) -> Iterator[dict[str, Any]]:
    """Yield the articles, each named by its line; the others keep what they are called."""
    for language in languages:
        for line, record in enumerate(records(ARTICLES[language])):
            yield {**record, "id": f"{language}-{line}", "language": language}
        for record in records(DISTRACTORS[language]) if among else ():
            yield {**record, "language": language}


def indexed(folder: Path, row: Row) -> Engine:
    """Return an engine over the articles that a row asks."""
    text = "".join(json.dumps(record) + "\n" for record in pile(row.languages, row.among))
    folder.mkdir()
    (folder / "pile.jsonl").write_text(text, encoding="utf-8")
    where = str(folder / "index")
    reindex.main([str(folder / "pile.jsonl"), "--index", where, "--workers", "1", "--quiet"])
    return open_engine(where)


def ranks(engine: Engine, row: Row) -> list[int]:
    """Return the rank of the article each title asks for, 0 where it is not among those listed."""
    found = []
    for line, record in enumerate(records(ARTICLES[row.asked])):
        query = Query(record["title"][:MAX_Q], size=LISTED, cross=row.cross)
        ids = [hit.id for hit in engine.search(query).hits]
        wanted = f"{row.found}-{line}"
        found.append(ids.index(wanted) + 1 if wanted in ids else 0)
    return found


def mean(found: Sequence[int]) -> float:
    """Return the mean reciprocal rank."""
    return sum(1 / rank for rank in found if rank) / len(found)


def figures() -> Iterator[str]:
    """Yield a line a row."""
    yield f"{'asked -> found':<20} {'among':<8} {'cross':<6} {'MRR':>6} {'first':>6} {'none':>5}"
    with TemporaryDirectory() as folder:
        for number, row in enumerate(ROWS):
            yield _line(row, ranks(indexed(Path(folder) / str(number), row), row))


def _line(row: Row, found: Sequence[int]) -> str:
    what = f"{row.asked} -> {row.found}"
    among = "others" if row.among else "alone"
    counts = f"{found.count(1):>6} {found.count(0):>5}"
    return f"{what:<20} {among:<8} {row.cross:<6} {mean(found):>6.3f} {counts}"
