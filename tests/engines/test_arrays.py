"""Small things done to whole arrays, beside what plain Python makes of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchapp.engines.whoosh.format import arrays

NEAR_THE_HALVES = st.sampled_from([0, 1, 0xFFFF, 0x1_0000, 0x1_0001, 0x2_0000, 0xFFFF_FFFF])


@given(st.lists(NEAR_THE_HALVES | st.integers(0, 0xFFFF_FFFF), max_size=200))
def test_a_stable_order_sorts_and_keeps_equal_numbers_in_order(values: list[int]) -> None:
    order = arrays.stable_order(np.array(values, np.uint32))

    assert order.tolist() == sorted(range(len(values)), key=values.__getitem__)
