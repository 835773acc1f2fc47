"""Packed postings: whatever slice is read, it is what was written, in however many pieces."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from searchapp.engines.whoosh.format import packing
from searchapp.engines.whoosh.format.layout import ArrayFile, ArrayWriter
from tests.engines.cases import cases

DOCS = st.integers(0, 40) | st.integers(0, 1 << 17) | st.integers(0, (1 << 32) - 1)
LISTS = st.lists(st.lists(DOCS, max_size=30).map(sorted), max_size=30)
SMALL = st.integers(0, 3) | st.integers(0, 5000) | st.integers(0, (1 << 20) - 1)
ALIKE = st.builds(lambda upper, low: upper << 16 | low, st.integers(0, 3), st.integers(0, 2))
"""Documents of which many have the same low bits."""
PIECES = st.lists(st.lists(SMALL, max_size=20) | st.lists(st.integers(0, 3)), max_size=8)


def slices(size: int, draw: DataObject) -> tuple[int, int]:
    """Return some slice of so many values."""
    start = draw.draw(st.integers(0, size))
    return start, draw.draw(st.integers(start, size))


def read_back(reader: Any, docs: list[list[int]], tfs: list[list[int]], draw: DataObject) -> None:
    """Write pieces of documents and frequencies, read some slice of either, and compare."""
    with TemporaryDirectory() as folder:
        out = ArrayWriter(Path(folder) / "x.seg")
        writer = packing.PostingsWriter(out, "body")
        for pair in zip([*docs, []], [*tfs, []], strict=True):
            writer.append(*(np.array(piece, np.int64) for piece in pair))
        out.close()
        start, stop = slices(writer.count, draw)

        found = reader(ArrayFile(Path(folder) / "x.seg"), "body").part(start, stop)

        pieces = docs if reader is packing.Docs else tfs
        assert found.tolist() == [number for piece in pieces for number in piece][start:stop]


@cases(200)
@given(LISTS, st.data())
def test_documents_are_read_as_written(lists: list[list[int]], draw: DataObject) -> None:
    read_back(packing.Docs, lists, [[1] * len(one) for one in lists], draw)


@cases(200)
@given(LISTS.filter(any), st.data())
def test_a_few_documents_are_found_in_the_lists_that_have_them(
    lists: list[list[int]], draw: DataObject
) -> None:
    lists = [sorted(set(one)) for one in lists]
    known = sorted({doc for one in lists for doc in one})
    wanted = sorted(set(draw.draw(st.lists(st.sampled_from(known) | DOCS, max_size=10))))
    with TemporaryDirectory() as folder:
        out = ArrayWriter(Path(folder) / "x.seg")
        docs = np.array([doc for one in lists for doc in one])
        packing.PostingsWriter(out, "body").append(docs, np.ones(len(docs), np.int64))
        out.close()
        reader, start = packing.Docs(ArrayFile(Path(folder) / "x.seg"), "body"), 0

        for one in lists:
            found = reader.few(start, start + len(one), wanted) if one else []

            assert found == [(doc, start + one.index(doc)) for doc in wanted if doc in one]
            start += len(one)


@cases(200)
@given(st.lists(ALIKE | DOCS, min_size=1, max_size=60), st.data())
def test_of_some_postings_those_of_a_few_documents_are_told(
    docs: list[int], draw: DataObject
) -> None:
    wanted = sorted(draw.draw(st.sets(st.sampled_from(docs) | ALIKE, min_size=1, max_size=10)))
    asked = draw.draw(st.lists(st.integers(0, len(docs) - 1), max_size=30))
    with TemporaryDirectory() as folder:
        out = ArrayWriter(Path(folder) / "x.seg")
        packing.PostingsWriter(out, "body").append(np.array(docs), np.ones(len(docs), np.int64))
        out.close()
        reader = packing.Docs(ArrayFile(Path(folder) / "x.seg"), "body")

        kept, found = reader.among(np.array(asked, np.intp), np.array(wanted))

        assert list(zip(kept.tolist(), found.tolist(), strict=True)) == [
            (place, docs[number]) for place, number in enumerate(asked) if docs[number] in wanted
        ]


@cases(100)
@given(PIECES, st.data())
def test_frequencies_are_read_as_written(pieces: list[list[int]], draw: DataObject) -> None:
    read_back(packing.Tfs, [[0] * len(one) for one in pieces], pieces, draw)


@cases(200)
@given(PIECES.filter(any), st.data())
def test_frequencies_far_apart_are_read_as_written(
    pieces: list[list[int]], draw: DataObject
) -> None:
    tfs = [tf for piece in pieces for tf in piece]
    asked = draw.draw(st.lists(st.integers(0, len(tfs) - 1), max_size=30))
    with TemporaryDirectory() as folder:
        out = ArrayWriter(Path(folder) / "x.seg")
        packing.PostingsWriter(out, "body").append(np.zeros(len(tfs), np.int64), np.array(tfs))
        out.close()

        found = packing.Tfs(ArrayFile(Path(folder) / "x.seg"), "body").at(np.array(asked, np.intp))

        assert found.tolist() == [tfs[number] for number in asked]


@cases(200)
@given(PIECES, st.data())
def test_positions_are_read_as_written(pieces: list[list[int]], draw: DataObject) -> None:
    with TemporaryDirectory() as folder:
        out = ArrayWriter(Path(folder) / "x.seg")
        positions = [position for piece in pieces for position in piece]
        writer = packing.PositionsWriter(out, "body", max(positions, default=0) + 1)
        for piece in [*pieces, []]:
            writer.append(np.array(piece, np.int64))
        writer.close()
        out.close()
        start, stop = slices(len(positions), draw)

        reader = packing.Positions(ArrayFile(Path(folder) / "x.seg"), "body")

        assert reader.part(start, stop).tolist() == positions[start:stop]


@cases(200)
@given(PIECES.filter(any), st.data())
def test_positions_far_apart_are_read_as_written(pieces: list[list[int]], draw: DataObject) -> None:
    with TemporaryDirectory() as folder:
        out = ArrayWriter(Path(folder) / "x.seg")
        positions = [position for piece in pieces for position in piece]
        writer = packing.PositionsWriter(out, "body", max(positions) + 1)
        for piece in pieces:
            writer.append(np.array(piece, np.int64))
        writer.close()
        out.close()
        asked = draw.draw(st.sets(st.integers(0, len(positions) - 1), min_size=1).map(sorted))

        found = packing.Positions(ArrayFile(Path(folder) / "x.seg"), "body").at(np.array(asked))

        assert found.tolist() == [positions[number] for number in asked]
