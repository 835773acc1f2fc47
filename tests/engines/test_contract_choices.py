"""What is chosen beside the words: sources, languages, dates, and what facets then count."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.query import MAX_VALUE, Query
from searchapp.results import FacetValue
from tests.engines import model
from tests.engines.cases import cases
from tests.engines.news import CATALOGUE, WORDS
from tests.engines.piles import Pile, Record, ids

ENDS = ["2016", "2016-02-29", "2017-12", "2018", "2018-02", "2018-02-28", "2018-08-21", "2019"]


def having(word: str) -> list[Record]:
    """Return the articles of the catalogue with a word; all for no word."""
    return [one for one in CATALOGUE if not word or word in one["body"].split()]


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Draw a query with any choices; its dates may even run backwards."""
    names = ["Reuters", "Tern", "Kystbladet", "Æ & Ø", "unknown", "nobody"]
    return Query(
        q=draw(st.sampled_from(["", *WORDS])),
        source=tuple(draw(st.lists(st.sampled_from(names), max_size=3, unique=True))),
        language=tuple(
            draw(st.lists(st.sampled_from(["en", "da", "de", "sv"]), max_size=2, unique=True))
        ),
        from_=draw(st.none() | st.sampled_from(ENDS)),
        to=draw(st.none() | st.sampled_from(ENDS)),
        sort=draw(st.sampled_from(["newest", "oldest"])),
        size=100,
    )


@cases(300)
@given(query=queries())
def test_any_choices_select_count_and_order_as_plain_python_does(
    archive: Pile, query: Query
) -> None:
    matching = having(query.q)
    results = archive.engine.search(query)

    chosen = [one for one in matching if model.fits(one, query)]
    assert ids(results) == model.in_order(chosen, query.order)[:100]
    model.check_counts(results, matching, query)


@pytest.mark.parametrize(
    ("name", "first", "last", "expected"),
    [
        ("a day of that year", "2018", "2018", {"2018-08-21", "2018-02", "2018"}),
        ("only what surely lies within", "2018-02", "2018-08", {"2018-08-21", "2018-02"}),
        ("a month takes its days", "2018-08", "2018-08", {"2018-08-21"}),
        ("an open end", "2018-08-01", None, {"2018-08-21", "2019-01-01"}),
        ("an open start", None, "2018-02", {"2018-02", "2016-02-29"}),
        ("both ends are included", "2016-02-29", "2016-02-29", {"2016-02-29"}),
        ("nothing", "2020", None, set()),
    ],
)
def test_an_article_is_in_a_range_when_every_day_it_may_be_of_is(
    pile: Pile, name: str, first: str | None, last: str | None, expected: set[str]
) -> None:
    dates = ["2018-08-21", "2018-02", "2018", "2019-01-01", "2016-02-29"]
    articles = [{"id": date, "body": "text", "date": date, "language": "en"} for date in dates]
    pile.write("all.jsonl", [*articles, {"id": "undated", "body": "text", "language": "en"}])
    pile.update()

    assert set(ids(pile.search(from_=first, to=last))) == expected, name


def test_dates_in_the_box_mean_what_they_mean_beside_it(archive: Pile) -> None:
    typed = archive.search("harbour date:2018-02..2018-08", size=100, sort="newest")
    chosen = archive.search("harbour", from_="2018-02", to="2018-08", size=100, sort="newest")

    assert ids(typed) == ids(chosen)
    assert typed.articles > 0


def test_a_filter_in_the_box_finds_what_the_facet_finds(archive: Pile) -> None:
    typed = archive.search("source:Kystbladet language:da", size=100)
    chosen = archive.search(source=("Kystbladet",), language=("da",), size=100, sort="newest")

    assert set(ids(typed)) == set(ids(chosen))
    assert typed.articles == chosen.articles > 0


def test_a_filter_in_the_box_narrows_every_facet_its_own_too(archive: Pile) -> None:
    facets = archive.search("source:Kystbladet").facets

    assert [value.value for value in facets["source"].values] == ["Kystbladet"]


def test_a_source_is_taken_as_it_is_written(archive: Pile) -> None:
    assert archive.search('source:"Æ & Ø"').articles == 48
    assert archive.search(source=("Æ & Ø",)).articles == 48


def test_an_article_without_a_source_is_found_under_unknown(paper: Pile) -> None:
    found = paper.search(source=("unknown",), sort="newest")

    assert ids(found) == ["election", "aarhus", "band", "seal", "soft"]
    assert all(hit.source is None for hit in found.hits)
    assert paper.search("source:unknown").articles == 5


def test_an_article_of_no_known_language_is_found_under_und(pile: Pile) -> None:
    pile.write("one.jsonl", [{"id": "numbers", "body": "4711 0815 1234"}])
    pile.update()

    found = pile.search(language=("und",))

    assert ids(found) == ["numbers"]
    assert found.hits[0].language == "und"
    assert model.counted(found.facets["language"]) == {None: 1}


