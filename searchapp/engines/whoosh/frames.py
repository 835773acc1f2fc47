"""Compressed articles, one by one: each can be read by itself, and yet is small.

Of each document there are two Zstandard frames, of the article and of the places of its words
(see `stored`), in the arrays

    stored, stored_ends     u8, uint[n+1]  the articles' frames, one after another
    places, places_ends     u8, uint[n+1]  the places' frames
    dictionaries            u8             what articles are compressed with, one after another
    dictionary_ends         u32[d+1]
    dictionary_first        u32[d]         from which document on a dictionary is used

A dictionary is made of the first articles of a large segment (Zstandard's trainer): beside it, an
article alone takes less room than in a block of ten. One of no bytes means none. Segments that
are merged keep their dictionaries, so that frames are copied as they are.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchapp.engines.whoosh.encode import ends_of
from searchapp.engines.whoosh.layout import ArrayFile, ArrayWriter

LEVEL, PLACES_LEVEL = 3, 1
"""Zstandard's; higher ones gain 4 % for articles, and nothing for places."""
ENOUGH = 4 << 20
"""Bytes of articles for which a dictionary is worth its room."""
SIZE = 1 << 16
SAMPLES = 600
"""Articles that a dictionary is made of."""

Ints = NDArray[Any]


class Dictionary:
    """What articles are compressed with. Each thread has a decompressor of its own for it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._options: dict[str, Any] = {}
        if data:
            self._options["dict_data"] = zstandard.ZstdCompressionDict(data)

    def compressor(self, level: int) -> zstandard.ZstdCompressor:
        """Return a compressor, for one thread."""
        return zstandard.ZstdCompressor(level, write_dict_id=False, **self._options)

    def decompress(self, frame: Any) -> bytes:
        """Return what was compressed."""
        mine = DECOMPRESSORS.by_dictionary
        if self not in mine:
            mine[self] = zstandard.ZstdDecompressor(**self._options)
        return mine[self].decompress(frame)


class Decompressors(threading.local):
    """One thread's decompressors: costly to make, and not to be shared."""

    def __init__(self) -> None:
        self.by_dictionary: WeakKeyDictionary[Dictionary, zstandard.ZstdDecompressor] = (
            WeakKeyDictionary()
        )


DECOMPRESSORS = Decompressors()
NONE = Dictionary(b"")


def trained(articles: Sequence[bytes]) -> Dictionary:
    """Return a dictionary made of these articles; none, if they are too few or too much alike."""
    step = max(1, len(articles) // SAMPLES)
    try:
        return Dictionary(zstandard.train_dictionary(SIZE, list(articles[::step])).as_bytes())
    except zstandard.ZstdError:
        return NONE


class FramesWriter:
    """Compresses the articles of a new segment, in the order of their documents."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._size = 0
        self._dictionary: Dictionary | None = None
        self._frames: list[bytes] = []
        self._places: list[bytes] = []
        self._compress_places = NONE.compressor(PLACES_LEVEL).compress

    def add(self, article: bytes, places: bytes) -> None:
        """Add an article and the places of its words, both packed."""
        self._places.append(self._compress_places(places))
        if self._dictionary:
            self._frames.append(self._compress(article))
            return
        self._waiting.append(article)
        self._size += len(article)
        if self._size >= ENOUGH:
            self._begin(trained(self._waiting))

    def _begin(self, dictionary: Dictionary) -> None:
        """Compress, from now on, with this dictionary."""
        self._dictionary = dictionary
        self._compress = dictionary.compressor(LEVEL).compress
        self._frames = [*map(self._compress, self._waiting)]
        self._waiting = []

    def write(self, out: ArrayWriter) -> None:
        """Write all arrays."""
        if not self._dictionary:
            self._begin(NONE)
        for name, frames in (("stored", self._frames), ("places", self._places)):
            out.append(name, b"".join(frames))
            out.append(f"{name}_ends", ends_of(np.fromiter(map(len, frames), np.int64)))
        write_dictionaries(out, [(0, self._dictionary or NONE)])


def write_dictionaries(out: ArrayWriter, dictionaries: Sequence[tuple[int, Dictionary]]) -> None:
    """Write dictionaries, each with the first document that it is used for."""
    out.append("dictionaries", b"".join(one.data for _, one in dictionaries))
    sizes = np.array([len(one.data) for _, one in dictionaries], np.int64)
    out.append("dictionary_ends", ends_of(sizes), np.uint32)
    out.append("dictionary_first", np.array([first for first, _ in dictionaries]), np.uint32)


class Frames:
    """Reads the articles of a segment."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self._first = file.whole("dictionary_first").tolist()
        data = file.whole("dictionaries").tobytes()
        bounds = file.whole("dictionary_ends").tolist()
        self.dictionaries = [
            Dictionary(data[start:stop]) if stop > start else NONE
            for start, stop in pairwise(bounds)
        ]

    def of(self, doc: int) -> tuple[bytes, bytes]:
        """Return a document's article and the places of its words, packed."""
        dictionary = self.dictionaries[bisect_right(self._first, doc) - 1]
        return (
            dictionary.decompress(self.compressed("stored", doc, doc + 1)),
            NONE.decompress(self.compressed("places", doc, doc + 1)),
        )

    def compressed(self, name: str, first: int, last: int) -> NDArray[np.uint8]:
        """Return the frames ("stored" or "places") of the documents first..last-1."""
        start = int(self._file.part(f"{name}_ends", first, first + 1)[0])
        stop = int(self._file.part(f"{name}_ends", last, last + 1)[0])
        return self._file.part(name, start, stop)

    def uses(self, size: int) -> Iterator[tuple[Dictionary, int, int]]:
        """Yield each dictionary, and the first and last + 1 of the documents it is used for."""
        for dictionary, bounds in zip(
            self.dictionaries, pairwise([*self._first, size]), strict=True
        ):
            yield dictionary, *bounds
