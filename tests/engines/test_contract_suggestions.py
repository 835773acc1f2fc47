"""Better questions where something is missing, and what a text that is being typed may become."""

from dataclasses import replace
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.query import MAX_Q, PARAMETERS, Query
from searchapp.results import Completion, Suggestion
from tests.engines.cases import cases
from tests.engines.piles import Pile, record

ASKED = [
    ("harbuor", [("harbour instead of harbuor", "harbour", 1)], "a swap"),
    ("ELECTOIN", [("election instead of electoin", "election", 1)], "in any case of letters"),
    ("title:harbuor", [("harbour instead of harbuor", "title:harbour", 1)], "its field stays"),
    ("elections", [], "a form of a known word is known"),
    ("kystbyy", [], "no word is one typo away"),
    ("byx", [], "short words have too many neighbours"),
    ('"peace tlaks"', [("talks instead of tlaks", '"peace talks"', 1)], "in a phrase"),
    ('"old ferry"', [], "a phrase of known words, found nowhere"),
    ("dockers NEAR/5 strke", [("strike instead of strke", "dockers NEAR/5 strike", 1)], "in NEAR"),
    ("festugn", [("festugen instead of festugn", "festugen", 1)], "in Danish"),
    ("ferry -harbuor", [], "what is negated may be unknown"),
    ("ferry OR harbuor", [("harbour instead of harbuor", "ferry OR harbour", 3)], "in an OR"),
    (
        "mayor harbuor",
        [("harbour instead of harbuor", "mayor harbour", 1), ("without harbuor", "mayor", 2)],
        "or to be left out",
    ),
    (
        "strke harbuor",
        [],
        "both words are wrong, and no article has what is meant",
    ),
    (
        "ferry election",
        [("without ferry", "election", 1), ("without election", "ferry", 2)],
        "known words that do not meet",
    ),
    (
        "ferry dockers election",
        [("without election", "ferry dockers", 1)],
        "only what helps is offered",
    ),
    (
        "ferry date:2017",
        [("without date:2017", "ferry", 2)],
        "a filter; without the word it is no question any more",
    ),
    (
        "mayor -council -harbour -election",
        [
            ("without -harbour", "mayor -council -election", 1),
            ("without -election", "mayor -council -harbour", 1),
        ],
        "a negation",
    ),
    ("the election", [], "small words are no hindrance"),
    ("ferry", [], "nothing is missing"),
    ("", [], "nothing is asked"),
    ("zzqq zzqqj zzqqi", [], "nothing helps"),
]


@pytest.mark.parametrize(("q", "expected", "why"), ASKED, ids=[case[0] or "-" for case in ASKED])
def test_a_question_that_misses_something_gets_better_ones(
    paper: Pile, q: str, expected: list[tuple[str, str, int]], why: str
) -> None:
    found = paper.search(q).suggestions

    assert [(one.text, one.query, one.count) for one in found] == expected, why
    assert all(one.without == () for one in found)


def better(query: Query, one: Suggestion) -> Query:
    """Return the question that is suggested."""
    fields = [PARAMETERS[name][0] for name in one.without]
    return replace(query, q=one.query, **{field: getattr(Query(), field) for field in fields})


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"source": ("Kystbladet",)}, [("without the source", ("source",), 2)]),
        ({"language": ("da",)}, [("without the language", ("language",), 2)]),
        ({"from_": "2019"}, [("without the dates", ("from", "to"), 2)]),
        ({"from_": "2019", "source": ("Kystbladet",)}, []),
        (
            {"from_": "2018-08-01", "to": "2018-08", "source": ("Harbour Post",)},
            [("without the source", ("source",), 1), ("without the dates", ("from", "to"), 1)],
        ),
    ],
)
def test_a_choice_that_leaves_nothing_can_be_left_out(
    paper: Pile, choices: dict[str, Any], expected: list[tuple[str, tuple[str, ...], int]]
) -> None:
    found = paper.search("ferry", **choices).suggestions

    assert [(one.text, one.without, one.count) for one in found] == expected
    assert {one.query for one in found} <= {"ferry"}


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("source:kystbladet", ("Kystbladet instead of kystbladet", "source:Kystbladet", 2)),
        (
            'title:ferry source:"HARBOUR POST"',
            (
                "Harbour Post instead of HARBOUR POST",
                'title:ferry source:"Harbour Post"',
                1,
            ),
        ),
        (
            "ministren source:kystbladet",
            (
                "Kystbladet instead of kystbladet",
                "ministren source:Kystbladet",
                1,
            ),
        ),
    ],
)
def test_a_source_is_offered_in_its_own_capitals(
    paper: Pile, q: str, expected: tuple[str, str, int]
) -> None:
    results = paper.search(q)

    one, *_ = results.suggestions
    assert (one.text, one.query, one.count) == expected
    assert results.articles == 0


def test_a_correction_obeys_the_choices(paper: Pile) -> None:
    (one,) = paper.search("harbuor", source=("Harbour Post",)).suggestions

    assert (one.query, one.count) == ("harbour", 1)
    assert paper.search("harbuor", source=("Tern Herald",)).suggestions == ()


