"""Damages an index in every way and asks it: a program of its own, as damage might crash it.

    python -m tests.engines.damage INDEX FLIPS

INDEX is copied for each damage. An answer must be that of the whole index, or IndexUnusable with
the file and the remedy. Prints a line a damage that is answered otherwise, and at the end a JSON
object: how many damages there were, were refused, and made no difference.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from searchapp.engines import Engine, IndexUnusable, open_engine
from searchapp.engines.whoosh.format.head import HEAD
from searchapp.engines.whoosh.format.layout import FOOTER
from searchapp.query import Query
from searchapp.results import IndexState, Results

QUERIES = [
    Query(size=3, sort="oldest"),
    Query("harbour", size=3),
    Query("ferries captain", source=("Tern", "unknown"), from_="2017"),
    Query('"the captain of"', language=("en",), collapse="story"),
    Query("captain NEAR/4 ferry", page=2),
    Query("harb* OR capta*ns", size=2),
    Query("havn~ title:number"),
    Query("færge -harbour language:da date:2018"),
    Query("harbour zebra nowhere"),
    Query("word17 OR word1900 OR title:117"),
]

Damage = Callable[[Path], None]


Question = Callable[[Engine], object]
QUESTIONS: list[Question] = [
    *(lambda engine, query=query: plain(engine.search(query)) for query in QUERIES),
    lambda engine: engine.article("a0017"),
    lambda engine: engine.article("nobody"),
    lambda engine: dict(engine.files()),
    lambda engine: list(engine.skipped()),
    lambda engine: engine.state().articles,
]
"""All that can be asked of an index."""


def plain(results: Results) -> Results:
    """Return results without the generation, which a copy may count on its own."""
    return replace(results, index=IndexState("", results.index.articles))


def overwrite(data: bytes, at: int = 0) -> Damage:
    """Return what writes other bytes over a file, from a place on."""

    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(data)

    return damage


def flip(at: int, bit: int) -> Damage:
    """Return what turns one bit of a file over."""

    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1 << bit]))

    return damage


def cut(size: int) -> Damage:
    """Return what cuts a file short."""

    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            file.truncate(size)

    return damage


def replaced(data: bytes) -> Damage:
    """Return what puts another file in the place of one."""
    return lambda path: void(path.write_bytes(data))


def folder_instead(path: Path) -> None:
    """Put a folder in the place of a file."""
    path.unlink()
    path.mkdir()


def pipe_instead(path: Path) -> None:
    """Put a pipe, to which nobody writes, in the place of a file."""
    path.unlink()
    os.mkfifo(path)


def loop_instead(path: Path) -> None:
    """Put a link to itself in the place of a file."""
    path.unlink()
    path.symlink_to(path.name)


def device_instead(path: Path) -> None:
    """Put a link to a device, from which nothing can be read, in the place of a file."""
    path.unlink()
    path.symlink_to("/dev/null")


def unreadable(path: Path) -> None:
    """Let nobody read a file (but root, who may anyway)."""
    path.chmod(0)


def void(_: object) -> None:
    """Forget a value."""


def damages(index: Path, flips: int) -> Iterator[tuple[str, str, Damage]]:
    """Yield a file's name, a name for the damage, and what does it."""
    picked = random.Random(20160101)
    for path in sorted(index.iterdir()):
        size = path.stat().st_size
        yield path.name, "missing", Path.unlink
        yield path.name, "a folder", folder_instead
        yield path.name, "a pipe", pipe_instead
        yield path.name, "a loop", loop_instead
        yield path.name, "a device", device_instead
        yield path.name, "unreadable", unreadable
        for length in sorted({0, 1, 31, 47, 48, 64, size // 3, size // 2, size - 33, size - 1}):
            if 0 <= length < size:
                yield path.name, f"cut to {length}", cut(length)
        for other in sorted(index.iterdir()):
            if other != path:
                yield path.name, f"replaced by {other.name}", replaced(other.read_bytes())
        for data in (b"\x89PNG\r\n\x1a\n" + bytes(500), b"notes to myself\n" * 50, bytes(5000)):
            yield path.name, f"replaced by {data[:8]!r}", replaced(data)
        for at, bit in places(path, size, flips, picked):
            yield path.name, f"bit {bit} of byte {at} flipped", flip(at, bit)


def places(path: Path, size: int, flips: int, picked: random.Random) -> Iterator[tuple[int, int]]:
    """Yield places for flipped bits: in the header, the footer, everywhere, and in each array."""
    for at in [*range(min(16, size)), *range(max(size - 32, 0), size)]:
        yield at, picked.randrange(8)
    for _ in range(flips if size else 0):
        yield picked.randrange(size), picked.randrange(8)
    if path.suffix == ".seg":
        for start, stop in arrays(path.read_bytes()):
            yield picked.randrange(start, stop), picked.randrange(8)


def arrays(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each array of a file stands; see `searchapp.engines.whoosh.format.layout`."""
    _, listing, _, _, _ = FOOTER.unpack(data[-FOOTER.size :])
    for kind, offset, length in json.loads(data[listing : -FOOTER.size])["arrays"].values():
        if length:
            yield offset, offset + length * np.dtype(kind).itemsize


def newer(index: Path) -> Iterator[tuple[str, str, Damage]]:
    """Yield what makes files those of a newer version."""
    for path in sorted(index.iterdir()):
        if path.suffix in {".seg", ".del"} or path.name.startswith("stories"):
            yield path.name, "newer version", overwrite(b"\x63", at=8)
    _, _, text = (index / HEAD).read_bytes().partition(b"\n")
    data = json.dumps(json.loads(text) | {"format": 99}).encode()
    yield HEAD, "newer version", replaced(b"%08x\n%s" % (zlib.crc32(data), data))


def judged(copy: Path, name: str, expected: list[object]) -> str:
    """Return "same", "refused", or what is wrong with the answers of a damaged copy."""
    outcomes: set[str] = set()
    engine = open_engine(str(copy))
    for question, answer in zip(QUESTIONS, expected, strict=True):
        try:
            outcomes.add("same" if question(engine) == answer else "another answer")
        except IndexUnusable as error:
            told = f"{copy / name}:" in str(error) and "searchapp.reindex --full" in str(error)
            missing = name == HEAD and "There is no index" in str(error)
            outcomes.add("refused" if told or missing else f"bad message: {error}")
        except Exception as error:  # Anything else is what must not happen.
            outcomes.add(f"{type(error).__name__}: {error}")
    wrong = outcomes - {"same", "refused"}
    return "; ".join(sorted(wrong)) or ("refused" if "refused" in outcomes else "same")


def main(index: Path, flips: int) -> None:
    """Try all damages and print what came of them."""
    whole = open_engine(str(index))
    expected = [question(whole) for question in QUESTIONS]
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir=index.parent) as room:
        copy = Path(room) / "index"
        for name, what, damage in [*damages(index, flips), *newer(index)]:
            shutil.copytree(index, copy)
            damage(copy / name)
            verdict = judged(copy, name, expected)
            counts[verdict if verdict in {"same", "refused"} else "wrong"] += 1
            if verdict not in {"same", "refused"}:
                print(f"{name} {what}: {verdict}", flush=True)
            shutil.rmtree(copy)
    print(json.dumps(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
