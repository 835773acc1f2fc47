"""Readers: files to articles, one reader a format, chosen by the file's suffix.

    find(paths)        -> the files to read
    read(path)         -> the articles in a file, and what of it could not be read
    read(path, part)   -> the same of some of its lines, where it is_divisible(path)

To add a format, write a module with a `Reader` and put its suffixes and its name into `READERS`. A
reader takes the file's bytes as a stream (already decompressed) and the file's name for messages;
it yields articles and skips, and may raise `Unreadable`, `TooLarge` or `Empty`: `read` reports
them.
"""

import gzip
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, cast

from searchapp.article import Skipped
from searchapp.readers import pile, records
from searchapp.readers.encoding import Unreadable
from searchapp.readers.stream import Empty, Found, Part, Placed, TooLarge

Reader = Callable[[BinaryIO, str], Iterator[Found | Placed]]

READERS: Mapping[str, str] = {
    ".txt": "text.read",
    ".text": "text.read",
    ".md": "markdown.read",
    ".markdown": "markdown.read",
    ".html": "html.read",
    ".htm": "html.read",
    ".xhtml": "html.read",
    ".jsonl": "records.read_lines",
    ".ndjson": "records.read_lines",
    ".json": "records.read",
    ".rss": "feed.read",
    ".atom": "feed.read",
    ".xml": "feed.read",
    ".warc": "webarchive.read",
    ".wet": "webarchive.read",
    ".arc": "webarchive.read",
    ".wacz": "webarchive.read_wacz",
}
"""The reader of each suffix, imported when first met; `.gz` may follow any of them."""

BUFFER = 1 << 18
"""Bytes of a file that are read at once."""

FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "the file is gone: run reindex again"),
    (PermissionError, "no permission to read it: change its permissions"),
    (IsADirectoryError, "this is a folder whose files cannot be listed: check it"),
    (
        gzip.BadGzipFile,
        "not a gzip file, or a damaged one: remove .gz from its name, or get it again",
    ),
    (EOFError, "the compressed file ends too early: get it again"),
    (zlib.error, "the compressed file is damaged: get it again"),
    (RecursionError, "nested too deeply: check the file"),
    (MemoryError, "too large for the memory of this machine: split it"),
)
"""What can go wrong with a file, and the words for it."""


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files to read below paths, each once, in order; see `searchapp.readers.pile`."""
    return pile.find(paths, suffixes=READERS)


def read(path: Path, part: Part | None = None) -> Iterator[Found]:
    """Yield what is in one file: articles, and skips that say what could not be read and why.

    Of a file that `is_divisible`, a part may be read. Never raises for what is in a file or happens
    to it. `Article.id` is the article's own or is made of the path as given and the article's place
    in the file.
    """
    where = str(path)
    try:
        with opened(path) as stream:
            all_found = (
                records.read_part(stream, where, part) if part else reader(path)(stream, where)
            )
            number = -1
            for number, one in enumerate(all_found):
                place, found = one if isinstance(one, Placed) else (str(number), one)
                yield identified(found, path, place, where)
            if number < 0 and not part:  # the other parts may have some
                raise Empty("no article in it: remove it, or save the articles again")
    except (Unreadable, TooLarge, Empty) as error:
        yield Skipped(where, str(error))
    except Exception as error:  # A pile holds anything at all; one file must not stop the others.
        yield Skipped(where, reason(error))


def is_divisible(path: Path) -> bool:
    """Tell whether parts of a file can be read, each without what comes before it."""
    if reader(path) is not records.read_lines or path.suffix.casefold() == pile.COMPRESSED:
        return False
    try:
        with opened(path) as stream:
            return records.is_divisible(stream)
    except (OSError, Unreadable):
        return False


def reader(path: Path) -> Reader:
    """Return the reader of a file, by its suffix; of text, where there is none for it."""
    module, name = READERS.get(pile.suffix(path), "text.read").split(".")
    found: Reader = getattr(import_module(f"{__name__}.{module}"), name)
    return found


def opened(path: Path) -> BinaryIO:
    """Return a file's bytes, decompressed. Raises OSError where it is no regular file."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    if not stat.S_ISREG(mode):
        raise Unreadable("not a regular file: leave it out")
    if path.suffix.casefold() == pile.COMPRESSED:
        return cast(BinaryIO, gzip.open(path, "rb"))
    return path.open("rb", BUFFER)


def reason(error: Exception) -> str:
    """Return what went wrong, with the remedy where there is one."""
    for kind, words in FAILURES:
        if isinstance(error, kind):
            return words
    detail = (
        f"{error.strerror or error}"
        if isinstance(error, OSError)
        else f"{type(error).__name__}: {error}"
    )
    return f"could not be read ({detail[:200]}): check the file"


def identified(found: Found, path: Path, place: str, where: str) -> Found:
    """Return the article with an id: its own, else one made of the path and its place there."""
    if isinstance(found, Skipped) or found.id:
        return found
    if not found.title and not found.body:
        return Skipped(where, "no text in it: remove it, or save the article again")
    seed = f"{path.as_posix()}\n{place}".encode("utf-8", "surrogateescape")
    return replace(found, id=blake2b(seed, digest_size=8).hexdigest())