def test_the_word_offered_is_the_most_frequent_one_in_the_language_asked_for(pile: Pile) -> None:
    pile.write(
        "a.jsonl",
        [
            *(record(f"en{n}", "Land", "The gardens of the town are green.") for n in range(3)),
            record("en", "Land", "The wardens of the town are tired."),
            *(record(f"da{n}", "Land", "Byens haver og jardens mange træer.", "da") for n in "ab"),
        ],
    )
    pile.update()

    assert [one.query for one in pile.search("xardens").suggestions] == ["gardens"]
    assert [one.query for one in pile.search("xardens", language=("da",)).suggestions] == [
        "jardens"
    ]
    assert [one.query for one in pile.search("xardens language:da").suggestions] == [
        "jardens language:da"
    ]


def test_words_of_articles_that_are_gone_are_neither_known_nor_offered(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "A", "The harbour and the lighthouse.")])
    pile.write("b.jsonl", [record("b", "B", "The harbuor and the bridge.")])
    pile.update()
    pile.remove("b.jsonl")
    pile.update()

    assert [one.query for one in pile.search("harbuor").suggestions] == ["harbour"]
    assert pile.search("brigde").suggestions == ()
    assert pile.engine.suggest("brid") == ()


WORDS = [
    "harbour",
    "harbuor",
    "bridge",
    "ferry",
    "havn",
    "zzqq",
    '"harbour bridge"',
    "brid*",
    "source:Tern",
    "source:Nobody",
    "date:2018",
    "language:da",
    "-bridge",
    "title:number",
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    st.sampled_from([(), ("Tern",), ("Nobody",)]),
    st.sampled_from([None, "2018-03", "2024"]),
    st.sampled_from([" ", " ", " OR "]),
)
@cases(120)
def test_each_suggestion_finds_just_what_it_says(
    archive: Pile, words: list[str], source: tuple[str, ...], first: str | None, glue: str
) -> None:
    query = Query(glue.join(words), source=source, from_=first)

    found = archive.engine.search(query).suggestions

    assert len(found) <= 8
    for one in found:
        results = archive.engine.search(better(query, one))
        assert results.articles == one.count > 0
        assert not results.warnings


def test_a_long_question_gets_no_more_than_a_few_suggestions(archive: Pile) -> None:
    q = " ".join(["harbour", *(f"-p{n}" for n in range(60)), "date:1999"])

    assert [one.text for one in archive.search(q).suggestions] == ["without date:1999"]


def texts(found: tuple[Completion, ...]) -> list[tuple[str, str, int]]:
    """Return completions as plain tuples."""
    return [(one.text, one.kind, one.count) for one in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("elec", [("elected", "word", 1), ("election", "word", 1)]),
        ("ELEC", [("elected", "word", 1), ("election", "word", 1)]),
        ("mayor -elec", [("mayor -elected", "word", 1), ("mayor -election", "word", 1)]),
        ("(elec", [("(elected", "word", 1), ("(election", "word", 1)]),
        ("title:elec", [("title:elected", "word", 1), ("title:election", "word", 1)]),
        ('"an elec', [('"an elected', "word", 1), ('"an election', "word", 1)]),
        ("dock", [("dockers", "word", 2)]),
        ("peace-t", [("peace-talks", "word", 1)]),
        ("blåb", [("blåbær", "word", 1)]),
        (
            "peace ta",
            [('"peace talks"', "phrase", 1), ("peace talks", "word", 1)],
        ),
        ("kyst", [("source:Kystbladet", "source", 2)]),
        (
            "ferry tern h",
            [('ferry source:"Tern Herald"', "source", 2), ("ferry tern hallem", "word", 2)],
        ),
        ("source:h", [('source:"Harbour Post"', "source", 2)]),
        ('ferry -source:"Harbour P', [('ferry -source:"Harbour Post"', "source", 2)]),
        ("source:“Harbour P", [('source:"Harbour Post"', "source", 2)]),
        ("“an elec", [('"an elected', "word", 1), ('"an election', "word", 1)]),
        ("source:unk", [("source:unknown", "source", 5)]),
        ("source:zz", []),
        ("source:elec", []),
        ("source:Kystbladet dock", [("source:Kystbladet dockers", "word", 2)]),
        ('source:"Kystbladet dock', []),
        ("“the peace ta", [('"the peace talks', "word", 1)]),
        ('"tern h', [('"tern hallem', "word", 2)]),
        ('"source:tern h', [('"source:tern hallem', "word", 2)]),
        ("title:tern h", [("title:tern hallem", "word", 2)]),
        ("zzqq", []),
        ("the", []),
        ("ferry ", []),
        ("ferr*", []),
        ("", []),
    ],
)
def test_what_is_typed_becomes_what_is_in_the_index(
    paper: Pile, typed: str, expected: list[tuple[str, str, int]]
) -> None:
    found = texts(paper.engine.suggest(typed))

    assert found[: len(expected)] == expected
    assert bool(found) == bool(expected)


