"""Where the time goes: of indexing an article, of merging, and of answering a page.

    python -m tests.benchmarks.stages [ARTICLES]    10,000 unless said otherwise

Half of the pile is built by one process, then the other half, and the two segments are merged, as
when two processes have built one each. Each stage is a function of ours; its time is what passes
in it but not in the stages it calls, so the lines add up; but for what has a thread of its own in
merging, gathering and stored articles: the line beside it has the waiting for it. To see a stage,
add a line to its table.
"""

import os
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from searchapp import languages, syntax
from searchapp.engines import File
from searchapp.engines.whoosh.format import frames, segment, stored
from searchapp.engines.whoosh.searching import answer, collect, counting, marks, snippets
from searchapp.engines.whoosh.suggesting import suggest
from searchapp.engines.whoosh.writing import build, merge, numbering, workers
from searchapp.engines.whoosh.writing.living import Living
from tests.benchmarks import ours, pile, questions

ARTICLES = 10_000
SEED = 1
ROUNDS = 5
Stages = Mapping[str, Sequence[tuple[Any, str]]]

BUILDING: Stages = {
    "reading": [(workers, "build_run")],
    "stored articles: packing": [(stored, "pack"), (stored, "pack_places")],
    "stored articles: Zstandard": [(frames.FramesWriter, "add"), (frames.FramesWriter, "close")],
    "words: cutting": [(languages, "cut")],
    "words: hashing": [(numbering, "hashes")],
    "words: look-ups": [(numbering.Table, "find"), (numbering.Table, "add")],
    "words: the rest": [(build.SegmentBuilder, "add"), (build.SegmentBuilder, "_codes")],
    "finishing: term dictionary": [(build.SegmentBuilder, "_write_units")],
    "finishing: postings": [(build.SegmentBuilder, "_write_field")],
    "finishing: sketches of stories": [(build.SegmentBuilder, "_sketches")],
    "finishing: the rest": [(build.SegmentBuilder, "finish")],
}
MERGING: Stages = {
    "term dictionary": [(merge, "merge_dictionaries")],
    "postings: gathering": [(merge, "gather")],
    "postings: packing and writing": [(merge, "_merge_field")],
    "stored articles and columns": [(merge, "_merge_articles")],
    "the rest": [(merge, "merge"), (merge, "_merge_words")],
}
ANSWERING: Stages = {
    "reading the question": [(syntax, "parse"), (syntax, "show"), (answer, "compiled")],
    "suggestions and counterparts": [(suggest, "suggestions"), (answer, "also")],
    "finding and scoring": [(answer, "matches")],
    "facets and stories": [(counting, "facets"), (collect, "count_stories")],
    "the best ten": [(collect, "best")],
    "hits: where the words stand": [(marks, "leaves"), (marks, "matches")],
    "hits: stored articles": [(segment.Segment, "record"), (stored.Record, "text")],
    "hits: places of words": [(stored.Record, "places")],
    "hits: snippets": [(snippets, "snippets")],
    "hits: the rest": [(answer, "page")],
    "the rest": [(answer, "answer")],
}


class Stack(threading.local):
    """What has passed within each stage that a thread is in, in the stages it called."""

    def __init__(self) -> None:
        self.inner: list[float] = []


class Clock:
    """What has passed in each stage, in seconds."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._stack = Stack()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, timed as part of a stage."""

        def run(*arguments: Any, **named: Any) -> Any:
            began, inner = perf_counter(), self._stack.inner
            inner.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                took = perf_counter() - began
                self.spent[stage] += took - inner.pop()
                if inner:
                    inner[-1] += took

        return run


@contextmanager
def watched(stages: Stages) -> Iterator[Clock]:
    """Time these stages meanwhile."""
    clock = Clock()
    functions = [(stage, *place) for stage, places in stages.items() for place in places]
    kept = [(owner, name, getattr(owner, name)) for _, owner, name in functions]
    for stage, owner, name in functions:
        setattr(owner, name, clock.timed(stage, getattr(owner, name)))
    try:
        yield clock
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)


def show(title: str, stages: Stages, clock: Clock, of: int) -> None:
    """Print the stages in µs of one of so many."""
    total = sum(clock.spent.values())
    print(f"{title}: {1e6 * total / of:,.0f} µs")
    for stage in stages:
        print(
            f"  {stage:<32}{1e6 * clock.spent[stage] / of:>8.1f}{clock.spent[stage] / total:>8.0%}"
        )
    print()


def index(shards: Sequence[Path], where: Path) -> None:
    """Build a segment of each half of the shards and merge them, and say what took how long."""
    files = [File(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in shards]
    halves = workers.shares(files, 2)
    articles = sum(path.read_bytes().count(b"\n") for path in shards)
    room = workers.memory()
    with watched(BUILDING) as clock:
        names = [n for half in halves for n in workers.build_run(where, half, room, lambda _: None)]
    show("Building, an article", BUILDING, clock, articles)
    segments = [segment.Segment(where / f"{name}.seg") for name in names]
    with watched(MERGING) as clock:
        merge.merge([*map(Living.whole, segments)], where / "merged.seg")
    show("Merging, an article, all threads", MERGING, clock, articles)


def main(arguments: Sequence[str]) -> None:
    """Print the stages of a pile of so many articles."""
    articles = int(arguments[0]) if arguments else ARTICLES
    shards = pile.shards(articles, SEED)
    os.environ["SEARCHAPP_ANALYSIS"] = "words"
    with tempfile.TemporaryDirectory(prefix="searchapp-stages-") as folder:
        index(shards, Path(folder))
    with tempfile.TemporaryDirectory(prefix="searchapp-stages-") as folder:
        ours.full.build(shards, Path(folder), os.cpu_count() or 1)
        searcher = ours.full.open_index(Path(folder))
        asked = questions.draw(shards, SEED, {"2 words": 200})
        for question in asked:
            searcher.page(question)
        with watched(ANSWERING) as clock:
            for question in asked * ROUNDS:
                searcher.page(question)
    show("A page of two words, ten hits", ANSWERING, clock, len(asked) * ROUNDS)


if __name__ == "__main__":
    main(sys.argv[1:])
