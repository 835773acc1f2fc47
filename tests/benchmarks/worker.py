"""The process that runs one peer: started by `runner`, under the Python that has the peer.

    python -m tests.benchmarks.worker PEER build WHERE WORKERS SHARD ...
    python -m tests.benchmarks.worker PEER serve WHERE QUESTIONS

`build` prints one JSON object. `serve` reads commands, one a line, and prints one JSON value for
each: "open" (milliseconds to open and answer once), "answers" (to every question, to be
compared), "search N" and "page N" (nanoseconds of each question, asked in an order shuffled with
N), "memory".
"""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks import questions
from tests.benchmarks.memory import largest_process_mb
from tests.benchmarks.peer import PEERS, Maker, Searcher


def main(arguments: Sequence[str]) -> None:
    """Do what the command line says."""
    name, command, where, *rest = arguments
    maker = PEERS[name].load()
    if command == "build":
        print(json.dumps(build(maker, Path(where), int(rest[0]), [Path(s) for s in rest[1:]])))
    else:
        serve(maker, Path(where), questions.read(Path(rest[0])))


def build(maker: Maker, where: Path, workers: int, shards: list[Path]) -> dict[str, float]:
    """Build, and return seconds and peak memory."""
    began = time.perf_counter()
    maker.build(shards, where, workers)
    return {"seconds": time.perf_counter() - began, "memory_mb": largest_process_mb()}


def serve(maker: Maker, where: Path, asked: list[questions.Question]) -> None:
    """Answer commands until standard input ends."""
    searcher: Searcher | None = None
    for line in sys.stdin:
        command, *rest = line.split()
        value: Any
        if command == "open":
            began = time.perf_counter_ns()
            searcher = maker.open_index(where)
            searcher.search(asked[0])
            value = (time.perf_counter_ns() - began) / 1e6
        elif command == "memory":
            value = largest_process_mb()
        elif searcher is None:
            raise ValueError(f"{command} before open")
        elif command == "answers":
            value = [asdict(searcher.answer(searcher.search(question))) for question in asked]
        else:
            ask = {"search": searcher.search, "page": searcher.page}[command]
            value = one_round(ask, asked, int(rest[0]))
        print(json.dumps(value), flush=True)


def one_round(
    ask: Callable[[questions.Question], Any], asked: list[questions.Question], number: int
) -> list[int]:
    """Return the nanoseconds of each question; all rounds ask in another order."""
    order = list(range(len(asked)))
    random.Random(number).shuffle(order)
    times = [0] * len(asked)
    for i in order:
        began = time.perf_counter_ns()
        ask(asked[i])
        times[i] = time.perf_counter_ns() - began
    return times


if __name__ == "__main__":
    main(sys.argv[1:])
