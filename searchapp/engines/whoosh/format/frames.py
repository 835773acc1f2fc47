"""Compressed articles, one by one: each can be read by itself, and yet is small.

Of each document there are two Zstandard frames, in an array each: "stored", the article, and
"places", where its words stand (see `stored`). For each NAME of the two,

    NAME, NAME_ends         u8, uint[n+1]  the frames, one after another, without the magic number
                                           that all begin with
    NAME_dictionaries       u8             what they are compressed with, one after another
    NAME_dictionary_ends    u32[d+1]
    NAME_dictionary_first   u32[d]         from which document on a dictionary is used

A dictionary is made of the first articles of a large segment (Zstandard's trainer): beside it, an
article alone takes less room than in a block of ten. One of no bytes means none. Segments that one
process builds in a row share theirs as long as they fit, and segments that are merged keep them, so
that frames are copied as they are.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchapp.engines.whoosh.format.arrays import ends_of
from searchapp.engines.whoosh.format.layout import ArrayFile, ArrayWriter

ENOUGH = 4 << 20
"""Bytes of packed articles, places included, for which dictionaries are worth their room."""
SAMPLES = 600
"""Articles that a dictionary is made of."""
TRAINING: Mapping[str, int] = {"d": 8, "steps": 3, "accel": 3}
"""How hard the trainer tries: half as long as by default, for frames as small."""
DRIFT = 1.05
"""How many times as large articles may become by a dictionary made of others, before it is made
anew; by one of another language they take 1.2 to 1.4 times as much."""
TRIED = 100
"""Articles that tell whether a dictionary fits, about; it is not made of these."""


class Kind(NamedTuple):
    """How one of the two arrays is compressed: Zstandard's level, bytes of a dictionary."""

    level: int
    size: int


KINDS: Mapping[str, Kind] = {"stored": Kind(3, 1 << 16), "places": Kind(1, 1 << 11)}
"""Higher levels gain 4 % for articles, and nothing for places."""

MAGIC = zstandard.FRAME_HEADER
Ints = NDArray[Any]


class Dictionary:
    """What articles are compressed with. Each thread has a decompressor of its own for it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.share = 1.0
        """How large what it was made for becomes, of what it was."""
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
        return mine[self].decompress(b"".join((MAGIC, frame)))


class Decompressors(threading.local):
    """One thread's decompressors: costly to make, and not to be shared."""

    def __init__(self) -> None:
        self.by_dictionary: WeakKeyDictionary[Dictionary, zstandard.ZstdDecompressor] = (
            WeakKeyDictionary()
        )


DECOMPRESSORS = Decompressors()
NONE = Dictionary(b"")


