"""Our evaluation against Whoosh's own and plain Python: the same hits, scores and counts.

Every case is a pile of its own, indexed by several updates, which is asked QUESTIONS questions.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as q
from whoosh.index import open_dir
from whoosh.query.spans import SpanNear2

from searchapp import syntax
from searchapp.compile import compiled
from searchapp.engines import open_engine
from searchapp.engines.whoosh.engine import WhooshEngine
from searchapp.query import Query
from tests.engines import model, tongues
from tests.engines.cases import cases
from tests.engines.concordance import Concordance
from tests.engines.judge import concordance, differences, judge, ours
from tests.engines.piles import Pile, Record

QUESTIONS = 25

Updates = list[dict[str, list[Record]]]


@dataclass(frozen=True)
class Indexed:
    """A random pile, indexed: the folder of its index, and the articles that are in it."""

    folder: Path
    engine: WhooshEngine
    held: Mapping[str, Record]

    @property
    def words(self) -> Concordance:
        """Which words stand where."""
        return concordance(self.engine, list(self.held))


def indexed(factory: pytest.TempPathFactory, updates: Updates) -> Indexed:
    """Index a random pile."""
    folder = factory.mktemp("random")
    pile = Pile(folder / "pile", open_engine(str(folder / "index")))
    held = tongues.index(pile, updates)
    return Indexed(folder / "index", cast(WhooshEngine, pile.engine), held)


@cases(45)
@given(
    updates=tongues.piles(),
    questions=st.lists(tongues.nodes(), min_size=QUESTIONS, max_size=QUESTIONS),
)
def test_questions_find_and_score_what_whoosh_says(
    tmp_path_factory: pytest.TempPathFactory, updates: Updates, questions: list[syntax.Node]
) -> None:
    here = indexed(tmp_path_factory, updates)
    spoken = here.engine.snapshot().languages
    with judge(here.folder, here.words) as whoosh:
        for question in questions:
            for cross in (False, True):
                tree = compiled(question, spoken, cross=cross)
                assert not differences(ours(here.engine, tree), whoosh.scores(tree)), question


@cases(45)
@given(
    updates=tongues.piles(),
    questions=st.lists(tongues.trees(), min_size=QUESTIONS, max_size=QUESTIONS),
)
def test_trees_of_every_kind_find_and_score_what_whoosh_says(
    tmp_path_factory: pytest.TempPathFactory, updates: Updates, questions: list[q.Query]
) -> None:
    here = indexed(tmp_path_factory, updates)
    with judge(here.folder, here.words) as whoosh:
        for tree in questions:
            assert not differences(ours(here.engine, tree), whoosh.scores(tree)), tree


@cases(20)
@given(
    updates=tongues.piles(),
    phrases=st.lists(tongues.phrases(), min_size=QUESTIONS, max_size=QUESTIONS),
    nears=st.lists(tongues.nears(), min_size=QUESTIONS, max_size=QUESTIONS),
)
def test_phrases_and_near_find_what_plain_python_finds_in_the_words(
    tmp_path_factory: pytest.TempPathFactory,
    updates: Updates,
    phrases: list[q.Phrase],
    nears: list[SpanNear2],
) -> None:
    here = indexed(tmp_path_factory, updates)
    words = here.words
    for phrase in phrases:
        expected = {name for name in here.held if words.spans(phrase, name)}
        assert ours(here.engine, phrase).keys() == expected, phrase
    for near in nears:
        expected = {name for name in here.held if words.near(near, name)}
        assert ours(here.engine, near).keys() == expected, near


@cases(30)
@given(
    updates=tongues.piles(),
    questions=st.lists(tongues.nodes(), min_size=10, max_size=10),
    source=st.sampled_from([(), ("Reuters",), ("Tern", "unknown")]),
    language=st.sampled_from([(), ("da",), ("en", "de")]),
    from_=st.none() | st.sampled_from(tongues.DAYS),
)
def test_facets_count_what_plain_python_counts_among_what_whoosh_finds(
    tmp_path_factory: pytest.TempPathFactory,
    updates: Updates,
    questions: list[syntax.Node],
    source: tuple[str, ...],
    language: tuple[str, ...],
    from_: str | None,
) -> None:
    here = indexed(tmp_path_factory, updates)
    spoken = here.engine.snapshot().languages
    with judge(here.folder, here.words) as whoosh:
        for text in map(syntax.show, questions):
            query = Query(text, source=source, language=language, from_=from_)
            tree = compiled(syntax.parse(text).tree, spoken, cross=True)
            matching = [here.held[name] for name in whoosh.scores(tree)]
            if any(model.fits(one, query) for one in matching):  # else partial matches are shown
                model.check_counts(here.engine.search(query), matching, query)


@cases(20)
@given(updates=tongues.piles())
def test_whoosh_reads_the_words_that_plain_python_finds_in_the_texts(
    tmp_path_factory: pytest.TempPathFactory, updates: Updates
) -> None:
    here = indexed(tmp_path_factory, updates)
    words = here.words

    found: dict[tuple[str, str], dict[str, tuple[int, list[int]]]] = defaultdict(dict)
    index = open_dir(str(here.folder))
    with index.reader() as reader:
        name_of = {doc: stored["id"] for doc, stored in reader.iter_docs()}
        for field in ("title", "body"):
            for key in reader.field_terms(field):
                postings = reader.postings(field, key)
                while postings.is_active():
                    positions = postings.value_as("positions")
                    found[field, key][name_of[postings.id()]] = postings.weight(), positions
                    postings.next()
        lengths = {
            (field, name): reader.doc_field_length(doc, field)
            for doc, name in name_of.items()
            for field in ("title", "body")
        }
    index.close()

    expected = {
        key: {name: (len(places), sorted(set(places))) for name, places in where.items()}
        for key, where in words.places.items()
    }
    assert {key: where for key, where in found.items() if where} == expected
    assert lengths == words.lengths


def test_the_random_piles_have_segments_with_deleted_articles(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    one = {"title": "x", "body": "ferry", "language": "en"}
    first = {f"{n}.jsonl": [{**one, "id": f"{n}"}, {**one, "id": f"{n}b"}] for n in range(6)}

    here = indexed(tmp_path_factory, [first, {"0.jsonl": [{**one, "id": "new"}]}])

    parts = here.engine.snapshot().parts
    assert [part.segment.size for part in parts] == [12, 1]
    assert parts[0].deleted is not None
