"""Stock Whoosh: the library as it comes, with its own codec, writer and searcher.

Its best configuration: one writer with a large memory limit (`procs=2` takes half as long again on
two cores), one segment in the end; facts in columns; counts by `Count` maps; one searcher for all
searches. Its facets make it visit every match in any case, which gives the total for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from whoosh import fields, index, sorting

from tests.benchmarks.peer import HITS, Answer, articles, most_frequent
from tests.benchmarks.questions import FACETS, Question

# Whoosh's own types do not know what these two re-export.
analysis: Any = import_module("whoosh.analysis")
query: Any = import_module("whoosh.query")

TEXT_FIELDS = ("title", "body")
MEMORY_MB = 512

Raw = tuple[list[Any], dict[str, dict[str, int]], int]


def schema() -> fields.Schema:
    """Return the fields."""
    words = analysis.RegexTokenizer(r"\w+") | analysis.LowercaseFilter()
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(words, stored=True),
        body=fields.TEXT(words, stored=True),
        source=fields.ID(stored=True, sortable=True),
        language=fields.ID(stored=True, sortable=True),
        date=fields.ID(stored=True, sortable=True),
        year=fields.ID(sortable=True),
    )


def build(shards: Sequence[Path], where: Path, workers: int) -> None:
    """Index the shards in one process."""
    writer = index.create_in(str(where), schema()).writer(limitmb=MEMORY_MB)
    for article in articles(shards):
        writer.add_document(**article, year=article["date"][:4])
    writer.commit()


def open_index(where: Path) -> "WhooshSearcher":
    """Open the index with one searcher."""
    return WhooshSearcher(index.open_dir(str(where), readonly=True).searcher())


@dataclass(frozen=True)
class WhooshSearcher:
    """One searcher."""

    searcher: Any

    def search(self, question: Question) -> Raw:
        """Return the best ten ids, the counts of each facet's values, and the total."""
        found, counts = self.found(question)
        return [hit["id"] for hit in found], counts, len(found)

    def page(self, question: Question) -> Raw:
        """Return the best ten hits, the counts of each facet's values, and the total."""
        found, counts = self.found(question)
        shown = [
            (hit["id"], hit["title"], hit["source"], hit["date"], hit.highlights("body"))
            for hit in found
        ]
        return shown, counts, len(found)

    def found(self, question: Question) -> tuple[Any, dict[str, dict[str, int]]]:
        """Return Whoosh's results and the counts of each facet's values."""
        words, own = words_query(question), question.narrowed
        order = {"sortedby": "date", "reverse": True} if question.shape == "every" else {}
        found = self.searcher.search(
            words,
            limit=HITS,
            groupedby=count_maps([name for name in FACETS if name != own]),
            filter=choice(question),
            **order,
        )
        counts = {name: found.groups(name) for name in FACETS if name != own}
        if own:
            unfiltered = self.searcher.search(words, limit=1, groupedby=count_maps([own]))
            counts[own] = unfiltered.groups(own)
        return found, counts

    def answer(self, raw: Raw) -> Answer:
        """Sort the counts."""
        ids, counts, total = raw
        return Answer(total, tuple(ids), {n: most_frequent(counts[n]) for n in FACETS})


def count_maps(names: Sequence[str]) -> dict[str, sorting.FieldFacet]:
    """Return facets that count and keep no lists of matches."""
    return {name: sorting.FieldFacet(name, maptype=sorting.Count) for name in names}


def words_query(question: Question) -> Any:
    """Return the query without its filter: each word in title or body."""
    if question.shape == "every":
        return query.Every()
    if question.shape == "phrase":
        return query.Or([query.Phrase(name, list(question.words)) for name in TEXT_FIELDS])
    if question.shape == "prefix":
        return query.Or([query.Prefix(name, question.words[0]) for name in TEXT_FIELDS])
    words = [query.Or([query.Term(name, word) for name in TEXT_FIELDS]) for word in question.words]
    return (query.Or if question.shape == "or" else query.And)(words).normalize()


def choice(question: Question) -> Any:
    """Return the filter."""
    if question.years:
        first, last = question.years
        return query.Or([query.Term("year", str(year)) for year in range(first, last + 1)])
    if question.narrowed:
        return query.Term(question.narrowed, question.source or question.language)
    return None
