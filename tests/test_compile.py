"""What a question means: the tree of `whoosh.query` that every engine runs."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import languages, syntax
from searchapp.compile import MEANINGS, NOTHING, compiled, is_scored
from searchapp.days import last_day, span
from searchapp.engines.whoosh.searching.evaluate import RULES
from searchapp.forms import FIELDS, AnyForm

BOTH = ["da", "en"]
WITHIN = ("subqueries", "subqs", "qs", "child")
"""Where nodes of `whoosh.query` keep what they are made of."""


def meaning(text: str, codes: list[str] | None = None, enough: int = 0) -> Any:
    """Return the tree of a question."""
    return compiled(syntax.parse(text).tree, ["en"] if codes is None else codes, enough)


def nodes(tree: Any) -> Iterator[Any]:
    """Yield all nodes of a tree."""
    yield tree
    inner = next((getattr(tree, name) for name in WITHIN if hasattr(tree, name)), ())
    for child in inner if isinstance(inner, Sequence) else [inner]:
        yield from nodes(child)


def terms(tree: Any) -> set[tuple[str, str]]:
    """Return the terms that a tree asks for."""
    return {(n.fieldname, n.text) for n in nodes(tree) if isinstance(n, q.Term)}


def words(tree: Any) -> set[str]:
    """Return the words as written that a tree asks for."""
    return {text for _, text in terms(tree) if text[0].isalpha()}


def test_a_word_is_looked_for_in_all_its_forms_in_title_and_body() -> None:
    tree = meaning("ferries")

    expansion = languages.expansion("ferries", "en")
    assert terms(tree) == {(field, key) for field in FIELDS for key, _ in expansion}
    assert {(n.fieldname, n.text): n.boost for n in nodes(tree) if isinstance(n, q.Term)} == {
        (field, key): weight * level
        for field, weight in FIELDS.items()
        for key, level in reversed(expansion)
    }


def test_a_named_field_is_the_only_one_searched() -> None:
    assert {field for field, _ in terms(meaning('title:ferry OR title:"the ferry"'))} == {"title"}


def test_a_question_is_compiled_for_each_language_and_the_best_counts() -> None:
    tree = meaning("minister", BOTH)

    assert isinstance(tree, q.DisjunctionMax)
    assert [{key[1:3] for _, key in terms(side) if key[0] < " "} - {"mi"} for side in tree] == [
        {"da"}, {"en"},
    ]  # fmt: skip


def test_what_means_the_same_in_all_languages_is_asked_once() -> None:
    assert not isinstance(meaning("source:Tern date:2018", BOTH), q.DisjunctionMax)
    assert not isinstance(meaning('"the ferry"', BOTH), q.DisjunctionMax)


def test_languages_without_knowledge_of_their_own_add_no_trees() -> None:
    assert meaning("ferry", ["de", "en", "und"]) == meaning("ferry", ["en"])
    assert words(meaning("ferry", ["de"])) == words(meaning("ferry", [])) == {"ferry"}


@pytest.mark.parametrize(
    ("q", "code", "expected"),
    [
        ("the ferry", "en", {"ferry"}),
        ("the ferry", "da", {"the", "ferry"}),
        ("færgen og broen", "da", {"færgen", "faergen", "broen"}),
        ("the of", "en", {"the", "of"}),
        ("The", "en", {"the"}),
        ("the ferry source:Tern", "en", {"ferry", "Tern"}),
        ("the source:Tern", "en", {"the", "Tern"}),
        ("the OR ferry", "en", {"the", "ferry"}),
        ('"the ferry" of', "en", set()),
    ],
)
def test_small_words_are_asked_for_only_where_there_are_no_others(
    q: str, code: str, expected: set[str]
) -> None:
    assert words(meaning(q, [code])) == expected


def test_a_phrase_is_its_words_as_written() -> None:
    tree = meaning('"The ferries of Tern"')

    assert [(n.fieldname, list(n.words), n.boost) for n in nodes(tree) if type(n) is q.Phrase] == [
        (field, ["the", "ferries", "of", "tern"], weight) for field, weight in FIELDS.items()
    ]
    assert terms(tree) == set()


def test_a_phrase_of_one_word_is_that_word_as_written() -> None:
    assert terms(meaning('"Ferries"')) == {("title", "ferries"), ("body", "ferries")}


def test_a_hyphenated_word_is_its_parts_side_by_side_or_the_whole() -> None:
    tree = meaning("title:peace-talks")

    (phrase,) = (n for n in nodes(tree) if isinstance(n, q.Phrase))
    assert list(phrase.words) == ["peace", "talks"]
    assert ("title", "peace-talks") in terms(tree)


def test_what_is_unwanted_is_unwanted_in_every_language() -> None:
    tree = meaning("ferry -minister", BOTH)

    assert isinstance(tree, q.AndNot)
    assert {key[1:3] for _, key in terms(tree.b) if key[0] == "\x01"} == {"da", "en"}


def test_what_is_unwanted_is_asked_for_once_in_each_language() -> None:
    tree = meaning("ferry -(quay -minister)", BOTH)

    stems = [n.text for n in nodes(tree) if isinstance(n, q.Term) and n.fieldname == "title"]
    for code in BOTH:
        assert stems.count(f"\x02{code}:minist") == 1


def test_filters_narrow_and_do_not_score() -> None:
    tree = meaning("ferry source:Tern date:2018-02")

    assert isinstance(tree, q.Require)
    assert not any(isinstance(n, q.ConstantScoreQuery) for n in nodes(tree.a))
    assert {type(n) for n in tree.b} == {q.ConstantScoreQuery}


def test_negations_alone_start_from_every_article() -> None:
    tree = meaning("-ferry")

    assert isinstance(tree, q.AndNot)
    assert any(isinstance(n, q.Every) for n in nodes(tree.a))


def test_nothing_asked_is_every_article() -> None:
    assert meaning("") == q.ConstantScoreQuery(q.Every(), 1.0)


@pytest.mark.parametrize("text", ["--", "!!!"])
def test_words_without_letters_find_nothing(text: str) -> None:
    assert meaning(text) == NOTHING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title:ferr*", q.Prefix("title", "ferr")),
        ("title:FERR*", q.Prefix("title", "ferr")),
        ("title:they’r*", q.Prefix("title", "they'r")),
        ("title:fe*y", q.Wildcard("title", "fe*y")),
        ("title:fe*y*", q.Wildcard("title", "fe*y*")),
        ("title:Fery~", q.FuzzyTerm("title", "fery")),
    ],
)
def test_patterns_score_alike_whatever_they_match(text: str, expected: q.Query) -> None:
    tree = meaning(text)

    assert isinstance(tree, q.ConstantScoreQuery)
    assert (tree.child, tree.score) == (expected, FIELDS["title"])


def test_near_is_asked_in_each_field_apart_in_either_order() -> None:
    tree = meaning('ferry NEAR/3 "old quay"')

    near = [n for n in nodes(tree) if isinstance(n, SpanNear2)]
    assert [(n.slop, n.ordered, type(n.qs[0])) for n in near] == [(3, False, AnyForm)] * 2
    assert [n.qs[1].fieldname for n in near] == ["title", "body"]
    assert len([n for n in nodes(meaning("title:a NEAR/3 b")) if isinstance(n, SpanNear2)]) == 1


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2018", "2018", ("2018-01-01", "2018-12-31")),
        ("2016-02", "2016-02", ("2016-02-01", "2016-02-29")),
        ("2018-02", "2018-02", ("2018-02-01", "2018-02-28")),
        ("2018-08-21", "2018-08-21", ("2018-08-21", "2018-08-21")),
        (None, "2018", (None, "2018-12-31")),
        ("9999", None, ("9999-01-01", None)),
    ],
)
def test_dates_span_from_their_first_day_to_their_last(
    first: str | None, last: str | None, expected: tuple[str | None, str | None]
) -> None:
    assert span(first, last) == expected
    assert last is None or last_day(last) == expected[1]


def test_with_enough_that_many_clauses_will_do_and_filters_stay() -> None:
    tree = meaning("ferry quay harbour source:Tern -bridge", enough=2)

    some = [n for n in nodes(tree) if isinstance(n, q.Or) and n.minmatch > 1]
    assert [(n.minmatch, len(n.subqueries)) for n in some] == [(2, 3)]
    assert isinstance(tree, q.AndNot)
    assert isinstance(tree.a, q.Require)


def test_words_score_and_filters_dates_and_negations_do_not() -> None:
    clauses = syntax.parse('a* b~ bcd~ "e f" g NEAR/2 h source:x date:2018 -i (j OR k)').tree

    assert isinstance(clauses, syntax.And)
    assert [is_scored(child) for child in clauses.children] == [True] * 5 + [False] * 3 + [True]


def test_every_node_of_the_language_has_a_meaning() -> None:
    kinds = {kind for kind in vars(syntax).values() if isinstance(kind, type)}

    assert kinds - {syntax.Parsed} <= MEANINGS.keys()


QUESTIONS = [
    "", "ferry", "the", "peace-talks -by", '"the ferry" OR "quay"', "fe* OR qu*y title:fery~",
    "a NEAR/5 b", 'title:a NEAR/5 "b c"', "source:Tern OR date:..2018", "-(a OR b) language:da",
]  # fmt: skip


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("codes", [[], ["en"], BOTH, ["da", "de", "en", "no", "sv"]])
def test_only_nodes_that_the_evaluation_has_rules_for_come_out(text: str, codes: list[str]) -> None:
    kinds = {type(node) for node in nodes(meaning(text, codes))}

    assert kinds <= RULES.keys()
