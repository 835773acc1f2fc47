"""Counters side by side in one integer."""

from hypothesis import given
from hypothesis import strategies as st

from searchapp.languages.lanes import packed, unpacked

COUNTS = st.integers(0, 2**20)
ROWS = st.integers(1, 60).flatmap(
    lambda lanes: st.lists(st.lists(COUNTS, min_size=lanes, max_size=lanes), min_size=1)
)


@given(ROWS)
def test_a_sum_of_packed_counts_is_the_sum_of_each(rows: list[list[int]]) -> None:
    total = sum(map(packed, rows))
    assert unpacked(total, len(rows[0])) == [sum(lane) for lane in zip(*rows, strict=True)]


def test_nothing_counted_is_nothing_in_every_lane() -> None:
    assert unpacked(0, 3) == [0, 0, 0]
