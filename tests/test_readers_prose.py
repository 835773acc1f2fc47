"""Texts as they are kept: the quick way and the thorough way give the same."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.readers import prose
from tests.engines.cases import cases

PIECES = st.sampled_from(
    [
        *"abåé “☂😀&",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\xa0",
        "\u00ad",
        "\u2009",
        "\x01",
        "e\u0301",
        "word " * 12,
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=30)


@cases(500)
@given(TEXTS)
def test_a_text_flows_as_its_paragraphs_do(text: str) -> None:
    assert prose.flowing(text) == prose.body(prose.paragraphs(prose.tidy(text)))


@cases(500)
@given(TEXTS)
def test_a_line_is_a_tidied_text_with_single_spaces(text: str) -> None:
    assert prose.one_line(text) == " ".join(prose.tidy(text).split())


@cases(500)
@given(TEXTS)
def test_a_text_that_is_even_has_nothing_to_clean(text: str) -> None:
    if prose.is_even(text):
        assert prose.is_plain(text)
        assert "  " not in text


@pytest.mark.parametrize("piece", [".", "!?", "…”", "a.", ". "])
def test_a_row_of_stops_is_no_sentence_and_soon_read(piece: str) -> None:
    began = process_time()
    assert prose.first_sentence(piece * 1_200)
    assert process_time() - began < 1
