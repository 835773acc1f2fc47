"""The benchmarks' report: plain tables, the targets and whether they are met, and JSON.

To add a column, add a line to `COLUMNS`; to add a target, a line to `TARGETS`.
"""

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.http_rate import NATIVE, Rates
from tests.benchmarks.questions import SHAPES, Question
from tests.benchmarks.runner import Measured

COLUMNS: Mapping[str, Callable[[Measured], float]] = {
    "articles/s": lambda one: one.rate,
    "bytes/article": lambda one: one.bytes / one.articles,
    "build MB": lambda one: one.build_mb,
    "search MB": lambda one: one.search_mb,
    "open ms": lambda one: one.open_ms,
    "median µs": lambda one: of_times(one, "search", statistics.median),
    "p95 µs": lambda one: of_times(one, "search", p95),
    "page median": lambda one: of_times(one, "page", statistics.median),
    "page p95": lambda one: of_times(one, "page", p95),
}
"""What is measured of every peer. "open" is up to and with the first answer; the times are of ten
ids, three facets and the total, and with title, source, date and snippet of each hit ("page").
"""


@dataclass(frozen=True)
class Target:
    """One promise: `ours` ÷ `peer` in a column is at most (or at least) `bound`."""

    column: str
    peer: str
    bound: float
    at_least: bool = False
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    ours: str = "ours"


TARGETS = (
    Target("median µs", "tantivy", 1.0, sizes=(100_000,)),
    Target("p95 µs", "tantivy", 1.0, sizes=(100_000,)),
    Target("median µs", "tantivy", 1.2, sizes=(1_000_000,)),
    Target("p95 µs", "tantivy", 1.2, sizes=(1_000_000,)),
    Target("articles/s", "tantivy", 1.0, at_least=True, sizes=(100_000, 1_000_000)),
    Target("bytes/article", "tantivy", 1.0, sizes=(100_000, 1_000_000)),
    Target("median µs", "whoosh", 1 / 50),
    Target("articles/s", "whoosh", 10.0, at_least=True),
)
HTTP_TARGETS = {100_000: 0.15, 1_000_000: 0.05}
"""Requests/s of searches ÷ requests/s of a bare route, at least."""


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile: the smallest value that 95 % do not exceed."""
    return sorted(times)[-(-len(times) * 95 // 100) - 1]


def of_times(one: Measured, way: str, measure: Callable[[Sequence[float]], float]) -> float:
    """Return a measure of a peer's times; not a number where this was not timed."""
    return measure(one.times_us[way]) if way in one.times_us else math.nan


def figures(one: Measured) -> dict[str, float]:
    """Return a peer's value in each column."""
    return {name: column(one) for name, column in COLUMNS.items()}


def by_shape(one: Measured, asked: Sequence[Question]) -> dict[str, dict[str, float]]:
    """Return median and p95 of each shape of question, in µs."""
    found = {}
    for shape in SHAPES:
        times = [t for t, q in zip(one.times_us["search"], asked, strict=True) if q.shape == shape]
        if times:
            found[shape] = {"median": statistics.median(times), "p95": p95(times)}
    return found


def tables(measured: Sequence[Measured], asked: Sequence[Question]) -> str:
    """Return two tables: what was measured, each with its ratio, and the times by shape."""
    articles = measured[0].articles
    first = table(
        f"{articles:,} articles (in brackets: the first line's value ÷ this line's)",
        list(COLUMNS),
        [(one.peer.label, with_ratio(one, measured[0])) for one in measured],
    )
    shapes = {one.peer.label: by_shape(one, asked) for one in measured}
    second = table(
        f"median / p95 µs by shape, {articles:,} articles",
        [f"{shape} ({sum(q.shape == shape for q in asked)})" for shape in SHAPES],
        [
            (label, [f"{number(s['median'])} / {number(s['p95'])}" for s in found.values()])
            for label, found in shapes.items()
        ],
    )
    return f"{first}\n\n{second}"


def with_ratio(one: Measured, first: Measured) -> list[str]:
    """Return a peer's cells."""
    if one is first:
        return [number(value) for value in figures(one).values()]
    reference = figures(first)
    return [
        "-" if math.isnan(value) else f"{number(value)} ({reference[name] / value:.2f})"
        for name, value in figures(one).items()
    ]


def number(value: float) -> str:
    """Write a number with three digits or more; a dash where it was not measured."""
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(title: str, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Lay a table out in columns."""
    cells = [["", *heads], *([label, *values] for label, values in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in cells
    ]
    return "\n".join([title, *lines])


def verdicts(measured: Sequence[Measured]) -> list[str]:
    """Return a line for each target that can be told from what was measured."""
    known = {one.peer.name: figures(one) for one in measured}
    articles = measured[0].articles
    return [
        verdict(
            f"{target.column}, {target.ours} ÷ {target.peer} at {articles:,} articles",
            known[target.ours][target.column] / known[target.peer][target.column],
            target.bound,
            target.at_least,
        )
        for target in TARGETS
        if articles in target.sizes and {target.ours, target.peer} <= known.keys()
    ]


def http_verdicts(articles: int, rates: Rates) -> list[str]:
    """Return what was measured over HTTP, against the target where this size has one."""
    what = (
        f"requests/s, searches ({number(rates.search)}) ÷ bare route ({number(rates.bare)})"
        f" at {articles:,} articles"
    )
    if articles in HTTP_TARGETS:
        lines = [verdict(what, rates.ratio, HTTP_TARGETS[articles], at_least=True)]
    else:
        lines = [f"        {what}: {rates.ratio:.3f}"]
    lines.append(
        f"        the same where answers are remembered ({number(rates.again)}):"
        f" {rates.again / rates.bare:.3f}"
    )
    if not math.isnan(rates.native):
        share = rates.native / rates.bare
        lines.append(
            f"        the same with {NATIVE}'s pages ({number(rates.native)}): {share:.3f}"
        )
    return lines


def verdict(what: str, ratio: float, bound: float, at_least: bool) -> str:
    """Say whether a target is met."""
    met = ratio >= bound if at_least else ratio <= bound
    sign = "≥" if at_least else "≤"
    return f"{'met   ' if met else 'MISSED'}  {what}: {ratio:.3f} (target {sign} {bound:.3g})"


def as_json(measured: Sequence[Measured], asked: Sequence[Question]) -> dict[str, Any]:
    """Return all figures of one size as plain values."""
    return {
        one.peer.name: {
            **{name: value for name, value in figures(one).items() if not math.isnan(value)},
            "by shape µs": by_shape(one, asked),
        }
        for one in measured
    }
