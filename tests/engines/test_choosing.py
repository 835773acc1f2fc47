"""Which hits are worth comparing, where there are too many to sort."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchapp.engines.whoosh.searching.collect import HEATS, contenders

MANY = st.lists(st.integers(0, 40), min_size=2 * HEATS * 3, max_size=400)


@given(MANY, st.integers(1, 3))
def test_the_greatest_of_many_are_contenders_and_so_is_what_is_equal(
    numbers: list[int], count: int
) -> None:
    values = np.array(numbers, np.float32)

    found = contenders(values, count)

    least = np.sort(values)[-count]
    assert set(np.flatnonzero(values >= least)) <= set(found.tolist())


def test_few_others_are() -> None:
    values = np.random.default_rng(1).permutation(20_000)

    assert len(contenders(values, 10)) < 20
