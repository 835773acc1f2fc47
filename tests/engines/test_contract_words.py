"""The query language: which of the articles written for it a query finds, and what is said."""

import pytest

from tests.engines.news import WRITTEN
from tests.engines.piles import Pile, ids, record

FINDS = [
    # every word must match, in any of its forms
    ("ferry", {"strike", "ferry"}, "plural and singular alike"),
    ("FERRIES", {"strike", "ferry"}, "in any case"),
    ("ferry Tern", {"strike", "ferry"}, "all words, in title or body"),
    ("voter", {"election"}, "a stem"),
    ("seals", {"seal"}, "an English plural"),
    ("children's", {"seal", "aarhus"} - {"aarhus"}, "child is a form of children"),
    ("minister", {"talks", "havn"}, "English ministers, Danish ministeren"),
    ("ministre", {"havn"}, "a Danish plural is no English word"),
    ("by", {"by", "mayor"}, "a town in Danish, a small word in English"),
    ("havn", {"havn"}, "a part of the compound færgehavn"),
    ("skib", {"havn"}, "Danish forms: skibet, skibene"),
    ("aarhus", {"aarhus"}, "as it was spelled for a while"),
    ("peace-talks", {"talks"}, "a hyphenated word"),
    ("peace talks", {"talks"}, "its parts"),
    ("cabinets", {"soft"}, "soft hyphens are no part of words"),
    ("cab\u00adinet", {"soft"}, "nor of queries"),
    ("blaabaer", {"aarhus"}, "letters spelled out"),
    # small words
    ("the election", {"election"}, "though Danish knows no small word 'the'"),
    ("the who", {"band", "mayor"}, "nothing but small words"),
    ("to be or not to be", {"band"}, "small words all"),
    ("the ferry of Tern", {"strike", "ferry"}, "small words are not asked for beside others"),
    # phrases are taken as written
    ('"peace talks"', {"talks"}, "side by side"),
    ('"talks peace"', set(), "in that order"),
    ('"old ferries"', {"ferry"}, "as written"),
    ('"old ferry"', set(), "not in other forms"),
    ('"The Who"', {"band"}, "small words count in a phrase"),
    ('"to be or not to be"', {"band"}, "and repeated ones"),
    ('"ferry for tern"', {"ferry"}, "in a title"),
    ('"tern the council"', set(), "never from the title on into the body"),
    ('"ferries"', {"ferry"}, "one word as written"),
    ('"peace-talks on"', {"talks"}, "with a hyphen"),
    # OR, NOT
    ("ferry OR election", {"strike", "ferry", "election"}, "either"),
    ("ferry -strike", {"ferry"}, "without"),
    ("ferry NOT strike", {"ferry"}, "without"),
    ("-ferry hallem", {"election"}, "negation first"),
    ('ferry -"old ferries"', {"strike"}, "without a phrase"),
    ("tern -ministre", {"strike", "ferry"}, "negated in Danish, found in any language"),
    ("tern -(dockers OR council)", {"havn"}, "without either"),
    ("(ferry OR election) hallem", {"strike", "election"}, "grouped"),
    ("-tern -hallem -harbour -talks", {"seal", "soft", "band", "by", "aarhus"}, "only negations"),
    # fields and filters
    ("title:ferry", {"ferry"}, "in the title"),
    ("title:(tern ferry)", {"ferry"}, "in a title, all"),
    ('title:"the who"', {"band"}, "a phrase in a title"),
    ("title:tern source:Kystbladet", {"havn"}, "a word and a filter"),
    ('source:"Tern Herald"', {"talks", "strike"}, "a filter alone"),
    ("language:da -havn", {"by", "aarhus"}, "a filter and a negation"),
    ("date:2018-08", {"talks", "strike", "by"}, "a month"),
    ("date:2018 tern", {"strike", "ferry"}, "a year and a word"),
    ("date:2019..", {"election"}, "an open range"),
    ("source:Kystbladet OR election", {"by", "havn", "election"}, "a filter or a word"),
    # patterns
    ("ferr*", {"strike", "ferry"}, "a prefix"),
    ("færge*", {"havn"}, "a Danish prefix"),
    ("elect*", {"election"}, "a prefix of several words"),
    ("trav*ers", {"ferry"}, "a star within"),
    ("title:elec*", {"election"}, "in the title"),
    ("ferri*", {"ferry"}, "of words as written, not of stems"),
    ("zeb*", set(), "none"),
    # a typo
    ("harbor~", {"mayor"}, "a letter too few"),
    ("harboour~", {"mayor"}, "a letter too many"),
    ("harbaur~", {"mayor"}, "another letter"),
    ("hrabour~", {"mayor"}, "two swapped"),
    ("garbour~", {"mayor"}, "another first letter"),
    ("arbour~", {"mayor"}, "no first letter"),
    ("hharbour~", {"mayor"}, "one before the first"),
    ("ahrbour~", {"mayor"}, "the first two swapped"),
    ("harbour~", {"mayor"}, "none"),
    ("peace-taks~", {"talks"}, "in a hyphenated word"),
    ("peace-talks~", {"talks"}, "none in a hyphenated word"),
    ("peacetalks~", {"talks"}, "without its hyphen"),
    ("abletræer~", {"aarhus"}, "æ for a"),
    ("harbo~", set(), "two are too many"),
    # near
    ("truce NEAR/4 war", set(), "the fifth word on"),
    ("truce NEAR/5 war", {"talks"}, "near enough"),
    ("war NEAR/5 truce", {"talks"}, "in either order"),
    ("minister NEAR/6 monday", set(), "the seventh on"),
    ("minister NEAR/7 monday", {"talks"}, "in any form"),
    ('"long war" NEAR/6 truce', {"talks"}, "a phrase"),
    ("title:mayor NEAR/3 harbour", {"mayor"}, "in the title"),
    # anything at all
    ("", {one["id"] for one in WRITTEN}, "nothing asked"),
    ("zebra", set(), "nothing found"),
    ("!!!", set(), "nothing to look for"),
]


