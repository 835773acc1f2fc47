"""What a score is made of can be set."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from searchapp import syntax
from searchapp.changes import survey
from searchapp.compile import compiled
from searchapp.engines import Plan, open_engine
from searchapp.query import Query
from searchapp.scoring import Scoring, scoring_of, weighed

QUESTIONS = (
    'harbour "new ferry" OR (title:herring -cod) source:Post',
    "ferries har* NEAR/3 boat date:2018..2019",
    "ferry NEAR/4 harbour boat~",
    'title:"new ferry" title:harb*',
)
FERRY = {"id": "ferry", "title": "A ferry", "text": "The boat sails every day of the week."}
BOAT = {"id": "boat", "title": "A boat", "text": "The ferry is the ferry that sails here."}
PLAIN = Scoring()


@pytest.fixture
def index(tmp_path: Path) -> str:
    pile = tmp_path / "pile.jsonl"
    pile.write_text("\n".join(json.dumps({**one, "language": "en"}) for one in (FERRY, BOAT)))
    where = str(tmp_path / "index")
    open_engine(where).update(Plan(read=tuple(survey([pile]))))
    return where


def first(index: str, q: str, scoring: Scoring | None = None) -> str:
    return open_engine(index, scoring).search(Query(q=q)).hits[0].id


def score(index: str, scoring: Scoring, q: str = "ferry") -> float:
    hits = open_engine(index, scoring).search(Query(q=q)).hits
    return next((hit.score for hit in hits if hit.id == "boat"), 0.0)


def test_what_a_field_counts_orders_hits(index: str) -> None:
    assert first(index, "ferry", replace(PLAIN, title=9.0)) == "ferry"
    assert first(index, "ferry", replace(PLAIN, title=0.1)) == "boat"


def test_a_level_without_weight_finds_nothing(index: str) -> None:
    assert score(index, PLAIN, "ferries") > 0
    assert score(index, replace(PLAIN, lemma=0, stem=0, part=0, fold=0), "ferries") == 0


def test_a_level_without_weight_leaves_nothing_out(index: str) -> None:
    exact = open_engine(index, replace(PLAIN, lemma=0, stem=0, part=0, fold=0))

    assert exact.search(Query(q="-ferries")).articles == 2
    assert exact.search(Query(q="-ferry")).articles == 0


@pytest.mark.parametrize("name", ["surface", "lemma", "stem", "body", "k1"])
def test_every_number_counts(index: str, name: str) -> None:
    more = replace(PLAIN, **{name: 2 * getattr(PLAIN, name)})
    assert score(index, more) != pytest.approx(score(index, PLAIN))


@pytest.mark.parametrize("q", QUESTIONS)
def test_twice_the_weight_is_twice_the_score_of_words(q: str) -> None:
    tree = compiled(syntax.parse(q).tree, ["en"])
    twice = weighed(tree, replace(PLAIN, title=2 * PLAIN.title, body=2 * PLAIN.body))
    assert weighed(twice, replace(PLAIN, title=PLAIN.title / 2, body=PLAIN.body / 2)) == tree
    assert twice != tree
    assert weighed(tree, PLAIN) is tree


def test_the_environment_sets_it(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHAPP_SCORING", "title=0.1, k1=1.5")
    assert first(index, "ferry") == "boat"
    assert first(index, "ferry", replace(PLAIN, title=9.0)) == "ferry"


def test_a_text_sets_what_it_names() -> None:
    assert scoring_of("") == PLAIN
    assert scoring_of("k1=1.5 b=0,title=3") == replace(PLAIN, k1=1.5, b=0.0, title=3.0)


@pytest.mark.parametrize(
    "text",
    ["k1", "k1=", "k1=x", "k1=-1", "k1=nan", "b=1.1", "title=0", "surface=0", "tittle=2", "=1"],
)
def test_what_cannot_be_used_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"SEARCHAPP_SCORING: .*(k1|b|title|surface)"):
        scoring_of(text)
