"""The values of all facets, numbered through a whole index, and how many articles have each.

A part of an index counts its articles by combination of values; the counts of a value are the sum
of those of its combinations. So all facets are counted in one go.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.facets import MISSING

Ints = NDArray[np.int64]


class Counted(NamedTuple):
    """A facet's values, sorted, how many articles have each, and how many have none of them."""

    values: Sequence[str]
    articles: Ints
    missing: int


class FacetValues(NamedTuple):
    """Each facet's values in the whole index, sorted, and those of each part's combinations.

    Values are numbered through, each facet's followed by a number for none of them. A column has
    the number of each combination, once for each facet.
    """

    names: Mapping[str, Sequence[str]]
    columns: Sequence[Ints]

    def counted(self, counts: Sequence[Sequence[Ints]]) -> Mapping[str, Counted]:
        """Count by value: `counts` has, by part and facet, the articles of each combination."""
        size = sum(map(len, self.names.values())) + len(self.names)
        total = np.zeros(size)
        for column, of_facets in zip(self.columns, counts, strict=True):
            total += np.bincount(column, np.concatenate(of_facets), size)
        return dict(self._by_facet(total.astype(np.int64)))

    def _by_facet(self, total: Ints) -> Iterator[tuple[str, Counted]]:
        start = 0
        for facet, values in self.names.items():
            stop = start + len(values)
            yield facet, Counted(values, total[start:stop], int(total[stop]))
            start = stop + 1


def facet_values(
    facets: Mapping[str, Sequence[tuple[Sequence[str], NDArray[np.int32]]]],
) -> FacetValues:
    """Return the values numbered; `facets` has by part its own names and its column of them.

    A column has a number, of the part's own, for each combination, -1 for no value. A value that
    is written like a facet's name for none of them is none of them: one cannot be chosen without
    the other.
    """
    names: dict[str, Sequence[str]] = {}
    columns: list[list[Ints]] = []
    start = 0
    for facet, parts in facets.items():
        none = MISSING[facet]
        values = names[facet] = sorted({name for own, _ in parts for name in own} - {none})
        number = {name: i for i, name in enumerate([*values, none], start)}
        columns.append(
            [np.array([number[name] for name in (*own, none)])[column] for own, column in parts]
        )
        start += len(number)
    return FacetValues(names, [np.concatenate(part) for part in zip(*columns, strict=True)])


def years(column: NDArray[np.int32]) -> tuple[Sequence[str], NDArray[np.int32]]:
    """Return a column of years, 0 for none, as values and a column of their numbers."""
    known = sorted(set(column[column > 0].tolist()))
    numbers = np.where(column > 0, np.searchsorted(known, column), -1)
    return [f"{year:04}" for year in known], numbers.astype(np.int32)
