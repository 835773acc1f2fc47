"""Runs the peers, each in processes of its own, one at a time, and collects what they measure.

An index is built in one process and searched in another. All peers are asked in turn, round
by round, so that a busy moment of the machine falls on all of them; a question's time is its
median over the rounds. All have answered every question once before, to be compared, which warms
them up. A slow peer gets fewer rounds, at least `FEWEST`.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.memory import TreePeak
from tests.benchmarks.peer import PEERS, Answer, Peer, disagreement
from tests.benchmarks.questions import Question

PYTHONS = (sys.executable, "/usr/bin/python3")
"""Where a peer's module is looked for: here, then in the system's own Python."""
ROOT = Path(__file__).resolve().parents[2]
CORES = os.cpu_count() or 1
BUILDS = 3
FEWEST = 2
BUILDING_S, ASKING_S = 60.0, 20.0
"""Seconds after which a peer builds no more, and after which it has been asked enough."""


@dataclass
class Measured:
    """What one peer did with one pile.

    `times_us` holds a median for each question, for each of the peer's ways to put it.
    """

    peer: Peer
    articles: int
    seconds: float = 0.0
    bytes: int = 0
    build_mb: float = 0.0
    search_mb: float = 0.0
    open_ms: float = 0.0
    times_us: dict[str, list[float]] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Articles indexed a second."""
        return self.articles / self.seconds


@dataclass
class Asked:
    """A process that serves a peer's index, and the rounds it has done."""

    measured: Measured
    process: subprocess.Popen[str]
    rounds: list[dict[str, list[int]]] = field(default_factory=list)

    def tell(self, command: str) -> Any:
        """Send a command and return its value. Raises RuntimeError if the process has died."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.measured.peer.label} died at {command!r}")
        return json.loads(line)

    @property
    def enough(self) -> bool:
        """Whether it has been asked for long enough."""
        spent = sum(sum(times) for one in self.rounds for times in one.values()) / 1e9
        return len(self.rounds) >= FEWEST and spent > ASKING_S


def python_with(module: str) -> str | None:
    """Return the Python that can import a module, or None."""
    return next((p for p in PYTHONS if Path(p).exists() and can_import(p, module)), None)


def can_import(python: str, module: str) -> bool:
    """Tell whether a Python has a module."""
    command = [python, "-c", f"import {module}"]
    return not subprocess.run(command, cwd=ROOT, capture_output=True).returncode


def able(names: Sequence[str] | None, articles: int) -> list[Peer]:
    """Return the peers that can take part, and say aloud which cannot and why.

    `names` None means all of them but those that take too long; who is named takes part.
    """
    peers = []
    for peer in (PEERS[name] for name in names or PEERS):
        if names is None and articles > peer.largest:
            say(f"{peer.label}: left out above {peer.largest:,} articles (it takes too long)")
        elif python_with(peer.needs) is None:
            say(f"{peer.label}: SKIPPED, the module {peer.needs} is not installed")
        else:
            peers.append(peer)
    return peers


def measure(
    peers: Sequence[Peer],
    shards: Sequence[Path],
    articles: int,
    questions: Path,
    rounds: int,
    where: Path,
) -> list[Measured]:
    """Build and ask every peer; the indexes stay in `where`, a folder a peer.

    Without rounds, there are answers to compare and no times.
    """
    measured = build_all(peers, shards, articles, where, min(BUILDS, rounds))
    ask(measured, questions, rounds, where)
    return measured


def build_all(
    peers: Sequence[Peer], shards: Sequence[Path], articles: int, where: Path, times: int
) -> list[Measured]:
    """Build every peer's index, the fast ones several times in turn: the fastest counts.

    Whatever else the machine does can only slow a build down.
    """
    measured = [build(peer, shards, articles, where / peer.name) for peer in peers]
    spent = {one.peer.name: one.seconds for one in measured}
    for _ in range(1, times):
        for one in measured:
            if spent[one.peer.name] < BUILDING_S:
                again = build(one.peer, shards, articles, where / one.peer.name)
                spent[one.peer.name] += again.seconds
                one.seconds = min(one.seconds, again.seconds)
    return measured


def build(peer: Peer, shards: Sequence[Path], articles: int, where: Path) -> Measured:
    """Build one peer's index from nothing."""
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    say(f"{peer.label}: indexing {articles:,} articles")
    command = [*worker(peer), "build", str(where), str(CORES), *map(str, shards)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    watch = TreePeak(process.pid)
    watch.start()
    printed = process.communicate()[0]
    watch.ended.set()
    if process.returncode:
        raise RuntimeError(f"{peer.label} could not index the pile (exit {process.returncode})")
    cost = json.loads(printed.splitlines()[-1])
    size = sum(file.stat().st_size for file in where.rglob("*") if file.is_file())
    memory = max(cost["memory_mb"], watch.peak_mb)
    return Measured(peer, articles, cost["seconds"], size, memory)


def ask(measured: Sequence[Measured], questions: Path, rounds: int, where: Path) -> None:
    """Ask all peers in turn and note times, memory and answers."""
    with serving(measured, questions, where) as all_asked:
        for asked in all_asked:
            asked.measured.open_ms = asked.tell("open")
            asked.measured.answers = [Answer(**answer) for answer in asked.tell("answers")]
        for number in range(rounds):
            for asked in all_asked:
                if not asked.enough:
                    ways = asked.measured.peer.ways
                    asked.rounds += [{way: asked.tell(f"{way} {number}") for way in ways}]
        for asked in all_asked:
            asked.measured.search_mb = asked.tell("memory")
            asked.measured.times_us = {
                way: medians_us(asked.rounds, way) for way in asked.measured.peer.ways
            }


def medians_us(rounds: Sequence[Mapping[str, list[int]]], way: str) -> list[float]:
    """Return each question's median over the rounds, in µs."""
    by_question = zip(*(times[way] for times in rounds), strict=True)
    return [statistics.median(times) / 1e3 for times in by_question]


@contextmanager
def serving(measured: Sequence[Measured], questions: Path, where: Path) -> Iterator[list[Asked]]:
    """Start a process a peer, and end them all."""
    started: list[Asked] = []
    try:
        for one in measured:
            command = [*worker(one.peer), "serve", str(where / one.peer.name), str(questions)]
            process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            started.append(Asked(one, process))
        yield started
    finally:
        for asked in started:
            asked.process.communicate()


def worker(peer: Peer) -> list[str]:
    """Return the command of a peer's process."""
    python = python_with(peer.needs)
    assert python is not None
    return [python, "-m", "tests.benchmarks.worker", peer.name]


def disagreements(measured: Sequence[Measured], asked: Sequence[Question]) -> list[str]:
    """Return where a peer answers otherwise than the first one with the same meaning."""
    alike = [one for one in measured if one.peer.surface_words]
    found = []
    for one in alike[1:]:
        for question, first, answer in zip(asked, alike[0].answers, one.answers, strict=True):
            difference = disagreement(first, answer)
            if difference:
                names = f"{alike[0].peer.label} and {one.peer.label}"
                found.append(f"{names} disagree on {question}: {difference}")
    return found


def say(sentence: str) -> None:
    """Tell the user how far it is; what is measured goes to standard output."""
    print(sentence, file=sys.stderr, flush=True)
