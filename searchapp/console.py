"""What a command says on its streams, whatever these can take, and how far it is.

A stream may be closed or full, know few letters, or have nobody who listens: the work goes on.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm

from searchapp.engines import Progress
from searchapp.summary import legible


@contextmanager
def progress(shown: bool) -> Iterator[Callable[[Progress], None]]:
    """Give a function that reports how far an update is, on a terminal only."""
    with tqdm(unit="B", unit_scale=True, disable=not shown, leave=False) as bar:

        def report(progress: Progress) -> None:
            bar.total = progress.total
            bar.set_description(progress.stage, refresh=False)
            bar.update(progress.done - bar.n)

        yield report


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether someone watches a stream; None is one that was closed from the start."""
    return stream is not None and stream.isatty()


def say(text: str, stream: TextIO | None) -> str:
    """Print a text, whatever letters the stream knows; return why it could not be, else "".

    It does not matter whether anyone still listens.
    """
    if stream is None:
        return "it is closed"
    encoding = stream.encoding or "utf-8"
    try:
        with given_up_on_failure(stream):
            known = legible(text).encode(encoding, "backslashreplace").decode(encoding)
            stream.write(known + "\n")
            stream.flush()
    except BrokenPipeError:
        return ""
    except OSError as error:
        return error.strerror or str(error)
    return ""


@contextmanager
def given_up_on_failure(stream: TextIO) -> Iterator[None]:
    """Send to nowhere what a stream that fails still holds: it would fail again at the end."""
    try:
        yield
    except BaseException:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise
