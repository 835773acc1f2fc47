"""Our own engine, indexed by its own `update` from the same files, with as many processes as cores.

Two lines of the table: `surface` finds words as written, as the peers do; `full` is what users
run: lemmas, stems, parts of compounds, and each article by its language. What is timed as a search
is what the peers do (the total, ten ids, three facets), from a tree made of the question, as theirs
is; as a page, the engine's whole answer, from the text in the search box, with snippets, stories, a
cursor and the question as it was read.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from searchapp import syntax
from searchapp.compile import compiled
from searchapp.engines import File, Plan
from searchapp.engines.whoosh.engine import WhooshEngine
from searchapp.engines.whoosh.searching import answer, collect, counting
from searchapp.query import Query
from searchapp.results import FacetCount, Results
from tests.benchmarks.peer import HITS, Answer, most_frequent
from tests.benchmarks.questions import FACETS, Question

FACET_NAMES = {"source": "source", "language": "language", "year": "published"}


@dataclass(frozen=True)
class Ours:
    """One way to analyse: a value of SEARCHAPP_ANALYSIS, and whether words mean what is written.

    Quoted, a word has no other forms or spellings: that is what it means to the peers.
    """

    analysis: str
    quoted: bool = False

    def build(self, shards: Sequence[Path], where: Path, workers: int) -> None:
        """Index the shards."""
        files = []
        for shard in shards:
            status = shard.stat()
            files.append(File(str(shard), status.st_size, status.st_mtime_ns))
        update = self.engine(where).update(Plan(read=tuple(files), full=True), workers)
        if update.skipped:
            raise RuntimeError(f"could not read {update.skipped[0]}")

    def open_index(self, where: Path) -> "OursSearcher":
        """Open the index."""
        return OursSearcher(self.engine(where), self.quoted)

    def engine(self, where: Path) -> WhooshEngine:
        """Return the engine that analyses so, here and in the processes that it starts."""
        os.environ["SEARCHAPP_ANALYSIS"] = self.analysis
        return WhooshEngine(where)


full = Ours("full")
surface = Ours("words", quoted=True)


@dataclass(frozen=True)
class OursSearcher:
    """One engine that is open."""

    engine: WhooshEngine
    quoted: bool

    def search(self, question: Question) -> tuple[list[str], Mapping[str, FacetCount], int]:
        """Return the best ten ids, the facets and the total."""
        query, snapshot = as_query(question, self.quoted), self.engine.snapshot()
        tree = compiled(asked(question, self.quoted), snapshot.languages)
        matched = answer.matches(snapshot, tree, query)
        best = collect.best(matched, query.order, HITS, None)
        total = sum(len(one.docs) for one in matched)
        return [one.place.id for one in best], counting.facets(snapshot, matched, query), total

    def page(self, question: Question) -> Results:
        """Return the whole answer, which has all that a page shows; none is remembered."""
        snapshot = self.engine.snapshot()
        return answer.answer(snapshot, as_query(question, self.quoted))

    def answer(self, raw: tuple[list[str], Mapping[str, FacetCount], int]) -> Answer:
        """Read the facets' counts."""
        ids, facets, total = raw
        counted = {name: facets[FACET_NAMES[name]].values for name in FACETS}
        return Answer(
            total,
            tuple(ids),
            {
                name: most_frequent({value.value: value.articles for value in values})
                for name, values in counted.items()
            },
        )


def as_query(question: Question, quoted: bool = False) -> Query:
    """Return a question as the site would have it."""
    years = question.years or (None, None)
    return Query(
        q=text(question, quoted),
        source=(question.source,) if question.source else (),
        language=(question.language,) if question.language else (),
        from_=str(years[0]) if years[0] else None,
        to=str(years[1]) if years[1] else None,
        size=HITS,
    )


def asked(question: Question, quoted: bool) -> syntax.Node:
    """Return the tree that the text of a question is read as."""
    if question.shape == "phrase":
        return syntax.Phrase(" ".join(question.words))
    if question.shape == "prefix":
        return syntax.Pattern(f"{question.words[0]}*")
    kind = syntax.Phrase if quoted else syntax.Word
    words = tuple([kind(word) for word in question.words])
    if len(words) < 2:
        return words[0] if words else syntax.Every()
    return syntax.Or(words) if question.shape == "or" else syntax.And(words)


def text(question: Question, quoted: bool) -> str:
    """Return a question's words as a user would type them."""
    if question.shape == "phrase":
        return f'"{" ".join(question.words)}"'
    if question.shape == "prefix":
        return f"{question.words[0]}*"
    words = [f'"{word}"' if quoted else word for word in question.words]
    return (" OR " if question.shape == "or" else " ").join(words)
