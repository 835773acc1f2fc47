"""The least a JSON route can be, on the server the site runs on: what its rate is measured by.

python -m tests.benchmarks.bare WORKERS    prints its address
"""

import multiprocessing
import sys

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from searchapp.web.server import THREADS, free_port, url_of
from tests.benchmarks.http_rate import BARE


def load() -> Flask:
    """Make the site of one route. Runs in each worker."""
    app = Flask("bare")
    app.add_url_rule(BARE, "bare", lambda: {"answer": 42})
    return app


def serve(workers: int) -> None:
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
    server.serve(target_loader=load, wrap_loader=False)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
