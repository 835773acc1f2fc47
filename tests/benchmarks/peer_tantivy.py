"""Tantivy, through its Python binding.

Its best configuration, each choice measured against the others: JSON lines handed over as they
are (its own parser is in Rust), a thread a core, a heap that leaves one segment a thread; one
reader for all searches; ids from an integer fast field (reading them from the stored articles
takes 200 µs more); facets by terms aggregations over fast fields, and the total from their sum,
which lets the search itself skip what cannot be among the best ten; a prefix as a fuzzy term of
distance 0 (an automaton: `phrase_prefix_query` stops at 50 words, `regex_query` is slower).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from tests.benchmarks.peer import FACET_VALUES, HITS, Answer
from tests.benchmarks.questions import FACETS, Question, lines

HEAP = 512_000_000
TEXT_FIELDS = ("title", "body")
AGGREGATIONS: Mapping[str, Any] = {
    name: {"terms": {"field": name, "size": FACET_VALUES, "segment_size": 1_000}} for name in FACETS
}


def schema() -> tantivy.Schema:
    """Return the fields: the record's own, the year, and the number that its id ends with."""
    fields = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        fields.add_text_field(name, stored=True)
    for name in ("source", "language"):
        fields.add_text_field(
            name, stored=True, fast=True, tokenizer_name="raw", index_option="basic"
        )
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_date_field("date", stored=True, fast=True)
    fields.add_unsigned_field("year", indexed=True, fast=True)
    fields.add_unsigned_field("number", fast=True)
    return fields.build()


def build(shards: Sequence[Path], where: Path, workers: int) -> None:
    """Index the shards with `workers` threads, merges included."""
    index = tantivy.Index(schema(), path=str(where))
    writer = index.writer(heap_size=HEAP, num_threads=workers)
    for line in lines(shards):
        writer.add_json(as_tantivy(line))
    writer.commit()
    writer.wait_merging_threads()


def as_tantivy(line: str) -> str:
    """Return a record with a date as Tantivy reads them, its year, and its id's number."""
    at = line.rindex('"date": "') + len('"date": "')
    number = int(line[len('{"id": "a') :].partition('"')[0])
    head, tail = line[: at + 10], line[at + 10 :].rstrip()[:-1]
    return f'{head}T00:00:00Z{tail}, "year": {line[at : at + 4]}, "number": {number}}}'


def open_index(where: Path) -> "TantivySearcher":
    """Open the index with one reader."""
    index = tantivy.Index.open(str(where))
    return TantivySearcher(index.schema, index.searcher())


@dataclass(frozen=True)
class TantivySearcher:
    """One reader and its schema."""

    schema: tantivy.Schema
    reader: tantivy.Searcher

    def search(self, question: Question) -> tuple[list[Any], dict[str, Any]]:
        """Return the best ten ids' numbers and the aggregations."""
        _, addresses, counts = self.found(question)
        return self.reader.fast_field_values("number", addresses), counts

    def page(self, question: Question) -> tuple[list[tuple[Any, ...]], dict[str, Any]]:
        """Return the best ten hits, from the stored articles, and the aggregations."""
        query, addresses, counts = self.found(question)
        generator = tantivy.SnippetGenerator.create(self.reader, query, self.schema, "body")
        articles = [self.reader.doc(address) for address in addresses]
        return [(*shown(a), *marked(generator.snippet_from_doc(a))) for a in articles], counts

    def found(self, question: Question) -> tuple[Query, list[tantivy.DocAddress], dict[str, Any]]:
        """Return the query, the addresses of the best ten and the aggregations."""
        words = self.words_query(question)
        query = self.narrow(words, question)
        order: dict[str, Any] = {"order_by_field": "date"} if question.shape == "every" else {}
        hits = self.reader.search(query, HITS, count=False, **order).hits
        own = question.narrowed
        counts = self.reader.aggregate(query, {k: v for k, v in AGGREGATIONS.items() if k != own})
        if own:
            counts |= self.reader.aggregate(words, {own: AGGREGATIONS[own]})
        counts["total"] = next(counts[name] for name in FACETS if name != own)
        return query, [address for _, address in hits], counts

    def answer(self, raw: tuple[list[Any], dict[str, Any]]) -> Answer:
        """Spell ids out and read the buckets."""
        numbers, counts = raw
        total = counts["total"]
        return Answer(
            sum(b["doc_count"] for b in total["buckets"]) + total["sum_other_doc_count"],
            tuple(f"a{number:07d}" for number in numbers),
            {
                name: {str(b["key"]): b["doc_count"] for b in counts[name]["buckets"]}
                for name in FACETS
            },
        )

    def words_query(self, question: Question) -> Query:
        """Return the query without its filter."""
        if question.shape == "every":
            return Query.all_query()
        if question.shape == "phrase":
            return self.either(Query.phrase_query, list(question.words))
        if question.shape == "prefix":
            return self.either(prefix_query, question.words[0])
        if question.shape == "or" or len(question.words) == 1:
            return Query.boolean_query([pair for w in question.words for pair in self.word(w)])
        return Query.boolean_query(
            [(Occur.Must, Query.boolean_query(self.word(w))) for w in question.words]
        )

    def word(self, word: str) -> list[tuple[Occur, Query]]:
        """Return the two terms of a word."""
        return [(Occur.Should, Query.term_query(self.schema, n, word, "freq")) for n in TEXT_FIELDS]

    def either(self, make: Any, value: Any) -> Query:
        """Return a query for the title or the body."""
        return Query.boolean_query(
            [(Occur.Should, make(self.schema, name, value)) for name in TEXT_FIELDS]
        )

    def narrow(self, query: Query, question: Question) -> Query:
        """Return the query with its filter, which adds nothing to the score."""
        if question.narrowed is None:
            return query
        if question.years:
            first, last = question.years
            choice = Query.range_query(self.schema, "year", FieldType.Unsigned, first, last)
        else:
            value = question.source or question.language
            choice = Query.term_query(self.schema, question.narrowed, value, "basic")
        return Query.boolean_query(
            [(Occur.Must, query), (Occur.Must, Query.const_score_query(choice, 0.0))]
        )


def shown(article: tantivy.Document) -> tuple[Any, ...]:
    """Return an article's fields for a page."""
    return tuple(article.get_first(name) for name in ("id", "title", "source", "date"))


def marked(snippet: tantivy.Snippet) -> tuple[str, list[tuple[int, int]]]:
    """Return a snippet's text and the ranges to mark."""
    return snippet.fragment(), [(piece.start, piece.end) for piece in snippet.highlighted()]


def prefix_query(schema: tantivy.Schema, name: str, beginning: str) -> Query:
    """Return a query for the words that begin so."""
    return Query.fuzzy_term_query(schema, name, beginning, distance=0, prefix=True)
