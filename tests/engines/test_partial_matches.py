"""Where no article has every word: those that have most of them, counted by plain Python.

The words are invented, so that none is a form of another, and some are rarer than others.
"""

import random
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from searchapp.engines import open_engine
from searchapp.engines.whoosh.searching import postings
from searchapp.query import Query
from tests.engines.cases import cases
from tests.engines.conftest import Opener
from tests.engines.piles import Pile, ids, record

WORDS = [a + b for a in ("zuk", "vop", "qif", "jax") for b in ("ar", "ol", "em", "ut")]
NOWHERE = ["brog", "plix"]
ARTICLES = 150

SOURCES = ["Ebb", "Flow", "Tide"]

Words = Mapping[str, frozenset[str]]


@pytest.fixture(scope="session")
def words() -> Words:
    """The words of each article: of the first ones many, of the others few."""
    rng = random.Random(1)
    shares = [rng.random() ** 2 for _ in WORDS]
    return {
        f"a{n}": frozenset(
            word
            for word, share in zip(WORDS, shares, strict=True)
            if rng.random() < (0.9 if n < 5 else share)
        )
        for n in range(ARTICLES)
    }


@pytest.fixture(scope="session")
def scattered(tmp_path_factory: pytest.TempPathFactory, opener: Opener, words: Words) -> Pile:
    """A pile of these articles, indexed in two updates."""
    folder = tmp_path_factory.mktemp("scattered")
    return spread(Pile(folder / "pile", opener(folder)), words)


def source_of(name: str) -> str:
    """Return the source of an article."""
    return SOURCES[int(name[1:]) % len(SOURCES)]


def spread(pile: Pile, words: Words) -> Pile:
    """Index these articles in two updates."""
    records = [
        record(name, None, " ".join(sorted(has)), source=source_of(name))
        for name, has in words.items()
    ]
    for number, some in enumerate((records[:20], records[20:])):
        pile.write(f"{number}.jsonl", some)
        pile.update()
    return pile


@cases(200)
@given(asked=st.lists(st.sampled_from([*WORDS, *NOWHERE]), min_size=2, max_size=24))
def test_articles_with_six_tenths_of_the_most_words_that_any_has_are_found(
    scattered: Pile, words: Words, asked: list[str]
) -> None:
    counts = {name: len(has.intersection(asked)) for name, has in words.items()}
    most = max(counts.values())
    assume(0 < most < len(set(asked)))
    enough = max(int(0.6 * most), min(most, 2))

    results = scattered.search(" ".join(asked), size=100)

    expected = {name for name, count in counts.items() if count >= enough}
    assert results.articles == len(expected)
    assert set(ids(results)) <= expected
    assert len(results.hits) == min(len(expected), 100)
    assert "No article has all of the words" in results.warnings[0]


@cases(100)
@given(asked=st.lists(st.sampled_from([*WORDS, *NOWHERE]), min_size=2, max_size=12))
def test_what_another_source_would_give_is_counted_whether_all_words_are_met_or_most(
    scattered: Pile, asked: list[str]
) -> None:
    question = " ".join(asked)
    totals = {one: scattered.search(question, source=(one,)).articles for one in SOURCES}

    for source in SOURCES:
        counted = scattered.search(question, source=(source,)).facets["source"].values

        assert {value.value: value.articles for value in counted} == {
            one: total for one, total in totals.items() if total or one == source
        }


def test_where_nothing_chosen_has_most_of_the_words_it_is_said(pile: Pile) -> None:
    pile.write(
        "a.jsonl",
        [
            record("a", None, "zukar vopem qifol", source="Ebb"),
            record("b", None, "jaxut", source="Flow"),
        ],
    )
    pile.update()

    results = pile.search("zukar vopem qifol jaxut", source=("Flow",))

    assert results.articles == 0
    assert results.warnings == (
        "No article has all of the words; those that have most of them are not chosen.",
    )


def test_a_word_that_is_asked_for_twice_counts_once(scattered: Pile) -> None:
    once = scattered.search("zukar vopem brog")

    assert scattered.search("zukar vopem brog zukar zukar").hits == once.hits


@pytest.mark.parametrize("way", ["GALLOP", "FEW"])
def test_lists_are_searched_for_what_is_asked_as_they_are_scanned(
    way: str, tmp_path: Path, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile = spread(Pile(tmp_path / "pile", open_engine(str(tmp_path / "index"))), words)
    questions = [" ".join(pair) for pair in combinations(WORDS, 2)]
    scanned = [pile.search(question).hits for question in questions]
    assert sum(map(len, scanned)) > len(questions)

    monkeypatch.setattr(postings, way, 0)
    again = open_engine(str(tmp_path / "index"))

    assert [again.search(Query(q, cross="off")).hits for q in questions] == scanned
