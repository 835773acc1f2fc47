"""The query language, as a table of texts and the trees they mean."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchapp.syntax import (
    MAX_CLAUSES,
    MAX_NEARS,
    MAX_PATTERNS,
    MAX_PHRASES,
    And,
    Dates,
    Every,
    Filter,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Word,
    parse,
    show,
)

A, B, C, D = Word("a"), Word("b"), Word("c"), Word("d")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Every()),
        ("  \t\n ", Every()),
        ("peace", Word("peace")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a OR b OR c", Or((A, B, C))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a OR b c AND d", Or((A, And((B, C, D))))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("(a b) (c d)", And((A, B, C, D))),
        ("((a))", A),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("NOT NOT a", A),
        ("-(-a)", A),
        ("a -b", And((A, Not(B)))),
        ("-a -b", And((Not(A), Not(B)))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("NOT (a b) c", And((Not(And((A, B))), C))),
        ('"cease  fire"', Phrase("cease fire")),
        ('-"cease fire"', Not(Phrase("cease fire"))),
        ('a"b c"d', And((A, Phrase("b c"), D))),
        ("a() b", And((A, B))),
        ('a OR ""', And((A, Word("or")))),
    ],
)
def test_words_phrases_and_operators(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize("text", ["a or b", "a and b", "not a", "og ELLER IKKE", "NEAR"])
def test_operators_are_upper_case_and_english(text: str) -> None:
    parsed = parse(text)
    assert parsed.tree in {Word(text), And(tuple(map(Word, text.split())))}
    assert not parsed.warnings


@pytest.mark.parametrize(
    "text",
    ["peace-talks", "e-mail", "14:30", "http://example.com/a?b=c:d", "AT&T", "C++", "Syria:"],
)
def test_marks_inside_a_word_are_part_of_it(text: str) -> None:
    assert parse(text) == parse(f" {text} ")
    assert parse(text).tree == Word(text)
    assert not parse(text).warnings


@pytest.mark.parametrize("text", ["“a b”", "”a b”", "„a b“", "»a b«", "«a b»", '"a b“'])
def test_typographic_quotation_marks_quote(text: str) -> None:
    assert parse(text).tree == Phrase("a b")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("title:peace", Word("peace", "title")),
        ("TITLE:peace", Word("peace", "title")),
        ('title:"cease fire"', Phrase("cease fire", "title")),
        ("title:univ*", Pattern("univ*", "title")),
        ("title:minster~", Fuzzy("minster", "title")),
        ("-title:peace", Not(Word("peace", "title"))),
        ("title:(a OR -b)", Or((Word("a", "title"), Not(Word("b", "title"))))),
        ("title:14:30", Word("14:30", "title")),
        ("source:Reuters", Filter("source", "Reuters")),
        ('source:"Radio  Free"', Filter("source", "Radio Free")),
        ("source:(Reuters OR AP)", Or((Filter("source", "Reuters"), Filter("source", "AP")))),
        ("-source:Reuters", Not(Filter("source", "Reuters"))),
        ("language:DA", Filter("language", "da")),
        ("date:2018", Dates("2018", "2018")),
        ("date:2018-08-21", Dates("2018-08-21", "2018-08-21")),
        ("date:2018-08..2018-09", Dates("2018-08", "2018-09")),
        ("date:2018..", Dates("2018", None)),
        ("date:..2019-03", Dates(None, "2019-03")),
        ("date:2018-8-1", Dates("2018-08-01", "2018-08-01")),
        ("date:2018-08..2018", Dates("2018-08", "2018")),
    ],
)
def test_fields(text: str, tree: Node) -> None:
    assert parse(text) == parse(show(tree))
    assert parse(text).tree == tree
    assert not parse(text).warnings


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("univ*", Pattern("univ*")),
        ("un*ity", Pattern("un*ity")),
        ("un**ity*", Pattern("un*ity*")),
        ("minster~", Fuzzy("minster")),
        ("minster~1", Fuzzy("minster")),
        ("(title:univ*, minster~!)", And((Pattern("univ*", "title"), Fuzzy("minster")))),
        ("G7/G2*", And((Word("G7"), Pattern("G2*")))),
        ("-herring,co*", Not(And((Word("herring"), Pattern("co*"))))),
        ("title:cod;herrng~", And((Word("cod", "title"), Fuzzy("herrng", "title")))),
        ("#clim*", Pattern("clim*")),
        ("12,50*", Pattern("12,50*")),
        ("12,*", Pattern("12,*")),
        ("peace-ta*", Pattern("peace-ta*")),
        ("\u0939\u0939\u093f*", Pattern("\u0939\u0939\u093f*")),
        ("a NEAR/5 b", Near(A, B, 5)),
        ('"a b" NEAR/5 c', Near(Phrase("a b"), C, 5)),
        ("a NEAR/2 b NEAR/3 c", And((Near(A, B, 2), Near(B, C, 3)))),
        ("-a NEAR/5 b", Not(Near(A, B, 5))),
        ("c a NEAR/5 b OR d", Or((And((C, Near(A, B, 5))), D))),
        ("title:a NEAR/5 b", Near(Word("a", "title"), Word("b", "title"), 5)),
    ],
)
def test_patterns_typos_and_nearness(text: str, tree: Node) -> None:
    assert parse(text).tree == tree
    assert not parse(text).warnings


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("*", Word("*")),
        ("a*", Word("a*")),
        ("*tion", Word("*tion")),
        ("ab*c*d*e*", Word("ab*c*d*e*")),
        ("ab~", Word("ab~")),
        ("wo*d~", Word("wo*d~")),
        ("word~3", Fuzzy("word")),
        ("-", Word("-")),
        ("a - b", And((A, B))),
        ("🎉", Word("🎉")),
        ("a 🎉", A),
        ("foo:bar", And((Word("foo"), Word("bar")))),
        ("-foo:bar", Not(And((Word("foo"), Word("bar"))))),
        ('foo:"b c"', And((Word("foo"), Phrase("b c")))),
        ("foo:(b OR c)", And((Word("foo"), Or((B, C))))),
        ("title:", Word("title")),
        ('source:""', Word("source")),
        ("title:-b", Word("b", "title")),
        ("c -source:-b", And((C, Not(Filter("source", "b"))))),
        ('title:"b c', And((Word("b", "title"), C))),
        ('(-source:"b', Not(Filter("source", "b"))),
        ('b"c', And((B, C))),
        ("date:2018-13", And((Word("date"), Word("2018-13")))),
        ("date:2018-02-31", And((Word("date"), Word("2018-02-31")))),
        ("date:..", Word("date")),
        ("date:[foo TO bar]", And(tuple(map(Word, ("date", "[foo", "TO", "bar]"))))),
        ("date:2019..2018", Dates("2018", "2019")),
        ("OR", Word("or")),
        ("AND OR NOT", And((Word("and"), Word("or"), Word("not")))),
        ("a OR", And((A, Word("or")))),
        ("(OR a)", And((Word("or"), A))),
        ("a OR OR b", Or((A, And((Word("or"), B))))),
        ("NEAR/5 a", And((Word("near/5"), A))),
        ("univ* NEAR/5 a", And((Pattern("univ*"), Word("near/5"), A))),
        ("a NEAR/0 b", Near(A, B, 1)),
        (f"a NEAR/{'9' * 6000} b", Near(A, B, 100)),
        ('"a b', And((A, B))),
        ('"a b" c"', And((Phrase("a b"), C))),
        ('"a b"~4', Phrase("a b")),
        ("(a b", And((A, B))),
        ("a) b", And((A, B))),
    ],
)
def test_what_cannot_be_syntax_is_words_with_a_warning(text: str, tree: Node) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert parsed.warnings
    assert all(sentence.endswith(".") for sentence in parsed.warnings)


def test_punctuation_between_the_words_of_a_headline_is_not_searched_for() -> None:
    parsed = parse("Peace – at last, & for all …")
    assert show(parsed.tree) == "Peace at last, for all"
    assert not parsed.warnings


def test_invisible_and_control_characters_are_not_there() -> None:
    assert parse("pea\u00adce\x00ta\u200blks \ud800").tree == And((Word("peace"), Word("talks")))


def test_letters_with_loose_accents_are_put_together() -> None:
    assert parse("a\u030arhus").tree == Word("århus")


def test_more_clauses_than_the_limit_are_left_out() -> None:
    parsed = parse(" OR ".join(f"w{n}" for n in range(MAX_CLAUSES + 50)))
    assert parsed.tree == Or(tuple(Word(f"w{n}") for n in range(MAX_CLAUSES)))
    assert len(parsed.warnings) == 1


def test_more_nears_than_the_limit_are_left_out() -> None:
    apart = parse(" OR ".join(f"w{n} NEAR/5 b" for n in range(MAX_NEARS + 2)))
    assert apart.tree == Or(tuple(Near(Word(f"w{n}"), B, 5) for n in range(MAX_NEARS)))
    assert apart.warnings == ("Only the first 4 NEARs were searched for.",)


@pytest.mark.parametrize(
    ("texts", "most", "kind"),
    [
        ([f"w{n}*" for n in range(30)], MAX_PATTERNS, "words with * or ~"),
        ([f"wo{n}~" for n in range(30)], MAX_PATTERNS, "words with * or ~"),
        ([f'"w{n} b"' for n in range(50)], MAX_PHRASES, "phrases"),
    ],
)
def test_more_patterns_or_phrases_than_the_limit_are_left_out(
    texts: list[str], most: int, kind: str
) -> None:
    parsed = parse(" OR ".join([*texts, "-c"]))
    kept = tuple(parse(text).tree for text in texts[:most])
    assert parsed.tree == Or((*kept, Not(C)))
    assert parsed.warnings == (f"Only the first {most} {kind} were searched for.",)


@pytest.mark.parametrize("mark", [":", ","])
def test_patterns_that_are_glued_together_are_counted_too(mark: str) -> None:
    parsed = parse("foo:" + mark.join(f"ab{n}*" for n in range(30)))

    found = parsed.tree.children if isinstance(parsed.tree, And) else ()
    assert [type(node) for node in found] == [Word] + [Pattern] * MAX_PATTERNS


def test_of_a_chain_of_more_nears_than_the_limit_the_first_are_kept() -> None:
    chain = parse(" NEAR/5 ".join(f"w{n}" for n in range(MAX_NEARS + 3)))
    words = [Word(f"w{n}") for n in range(MAX_NEARS + 1)]
    assert chain.tree == And(tuple(Near(a, b, 5) for a, b in pairwise(words)))
    assert len(chain.warnings) == 1


def test_negations_deeper_in_each_other_than_the_limit_are_left_out() -> None:
    kept = parse("a -(b -(c OR d))")
    assert not kept.warnings
    assert parse("a -(b -(c OR d -(b -c)))").tree == kept.tree
    assert len(parse("a -(b -(c -d))").warnings) == 1


def test_parentheses_as_deep_as_the_limit_are_kept() -> None:
    text = "b OR c"
    for _ in range(15):
        text = f"b OR (a ({text}))"
    parsed = parse(text)
    assert not parsed.warnings
    assert parse(show(parsed.tree)).tree == parsed.tree


HOSTILE = {
    "nested": "(" * 2000 + "a" + ")" * 2000,
    "opened": "(" * 20_000,
    "closed": ")" * 20_000,
    "alternating": "(a OR -(b " * 1500 + "))" * 1500,
    "letters": "a" * 20_000,
    "quotes": '"' * 20_001,
    "stars": "*" * 20_000,
    "tildes": "~" * 20_000,
    "hyphens": "-" * 20_000,
    "spaced hyphens": "- " * 10_000,
    "negations": "NOT " * 10_000,
    "ors": "OR " * 10_000,
    "nears": "a NEAR/5 " * 5_000,
    "colons": "a:" * 10_000,
    "fields": "title:" * 4_000,
    "nul": "\x00" * 20_000,
    "right to left": "שלום עולם \u202e\u200f مرحبا",
    "groups": "title:(" * 3_000,
    "dots": "date:" + "." * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_a_query_too(text: str) -> None:
    parsed = parse(text)
    assert parse(show(parsed.tree)).tree == parsed.tree


MARKS = (
    "OR",
    "AND",
    "NOT",
    "NEAR/2",
    "-",
    "--",
    "(",
    ")",
    '"',
    "”",
    "»",
    "*",
    "~",
    ":",
    "//",
    "..",
)
FIELDS = ("title:", "source:", "language:", "date:", "foo:")
WORDS = ("a", "b", "æble", "2018", "2018-02..2017", "*a", "ab*", "word~", "🎉", "–", "\u0301")
SYNTAX = st.lists(st.sampled_from((*MARKS, *FIELDS, *WORDS, " ", " ", " ")), max_size=40)


@settings(max_examples=500)
@example("title:(-")
@given(st.one_of(SYNTAX.map("".join), st.text()))
def test_showing_a_tree_and_parsing_it_again_gives_the_same_tree(text: str) -> None:
    tree = parse(text).tree
    assert parse(show(tree)).tree == tree


@given(st.lists(st.text("abcæøå-", min_size=1).filter(str.isalnum), min_size=1, max_size=20))
def test_plain_words_need_nothing_and_warn_of_nothing(words: list[str]) -> None:
    parsed = parse(" ".join(words))
    assert show(parsed.tree) == " ".join(words)
    assert not parsed.warnings