def fitting(samples: Sequence[bytes], kind: Kind, before: Dictionary) -> Dictionary:
    """Return the dictionary of the segment before, where it fits these samples, or a new one."""
    others, step = list(samples), max(6, len(samples) // TRIED)
    tried = others[::step]
    del others[::step]
    if before.data and share(before, kind, tried) <= DRIFT * before.share:
        return before
    made = trained(others, kind.size)
    if made.data:
        made.share = share(made, kind, tried)
    return made


def share(dictionary: Dictionary, kind: Kind, samples: Sequence[bytes]) -> float:
    """Return how large samples become with a dictionary, of what they are."""
    compress = dictionary.compressor(kind.level).compress
    return sum(len(compress(sample)) for sample in samples) / max(1, sum(map(len, samples)))


def trained(samples: Sequence[bytes], size: int) -> Dictionary:
    """Return a dictionary made of samples; none, if they are too few or too much alike."""
    chosen: list[Any] = list(samples[:: max(1, len(samples) // SAMPLES)])
    try:
        return Dictionary(zstandard.train_dictionary(size, chosen, **TRAINING).as_bytes())
    except zstandard.ZstdError:
        return NONE


class FramesWriter:
    """Compresses the articles of a new segment, in the order of their documents.

    `before` are the dictionaries of the segment before: making new ones takes 0.2 s.
    """

    def __init__(self, out: ArrayWriter, before: Sequence[Dictionary] = ()) -> None:
        self._out = out
        self._before = before or [NONE for _ in KINDS]
        self.dictionaries: Sequence[Dictionary] = ()
        self._waiting: dict[str, list[bytes]] = {name: [] for name in KINDS}
        self._size = 0
        self._sizes: dict[str, list[int]] = {name: [] for name in KINDS}

    def add(self, article: bytes, places: bytes) -> None:
        """Add an article and the places of its words, both packed."""
        self._waiting["stored"].append(article)
        self._waiting["places"].append(places)
        self._size += len(article) + len(places)
        if self._size >= ENOUGH:
            if not self.dictionaries:
                samples = self._waiting.values()
                self.dictionaries = tuple(map(fitting, samples, KINDS.values(), self._before))
            self._compress()

    def _compress(self) -> None:
        """Compress what waits, and write it."""
        for (name, kind), one in zip(KINDS.items(), self.dictionaries, strict=True):
            compress = one.compressor(kind.level).compress
            frames = [compress(piece)[len(MAGIC) :] for piece in self._waiting[name]]
            self._out.append(name, b"".join(frames))
            self._sizes[name] += map(len, frames)
            self._waiting[name] = []
        self._size = 0

    def close(self) -> None:
        """Write what is left."""
        self.dictionaries = self.dictionaries or [NONE for _ in KINDS]
        self._compress()
        for (name, sizes), one in zip(self._sizes.items(), self.dictionaries, strict=True):
            self._out.append(f"{name}_ends", ends_of(np.array(sizes, np.int64)))
            write_dictionaries(self._out, name, [(0, one)])


def write_dictionaries(
    out: ArrayWriter, name: str, dictionaries: Sequence[tuple[int, Dictionary]]
) -> None:
    """Write dictionaries, each with the first document that it is used for.

    One that goes on where the one before is the same is left out.
    """
    data = [one.data for _, one in dictionaries]
    kept = [i for i in range(len(data)) if not i or data[i] != data[i - 1]]
    out.append(f"{name}_dictionaries", b"".join(data[i] for i in kept))
    sizes = np.array([len(data[i]) for i in kept], np.int64)
    out.append(f"{name}_dictionary_ends", ends_of(sizes), np.uint32)
    firsts = np.array([dictionaries[i][0] for i in kept], np.int64)
    out.append(f"{name}_dictionary_first", firsts, np.uint32)


class Frames:
    """Reads one of the two arrays of a segment."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        self._first = file.whole(f"{name}_dictionary_first").tolist()
        data = file.whole(f"{name}_dictionaries").tobytes()
        bounds = pairwise(file.whole(f"{name}_dictionary_ends").tolist())
        self.dictionaries = [Dictionary(data[a:b]) if b > a else NONE for a, b in bounds]

    def of(self, doc: int) -> bytes:
        """Return what was compressed of a document."""
        dictionary = self.dictionaries[bisect_right(self._first, doc) - 1]
        return dictionary.decompress(self.compressed(doc, doc + 1))

    def compressed(self, first: int, last: int) -> NDArray[np.uint8]:
        """Return the frames of the documents first..last-1."""
        ends = f"{self._name}_ends"
        start, stop = self._file.at(ends, first), self._file.at(ends, last)
        return self._file.part(self._name, start, stop)

    def used(self, alive: NDArray[np.bool_]) -> Iterator[tuple[int, Dictionary]]:
        """Yield the dictionaries of documents that live on, each with its first one's place."""
        bounds = pairwise([*self._first, len(alive)])
        for dictionary, (first, last) in zip(self.dictionaries, bounds, strict=True):
            if alive[first:last].any():
                yield int(np.count_nonzero(alive[:first])), dictionary
