"""Text to words: what a text is made of, and where each word stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.languages import tokenize
from searchapp.languages.tokens import cut, plain

WORDS = {
    "Plain WORDS, in a row.": "plain words in a row",
    "": "",
    " - ' . ": "",
    "Mayor's keys and ships' bells": "mayor keys and ships bells",
    "Mayor’s keys": "mayor keys",
    "EU's plan, tv'et, pc'erne, AM'er": "eu plan tv pc am",
    "1960'erne og 90'ernes": "1960 og 90",
    "rock'n'roll don't": "rock'n'roll don't",
    "'quoted' words": "quoted words",
    "the U.S. and the E.U.'s": "the us and the eu s",
    "2.300 = 2,300 = 2300": "2300 2300 2300",
    "1.234.567,89 = 1,234,567.89": "1234567,89 1234567.89",
    "kl. 14.30 steg 2,3": "kl 14.30 steg 2,3",
    "snake_case": "snake case",
    "Æblegrød på Ærø": "æblegrød på ærø",
    "so\u00adft hy\u200bphens": "soft hyphens",
    "cafe\u0301 A\u030arhus": "café århus",
    "İzmir": "i̇zmir",
    "one😀two": "one two",
    "日本 और ไทย": "日本 और ไทย",
}
ALSO = {
    "an anti-war e-mail": [("anti-war", 1), ("e-mail", 3)],
    "an F\u201116, Anglo\u2010Danish": [("f-16", 1), ("anglo-danish", 3)],
    "state-of-the-art": [("state-of-the-art", 0)],
    "from H&M or a.com": [("h&m", 1), ("a.com", 4)],
    "søn- og helligdage": [],
    "a-" * 60 + "b": [],
}
TEXTS = st.text(alphabet="aBåéz19.,'’-& \u00ad\u0301İ😀\n_\u200b", max_size=20) | st.text()


@pytest.mark.parametrize("text", WORDS)
def test_a_text_has_these_words(text: str) -> None:
    assert tokenize(text).words == WORDS[text].split()


@pytest.mark.parametrize("text", ALSO)
def test_joined_words_are_found_whole_where_their_first_part_is(text: str) -> None:
    assert tokenize(text).also == ALSO[text] or (not tokenize(text).also and not ALSO[text])


def test_the_parts_of_a_joined_word_follow_each_other() -> None:
    assert tokenize("an anti-war e-mail").words == ["an", "anti", "war", "e", "mail"]


def test_places_are_places_in_the_text_as_it_is() -> None:
    text = "\u200bThe U.S. said: Denmark’s so\u00adft anti-war cafe\u0301s"
    tokens = tokenize(text)
    places = zip(tokens.starts, tokens.ends, strict=True)
    assert [text[a:b] for a, b in places] == [
        *("The", "U.S", "said", "Denmark", "so\u00adft", "anti", "war", "cafe\u0301s")
    ]


@given(TEXTS)
def test_any_text_gives_words_in_order_each_at_its_place(text: str) -> None:
    tokens = tokenize(text)
    assert len(tokens.words) == len(tokens.starts) == len(tokens.ends)
    assert (tokens.starts < tokens.ends).all()
    assert (tokens.starts[1:] >= tokens.ends[:-1]).all()
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        written = plain(text[start:end])
        assert word in (written, written.replace(".", ""), written.replace(",", ""))
    assert all(0 <= position < len(tokens.words) - 1 for _, position in tokens.also)


@given(TEXTS)
def test_words_are_the_same_in_capitals_decomposed_or_with_soft_hyphens(text: str) -> None:
    letters = "".join(c for c in text if (c.isascii() and c != ".") or c in "åæøé")
    changed = letters.replace("a", "a\u00ad").replace("å", "a\u030a").replace("é", "e\u0301")
    assert tokenize(changed).words == tokenize(letters).words
    assert tokenize(letters.upper()).words == tokenize(letters).words


@given(st.text(alphabet="aBæÅéŠžŸ’“”–19.,'-& \u00ad\n", max_size=30))
def test_words_are_the_same_beside_characters_of_any_kind(text: str) -> None:
    alone, beside = tokenize(text), tokenize(text + " ☂日")
    assert [*alone.words, "日"] == beside.words
    assert [*alone.starts, len(text) + 2] == beside.starts.tolist()
    assert alone.also == beside.also


@given(TEXTS)
def test_a_cut_spells_the_same_words(text: str) -> None:
    found = cut(text)
    assert found.words(range(len(found.starts))) == tokenize(text).words
