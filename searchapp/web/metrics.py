"""What the site has answered and how fast, and what it searches, as Prometheus reads it.

    Tally(folder)     counts the answers of one worker, where the others of the site see them
    counted(app, it)  makes an app count all that it answers
    text(...)         all of it in Prometheus' text format, version 0.0.4

Each worker counts in a file of its own, mapped; who is asked adds up the files of all, those of
workers that have ended too, so that counts never fall while the site runs. To count something
else, add a column here and a family to `text`.
"""

import mmap
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from time import perf_counter
from typing import Any

import numpy as np
from flask import Flask, Response, request
from numpy.typing import NDArray

from searchapp.results import IndexState

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which answers are counted together, beside those that took longer."""
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
"""Kinds of answers, by the first figure of their status."""
FIRST = len(CLASSES)
SUM = FIRST + len(BOUNDS) + 1
"""Columns: a count for each kind of answer, one for each bound and one beyond; seconds in all."""
ENDPOINTS = 64
"""Rows: an endpoint of the site each, at most."""
SHAPE = (ENDPOINTS, SUM + 1)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LABEL = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
"""What a label's value is not written with."""

Cells = NDArray[np.float64]


class Tally:
    """The answers of a worker; with a folder, those of all workers that count there."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._cells: Cells = np.zeros(SHAPE)
        self._own: Path | None = None
        if folder:
            with suppress(OSError):  # a full disk: it then counts for itself
                self._own, self._cells = shared(folder)

    def add(self, endpoint: int, status: int, seconds: float) -> None:
        """Count an answer."""
        column = FIRST + sum(seconds > bound for bound in BOUNDS)
        with self._lock:
            row = self._cells[endpoint]
            row[status // 100 - 1] += 1
            row[column] += 1
            row[SUM] += seconds

    def total(self) -> Cells:
        """Return what all workers have counted, (ENDPOINTS, columns)."""
        with self._lock:
            found = self._cells.copy()
        for file in self._folder.glob("*") if self._folder else ():
            if file != self._own:
                with suppress(OSError, ValueError):  # one that is just being made
                    found += np.frombuffer(file.read_bytes()).reshape(SHAPE)
        return found


def shared(folder: Path) -> tuple[Path, Cells]:
    """Return a new file of zeros in a folder, and its cells, mapped. Raises OSError.

    Its room is taken at once: to map a hole and fill it on a full disk ends the process.
    """
    handle, name = mkstemp(dir=folder)
    try:
        size = os.write(handle, bytes(8 * SHAPE[0] * SHAPE[1]))
        return Path(name), np.frombuffer(mmap.mmap(handle, size)).reshape(SHAPE)
    except (OSError, ValueError) as error:
        Path(name).unlink()
        raise OSError(f"no room for counts in {folder}") from error
    finally:
        os.close(handle)


def counted(app: Flask, tally: Tally) -> None:
    """Make an app count all that it answers, by endpoint; what has none counts as one."""
    answer: Callable[..., Response] = app.full_dispatch_request
    numbers = {name: i for i, name in enumerate(endpoints(app))}

    def timed(*context: Any) -> Response:
        began = perf_counter()
        response = answer(*context)
        number = numbers.get(request.endpoint or "", 0)
        tally.add(number, response.status_code, perf_counter() - began)
        return response

    app.full_dispatch_request = timed  # type: ignore[method-assign]


def endpoints(app: Flask) -> Sequence[str]:
    """Return the names of an app's endpoints, and "" for none, as rows are numbered."""
    return ["", *sorted(app.view_functions)]


def text(names: Sequence[str], total: Cells, index: IndexState | None) -> str:
    """Return the metrics of endpoints with these names, and of the index if it can be used."""
    return "".join(line + "\n" for line in lines(names, total, index))


def lines(names: Sequence[str], total: Cells, index: IndexState | None) -> Iterator[str]:
    """Yield the lines of the metrics."""
    yield from family(
        "searchapp_requests_total", "counter", "Requests answered, by endpoint and status."
    )
    for name, row in zip(names, total, strict=False):
        for kind, count in zip(CLASSES, row, strict=False):
            if count:
                yield sample("searchapp_requests_total", count, endpoint=name, status=kind)
    yield from family(
        "searchapp_request_seconds", "histogram", "Time from a request to its answer."
    )
    for name, row in zip(names, total, strict=False):
        upto = row[FIRST:SUM].cumsum().tolist()
        if upto[-1]:
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), upto, strict=True):
                yield sample("searchapp_request_seconds_bucket", count, endpoint=name, le=bound)
            yield sample("searchapp_request_seconds_sum", row[SUM], endpoint=name)
            yield sample("searchapp_request_seconds_count", upto[-1], endpoint=name)
    yield from family("searchapp_index_usable", "gauge", "Whether there is an index to search.")
    yield sample("searchapp_index_usable", index is not None)
    if index:
        yield from family("searchapp_index_articles", "gauge", "Articles in the index.")
        yield sample("searchapp_index_articles", index.articles)
        yield from family("searchapp_index_info", "gauge", "The generation that is searched.")
        yield sample("searchapp_index_info", 1, generation=index.generation)


def family(name: str, kind: str, words: str) -> Iterator[str]:
    """Yield the head of a metric."""
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"


def sample(name: str, value: float, **labels: str) -> str:
    """Return a line with a value."""
    said = ",".join(f'{label}="{word.translate(LABEL)}"' for label, word in labels.items())
    return f"{name}{{{said}}} {float(value)!r}" if said else f"{name} {float(value)!r}"
