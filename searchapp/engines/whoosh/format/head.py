"""The head: which files make up the current generation of the index, and how that changes.

`HEAD` is a line with the CRC-32 of what follows, and JSON: format, generation, segments (each with
the file that lists its deleted documents), stories, doubles, analysis. Every other file is written
once, under a name never used before, and synced; replacing HEAD by a rename is the commit. So a
reader sees one generation or the next, and a writer that is killed leaves files that nobody names,
which the next commit removes. Whoosh's own table of contents (a pickle, for Whoosh's tools) is
written beside it and never read here.

    HEAD                     this
    MAIN_<name>.seg          segments
    MAIN_<name>.<mark>.del   which of a segment's documents are deleted
    stories.<mark>           the story of each document
    doubles.<mark>           articles whose identifiers others have
    _MAIN_<generation>.toc   Whoosh's
    LOCK                     held by the one process that writes, and who that is

A mark is the generation's number and something that no other index has, as a segment's name is: a
file says its own name (`layout`), so that one of another index is never taken for it.
"""

import datetime
import fcntl
import json
import os
import re
import secrets
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from searchapp.engines import IndexBusy, IndexMissing, IndexUnusable
from searchapp.engines.whoosh.format.layout import VERSION, opened, unusable

HEAD = "HEAD"
LOCK = "LOCK"
OURS = re.compile(
    r"MAIN_[0-9a-f]{16}\.(?:seg|[0-9]+(?:\.[0-9a-f]{16})?\.del)(?:\.tmp)?"
    r"|(?:stories|doubles)\.[0-9]+(?:\.[0-9a-f]{16})?(?:\.tmp)?|_MAIN_[0-9]+\.toc(?:\.[0-9.]+)?|HEAD\.tmp"
)
"""Names of files that a writer makes, or made when marks were but numbers: a folder may hold
others, which are left alone."""
GENERATION = re.compile(r"(?:stories\.|doubles\.|MAIN_[0-9a-f]{16}\.|_MAIN_)([0-9]+)(?:\.|$)")
"""The generation in the name of a file that belongs to one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment of a generation: its name, and the file of its deletions, if any."""

    name: str
    deletions: str | None = None

    @property
    def file_name(self) -> str:
        """Return the segment's file."""
        return f"{self.name}.seg"


@dataclass(frozen=True, slots=True)
class Head:
    """A generation: its number, its segments in order, the files of its stories and doubles.

    `analysis` is how its articles became terms (`searchapp.ingest`), None where nobody wrote it.
    """

    generation: int
    segments: tuple[Entry, ...] = ()
    stories: str | None = None
    doubles: str | None = None
    analysis: str | None = None

    @property
    def name(self) -> str:
        """Return the generation as it is shown."""
        return str(self.generation)

    @property
    def toc(self) -> str:
        """Return the file of Whoosh's table of contents."""
        return f"_MAIN_{self.generation}.toc"

    def files(self) -> set[str]:
        """Return the files the generation needs."""
        named = {entry.file_name for entry in self.segments}
        named |= {entry.deletions for entry in self.segments if entry.deletions}
        return named | {name for name in (self.stories, self.doubles) if name}


def new_name() -> str:
    """Return a name no segment ever had."""
    return f"MAIN_{secrets.token_hex(8)}"


def new_mark(generation: int) -> str:
    """Return a mark for the files of a generation that no file ever had."""
    return f"{generation}.{secrets.token_hex(8)}"


def read_head(folder: Path) -> Head:
    """Return the current generation. Raises IndexMissing, IndexUnusable."""
    path = folder / HEAD
    try:
        with opened(path) as raw:
            line, _, text = raw.read().partition(b"\n")
    except FileNotFoundError:
        raise _without_head(folder) from None
    except NotADirectoryError:
        raise IndexUnusable(f"{folder} is a file, not the folder of an index") from None
    if line != b"%08x" % zlib.crc32(text):
        raise unusable(path, "the file is damaged")
    data = json.loads(text)
    if data["format"] != VERSION:
        raise unusable(path, f"index version {data['format']}, expected {VERSION}")
    segments = tuple(Entry(**entry) for entry in data["segments"])
    later = {name: data.get(name) for name in ("doubles", "analysis")}
    return Head(data["generation"], segments, data["stories"], **later)


def _without_head(folder: Path) -> IndexUnusable:
    # Segments alone are no index yet: a writer that was killed in the first update leaves them.
    if folder.is_dir() and any(folder.glob("_MAIN_*.toc")):
        return unusable(folder / HEAD, "the file is missing")
    return IndexMissing(folder)


def write_head(folder: Path, head: Head) -> None:
    """Make a generation the current one: the commit. All that it names survives a power cut."""
    for name in sorted(head.files()):
        sync(folder / name)
    data = asdict(head) | {"format": VERSION}
    text = json.dumps(data, indent=1).encode()
    temporary = folder / f"{HEAD}.tmp"
    with temporary.open("wb") as out:
        out.write(b"%08x\n" % zlib.crc32(text) + text)
        out.flush()
        os.fsync(out.fileno())
    temporary.rename(folder / HEAD)
    sync(folder)


def sync(path: Path) -> None:
    """Make a file's bytes, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_strays(folder: Path, kept: Collection[str]) -> None:
    """Remove files of former generations and of writers that were killed, but for those kept."""
    for name in written(folder) - set(kept):
        (folder / name).unlink(missing_ok=True)


def written(folder: Path) -> set[str]:
    """Return the files of a folder that writers made, but for HEAD: a folder is none of them."""
    with os.scandir(folder) as entries:
        files = [entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)]
    return {name for name in files if OURS.fullmatch(name)}


def last_generation(folder: Path) -> int:
    """Return the greatest generation that any file of a folder belongs to, 0 for none.

    Where HEAD cannot be read, this is what the next generation counts from: no name, and no
    generation that users see, ever means something else than it did.
    """
    found = (GENERATION.search(name) for name in written(folder))
    return max((int(one[1]) for one in found if one), default=0)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the lock of the one writer. Raises IndexBusy, which names who has it and since when.

    The system lets go of the lock when the process ends, however it ends. Raises IndexUnusable
    where something else stands in its place.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOCK
    if path.exists() and not path.is_file():
        raise IndexUnusable(f"{path}: something else stands in the place of the file: remove it.")
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise IndexBusy(
                f"Another process is writing to {folder}: {lock.read().strip() or 'just started'}. "
                "Try again when it is done."
            ) from None
        since = datetime.datetime.now().astimezone().isoformat(" ", "seconds")
        with suppress(OSError):  # a full disk: it may be full of what this writer will remove
            lock.truncate(0)
            os.write(lock.fileno(), f"process {os.getpid()}, since {since}\n".encode())
        yield
