"""Serving the site: worker processes behind one address, until Ctrl-C, SIGTERM or a hangup.

The server is granian; the workers are fresh processes (spawned, on every system and Python alike)
that each open the index by themselves.
"""

import atexit
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from contextlib import ExitStack, closing, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from multiprocessing import resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from searchapp.console import say
from searchapp.engines import IndexUnusable, open_engine
from searchapp.query import Query
from searchapp.web import create_app
from searchapp.web.metrics import Tally

THREADS = 4
"""Requests a worker answers at a time; more wait their turn instead of all growing slow."""
PATIENCE = 1
"""Seconds that requests under way have to end; idle connections would otherwise stay for 30."""


class Site(MPServer):
    """The server, whose workers leave Ctrl-C to it and end when it says so, without a traceback.

    So they do when the terminal is closed, which ends the site too, unless it was told to ignore
    that (`nohup`).
    """

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        """Start the workers with blocked SIGINT and SIGHUP, which they inherit.

        The tracker that comes with the first of them would unblock SIGINT, so it comes before.
        """
        ignored = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        super().startup(spawn_target, target_loader)  # type: ignore[no-untyped-call]
        end = signal.SIG_IGN if ignored else self.signal_handler_interrupt
        signal.signal(signal.SIGHUP, end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGHUP})


def free_port(host: str, port: int) -> tuple[str, int]:
    """Return the IP address and port to serve at; port 0 means any that is free.

    The workers share a port, so a second server could join in unnoticed: it is tried alone first.
    Raises OSError (socket.gaierror for a host that is not known, UnicodeError for no name at all).
    """
    family, kind, _, _, where = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(where)
        probe.listen()
        bound = probe.getsockname()
    return bound[0], bound[1]


def url_of(host: str, port: int) -> str:
    """Return the address to type into a browser; a host that means "everywhere" is this machine."""
    if ip_address(host).is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def load(where: str, counts: Path | None) -> Flask:
    """Make the site over an index. Runs in each worker, which does not outlive the server.

    What is answered is counted in the folder `counts`, if there is one.

    One search loads the dictionaries before the first reader has to wait for them. They stay, so
    the garbage collector need not look through them again and again.
    """
    threading.Thread(target=end_with_parent, daemon=True).start()
    atexit.register(os._exit, 0)  # a request under way must not meet an interpreter that ends
    engine = open_engine(where)
    with suppress(IndexUnusable):
        engine.search(Query(q="harbours havnene"))
    site = create_app(engine, Tally(counts))
    gc.collect()
    gc.freeze()
    return site


def serve(where: str, host: str, port: int, workers: int) -> int:
    """Serve the index at `where` from an IP address until told to stop; return the exit code."""
    multiprocessing.set_start_method("spawn", force=True)
    server = Site(
        "searchapp",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
    )
    threading.Thread(target=announce, args=(host, port), daemon=True).start()
    with ExitStack() as stack:
        counts = None
        with suppress(OSError):  # nowhere to write: each worker then counts for itself
            room = TemporaryDirectory(prefix="searchapp-counts-", ignore_cleanup_errors=True)
            counts = Path(stack.enter_context(room))
        server.serve(target_loader=partial(load, where, counts), wrap_loader=False)
    return 0


def end_with_parent() -> None:
    """End this worker if the server goes without telling it, as it does when killed."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def announce(host: str, port: int) -> None:
    """Print the address as soon as the site answers there."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while not answers(local, port):
        time.sleep(0.05)
    say(f"searchapp is at {url_of(host, port)} (Ctrl-C ends it)", sys.stdout)


def answers(host: str, port: int) -> bool:
    """Tell whether the site answers, be it with an error."""
    with closing(HTTPConnection(host, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/static/mark.svg")
            return connection.getresponse().status < 500
        except (OSError, HTTPException):
            return False
