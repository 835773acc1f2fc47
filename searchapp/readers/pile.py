"""The pile: which files below the given paths are articles.

Folders are walked in the order of their names. Left out are: hidden files and folders; files whose
suffix no reader has; a folder's README, which tells of the pile and is no article. A file named
explicitly is always taken. Links are followed; nothing is yielded twice.
"""

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

COMPRESSED = ".gz"


def find(paths: Iterable[Path], suffixes: Container[str]) -> Iterator[Path]:
    """Yield the files below paths, each once: a file as named, a folder's in order of name.

    What does not exist, or cannot be listed, is yielded too, so that reading it reports it.
    """
    seen: set[str] = set()
    for path in paths:
        files = walk(path, suffixes, seen) if path.is_dir() else iter([path])
        for file in files:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


def walk(folder: Path, suffixes: Container[str], seen: set[str]) -> Iterator[Path]:
    """Yield the files in a folder and the folders in it, each folder once, however deep."""
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
        elif (real := os.path.realpath(path)) not in seen:
            seen.add(real)
            try:
                waiting += reversed(inside(path, suffixes))
            except OSError:
                seen.discard(real)
                yield path


def inside(folder: Path, suffixes: Container[str]) -> list[tuple[Path, bool]]:
    """Return what to read in a folder, in order of name, and whether each is a folder itself.

    Raises OSError where it cannot be listed.
    """
    with os.scandir(folder) as entries:
        named = sorted(entries, key=lambda entry: entry.name)
    found = [(folder / entry.name, *kind(entry)) for entry in named if entry.name[0] != "."]
    return [
        (path, is_folder)
        for path, is_folder, is_file in found
        if is_folder or (is_file and suffix(path) in suffixes and not is_readme(path.name))
    ]


def kind(entry: os.DirEntry[str]) -> tuple[bool, bool]:
    """Tell whether what a folder holds is a folder, and whether it is to be read as a file."""
    try:
        return entry.is_dir(), entry.is_file()
    except OSError:  # a link to itself, or to where this user may not look
        return False, True


def suffix(path: Path) -> str:
    """Return a file's suffix in small letters, the one before `.gz` for a compressed file."""
    outer = path.suffix.casefold()
    return path.with_suffix("").suffix.casefold() if outer == COMPRESSED else outer


def is_readme(name: str) -> bool:
    """Tell whether a file name is that of a folder's README, in any format or language."""
    return name.casefold().split(".", 1)[0] in {"readme", "læsmig"}