@pytest.mark.parametrize(("q", "expected", "why"), FINDS, ids=[f"{q}: {w}" for q, _, w in FINDS])
def test_a_query_finds(paper: Pile, q: str, expected: set[str], why: str) -> None:
    results = paper.search(q, size=100)

    assert set(ids(results)) == expected
    assert results.articles == len(expected)


def test_the_word_as_written_outranks_its_other_forms(pile: Pile) -> None:
    pile.write(
        "a.jsonl",
        [
            record("forms", "Ferries", "The ferries came to the quay in the evening."),
            record("written", "Ferry", "The ferry came to the quay in the evening."),
            record("body", "Evening", "The ferry came to the quay in the evening."),
        ],
    )
    pile.update()

    assert ids(pile.search("ferry")) == ["written", "forms", "body"], "title before body"


def test_a_compound_part_counts_less_than_the_word_itself(pile: Pile) -> None:
    pile.write(
        "a.jsonl",
        [
            record("part", "Udenrigsministeren", "Udenrigsministeren rejste hjem i går.", "da"),
            record("word", "Ministeren", "Ministeren rejste hjem i går.", "da"),
        ],
    )
    pile.update()

    assert ids(pile.search("minister")) == ["word", "part"]


def test_an_answer_shows_how_the_question_was_understood(paper: Pile) -> None:
    assert paper.search("ferry   tern -strike").parsed == "ferry tern -strike"


def test_what_cannot_be_read_as_syntax_is_words_and_a_warning(paper: Pile) -> None:
    results = paper.search("ferry )(")

    assert set(ids(results)) == {"strike", "ferry"}
    assert any("parentheses" in warning for warning in results.warnings)


def test_where_no_article_has_all_words_the_best_partial_matches_are_shown(paper: Pile) -> None:
    results = paper.search("ferry tern travellers zebra")

    assert ids(results)[0] == "ferry"
    assert {"ferry", "strike"} <= set(ids(results))
    assert results.articles == len(results.hits)
    assert any("zebra" in warning and "rop" in warning for warning in results.warnings)
    assert not any("travellers" in warning for warning in results.warnings)


@pytest.mark.parametrize("small", ["themselves", "themselves,", "(themselves;)", "I've", "I’ve"])
def test_a_small_word_is_not_asked_for_whatever_marks_stand_around_it(
    paper: Pile, small: str
) -> None:
    results = paper.search(f"{small} ferry")

    assert set(ids(results)) == {"strike", "ferry"}
    assert results.warnings == ()


def test_words_to_drop_are_named_without_the_marks_of_a_pasted_sentence(paper: Pile) -> None:
    results = paper.search("The dockers walked, zzqq, on Friday.")
    (other,) = paper.search("dockers, (zzqq OR zzqqq).").suggestions

    assert results.warnings[0].endswith("Drop what no article has: zzqq.")
    assert other.text == "without zzqq OR zzqqq"


def test_words_that_never_meet_are_told_so(paper: Pile) -> None:
    results = paper.search("election mayor dockers")

    assert set(ids(results)) >= {"election", "mayor"}
    assert len(results.warnings) == 1
    assert "No article has all of the words" in results.warnings[0]


