"""The order of hits, pages and cursors, stories, and what every answer says of the index."""

import re
from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.query import Query, Sort
from tests.engines import model
from tests.engines.cases import cases
from tests.engines.news import CATALOGUE
from tests.engines.piles import Pile, ids, record, walk

ORDERS = ["relevance", "newest", "oldest"]
COPY = (
    "The council of Tern agreed on Monday to build a bridge over the sound. Work begins in the"
    " spring and lasts three years, the mayor said, if the winters are mild and the money lasts."
)
OTHER = (
    "Nobody had expected the seal to come back. For nine days it slept on the steps of the town"
    " hall in Hallem, ate what the fishmonger brought, and looked at the people who looked at it."
)


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_articles_of_one_day_come_by_id_and_undated_ones_last(paper: Pile, order: str) -> None:
    dated = {
        "newest": ["election", "by", "talks", "strike", "ferry", "havn"],
        "oldest": ["havn", "ferry", "strike", "talks", "by", "election"],
    }

    found = ids(paper.search(sort=order, size=100))

    assert found == [*dated[order], "aarhus", "band", "mayor", "seal", "soft"]


@pytest.mark.parametrize("order", ORDERS)
def test_hits_that_score_alike_come_newest_first_then_by_id(archive: Pile, order: str) -> None:
    having = [one for one in CATALOGUE if "harbour" in one["body"] and one["language"] == "en"]

    results = archive.search("harbour", language=("en",), sort=order, size=100)

    alike = {hit.score for hit in results.hits}
    assert len(alike) == 1
    assert (alike == {0.0}) == (order != "relevance")
    expected = model.in_order(having, "oldest" if order == "oldest" else "newest")
    assert ids(results) == expected


