"""The file format of the engine: named arrays in one memory-mapped, checksummed file.

All numbers are little-endian. A file is

    offset  0   8 bytes   MAGIC
    offset  8   u32       version (VERSION)
    offset 12   u32       0
    offset 64   ...       the arrays' bytes, each starting at a multiple of 64
    D           ...       u32 per BLOCK bytes of [0, D): CRC-32 of that block (the last one shorter)
    E           ...       directory: JSON {"name": of the file, "arrays": {name: [dtype, offset,
                          length]}, "meta": {...}}
    end - 32    u64 D, u64 E, u32 CRC-32 of [D, end - 32), u32 version, 8 bytes MAGIC

Opening reads the last 32 bytes, the checksum table and the directory (64 KiB a GiB); everything
else is mapped. A block is checked against its CRC-32 when it is first touched, so that a flipped
bit is an error that names the file, never a wrong answer. What the arrays of a segment mean is
written in `segment`; a new array needs no change here.
"""

import errno
import json
import mmap
import os
import stat
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from searchapp.engines import IndexUnusable

MAGIC = b"SRCHAPP\n"
VERSION = 3
BLOCK = 1 << 16
"""Bytes a checksum covers."""
CLOSE = 1 << 10
"""Numbers a block, on average, from which on they are close to each other."""
ALIGN = 64
HEADER = struct.Struct("<8sII")
FOOTER = struct.Struct("<QQII8s")
OF_THE_FILE = {errno.ELOOP, errno.ENAMETOOLONG, errno.ENODEV, errno.ENXIO}
"""Errors that tell of the file that is opened; others do of this process, the disk or the machine,
where the file may be whole."""

Array = NDArray[Any]


def unusable(path: Path, fault: str) -> IndexUnusable:
    """Return the error for a file that cannot be used, with the remedy."""
    return IndexUnusable(
        f"{path}: {fault}. Rebuild the index from the articles: "
        f"python -m searchapp.reindex --full --index {path.parent} PATH ..."
    )


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of an index, for as long as it is read: nothing but a regular file is waited for.

    Raises IndexUnusable for what is wrong with the file, but FileNotFoundError,
    NotADirectoryError, and what is wrong with something else, as they are.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as raw:
            if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
                raise unusable(path, "something else stands in the place of the file")
            yield raw
    except (FileNotFoundError, NotADirectoryError):
        raise
    except IsADirectoryError:
        raise unusable(path, "a folder stands in the place of the file: remove it") from None
    except PermissionError:
        fault = "this user may not read the file: change its permissions"
        raise unusable(path, fault) from None
    except OSError as error:
        if error.errno not in OF_THE_FILE:
            raise
        raise unusable(path, f"the file cannot be read ({error.strerror})") from error


def _without_waiting(path: str, flags: int) -> int:
    """Open a path; a pipe at once, though nobody writes to it."""
    return os.open(path, flags | os.O_NONBLOCK)


