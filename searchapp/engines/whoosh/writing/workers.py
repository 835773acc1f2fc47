"""The processes that read files and build segments of them.

Each takes a run of files and writes segments of its own, so nothing is handed over but their
names. They end with the main process, however that ends, and with them their half-written files.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp import ingest, readers
from searchapp.article import Article, Overruled, Skipped
from searchapp.engines import File, IndexUnusable, Progress
from searchapp.engines.whoosh.format import head
from searchapp.engines.whoosh.writing.build import SegmentBuilder
from searchapp.readers.stream import Part

SMALL = 4 << 20
"""Bytes of files that are not worth starting processes for."""
OPENING = 2048
"""Bytes that could be read while a file is opened."""
SHARE, LEAST = 6, 1 << 30
"""What may be used where nothing else is said: one part in SHARE of the memory, LEAST bytes at
least."""
CONTAINER = Path("/sys/fs/cgroup/memory.max")
"""Where Linux says how much memory a container may use, in bytes."""
SELDOM = 100_000, 20, 100
"""When to look for reference cycles: words and articles by the million are none."""
ENVIRONMENT: Mapping[str, str] = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
}
"""What processes are started with, where nothing else is said. Threads that NumPy starts for
matrices, which are not used here, would spin a tenth of a second. Memory that is freed is kept for
the next array (glibc, `man mallopt`): to be given new memory costs more than what is done with it,
a twelfth of the time."""
EXAMPLES = 3
"""Articles of a file that are named where their language was not believed."""

Ints = NDArray[Any]
Report = Callable[[Progress], None]


class Piece(NamedTuple):
    """A file to read, or a part of it."""

    file: File
    part: Part | None = None

    @property
    def size(self) -> int:
        """Return how many bytes that is."""
        return self.part.stop - self.part.start if self.part else self.file.size


Run = Sequence[Piece]
"""What one process reads, in order."""


class WorkerLost(OSError):
    """A process ended before its work did."""


def memory() -> int:
    """Return how many bytes all processes together may use for segments being built."""
    text = os.environ.get("SEARCHAPP_MEMORY")
    if text is None:
        return max(LEAST, machine_memory() // SHARE)
    if not text.isascii() or not text.isdigit() or not int(text):
        raise IndexUnusable(f"SEARCHAPP_MEMORY is {text!r}: give a number of MB, such as 1024")
    return int(text) << 20


def machine_memory() -> int:
    """Return the bytes of memory of this machine, or of the container that this runs in."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        return min(whole, int(CONTAINER.read_text()))
    except (OSError, ValueError):  # no such file; "max"
        return whole


def build(folder: Path, files: Sequence[File], workers: int, report: Report) -> list[str]:
    """Read files into new segments and return their names; in processes, if it is worth it."""
    total, done = sum(file.size for file in files), 0

    def step(size: int) -> None:
        nonlocal done
        done += size
        report(Progress(done, total))

    if not files:
        return []
    if workers == 1 or total < SMALL:
        return build_run(folder, [*map(Piece, files)], memory(), step)
    return _build_in_processes(folder, shares(files, workers), step)


