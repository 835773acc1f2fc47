"""`python -m searchapp`: serve the site; the first time, index the sample articles before.

Exit codes: 0 told to stop; 1 cannot serve there; 2 wrong usage. To add an option, add it to
`arguments`.
"""

import argparse
import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

SEEDS = Path("seeds")
INTERRUPTED = 130
"""What `reindex` returns after Ctrl-C."""
REMEDIES = {
    errno.EADDRINUSE: "End what is using it, or choose another port with --port.",
    errno.EACCES: "Ports below 1024 need special rights: choose another with --port.",
    errno.EADDRNOTAVAIL: "This machine has no such address: choose another with --host.",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code (SystemExit 2 where the usage is wrong)."""
    options = arguments().parse_args(argv)
    when_stopped(leave)
    return run(options)


def when_stopped(handler: Callable[[int, FrameType | None], object]) -> None:
    """Handle Ctrl-C and SIGTERM alike."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def leave(*_: object) -> None:
    """End at once. An exception could be lost inside an import, and there is nothing to clear."""
    os._exit(0)


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m searchapp",
        description="Serve the search page and the JSON endpoint. The first time, with no index"
        " yet, the sample articles in seeds/ are indexed first.",
        epilog="To search your own articles: python -m searchapp.reindex PATH",
    )
    add = parser.add_argument
    add(
        "--index",
        metavar="WHERE",
        help="the folder of the index (default: SEARCHAPP_INDEX, else index/)",
    )
    add("--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
    add("--port", type=within(0, 65535), default=8000, help="0: any (default: %(default)s)")
    add("--workers", type=within(1, 256), default=cores(), metavar="N", help="processes")
    return parser


def within(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two others, for argparse."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
        return int(text)

    return number


def cores() -> int:
    """Return how many workers suit this machine: one a core, from 2 to 8."""
    usable = getattr(os, "sched_getaffinity", None)
    return max(2, min(8, len(usable(0)) if usable else os.cpu_count() or 1))


class CannotServe(Exception):
    """The site cannot be served there; the message says why, with the remedy."""


def run(options: argparse.Namespace) -> int:
    """Make an index where there is none, then serve it until told to stop."""
    from searchapp.web import default_index
    from searchapp.web.server import serve

    where = default_index() if options.index is None else options.index
    try:
        host, port = place(options.host, options.port)
        if not first_index(where):
            return 0
        place(host, port)  # another may have taken it meanwhile
    except CannotServe as error:
        say(str(error))
        return 1
    except ValueError as error:
        say(str(error))
        return 2
    return serve(where, host, port, options.workers)


def place(host: str, port: int) -> tuple[str, int]:
    """Return the IP address and port to serve at. Raises CannotServe."""
    from searchapp.web.server import free_port

    try:
        return free_port(host, port)
    except (socket.gaierror, UnicodeError):  # no such name; one that no host can have
        why = "There is no such host: try --host 127.0.0.1."
    except OSError as error:
        remedy = REMEDIES.get(error.errno or 0, "Choose another place with --host and --port.")
        why = f"{error.strerror}. {remedy}"
    raise CannotServe(f"cannot serve at {host}:{port}. {why}")


def first_index(where: str) -> bool:
    """Index the sample articles if there is no index yet; return whether to go on.

    Whatever else is wrong with the index, the site comes up and says it. Raises ValueError for a
    place that no engine is for.
    """
    from searchapp.engines import IndexMissing, IndexUnusable, open_engine

    try:
        open_engine(where).state()
    except IndexMissing as error:
        if SEEDS.is_dir():
            from searchapp import reindex

            when_stopped(signal.default_int_handler)
            code = reindex.main([str(SEEDS), "--index", where])
            when_stopped(leave)
            return code != INTERRUPTED
        say(str(error))
    except (IndexUnusable, OSError) as error:
        say(str(error))
    return True


def say(text: str) -> None:
    """Print a message for the owner of the site."""
    from searchapp import console

    console.say(f"searchapp: {text}", sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
