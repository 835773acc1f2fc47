"""Running `python -m searchapp.reindex` as a user would, and asking what it made."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from searchapp.engines import open_engine
from searchapp.query import Query

ROOT = Path(__file__).parents[1]


def command(*arguments: str | Path) -> list[str]:
    """Return the command line."""
    return [sys.executable, "-m", "searchapp.reindex", *map(str, arguments)]


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a user with these settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SEARCHAPP")}
    return {**plain, "PYTHONPATH": str(ROOT), **settings}


def run(folder: Path, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder; it never may end in a traceback."""
    return _done(folder, command(*arguments), **settings)


def in_shell(folder: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as "$@" of a shell's script, like `run`."""
    return _done(folder, ["sh", "-c", script, "sh", *command(*arguments)])


def _done(folder: Path, line: list[str], **settings: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        line,
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def summary(folder: Path, *arguments: str | Path, **settings: str) -> dict[str, Any]:
    """Run the command, which must succeed, and return its summary."""
    done = run(folder, *arguments, "--json", **settings)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def counts(figures: dict[str, Any]) -> tuple[int, int, int, int]:
    """Return how many articles of a summary were added, changed and removed, and skips."""
    return figures["added"], figures["changed"], figures["removed"], figures["skipped"]


def write(path: Path, word: str) -> None:
    """Write an article about one word."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"News of the {word} today\n\nThe council talked about the {word} for three hours on"
        f" Monday, and nobody in the room had ever seen a {word} before.\n"
    )


def found(index: Path, q: str) -> int:
    """Return how many articles a query finds."""
    return open_engine(str(index)).search(Query(q=q)).articles
