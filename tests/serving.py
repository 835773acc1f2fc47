"""Running the real command, as a user would."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def serving(
    *arguments: str, folder: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `python -m searchapp` on a free port; yield the process and its address."""
    process = start("--port", "0", "--workers", "2", *arguments, folder=folder)
    try:
        yield process, address(process)
    finally:
        process.terminate()
        process.wait(60)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def start(*arguments: str, folder: Path | None = None) -> subprocess.Popen[str]:
    """Run `python -m searchapp` in a folder, without what the tests' own environment says.

    It has a process group of its own, as what is started in a terminal has.
    """
    environment = {name: value for name, value in os.environ.items() if name != "SEARCHAPP_INDEX"}
    return subprocess.Popen(
        [sys.executable, "-m", "searchapp", *arguments],
        cwd=folder or ROOT,
        start_new_session=True,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def address(process: subprocess.Popen[str]) -> str:
    """Return the address that the command prints once it is up."""
    assert process.stdout
    for line in process.stdout:
        if "http://" in line:
            return "http://" + line.split("http://")[1].split("/")[0]
    raise AssertionError(f"it never came up: {process.stderr and process.stderr.read()}")
