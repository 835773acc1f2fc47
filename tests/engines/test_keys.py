"""Keys: sorted by their bytes, each once, as Python sorts them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchapp.engines.whoosh.format.keys import Keys, distinct
from tests.engines.cases import cases

WORDS = st.lists(
    st.text(alphabet="ab", max_size=30)
    | st.text(alphabet="\0a", max_size=9)
    | st.text(max_size=20),
    max_size=40,
)


def words_of(keys: Keys) -> list[str]:
    """Return the words of keys."""
    return [key.decode() for key in keys.each()]


@cases(300)
@given(WORDS)
def test_keys_are_sorted_by_their_bytes_each_once(words: list[str]) -> None:
    keys, number = distinct(Keys.of(words))

    found = words_of(keys)
    assert found == sorted(set(words), key=str.encode)
    assert [found[i] for i in number.tolist()] == words


@cases(50)
@given(WORDS, WORDS)
def test_keys_of_several_are_one_after_another(words: list[str], others: list[str]) -> None:
    assert words_of(Keys.joined([Keys.of(words), Keys.of(others)])) == words + others


def test_keys_are_taken_in_any_order() -> None:
    keys = Keys.of(["ferry", "", "å"])

    assert words_of(keys.take(np.array([2, 0, 2, 1]))) == ["å", "ferry", "å", ""]