class ArrayWriter:
    """Writes one file of named arrays; every array may come in pieces, in any order.

    Pieces go to temporary files, one an array, and `close` puts them together, so that memory
    holds one piece at a time; two threads may add to different arrays. Nothing exists under the
    final name before `close` has written all of it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._spools: dict[str, tuple[np.dtype[Any], IO[bytes]]] = {}
        self.meta: dict[str, Any] = {}

    def append(self, name: str, values: Array | bytes, dtype: DTypeLike | None = None) -> None:
        """Add a piece to the array `name`; all its pieces must have one dtype.

        An array whose name begins with a dot is only for `written`, and not kept in the file.
        """
        array = np.frombuffer(values, np.uint8) if isinstance(values, bytes) else values
        array = np.ascontiguousarray(array, dtype=np.dtype(dtype or array.dtype).newbyteorder("<"))
        if name not in self._spools:
            self._spools[name] = (array.dtype, TemporaryFile(dir=self._path.parent))  # noqa: SIM115
        kind, spool = self._spools[name]
        if kind != array.dtype:
            raise TypeError(f"array {name} is {kind}, not {array.dtype}")
        spool.write(array.data)

    def written(self, name: str) -> Array:
        """Return what was added to an array so far, mapped."""
        kind, spool = self._spools[name]
        spool.flush()
        if not spool.tell():
            return np.empty(0, kind)
        return np.frombuffer(mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ), kind)

    def close(self) -> None:
        """Put the file together and give it its name; whoever commits it syncs it."""
        temporary = self._path.with_suffix(self._path.suffix + ".tmp")
        with temporary.open("wb") as raw, ThreadPoolExecutor(1) as pool:
            self._assemble(Checksummed(raw, pool))
        temporary.rename(self._path)

    def _assemble(self, out: "Checksummed") -> None:
        directory: dict[str, tuple[str, int, int]] = {}
        out.write(HEADER.pack(MAGIC, VERSION, 0))
        for name, (kind, spool) in sorted(self._spools.items()):
            if name.startswith("."):
                spool.close()
                continue
            out.write(bytes(-out.offset % ALIGN))
            directory[name] = (kind.str, out.offset, spool.tell() // kind.itemsize)
            spool.seek(0)
            while piece := spool.read(1 << 20):
                out.write(piece)
            spool.close()
        out.write(bytes(-out.offset % ALIGN))
        data_end, sums = out.offset, out.sums()
        contents = {"name": self._path.name, "arrays": directory, "meta": self.meta}
        listing = json.dumps(contents).encode()
        crc = zlib.crc32(listing, zlib.crc32(sums))
        tail = FOOTER.pack(data_end, data_end + len(sums), crc, VERSION, MAGIC)
        out.raw.write(sums + listing + tail)


class Checksummed:
    """A stream that remembers the CRC-32 of every BLOCK bytes, summed while they are written."""

    def __init__(self, raw: IO[bytes], pool: Executor) -> None:
        self.raw = raw
        self._pool = pool
        self.offset = 0
        self._sums: list[int] = []
        self._crc = 0

    def write(self, data: bytes) -> None:
        """Write and sum."""
        written = self._pool.submit(self.raw.write, data)
        view = memoryview(data)
        while view:
            piece = view[: BLOCK - self.offset % BLOCK]
            self._crc = zlib.crc32(piece, self._crc)
            self.offset += len(piece)
            view = view[len(piece) :]
            if self.offset % BLOCK == 0:
                self._sums.append(self._crc)
                self._crc = 0
        written.result()

    def sums(self) -> bytes:
        """Return the checksum table."""
        last = [self._crc] if self.offset % BLOCK else []
        return np.array(self._sums + last, "<u4").tobytes()


class ArrayFile:
    """A file of named arrays, mapped. Arrays are views that keep the mapping alive.

    `whole(name)` and `part(name, start, stop)` check what they hand out at its first use. Raises
    IndexUnusable for a file that is missing, truncated, foreign, too new, or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with opened(path) as raw:
                size = os.fstat(raw.fileno()).st_size
                if size < HEADER.size + FOOTER.size:
                    raise unusable(path, "the file is cut short")
                self._map = mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise unusable(path, "the file is missing") from None
        self.size = size
        self._open_directory()

    def _open_directory(self) -> None:
        end = self.size - FOOTER.size
        data_end, listing_at, crc, version, magic = FOOTER.unpack_from(self._map, end)
        head_magic, head_version, _ = HEADER.unpack_from(self._map, 0)
        if head_magic != MAGIC:
            raise unusable(self.path, "not a file of this program")
        if head_version != VERSION:
            raise unusable(self.path, f"format version {head_version}, expected {VERSION}")
        summed = data_end + 4 * -(-data_end // BLOCK)
        if magic != MAGIC or version != VERSION or listing_at != summed or listing_at > end:
            raise unusable(self.path, "the file is cut short")
        if zlib.crc32(self._map[data_end:end]) != crc:
            raise unusable(self.path, "the file is damaged (its directory)")
        listing = json.loads(self._map[listing_at:end])
        if listing.get("name") != self.path.name:
            raise unusable(self.path, f"it is another file, {listing['name']}")
        self.meta: Mapping[str, Any] = listing["meta"]
        self._data_end = data_end
        self._sums = np.frombuffer(self._map, "<u4", (listing_at - data_end) // 4, data_end)
        self._checked = bytearray(len(self._sums))
        self._marks = np.frombuffer(self._checked, np.uint8)
        self._arrays: dict[str, tuple[Array, int, int]] = {}
        self._numbers: dict[str, tuple[memoryview, int, int]] = {}
        for name, (kind, offset, length) in listing["arrays"].items():
            view = np.frombuffer(self._map, kind, length, offset)
            self._arrays[name] = (view, offset, view.itemsize)
            self._numbers[name] = (view.data, offset, view.itemsize)

    @property
    def names(self) -> Collection[str]:
        """What arrays there are."""
        return self._arrays.keys()

    def whole(self, name: str) -> Array:
        """Return an array, all of it checked."""
        view, offset, itemsize = self._arrays[name]
        self._check(offset, offset + len(view) * itemsize)
        return view

    def part(self, name: str, start: int, stop: int) -> Array:
        """Return `array[start:stop]`, only that checked."""
        view, offset, itemsize = self._arrays[name]
        self._check(offset + start * itemsize, offset + stop * itemsize)
        return view[start:stop]

    def take(self, name: str, numbers: Array) -> Array:
        """Return the numbers at these places of an array, only what is there checked.

        Where places are close to each other, all between them is checked, in one go.
        """
        view, offset, itemsize = self._arrays[name]
        if len(numbers):
            first, last = offset + numbers.min() * itemsize, offset + numbers.max() * itemsize
            if last - first <= BLOCK * len(numbers) // CLOSE:
                self._check(int(first), int(last) + 1)
            else:
                blocks = (numbers * itemsize + offset) // BLOCK  # no number spans two
                if not self._marks.take(blocks).all():
                    for block in set(blocks.tolist()):
                        self._check(block * BLOCK, block * BLOCK + 1)
        return view.take(numbers)

    def check_size(self) -> None:
        """Raise IndexUnusable where the file has been cut short since it was opened.

        To read beyond its end would end the process.
        """
        if self._map.size() < self.size:
            raise unusable(self.path, "the file was cut short while it was in use")

    def at(self, name: str, number: int) -> int:
        """Return one number of an array, only that checked."""
        numbers, offset, itemsize = self._numbers[name]
        block = (offset + number * itemsize) // BLOCK  # arrays are aligned: no number spans two
        if not self._checked[block]:
            self._check(block * BLOCK, block * BLOCK + 1)
        found: int = numbers[number]
        return found

    def texts(self, name: str, ends: str, numbers: Iterable[int]) -> list[str]:
        """Return pieces of UTF-8 text; `ends` is the array of where each one starts and ends."""
        letters, offset, _ = self._numbers[name]
        at, check = self.at, self._check
        found: list[str] = []
        for number in numbers:
            start, stop = at(ends, number), at(ends, number + 1)
            check(offset + start, offset + stop)
            found.append(str(letters[start:stop], "utf-8"))
        return found

    def unchecked(self, name: str) -> Array:
        """Return an array whose parts the caller has checked with `part`, or only measures."""
        return self._arrays[name][0]

    def _check(self, start: int, stop: int) -> None:
        first, last = start // BLOCK, -(-stop // BLOCK)
        while (first := self._checked.find(0, first, last)) >= 0:
            block = self._map[first * BLOCK : min((first + 1) * BLOCK, self._data_end)]
            if zlib.crc32(block) != self._sums[first]:
                raise unusable(self.path, f"the file is damaged (at byte {first * BLOCK})")
            self._checked[first] = 1
