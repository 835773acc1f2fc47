"""Many search while one writes: every answer is that of one generation, and nothing is leaked."""

import gc
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from searchapp.engines import IndexBusy, open_engine
from searchapp.query import Query
from searchapp.results import Results
from tests.engines.model import counted
from tests.engines.piles import Pile, Record, ids, record, walk

GENERATIONS = 50
THREADS = 8
HELD = 12
"""Articles of each generation: number n holds the articles n .. n + HELD - 1."""
SOURCES = ["Reuters", "Tern", None]
DONE = "done"


def article(number: int) -> Record:
    """Return the article of that number."""
    return record(
        f"a{number:03}",
        f"Number {number}",
        "The ferry came " + "late " * (number % 7) + "to the harbour.",
        source=SOURCES[number % 3],
        date=f"20{number // 12:02}-{number % 12 + 1:02}",
    )


def write(pile: Pile, generation: int) -> None:
    """Bring a pile from one generation to the next, and its index after it."""
    if generation == 1:
        for number in range(1, HELD):
            pile.write(f"{number:03}.jsonl", [article(number)])
    else:
        pile.remove(f"{generation - 1:03}.jsonl")
    pile.write(f"{generation + HELD - 1:03}.jsonl", [article(generation + HELD - 1)])
    pile.update()


def wrong(results: Results) -> str:
    """Return what in an answer to "ferry", oldest first, is not as in its generation, else ""."""
    held = range(int(results.index.generation), int(results.index.generation) + HELD)
    sources = Counter(SOURCES[number % 3] for number in held)
    right = (
        ids(results) == [f"a{number:03}" for number in held]
        and results.articles == results.index.articles == results.stories == HELD
        and counted(results.facets["source"]) == sources
        and all("ferry" in hit.snippets[0].text for hit in results.hits)
    )
    return "" if right else repr(results)


def search(where: str, done: Any, faults: Any, seen: Any) -> None:
    """Ask until all is done; put what is wrong into `faults`, the generations seen into `seen`."""
    engine = open_engine(where)
    ask(engine.search, done, faults, seen)


def ask(searching: Any, done: Any, faults: Any, seen: Any) -> None:
    """Ask one engine until all is done."""
    query = Query("ferry", sort="oldest", size=HELD + 1)
    generations: set[str] = set()
    try:
        while not done.is_set():
            results = searching(query)
            generations.add(results.index.generation)
            if fault := wrong(results):
                faults.put(fault)
                break
    except Exception as error:  # Whatever it is, the test must tell.
        faults.put(repr(error))
    seen.put(len(generations))


def drained(some: Any) -> Iterator[Any]:
    """Yield what is in a queue."""
    while not some.empty():
        yield some.get()


def test_threads_and_processes_search_while_a_writer_commits(
    whoosh_pile: Pile, folder: Path
) -> None:
    pile = whoosh_pile
    write(pile, 1)
    context = multiprocessing.get_context("spawn")
    done, faults, seen = context.Event(), context.Queue(), context.Queue()
    asking: list[Any] = [
        context.Process(target=search, args=(str(folder), done, faults, seen)) for _ in range(2)
    ]
    asking += [
        threading.Thread(target=ask, args=(pile.engine.search, done, faults, seen))
        for _ in range(THREADS)
    ]
    for one in asking:
        one.start()

    for generation in range(2, GENERATIONS + 1):
        write(pile, generation)
    done.set()
    generations = [seen.get(timeout=60) for _ in asking]
    for one in asking:
        one.join()

    assert list(drained(faults)) == []
    assert max(generations) > 1
    assert wrong(pile.search("ferry", sort="oldest", size=HELD + 1)) == ""
    faults.close()
    seen.close()


def test_nothing_is_left_open_or_mapped_of_former_generations(
    whoosh_pile: Pile, folder: Path
) -> None:
    pile = whoosh_pile
    write(pile, 1)
    pile.search("ferry")
    gc.collect()
    others = handles() - handles(folder)

    for generation in range(2, 20):
        write(pile, generation)
        pile.search('ferry "the harbour" harb*')
    gc.collect()

    living = {str(path) for path in folder.iterdir()}
    assert set(handles(folder)) <= living
    assert mapped(folder) <= living
    assert handles() - handles(folder) == others


def test_an_engine_that_is_let_go_leaves_nothing_mapped(whoosh_pile: Pile, folder: Path) -> None:
    write(whoosh_pile, 1)
    engine = open_engine(str(folder))
    results = engine.search(Query("ferry"))
    assert mapped(folder)

    del engine
    gc.collect()

    assert mapped(folder) == set()
    assert len(results.hits) == 10, "results need no open index"


def handles(folder: Path = Path("/")) -> Counter[str]:
    """Return the files below a folder that this process has open, also deleted ones."""
    links = list(Path("/proc/self/fd").iterdir())
    targets = (str(link.readlink()) for link in links if link.is_symlink())
    return Counter(target for target in targets if target.startswith(str(folder)))


def mapped(folder: Path) -> set[str]:
    """Return the files below a folder that this process has mapped, also deleted ones."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    fields = (line.split(maxsplit=5) for line in lines)
    return {field[5] for field in fields if len(field) > 5 and field[5].startswith(str(folder))}


def test_an_answer_begun_in_one_generation_is_finished_in_it(whoosh_pile: Pile) -> None:
    write(whoosh_pile, 1)
    first = whoosh_pile.search("ferry", sort="oldest", size=4)
    write(whoosh_pile, 2)

    rest = walk(whoosh_pile.engine, Query("ferry", sort="oldest", size=4, cursor=first.cursor))

    assert ids(first) + rest == [f"a{number:03}" for number in range(1, HELD + 2)]


def test_of_two_writers_the_second_is_told_who_writes_and_since_when(
    whoosh_pile: Pile, folder: Path
) -> None:
    whoosh_pile.write("a.jsonl", [article(1)])
    plan = whoosh_pile.plan()
    second = open_engine(str(folder))

    def write_too(_: object) -> None:
        second.update(plan)

    with pytest.raises(
        IndexBusy, match=rf"process {os.getpid()}, since \d{{4}}-\d\d-\d\d \d\d:\d\d"
    ):
        whoosh_pile.update(report=write_too)

    assert second.update(plan).added == 1, "the lock is free again"
