"""What the site's rate is measured by, on the server the site runs on: the least a JSON route can
be, and the pages of another engine.

python -m tests.benchmarks.bare WORKERS [PEER INDEX QUESTIONS]    prints its address
"""

import multiprocessing
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from flask import Flask, json
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from searchapp.web.server import THREADS, free_port, url_of
from tests.benchmarks import questions
from tests.benchmarks.http_rate import BARE, PAGE
from tests.benchmarks.peer import PEERS


def load(served: Sequence[str]) -> Flask:
    """Make the site of a bare route and, where a peer is served, its pages. Runs in each worker."""
    app = Flask("bare")
    app.add_url_rule(BARE, "bare", lambda: {"answer": 42})
    if served:
        peer, index, asked = served
        searcher = PEERS[peer].load().open_index(Path(index))
        wanted = questions.read(Path(asked))

        def page(number: int) -> tuple[str, dict[str, str]]:
            body = json.dumps(searcher.page(wanted[number]), default=str)
            return body, {"Content-Type": "application/json"}

        app.add_url_rule(f"{PAGE}<int:number>", "page", page)
    return app


def serve(workers: int, served: Sequence[str]) -> None:
    """Serve as `searchapp.web.server.serve` does."""
    multiprocessing.set_start_method("spawn", force=True)
    host, port = free_port("127.0.0.1", 0)
    server = Server(
        "bare",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
    )
    print(url_of(host, port), flush=True)
    server.serve(target_loader=partial(load, served), wrap_loader=False)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2:])
