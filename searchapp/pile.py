"""The pile: the files that articles come from, compared with what an index knows of them.

A file is new, changed (another size or time of change), gone or the same; its name is its absolute
path, so that a pile means the same files from whatever folder a command is started.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from searchapp.engines import File, Plan

PACKAGE = Path(__file__).resolve().parent


def samples() -> Path:
    """Return the folder of sample articles: `seeds` here, else the one that came with the package.

    In a checkout it lies beside the package, in an installed package inside it.
    """
    places = (Path("seeds"), PACKAGE.parent / "seeds", PACKAGE / "seeds")
    return next((place for place in places if place.is_dir()), places[0])


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


def outside(files: Iterable[File], folder: Path | None) -> list[File]:
    """Return the files that do not lie in a folder: an index must not read itself."""
    if folder is None:
        return list(files)
    return [file for file in files if not Path(file.path).is_relative_to(folder)]


def as_given(where: str, paths: Mapping[str, str]) -> str:
    """Return a place in the pile as the user would name it.

    `paths` maps absolute paths to how they were given: with {"/a/pile": "pile"} the place
    "/a/pile/x.txt, line 3" is "pile/x.txt, line 3".
    """
    for absolute in sorted(paths, key=len, reverse=True):
        rest = where.removeprefix(absolute)
        if rest != where and (not rest or rest[0] in "/\\,"):
            given = paths[absolute]
            return rest[1:] if given == "." and rest[:1] in {"/", "\\"} else given + rest
    return where
