"""Numbers for words: each word of a language has one, whatever the text it is met in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchapp import languages
from searchapp.engines.whoosh.writing.numbering import Numbering
from tests.engines.cases import cases

TEXTS = st.lists(
    st.tuples(st.text(alphabet="abæÅ’'.-1Š☂ ", max_size=40) | st.text(max_size=20), st.booleans()),
    max_size=8,
)


def numbers(known: Numbering, text: str, language: str) -> list[int]:
    """Return the number of each word of a text, and of the wholes that stand beside words."""
    cut, code = languages.cut(text), known.code(language)
    words, wholes = known.numbers(cut, np.full(len(cut.starts), code))
    return [*words.tolist(), *wholes.tolist()]


@cases(200)
@given(TEXTS)
def test_words_are_numbered_as_by_a_dictionary(texts: list[tuple[str, bool]]) -> None:
    known = Numbering()
    expected: dict[tuple[str, str], int] = {}
    for text, danish in texts:
        language = "da" if danish else "en"
        found, tokens = numbers(known, text, language), languages.tokenize(text)
        words = [*tokens.words, *(whole for whole, _ in tokens.also)]
        for number, word in zip(found, words, strict=True):
            assert expected.setdefault((word, language), number) == number
            assert known.keys.each()[number].decode() == word
            assert known.codes[number] == known.languages[language]
    assert sorted(expected.values()) == list(range(len(known)))


def test_many_words_keep_their_numbers_while_the_table_grows() -> None:
    known = Numbering()
    text = " ".join(f"word{n}" for n in range(100_000))

    first = numbers(known, text, "en")

    assert sorted(first) == list(range(100_000))
    assert numbers(known, text, "en") == first


def test_a_text_with_invisible_marks_has_the_same_numbers() -> None:
    known = Numbering()
    first = numbers(known, "soft ferry", "en")

    assert numbers(known, "so\u00adft fer\u200b\u00adry", "en") == first


def test_long_words_are_told_apart_by_every_letter() -> None:
    known = Numbering()
    words = [f"{'a' * length}{end}" for length in (7, 8, 15, 63, 64, 5_000) for end in "abč"]

    first = numbers(known, " ".join(words), "en")

    assert sorted(first) == list(range(len(words)))
    assert numbers(known, " ".join([*words[::3], "☂"]), "en") == first[::3]


def test_a_word_has_one_number_however_its_text_is_encoded() -> None:
    known = Numbering()
    first = numbers(known, "fišer œuvre Žižek", "en")  # one byte a letter, if not the code point's

    assert numbers(known, "fišer ☂ œuvre ☂ Žižek ŸŽ", "en")[:3] == first
    assert known.numbers_of(["žižek", "œuvre"], np.zeros(2, np.intp)).tolist() == first[:0:-1]
