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
    """Yield the files in a folder and the folders in it, each folder once."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    try:
        with os.scandir(folder) as entries:
            named = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        seen.discard(real)
        yield folder
        return
    for entry in named:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
        except OSError:  # a link to itself, or to where this user may not look
            is_folder, is_file = False, True
        if is_folder:
            yield from walk(path, suffixes, seen)
        elif suffix(path) in suffixes and not is_readme(entry.name) and is_file:
            yield path


def suffix(path: Path) -> str:
    """Return a file's suffix in small letters, the one before `.gz` for a compressed file."""
    outer = path.suffix.casefold()
    return path.with_suffix("").suffix.casefold() if outer == COMPRESSED else outer


def is_readme(name: str) -> bool:
    """Tell whether a file name is that of a folder's README, in any format or language."""
    return name.casefold().split(".", 1)[0] in {"readme", "læsmig"}
