"""Requests a second over HTTP: searches with snippets and facets against a bare JSON route.

Beside them stand the pages of a native engine, from its own index of the same pile: what the best
of them reaches here. All are served by the same server with as many workers, and asked in turn
over connections that stay open, as many requests under way as there are connections. A site
remembers its last answers: there are so many questions that none is asked again while it is
remembered, and a few of them are asked over and over to measure the remembering.
"""

import math
import re
import selectors
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.benchmarks import questions
from tests.benchmarks.runner import CORES, ROOT

SERVED = "ours-full"
"""The peer whose index is served: what users run."""
NATIVE = "tantivy"
"""The peer whose pages are served beside it, where it takes part."""
AGAIN = 50
"""Questions that are asked over and over."""
BARE = "/bare"
PAGE = "/page/"
CONNECTIONS = 16
SECONDS = 3.0
ROUNDS = 3
START_S = 60.0


@dataclass(frozen=True)
class Rates:
    """Requests a second: medians over the rounds; not a number of a peer that takes no part."""

    search: float
    again: float
    bare: float
    native: float

    @property
    def ratio(self) -> float:
        """The rate of searches, each for the first time, as a share of the bare route's."""
        return self.search / self.bare


def measure(indexes: Path, asked: Path, native: bool) -> Rates:
    """Serve an index, a bare route and, if `native`, that peer's index, and ask all in turn.

    The indexes are in folders by the names of the peers; `asked` is a file of questions.
    """
    wanted = questions.read(asked)
    site = [sys.executable, "-m", "searchapp", "--index", str(indexes / SERVED), "--port", "0"]
    plain = [sys.executable, "-m", "tests.benchmarks.bare", str(CORES)]
    plain += [NATIVE, str(indexes / NATIVE), str(asked)] if native else []
    paths = [f"/api/search?{urlencode({'q': ' '.join(question.words)})}" for question in wanted]
    pages = [f"{PAGE}{number}" for number in range(len(wanted))] if native else []
    with serving([*site, "--workers", str(CORES)]) as search_at, serving(plain) as bare_at:
        wait(bare_at, BARE)
        wait(search_at, paths[0])
        turns = [
            (search_at, paths),
            (search_at, paths[:AGAIN]),
            (bare_at, [BARE]),
            (bare_at, pages),
        ]
        rounds = [
            [rate(at, these, SECONDS) if these else math.nan for at, these in turns]
            for _ in range(ROUNDS + 1)
        ][1:]
    return Rates(*map(statistics.median, zip(*rounds, strict=True)))


@contextmanager
def serving(command: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Run a server that prints its address; yield host and port."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = next(
            (url for line in process.stdout for url in re.findall(r"http://\S+", line)), ""
        )
        parts = urlsplit(found)
        if not parts.hostname or not parts.port:
            raise RuntimeError(f"{' '.join(command)} printed no address")
        yield parts.hostname, parts.port
    finally:
        process.terminate()
        process.communicate()


def wait(where: tuple[str, int], path: str) -> None:
    """Wait until a path is answered. Raises TimeoutError."""
    last = time.monotonic() + START_S
    while time.monotonic() < last:
        try:
            rate(where, [path], 0.0)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers at {where}")


def rate(where: tuple[str, int], paths: Sequence[str], seconds: float) -> float:
    """Return requests a second, asked for so long. Raises OSError for an answer but 200."""
    requests = cycle(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for path in paths)
    waiting = selectors.DefaultSelector()
    connections = [socket.create_connection(where) for _ in range(CONNECTIONS)]
    for connection in connections:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting.register(connection, selectors.EVENT_READ, connection)
        connection.sendall(next(requests))
    answered, began = 0, time.perf_counter()
    while answered < CONNECTIONS or time.perf_counter() < began + seconds:
        for key, _ in waiting.select():
            connection = key.data
            receive(connection)
            connection.sendall(next(requests))
            answered += 1
    elapsed = time.perf_counter() - began
    waiting.close()
    for connection in connections:
        connection.close()
    return answered / elapsed


def receive(connection: socket.socket) -> None:
    """Read one answer. Raises OSError for one that is not 200."""
    answer = connection.recv(1 << 18)
    while b"\r\n\r\n" not in answer:
        answer += more(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise OSError(f"answered {head[:100]!r}")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if not length:
        raise OSError("an answer without a length")
    missing = int(length[1]) - len(body)
    while missing > 0:
        missing -= len(more(connection))


def more(connection: socket.socket) -> bytes:
    """Read on. Raises OSError where the server has closed."""
    piece = connection.recv(1 << 18)
    if not piece:
        raise OSError("the server closed a connection")
    return piece