def test_without_words_the_newest_come_first_and_with_words_the_best(paper: Pile) -> None:
    assert ids(paper.search())[0] == "election"
    assert ids(paper.search("Tern"))[0] in {"ferry", "havn"}, "in the title"
    assert paper.search("Tern").hits[0].score > paper.search("Tern").hits[-1].score > 0


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_and_cursors_walk_through_all_hits_once(archive: Pile, order: str, size: int) -> None:
    query = Query(q="harbour OR bridge", sort=order, size=size)  # type: ignore[arg-type]
    having = [one for one in CATALOGUE if re.search("harbour|bridge", one["body"])]

    walked = walk(archive.engine, query)

    assert sorted(walked) == sorted(one["id"] for one in having)
    pages = [
        one
        for page in range(1, -(-len(having) // size) + 1)
        for one in ids(archive.search(query.q, sort=order, size=size, page=page))
    ]
    assert pages == walked


def test_the_last_page_has_no_cursor_and_beyond_it_there_is_nothing(archive: Pile) -> None:
    assert archive.search(size=80, page=2).cursor is not None
    assert archive.search(size=80, page=3).cursor is None
    beyond = archive.search(size=80, page=4)
    assert (beyond.hits, beyond.cursor, beyond.articles) == ((), None, 240)


def test_a_page_a_million_on_is_empty_and_counts_stay_exact(archive: Pile) -> None:
    results = archive.search("harbour", page=1_000_000, size=100)

    assert (results.hits, results.articles) == ((), 120)


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_cursor_goes_on_in_a_newer_generation_without_repeats_or_gaps(
    pile: Pile, order: str
) -> None:
    def dated(n: int) -> dict[str, str]:
        return {"id": f"a{n:02}", "body": "harbour", "date": f"2018-01-{n % 5 + 1:02}"}

    for n in range(0, 20, 2):
        pile.write(f"{n:02}.jsonl", [dated(n)])
    pile.update()
    before = pile.search(sort=order, size=4)

    for n in range(1, 20, 2):
        pile.write(f"{n:02}.jsonl", [dated(n)])
    pile.remove("06.jsonl")
    pile.update()
    rest = walk(pile.engine, Query(sort=order, size=4, cursor=before.cursor))  # type: ignore[arg-type]

    every = ids(pile.search(sort=order, size=100))
    last = ids(before)[-1]
    assert rest == every[every.index(last) + 1 :]
    assert not set(rest) & set(ids(before))


def test_a_cursor_goes_on_although_its_own_article_has_gone(pile: Pile) -> None:
    for n in range(6):
        pile.write(f"{n}.jsonl", [{"id": f"a{n}", "body": "harbour", "date": f"2018-01-0{n + 1}"}])
    pile.update()
    before = pile.search(sort="oldest", size=2)

    pile.remove("1.jsonl")
    pile.update()

    assert ids(pile.search(sort="oldest", size=2, cursor=before.cursor)) == ["a2", "a3"]


def test_a_cursor_of_relevance_still_works_when_scores_have_changed(pile: Pile) -> None:
    pile.write("a.jsonl", [{"id": f"a{n}", "body": "harbour " * (n + 1)} for n in range(9)])
    pile.update()
    before = pile.search("harbour", size=3)

    pile.write("b.jsonl", [{"id": f"b{n}", "body": "bridge and quay"} for n in range(9)])
    pile.update()
    after = pile.search("harbour", size=100, cursor=before.cursor)

    assert after.articles == 9
    assert set(ids(after)) <= {f"a{n}" for n in range(9)}


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "AAAA", "e30", "bnVsbA", "W10", "WzEsMiwzXQ", "ÆØÅ", "=", "WyJ4IiwxLCJhIl0"),
        pytest.param("W1tb" * 1000, id="3,000 lists, each in the one before"),
    ],
)
def test_what_is_no_cursor_is_refused(archive: Pile, cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        archive.search("harbour", cursor=cursor)


@cases(200)
@given(cursor=st.text(max_size=60) | st.from_regex("[A-Za-z0-9_-]{4,60}", fullmatch=True))
def test_any_text_as_a_cursor_is_refused_or_answered(archive: Pile, cursor: str) -> None:
    try:
        said = str(archive.search("harbour", cursor=cursor).articles)
    except ValueError as error:
        said = str(error)

    assert said == "120" or "cursor" in said


@pytest.mark.parametrize(("of", "asked"), list(permutations(get_args(Sort), 2)))
def test_a_cursor_of_another_order_is_refused(archive: Pile, of: Sort, asked: Sort) -> None:
    cursor = archive.search("harbour", sort=of).cursor
    with pytest.raises(ValueError, match="cursor"):
        archive.search("harbour", sort=asked, cursor=cursor)


def test_a_cursor_fits_into_a_url_however_the_ids_are_written(pile: Pile) -> None:
    long = "https://avisen.example/nyheder/" + "æøå-" * 30
    pile.write("a.jsonl", [{"id": long + str(n), "body": "harbour"} for n in range(3)])
    pile.update()

    cursor = pile.search(size=1).cursor

    assert cursor is not None
    assert re.fullmatch("[A-Za-z0-9_-]{1,500}", cursor)
    assert ids(pile.search(size=1, cursor=cursor)) == [long + "1"]


def stories(pile: Pile) -> None:
    """Index two stories of three and two articles, and one article alone."""
    pile.write(
        "wire.jsonl",
        [
            record("c1", "Bridge agreed", COPY, source="Reuters", date="2018-01-03"),
            record("c2", "A new bridge", COPY, source="Tern", date="2018-01-02"),
            record("s1", "Seal is back", OTHER, source="Tern", date="2018-01-01"),
        ],
    )
    pile.update()
    pile.write(
        "more.jsonl",
        [
            record("c3", "Bridge", "By our reporter. " + COPY, source="Tern", date="2018-01-04"),
            record("s2", "Seal", OTHER + " Read more on page 4.", date="2018-01-05"),
            record("alone", "Bridge closed", "The bridge in Hallem is closed.", date="2017"),
        ],
    )
    pile.update()


def test_copies_in_different_files_are_one_story_and_know_its_size(pile: Pile) -> None:
    stories(pile)

    hits = {hit.id: hit.story for hit in pile.search(size=100).hits}

    assert hits["c1"] == hits["c2"] == hits["c3"]
    assert hits["s1"] == hits["s2"] != hits["c1"]
    assert {name: story.size for name, story in hits.items()} == {
        "c1": 3, "c2": 3, "c3": 3, "s1": 2, "s2": 2, "alone": 1,
    }  # fmt: skip


def test_totals_count_articles_and_stories(pile: Pile) -> None:
    stories(pile)

    assert (pile.search().articles, pile.search().stories) == (6, 3)
    assert (pile.search("bridge").articles, pile.search("bridge").stories) == (4, 2)
    chosen = pile.search("bridge", source=("Reuters",))
    assert (chosen.articles, chosen.stories) == (1, 1)


@pytest.mark.parametrize(
    ("order", "expected"),
    [("newest", ["s2", "c3", "alone"]), ("oldest", ["alone", "s1", "c2"])],
)
def test_collapsed_each_story_shows_its_first_article_in_the_order(
    pile: Pile, order: str, expected: list[str]
) -> None:
    stories(pile)

    results = pile.search(sort=order, collapse="story")

    assert ids(results) == expected
    assert (results.articles, results.stories) == (6, 3)
    assert results.hits[0].story.size == (2 if order == "newest" else 1)


def test_collapsed_by_relevance_the_best_article_stands_for_its_story(pile: Pile) -> None:
    stories(pile)

    plain = pile.search("bridge", size=100)
    collapsed = pile.search("bridge", size=100, collapse="story")

    firsts = {hit.story.id: hit.id for hit in reversed(plain.hits)}
    assert ids(collapsed) == [name for name in ids(plain) if name in firsts.values()]
    assert collapsed.facets == plain.facets


@pytest.mark.parametrize(
    ("order", "expected"), [("newest", "a"), ("oldest", "b"), ("relevance", "a")]
)
def test_collapsed_a_story_shows_its_first_article_whenever_each_was_indexed(
    pile: Pile, order: str, expected: str
) -> None:
    newer = [{"id": f"n{n:02}", "body": "harbour", "date": "2019"} for n in range(20)]
    pile.write("a.jsonl", [*newer, record("a", "Bridge", COPY, date="2018-01-02")])
    pile.update()
    pile.write("b.jsonl", [record("b", "Bridge", COPY, date="2018-01-01")])
    pile.update()

    collapsed = pile.search("bridge", sort=order, collapse="story")

    assert ids(collapsed) == [expected] == ids(pile.search("bridge", sort=order))[:1]


def test_collapsed_hits_can_be_walked_by_cursor(pile: Pile) -> None:
    stories(pile)

    query = Query(sort="newest", collapse="story", size=1)

    assert walk(pile.engine, query) == ["s2", "c3", "alone"]


def test_a_story_shrinks_when_an_article_goes(pile: Pile) -> None:
    stories(pile)

    pile.remove("wire.jsonl")
    pile.update()

    assert {hit.id: hit.story.size for hit in pile.search().hits} == {"c3": 1, "s2": 1, "alone": 1}
    assert pile.search().stories == 3


def test_every_answer_says_which_generation_gave_it_and_how_many_articles_there_are(
    pile: Pile,
) -> None:
    pile.write("a.jsonl", [{"id": "a", "body": "harbour"}])
    pile.update()
    first = pile.search("zebra").index
    pile.write("b.jsonl", [{"id": "b", "body": "harbour"}])
    pile.update()
    second = pile.search("harbour").index

    assert (first.articles, second.articles) == (1, 2)
    assert first.generation != second.generation
    assert pile.engine.state() == second


def test_a_hit_has_what_is_known_of_its_article(pile: Pile) -> None:
    known = record(
        "æ/1", "Titel", "Havnen.", "da", source="Tern", date="2018-08", url="https://a.example/1"
    )
    pile.write("a.jsonl", [known])
    pile.update()

    (hit,) = pile.search("havnen").hits

    assert (hit.id, hit.title, hit.url, hit.source) == ("æ/1", "Titel", known["url"], "Tern")
    assert hit.published is not None
    assert (hit.published.value, hit.published.precision, hit.language) == (
        "2018-08",
        "month",
        "da",
    )
