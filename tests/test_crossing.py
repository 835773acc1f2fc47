"""A question read in the other language: which words get counterparts, and what that is worth."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as q

from searchapp import crossing, languages, syntax
from searchapp.compile import compiled
from searchapp.crossing import Crossed, also, readings
from searchapp.engines.whoosh.searching.evaluate import RULES
from searchapp.forms import CROSSED, FIELDS, forms_of, met
from searchapp.languages import cross, cross_table
from tests.engines import tongues
from tests.test_compile import nodes

BOTH = ["da", "en"]


def crossed(text: str, code: str = "da") -> set[str]:
    """Return the words of a question that have counterparts in a language."""
    trees = readings(syntax.parse(text).tree, code)
    return {node.word.text for tree in trees for node in leaves(tree) if isinstance(node, Crossed)}


def leaves(tree: Any) -> Iterator[Any]:
    """Yield the leaves of a tree of the query language."""
    inner = [tree.child] if isinstance(tree, syntax.Not) else getattr(tree, "children", ())
    yield from (leaf for child in inner for leaf in leaves(child))
    if not inner:
        yield tree


def shown(text: str, codes: list[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return what is said to be looked for too, in an index that has everything."""
    return dict(also(syntax.parse(text).tree, codes or BOTH, lambda words: True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("election", {"election"}),
        ("title:election", {"election"}),
        ("German election", {"German", "election"}),
        ("German OR election", {"German", "election"}),
        ("ferry -election", {"ferry"}),  # what is negated is read by itself
        ("(ferry OR bridge) harbour", {"ferry", "bridge", "harbour"}),
        ("ferry source:Tern language:da date:2018", {"ferry"}),
        ("trade-war", {"trade-war"}),
        # as written
        ('"election"', set()),
        ('"German election"', set()),
        ("elect*", set()),
        ("election~", set()),
        ("election NEAR/5 German", set()),
        ("source:election", set()),
        # nothing to say
        ("", set()),
        ("--", set()),
        ("the of", set()),
        ("Merkel 2018", set()),
    ],
)
def test_plain_words_have_counterparts(text: str, expected: set[str]) -> None:
    assert crossed(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("the election", "en", 1),
        ("the election", "da", 1),
        ("valget er afgjort", "da", 1),
        ("Merkel", "da", 1),
        ("minister", "da", 1),
        ("rederi by hotel", "da", 1),
        ("election valg by", "da", 2),
        ("election", "sv", 1),
    ],
)
def test_a_question_is_read_in_as_many_ways_as_its_words_allow(
    text: str, code: str, expected: int
) -> None:
    assert len(readings(syntax.parse(text).tree, code)) == expected


def test_a_question_surely_in_a_language_is_left_alone_in_that_language() -> None:
    tree = syntax.parse("the election in Germany").tree

    assert readings(tree, "en") == (tree,)


def test_words_of_grammar_of_the_other_language_are_not_asked_for() -> None:
    (tree,) = readings(syntax.parse("the election by Germany source:Tern").tree, "da")

    assert [leaf.word.text for leaf in leaves(tree) if isinstance(leaf, Crossed)] == [
        "election",
        "Germany",
    ]
    assert sum(isinstance(leaf, syntax.Filter) for leaf in leaves(tree)) == 1
    assert not any(isinstance(leaf, syntax.Word) for leaf in leaves(tree))


def test_what_is_looked_for_too_is_said_by_language() -> None:
    assert shown("German ferries") == {"da": ("tysk", "tysker", "færge")}
    assert shown("tyske færger") == {"en": ("German", "ferry")}
    assert shown("United States")["da"][0] == "USA"


def test_only_what_occurs_is_said_to_be_looked_for() -> None:
    tree = syntax.parse("German ferries").tree

    assert also(tree, BOTH, lambda words: words[0].endswith(":færge")) == {"da": ("færge",)}
    assert also(tree, ["en"], lambda words: True) == {}
    assert also(tree, BOTH, lambda words: False) == {}


# What it is worth


def counts(tree: Any) -> dict[str, float]:
    """Return by field what all terms and phrases of a tree count together."""
    total = dict.fromkeys(FIELDS, 0.0)
    for node in nodes(tree):
        if isinstance(node, q.Term):
            total[node.fieldname] += node.boost
        if isinstance(node, q.Phrase):
            total[node.fieldname] += node.boost * len(node.words)
    return total


WORDS = [
    (word, code) for code in cross_table.PAIR for word in sorted(cross_table.table(code).words)
]


@given(st.sampled_from(WORDS))
def test_counterparts_together_count_less_than_the_word_as_written(asked: tuple[str, str]) -> None:
    word, source = asked
    target = cross.opposite(source) or ""
    (meant,) = cross.counterparts([word], source, True)

    added = counts(met(word, meant, None, target))
    native = counts(forms_of(word, None, target))
    own = counts(forms_of(word, None, source))
    for field, weight in FIELDS.items():
        assert added[field] - native[field] <= CROSSED * weight * 1.0001
        if word not in languages.LANGUAGES[source].stopwords:
            assert added[field] - native[field] < own[field]


def test_a_compound_counts_no_more_by_its_parts() -> None:
    (meant,) = cross.counterparts(["valgnatten"], "da", True)

    assert meant.parts
    added = counts(met("valgnatten", meant, "body", "en"))
    assert added["body"] - counts(forms_of("valgnatten", "body", "en"))["body"] < CROSSED * 1.0001


def test_without_crossing_a_question_means_what_it_meant() -> None:
    tree = syntax.parse("German election").tree

    assert (
        compiled(tree, BOTH)
        == compiled(tree, BOTH, cross=False)
        != compiled(tree, BOTH, cross=True)
    )


@given(tongues.nodes())
def test_only_nodes_that_the_evaluation_has_rules_for_come_out(tree: syntax.Node) -> None:
    assert {type(node) for node in nodes(compiled(tree, BOTH, cross=True))} <= RULES.keys()


@given(st.text(max_size=60))
def test_any_text_can_be_read_in_the_other_language(text: str) -> None:
    tree = syntax.parse(text).tree

    for code in BOTH:
        assert all(compiled(read, [code]) is not None for read in crossing.readings(tree, code))