def shares(files: Sequence[File], workers: int) -> list[Run]:
    """Return runs of about the same number of bytes; large files are cut where they can be."""
    ends = np.cumsum([file.size + OPENING for file in files])
    cuts = [_cut(files, ends, ends[-1] * number // workers) for number in range(workers)]
    runs = (_between(files, *bounds) for bounds in pairwise([*cuts, (len(files), 0)]))
    return [run for run in runs if run]


def _cut(files: Sequence[File], ends: Ints, byte: int) -> tuple[int, int]:
    """Return where to cut before this byte of all files: in which one, and where in it."""
    number = int(np.searchsorted(ends, byte))
    file = files[number]
    inside = int(byte - ends[number]) + file.size
    large = file.size >= SMALL and 0 < inside < file.size
    return number, inside if large and readers.is_divisible(Path(file.path)) else 0


def _between(files: Sequence[File], first: tuple[int, int], last: tuple[int, int]) -> Run:
    """Return what lies between two cuts."""
    run = []
    for number in range(first[0], last[0] + bool(last[1])):
        file = files[number]
        start = first[1] if number == first[0] else 0
        stop = last[1] if number == last[0] else file.size
        whole = stop - start == file.size
        run.append(Piece(file, None if whole else Part(start, stop)))
    return run


def _build_in_processes(
    folder: Path, runs: Sequence[Run], step: Callable[[int], None]
) -> list[str]:
    room = memory() // len(runs)
    new_process = multiprocessing.get_context("spawn").Process
    started: dict[Connection, BaseProcess] = {}
    os.environ.update({**ENVIRONMENT, **os.environ})
    try:
        with _not_interrupted():
            for run in runs:
                ours, theirs = multiprocessing.Pipe(duplex=False)
                worker = new_process(target=_work, args=(theirs, folder, run, room), daemon=True)
                worker.start()
                theirs.close()
                started[ours] = worker
        return _collected(started, step)
    finally:
        for connection, process in started.items():
            process.terminate()
            process.join()
            connection.close()


@contextmanager
def _not_interrupted() -> Iterator[None]:
    """Put off Ctrl-C until processes are started, since half-started ones complain.

    The block is inherited: only the main process is interrupted, and ends the others. The tracker
    that comes with the first of them would take it away, so it comes before. Who ignores Ctrl-C, as
    a shell's background jobs do, goes on ignoring it.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        yield
        return
    put_off: list[int] = []
    resource_tracker.ensure_running()
    handler = signal.signal(signal.SIGINT, lambda number, _: put_off.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if put_off:
        raise KeyboardInterrupt


def _collected(started: Mapping[Any, Any], step: Callable[[int], None]) -> list[str]:
    """Return the names of the segments in the order of the runs, reporting each step meanwhile."""
    names: dict[Any, list[str]] = {}
    while waiting := [connection for connection in started if connection not in names]:
        for connection in wait(waiting):
            message = _received(connection)
            if isinstance(message, list):
                names[connection] = message
            else:
                step(message)
    return [name for connection in started for name in names[connection]]


def _received(connection: Any) -> Any:
    """Return a step or, at last, names. Raises what the process could not deal with."""
    try:
        message = connection.recv()
    except EOFError:
        raise WorkerLost(
            "a process that was reading ended too soon (was memory short? try --workers 1)"
        ) from None
    if isinstance(message, Exception):
        raise message
    return message


def _work(out: Connection, folder: Path, run: Run, room: int) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(*SELDOM)
    try:
        out.send(build_run(folder, run, room, out.send))
    except Exception as error:  # whatever it is, the main process says it
        out.send(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def build_run(folder: Path, run: Run, room: int, step: Callable[[int], None]) -> list[str]:
    """Read a run into segments that take about so many bytes to build; return their names."""
    names: list[str] = []
    analysis = chosen_analysis()
    builder, listing = SegmentBuilder(_new_path(folder), analysis), _Listing()
    for piece in run:
        file = piece.file
        number = listing.add(file)
        for found in ingest.articles(Path(file.path), analysis, piece.part):
            if not isinstance(found, Article):
                listing.remark(number, found)
                continue
            if builder.memory >= room:
                names.append(_finish(builder, listing))
                path, listing = _new_path(folder), _Listing()
                builder = SegmentBuilder(path, analysis, builder.dictionaries)
                number = listing.add(file)
            builder.add(found, number)
        step(piece.size)
    if listing.files:
        names.append(_finish(builder, listing))
    return names


def chosen_analysis() -> ingest.Analysis:
    """Return how to analyse. Raises IndexUnusable for a setting that says nothing."""
    try:
        return ingest.analysis()
    except ValueError as error:
        raise IndexUnusable(str(error)) from error


class _Listing:
    """The files of a segment, what in them could not be read, and what was not believed."""

    def __init__(self) -> None:
        self.files: list[list[Any]] = []
        self.skipped: list[list[Any]] = []
        self._overruled: dict[tuple[int, str, str], list[str]] = defaultdict(list)

    def add(self, file: File) -> int:
        self.files.append([file.path, file.size, file.mtime_ns])
        return len(self.files) - 1

    def remark(self, number: int, found: Skipped | Overruled) -> None:
        if isinstance(found, Skipped):
            self.skipped.append([number, found.where, found.reason])
        else:
            self._overruled[number, found.said, found.found] += found.ids

    def as_json(self) -> dict[str, list[Any]]:
        """Return what `Segment.files` documents."""
        overruled = [
            [*key, len(ids), ids[:EXAMPLES]] for key, ids in sorted(self._overruled.items())
        ]
        return {"files": self.files, "skipped": self.skipped, "overruled": overruled}


def _new_path(folder: Path) -> Path:
    return folder / f"{head.new_name()}.seg"


def _finish(builder: SegmentBuilder, listing: _Listing) -> str:
    builder.finish(listing.as_json())
    return builder.path.stem