@pytest.mark.parametrize("typed", ["title:kyst", "date:tern", '"kyst', 'title:"kyst', "“a tern h"])
def test_a_source_is_not_offered_where_none_can_stand(paper: Pile, typed: str) -> None:
    assert "source" not in [one.kind for one in paper.engine.suggest(typed)]


@pytest.mark.parametrize("typed", ["language:da", "ferry -LANGUAGE:d", 'language:"d', "date:2"])
def test_a_word_is_not_offered_where_a_code_or_a_date_is_to_stand(pile: Pile, typed: str) -> None:
    pile.write("a.jsonl", [record("a", "Danish dates", "The day was 21 May 2018.")])
    pile.update()

    assert pile.engine.suggest(typed) == ()
    assert pile.engine.suggest(typed.partition(":")[2].strip('"'))


def test_completions_are_the_most_frequent_ones_and_no_more_than_asked_for(archive: Pile) -> None:
    assert texts(archive.engine.suggest("ma", 1)) == [("margin", "word", 240)]
    assert [one.text for one in archive.engine.suggest("1", 3)] == ["1", "10", "100"]
    counts = [one.count for one in archive.engine.suggest("source:")]
    assert counts == sorted(counts, reverse=True)


@given(st.sampled_from(["ha", "harb", "br", "le", "num", "1", "fer"]))
@cases(7)
def test_a_word_counts_the_articles_that_have_it_as_written(archive: Pile, typed: str) -> None:
    found = archive.engine.suggest(typed)

    assert found
    for one in found:
        assert archive.search(f'"{one.text}"').articles == one.count


def test_a_phrase_counts_the_titles_that_have_it(archive: Pile) -> None:
    found = [one for one in archive.engine.suggest("number 1", 20) if one.kind == "phrase"]

    assert found
    for one in found:
        assert archive.search(f"title:{one.text}").articles == one.count


def test_a_phrase_is_counted_in_all_titles_whatever_longer_words_there_are(pile: Pile) -> None:
    longer = ["peace talks", "peace talked", "peace talking", "peace talker", "talk peace"]
    pile.write("a.jsonl", [record(f"a{n}", title, "News.") for n, title in enumerate(longer * 2)])
    pile.update()
    pile.write("b.jsonl", [record(f"b{n}", "Peace talk, peace talk", "News.") for n in range(3)])
    pile.update()

    assert texts(pile.engine.suggest("peace talk"))[0] == ('"peace talk"', "phrase", 3)


def test_a_source_that_cannot_be_asked_for_in_words_is_not_offered(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "Post", "It came.", source='The "Post"')])
    pile.write("b.jsonl", [record("b", "Post", "It came.", source="The Post")])
    pile.update()

    assert texts(pile.engine.suggest("source:the")) == [('source:"The Post"', "source", 1)]


def test_a_completion_that_is_too_long_to_be_asked_is_not_offered(pile: Pile) -> None:
    names = ["s" * (MAX_Q - len("source:")), "s" * MAX_Q]
    pile.write("a.jsonl", [record(name, "Post", "Some harbour.", source=name) for name in names])
    pile.update()
    before = "word " * ((MAX_Q - len("harbour")) // len("word "))

    assert texts(pile.engine.suggest("source:s")) == [(f"source:{names[0]}", "source", 1)]
    assert texts(pile.engine.suggest(f"{before}harb")) == [(f"{before}harbour", "word", 2)]
    assert texts(pile.engine.suggest(f"{before}w harb")) == [(f"{before}w harbour", "word", 2)]
    assert texts(pile.engine.suggest(f"{before}word harb")) == []


def test_a_source_counts_its_articles(archive: Pile) -> None:
    for one in archive.engine.suggest("source:"):
        assert archive.search(one.text).articles == one.count


@given(st.text(max_size=30))
@cases(100)
def test_any_text_can_be_completed(paper: Pile, text: str) -> None:
    assert len(paper.engine.suggest(text, 5)) <= 5


def test_of_words_alike_in_all_the_first_is_offered_whatever_was_indexed_first(pile: Pile) -> None:
    newer = [record(f"n{n}", "N", "harbour") for n in range(9)]
    pile.write("a.jsonl", [*newer, record("steamer", "S", "steamer")])
    pile.update()
    pile.write("b.jsonl", [record("steamed", "S", "steamed")])
    pile.update()

    (better, *_) = pile.search("steamex").suggestions

    assert better.query == "steamed"


def test_words_of_articles_that_are_gone_keep_no_other_from_being_offered(pile: Pile) -> None:
    many = " ".join(f"herr{letter}{letter}" for letter in ascii_lowercase)
    pile.write("gone.jsonl", [record(f"g{n}", "T", many) for n in range(2)])
    pile.write("kept.jsonl", [record(f"k{n}", "T", "A herring was sold") for n in range(10)])
    pile.write("rare.jsonl", [record("r", "T", "Heather and herrscher")])
    pile.update()

    pile.remove("gone.jsonl")
    pile.update()

    assert [one.text for one in pile.engine.suggest("herr")] == ["herring", "herrscher"]
