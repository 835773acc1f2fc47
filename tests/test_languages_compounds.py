"""Danish compounds: a table of words, each with the parts that a reader would name."""

from tests.evaluate.compounds import measured, table


def test_the_table_is_large_and_mostly_compounds() -> None:
    assert len(table()) >= 300
    assert sum(map(bool, table().values())) >= 300


def test_splits_are_right_and_few_compounds_are_missed() -> None:
    precision, recall = measured()
    assert precision >= 0.97
    assert recall >= 0.85