@pytest.mark.parametrize(
    ("facet", "none", "named"), [("language", "und", "sv"), ("source", "unknown", "Tern")]
)
def test_a_value_written_like_none_is_one_choice_with_none(
    pile: Pile, facet: str, none: str, named: str
) -> None:
    numbers = [{"id": str(n), "body": "4711 0815 1234"} for n in range(2)]
    told = [{"id": of, "body": "4711 0815 1234", facet: of} for of in (none, named)]
    pile.write("all.jsonl", [*numbers, *told])
    pile.update()

    chosen: dict[str, Any] = {facet: (none,)}
    found = pile.search(**chosen)

    assert found.articles == 3
    count = found.facets[facet]
    assert (count.values, count.missing, count.other) == ((FacetValue(named, 1),), 3, 0)


def test_a_facet_says_what_is_selected_and_lists_the_most_frequent_first(paper: Pile) -> None:
    values = paper.search(source=("Kystbladet",)).facets["source"].values

    assert values == (
        FacetValue("Harbour Post", 2),
        FacetValue("Kystbladet", 2, selected=True),
        FacetValue("Tern Herald", 2),
    )


def test_more_sources_than_are_listed_are_counted_as_others(pile: Pile) -> None:
    many = [{"id": f"{n}", "body": "text", "source": f"S{n:02}"} for n in range(60)]
    pile.write("all.jsonl", [*many, {"id": "x", "body": "text", "source": "S59"}])
    pile.update()

    facet = pile.search(source=("S58",)).facets["source"]

    assert facet.values[0] == FacetValue("S59", 2)
    assert FacetValue("S58", 1, selected=True) in facet.values
    assert facet.other == 61 - sum(value.articles for value in facet.values) > 0


def test_a_source_that_no_url_could_name_is_counted_among_the_others(pile: Pile) -> None:
    names = ["a" * MAX_VALUE, "b" * (MAX_VALUE + 1)]
    pile.write("all.jsonl", [{"id": name, "body": "text", "source": name} for name in names])
    pile.update()

    facet = pile.search().facets["source"]

    assert (facet.values, facet.other) == ((FacetValue(names[0], 1),), 1)


@pytest.mark.parametrize(
    ("first", "last", "interval", "expected", "other"),
    [
        (None, None, "year", {"2016": 1, "2018": 5, "2019": 1}, 0),
        ("2018", "2018", "month", {"2018-02": 2, "2018-08": 2}, 3),
        ("2018-02", "2018-08", "month", {"2018-02": 2, "2018-08": 2}, 3),
        ("2018-08", "2018-08", "day", {"2018-08-21": 1, "2018-08-22": 1}, 5),
        ("2018", None, "year", {"2016": 1, "2018": 5, "2019": 1}, 0),
    ],
)
def test_dates_are_counted_by_the_months_of_a_year_and_the_days_of_a_month(
    pile: Pile,
    first: str | None,
    last: str | None,
    interval: str,
    expected: dict[str, int],
    other: int,
) -> None:
    dates: Sequence[str | None] = [
        "2018-08-21", "2018-08-22", "2018-02", "2018-02-28", "2018", "2016", "2019-01-01", None,
    ]  # fmt: skip
    pile.write(
        "all.jsonl",
        [
            {"id": str(n), "body": "text", "date": date} if date else {"id": "-", "body": "text"}
            for n, date in enumerate(dates)
        ],
    )
    pile.update()

    facet = pile.search(from_=first, to=last).facets["published"]

    assert facet.interval == interval
    assert {value.value: value.articles for value in facet.values} == expected
    assert (facet.other, facet.missing) == (other, 1)


def test_the_chosen_days_are_selected_and_only_periods_wholly_among_them(archive: Pile) -> None:
    values = archive.search(from_="2017", to="2018-08").facets["published"].values

    assert [value.value for value in values if value.selected] == ["2017"]


@pytest.mark.parametrize(
    "choice",
    [
        {"to": "2018-12"},
        {"to": "2018-12-31"},
        {"from_": "2018-01"},
        {"from_": "2018-01-01", "to": "2019"},
        {"from_": "2017-12-31", "to": "2018-12-31"},
    ],
)
def test_a_period_is_selected_however_its_first_and_last_day_are_written(
    archive: Pile, choice: dict[str, str]
) -> None:
    values = archive.search(**choice).facets["published"].values

    assert {value.value: value.selected for value in values}["2018"]


def test_a_query_that_finds_nothing_counts_nothing(archive: Pile) -> None:
    results = archive.search("zebra")

    assert (results.articles, results.stories, results.hits) == (0, 0, ())
    assert all(
        not facet.values and not facet.other and not facet.missing
        for facet in results.facets.values()
    )