def test_partial_matches_keep_filters_and_negations(paper: Pile) -> None:
    results = paper.search('ferry tern zebra source:"Tern Herald" -election')

    assert ids(results) == ["strike"]


def test_partial_matches_obey_the_choices_beside_the_box(paper: Pile) -> None:
    results = paper.search("ferry tern zebra", source=("Harbour Post",))

    assert ids(results) == ["ferry"]
    assert results.facets["source"].values[0].articles >= 1


def test_a_whole_sentence_pasted_into_the_box_finds_its_article(paper: Pile) -> None:
    sentence = "On Friday the dockers walked out, and Tern's ferries no longer sailed from Hallem!"

    assert ids(paper.search(sentence))[0] == "strike"


def test_one_word_that_is_nowhere_finds_nothing_and_says_nothing_of_partial_matches(
    paper: Pile,
) -> None:
    results = paper.search("zebra")

    assert (results.articles, results.warnings) == (0, ())


HOSTILE = [
    "(" * 250 + "a" + ")" * 250,
    "harbour " * 62,
    "a* " * 100,
    "ab*c*d* " * 60,
    "x~ NEAR/99999999999 y~",
    "date:[foo TO bar]",
    "harbour~99",
    "\x00\ud800 harbour",
    "*" * 500,
    "-" * 500,
    '"' * 499,
    "title:title:title:",
    "NEAR/5 NEAR/5 OR AND NOT",
    "é" * 500,
    "🦭" * 500,
    "a" * 500 + "~",
    " OR ".join(["the"] * 80),
    "source: language: date:",
    "harbour NEAR/0 mayor",
]


@pytest.mark.parametrize("q", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_a_valid_query(paper: Pile, q: str) -> None:
    results = paper.search(q)

    assert results.articles <= len(WRITTEN)
    assert len(results.hits) == min(results.articles, 10)


def test_a_title_made_of_the_first_sentence_is_shown_but_its_words_count_once(pile: Pile) -> None:
    body = "Ferry aground at dawn. Nobody was hurt."
    pile.write("a.jsonl", [record("untitled", None, body), record("titled", "Ferry aground", body)])
    pile.update()

    found = pile.search("ferry")

    assert ids(found) == ["titled", "untitled"]
    assert found.hits[1].title == "Ferry aground at dawn."
    assert ids(pile.search("title:ferry")) == ["titled"]


def test_an_article_is_given_back_whole(paper: Pile) -> None:
    article = paper.engine.article("by")

    assert article is not None
    assert (article.title, article.source, article.language) == (
        "En by ved fjorden", "Kystbladet", "da",
    )  # fmt: skip
    assert article.body == WRITTEN[8]["body"]
    assert article.published is not None
    assert article.published.value == "2018-08-22"


@pytest.mark.parametrize("name", ["gone", "lost", "nowhere", "", "\ud800"])
def test_an_article_that_is_not_there_is_none(paper: Pile, name: str) -> None:
    assert paper.engine.article(name) is None


@pytest.mark.parametrize(
    ("q", "word"),
    [
        ("women's*", "women"),
        ("wom*n’s*", "women"),
        ("wom*n's*", "women"),
        ("EU's*", "EU’s"),
        ("tv'e*", "TV'erne"),
        ("they'r*", "they're"),
        ("women's-r*", "women's-rights"),
    ],
)
def test_a_pattern_finds_words_whose_genitive_or_article_is_cut_off(
    pile: Pile, q: str, word: str
) -> None:
    pile.write("a.jsonl", [record("a", "Ord", f"Her er {word}."), record("b", "Ord", "Wombats.")])
    pile.update()

    assert ids(pile.search(q)) == ["a"]


@pytest.mark.parametrize("letter", ["x", "ø", "漢"])
@pytest.mark.parametrize("word", ["skibe", "blåbær", "jordbærgrød"])
def test_a_typo_is_found_wherever_it_is(pile: Pile, word: str, letter: str) -> None:
    pile.write("a.jsonl", [record("a", "Ord", f"Her er {word}.", "da")])
    pile.update()
    places = range(len(word))
    typos = {
        *(word[:i] + letter + word[i + 1 :] for i in places),
        *(word[:i] + letter + word[i:] for i in range(len(word) + 1)),
        *(word[:i] + word[i + 1 :] for i in places),
        *(word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :] for i in places),
    }

    assert [typo for typo in typos if ids(pile.search(f"body:{typo}~")) != ["a"]] == []
