"""The values of all facets, numbered through a whole index, and how many articles have each.

A part of an index counts its articles by combination of values; sums over combinations, taken in
the order of a facet's values, are the counts of the values. So all facets are counted in one go.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.whoosh.arrays import changes

Ints = NDArray[np.int64]


class Counted(NamedTuple):
    """A facet's values, sorted, how many articles have each, and how many have none of them."""

    values: Sequence[str]
    articles: Ints
    missing: int


class Sums(NamedTuple):
    """How the counts of a part's combinations, once for each facet, add up to those of values.

    Taken in `order`, those of a value stand side by side, from `starts` on; `numbers` says whose.
    """

    order: Ints
    starts: Ints
    numbers: Ints


class FacetValues(NamedTuple):
    """Each facet's values in the whole index, sorted, and the sums of each part.

    Values are numbered through, each facet's followed by a number for none of them.
    """

    names: Mapping[str, Sequence[str]]
    sums: Sequence[Sums]

    def counted(self, counts: Sequence[Sequence[Ints]]) -> Mapping[str, Counted]:
        """Count by value: `counts` has, by part and facet, the articles of each combination."""
        total = np.zeros(sum(map(len, self.names.values())) + len(self.names), np.int64)
        for (order, starts, numbers), of_facets in zip(self.sums, counts, strict=True):
            total[numbers] += np.add.reduceat(np.concatenate(of_facets).take(order), starts)
        return dict(self._by_facet(total))

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

    A column has a number, of the part's own, for each combination, -1 for no value.
    """
    names: dict[str, Sequence[str]] = {}
    columns: list[list[Ints]] = []
    start = 0
    for facet, parts in facets.items():
        values = names[facet] = sorted({name for own, _ in parts for name in own})
        number = {name: i for i, name in enumerate([*values, None], start)}
        columns.append(
            [np.array([number[name] for name in (*own, None)])[column] for own, column in parts]
        )
        start += len(number)
    return FacetValues(names, [_sums(np.concatenate(part)) for part in zip(*columns, strict=True)])


def _sums(column: Ints) -> Sums:
    order = column.argsort(kind="stable")
    ranked = column[order]
    starts = np.flatnonzero(changes(ranked))
    return Sums(order, starts, ranked[starts])


def years(column: NDArray[np.int32]) -> tuple[Sequence[str], NDArray[np.int32]]:
    """Return a column of years, 0 for none, as values and a column of their numbers."""
    known = sorted(set(column[column > 0].tolist()))
    numbers = np.where(column > 0, np.searchsorted(known, column), -1)
    return [f"{year:04}" for year in known], numbers.astype(np.int32)
