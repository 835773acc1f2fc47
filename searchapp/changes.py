"""What has changed in a pile: its files compared with what an index knows of them.

A file is new, changed (another size or time of change), gone or the same; its name is its absolute
path, so that a pile means the same files from whatever folder a command is started.
"""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from searchapp import readers
from searchapp.engines import File, Plan

UNREADABLE = -1 << 63
"""Stands for the time of a file that may not be read: no file has it."""


def compare(found: Iterable[File], known: Mapping[str, File], full: bool = False) -> Plan:
    """Return what brings an index that knows `known` in step with the files that were found.

    A file that was found twice is read once. `full` reads every file; `known` then says only what
    has gone.
    """
    here = {file.path: file for file in found}
    read = [file for path, file in here.items() if full or known.get(path) != file]
    return Plan(
        read=tuple(read),
        drop=tuple(path for path in known if path not in here),
        full=full,
    )


def survey(paths: Iterable[Path], but: Path | None = None) -> list[File]:
    """Return the files that may hold articles, as they are now.

    `but` is the folder of the index, which must not read itself.
    """
    files = readers.find(paths)
    return [as_is(path) for path in files if but is None or not path.is_relative_to(but)]


def as_is(path: Path) -> File:
    """Return a file as it is now.

    One that may not be read has no time: when it may be, that counts as a change.
    """
    try:
        status = path.stat()
    except OSError:
        return File(str(path), 0, UNREADABLE)
    readable = os.access(path, os.R_OK)
    return File(str(path), status.st_size, status.st_mtime_ns if readable else UNREADABLE)


def as_given(where: str, paths: Mapping[str, str]) -> str:
    """Return a place in the pile as the user would name it.

    `paths` maps absolute paths to how they were given: with {"/a/pile": "pile"} the place
    "/a/pile/x.txt, line 3" is "pile/x.txt, line 3".
    """
    ends = [match.start() for match in re.finditer(r"[/\\,]|\Z", where)]
    for end in reversed(ends):  # looked up from the longest on: there may be many paths
        if given := paths.get(where[:end]):
            rest = where[end:]
            return rest[1:] if given == "." and rest[:1] in {"/", "\\"} else given + rest
    return where
