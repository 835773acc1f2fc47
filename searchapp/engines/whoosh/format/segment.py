"""A segment: an immutable inverted index of some articles, read from one mapped file.

Documents are numbered 0..n-1. A *unit* is a word in a language ("by" in Danish); everything else
that can be looked up (a word in any language, a lemma, a stem, a compound part) is a *group* of
units, worked out from `searchapp.languages` once a word. Arrays (see `layout` for the bytes):

    keys, key_ends          u8, u32[k+1]   the sorted term dictionary, UTF-8, concatenated
    key_list                u32[k]         key -> posting list; keys of equal meaning share a list
    unit_key, unit_language u32[u], uint[u]  unit -> key of its word, language; sorted by both
    member_ends, members    u32[g+1], u32  group -> its units
  for each FIELD ("title", "body"); list l < u is unit l, list u + g is group g:
    F_ends                  u32[u+g+1]     list l has postings F_ends[l] .. F_ends[l+1]
    F_docs, F_tfs           u16, u8        a posting: document, term frequency; packed, with
    F_turns, F_upper        u32, u16         the upper bits of documents, from where on,
    F_big, F_big_tfs        u32, u32         and frequencies of more than a byte (see `packing`)
    F_positions, F_halves   u8, u8         of units only, in the order of their postings; packed,
    F_far, F_far_positions  u64, u32         with those of more than 12 bits
    F_skip                  uint           where the positions of every SKIP-th posting start
    F_lengths               uint[n]        words in the field
  for documents:
    ids, id_ends            u8, u32[n+1]   identifiers, UTF-8, concatenated
    id_hash, id_doc         u64[n], u32[n] sorted hashes of identifiers, and whose they are
    combo, combos           uint[n], i32[c,3]  facet values: row of (source, language, year)
    first, last             i32[n]         published: first and last possible day, ordinal; 0 never
    rank                    u32[n]         place in the order newest first, then id
    file                    uint[n]        which of the files it came from
    sketch                  u16[n*8]       MinHash values (see `searchapp.stories`)
    stored, places                         compressed articles (see `frames`)
    files                   u8             compressed JSON: the files read, what was skipped

Cost: looking up a key O(log k); a posting list is a slice (no copy); opening is O(1).
Invariants: postings of a list ascend by document, positions of a posting ascend.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchapp.engines.whoosh.format import packing, stored
from searchapp.engines.whoosh.format.arrays import ends_of, stretches, sums
from searchapp.engines.whoosh.format.frames import KINDS, Frames
from searchapp.engines.whoosh.format.keys import Keys
from searchapp.engines.whoosh.format.layout import Array, ArrayFile
from searchapp.hashing import hash64

FIELDS = ("title", "body")
SKIP = 256
FENCE = 32
"""Every FENCE-th key is kept in memory once it is looked at."""
CACHED_KEYS = 1 << 16

Docs = NDArray[np.intp]
"""Documents, ascending, in the type that NumPy indexes by without converting it each time."""
Bools = NDArray[np.bool_]


class Segment:
    """One segment, mapped. Safe to share between threads: nothing in it changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = ArrayFile(path)
        self.size: int = self._file.meta["articles"]
        self.sources: Sequence[str] = self._file.meta["sources"]
        self.languages: Sequence[str] = self._file.meta["languages"]
        self.article_languages: Sequence[str] = self._file.meta["article_languages"]
        self.tokens: dict[str, int] = self._file.meta["tokens"]
        self.units: int = len(self._file.unchecked("unit_key"))
        self._lists: dict[str, int] = {}
        self._fence_keys: dict[int, bytes] = {}
        self.typos: dict[str, list[int]] = {}

    def check_size(self) -> None:
        """Raise IndexUnusable where the file has been cut short since it was opened."""
        self._file.check_size()

    def column(self, name: str) -> Array:
        """Return a per-document (or small) array, all of it checked."""
        return self._file.whole(name)

    # Dictionary

    @cached_property
    def keys(self) -> int:
        """How many keys the dictionary has."""
        return len(self._file.unchecked("key_list"))

    def key(self, number: int) -> bytes:
        """Return the key with this number."""
        ends, at = "key_ends", self._file.at
        return self._file.part("keys", at(ends, number), at(ends, number + 1)).tobytes()

    def keys_between(self, start: int, stop: int) -> Keys:
        """Return the keys numbered start..stop-1, no object made of each."""
        ends = self._file.part("key_ends", start, stop + 1)
        text = self._file.part("keys", int(ends[0]), int(ends[-1])).tobytes()
        return Keys(text, ends - ends[0])

    @cached_property
    def words(self) -> int:
        """How many keys have marks: the words come after them."""
        return self.key_at(b" ")

    @cached_property
    def tails(self) -> NDArray[np.uint32]:
        """The last four bytes of each word as a number, the last one highest.

        Of a shorter word, also what stands before it.
        """
        ends = self._file.whole("key_ends")[self.words :]
        text = self._file.whole("keys")[int(ends[0]) :].tobytes()
        fours = np.ndarray((len(text) + 1,), "<u4", bytes(4) + text, strides=(1,))
        tails: NDArray[np.uint32] = fours[ends[1:] - ends[0]]
        return tails

    def key_at(self, key: bytes) -> int:
        """Return the number of the first key that is not before `key`."""
        fence = range(0, self.keys, FENCE)
        start = max(bisect_right(fence, key, key=self._fence_key) - 1, 0) * FENCE
        return bisect_left(
            range(self.keys), key, start, min(start + FENCE, self.keys), key=self.key
        )

    def _fence_key(self, number: int) -> bytes:
        """Return a key of the fence, and remember it."""
        found = self._fence_keys.get(number)
        if found is None:
            found = self._fence_keys[number] = self.key(number)
        return found

    def find(self, key: str) -> int:
        """Return the posting list of a key, or -1."""
        found = self._lists.get(key)
        if found is None:
            found = self._find(key.encode("utf-8", "surrogatepass"))
            if len(self._lists) > CACHED_KEYS:
                self._lists = {}
            self._lists[key] = found
        return found

    def _find(self, key: bytes) -> int:
        number = self.key_at(key)
        if number == self.keys or self.key(number) != key:
            return -1
        return self.list_of(number)

    def list_of(self, number: int) -> int:
        """Return the posting list of the key with this number."""
        return int(self._file.part("key_list", number, number + 1)[0])

    def units_between(self, first_key: int, last_key: int) -> tuple[int, int]:
        """Return the units whose words are the keys first_key..last_key-1: a range, too."""
        keys = np.array([first_key, last_key], np.uint32)  # of the array's type, or it is converted
        bounds = np.searchsorted(self._file.whole("unit_key"), keys)
        return int(bounds[0]), int(bounds[1])

    def members(self, number: int) -> Sequence[int]:
        """Return the units of a posting list."""
        if number < self.units:
            return (number,)
        group = number - self.units
        start, stop = self._file.part("member_ends", group, group + 2).tolist()
        members: list[int] = self._file.part("members", start, stop).tolist()
        return members

    # Postings

    def extent(self, field: str, first: int, last: int) -> tuple[int, int]:
        """Return where the postings of the lists first..last-1 stand in the field's arrays."""
        ends, at = f"{field}_ends", self._file.at
        return at(ends, first), at(ends, last)

    @property
    def postings(self) -> int:
        """How many postings the bodies have, those of groups included."""
        return int(self._file.unchecked("body_tfs").size)

    def listed(self, field: str, key: str) -> tuple[int, int]:
        """Return where the postings of a key stand in the field's arrays: nowhere if unknown."""
        number = self.find(key)
        return self.extent(field, number, number + 1) if number >= 0 else (0, 0)

    def count(self, field: str, key: str) -> int:
        """Return how many articles have a key in a field (its document frequency)."""
        start, stop = self.listed(field, key)
        return stop - start

    def docs(self, field: str, start: int, stop: int) -> Docs:
        """Return the documents of the postings start..stop-1."""
        return self._docs[field].part(start, stop)

    def few_docs(
        self, field: str, start: int, stop: int, docs: Sequence[int]
    ) -> list[tuple[int, int]]:
        """Return which of a few documents (ascending) a list has, and the posting of each."""
        return self._docs[field].few(start, stop, docs)

    def postings_among(self, field: str, numbers: Docs, docs: Docs) -> tuple[Docs, Docs]:
        """Return which of the postings with these numbers are of a few documents, and of which."""
        return self._docs[field].among(numbers, docs)

    def tfs(self, field: str, start: int, stop: int) -> Array:
        """Return the term frequencies of the postings start..stop-1."""
        return self._tfs[field].part(start, stop)

    def tfs_at(self, field: str, numbers: Docs) -> Array:
        """Return the term frequencies of postings, which may be far apart."""
        return self._tfs[field].at(numbers)

    @cached_property
    def _docs(self) -> dict[str, packing.Docs]:
        return {field: packing.Docs(self._file, field) for field in FIELDS}

    @cached_property
    def _tfs(self) -> dict[str, packing.Tfs]:
        return {field: packing.Tfs(self._file, field) for field in FIELDS}

    @cached_property
    def _positions(self) -> dict[str, packing.Positions]:
        return {field: packing.Positions(self._file, field) for field in FIELDS}

    def positions_of(self, field: str, postings: Docs) -> tuple[Docs, Docs]:
        """Return where the positions of some postings start, and how many each has.

        They are counted from the first of the postings on, or where these are far apart, from the
        last of every SKIP-th posting before each.
        """
        if not len(postings):
            return postings, postings
        first, last = int(postings.min()), int(postings.max())
        if last - first < SKIP // 2 * len(postings):
            ends = self.position_starts(field, first, last + 1)
            starts = ends.take(postings - first)
            return starts, ends.take(postings - first + 1) - starts
        anchors, before = np.divmod(postings, SKIP)
        ends = ends_of(before + 1)
        counts = self.tfs_at(field, stretches(anchors * SKIP, before + 1))
        own = counts.take(ends[1:] - 1).astype(np.intp)
        starts = self.column(f"{field}_skip").take(anchors).astype(np.intp) - own
        return starts + sums(counts, ends), own

    def position_starts(self, field: str, start: int, stop: int) -> NDArray[np.int64]:
        """Return where the positions of the postings start..stop-1 start, and the last one ends."""
        anchor = start - start % SKIP
        starts = np.empty(stop - anchor + 1, np.int64)
        starts[0] = self._file.at(f"{field}_skip", anchor // SKIP)
        starts[1:] = self.tfs(field, anchor, stop)
        starts.cumsum(out=starts)
        return starts[start - anchor :]

    def positions(self, field: str, start: int, stop: int) -> Array:
        """Return the positions numbered start..stop-1."""
        return self._positions[field].part(start, stop)

    def positions_at(self, field: str, numbers: Docs) -> Array:
        """Return the positions with these numbers, which may be far apart."""
        return self._positions[field].at(numbers)

    # Articles

    def id_of(self, doc: int) -> str:
        """Return the identifier of a document."""
        return self.ids_of((doc,))[0]

    def ids_of(self, docs: Iterable[int]) -> list[str]:
        """Return the identifiers of documents."""
        return self._file.texts("ids", "id_ends", docs)

    def id_keys(self, docs: NDArray[Any]) -> Keys:
        """Return the identifiers of documents, no object made of each."""
        return Keys(self.column("ids").tobytes(), self.column("id_ends")).take(docs)

    def docs_of(self, identifier: str) -> list[int]:
        """Return the documents with this identifier: one at most that is not deleted."""
        wanted = np.uint64(hash64(identifier.encode("utf-8", "surrogatepass")))
        hashes = self._file.whole("id_hash")
        first, last = (int(np.searchsorted(hashes, wanted, side)) for side in ("left", "right"))
        docs: list[int] = self._file.whole("id_doc")[first:last].tolist()
        return [doc for doc in docs if self.id_of(doc) == identifier]

    def record(self, doc: int) -> stored.Pieces:
        """Return a document as it is stored."""
        return self.frames["stored"].of(doc), self.frames["places"].of(doc)

    @cached_property
    def frames(self) -> dict[str, Frames]:
        """The stored articles and the places of their words, compressed."""
        return {name: Frames(self._file, name) for name in KINDS}

    @cached_property
    def files(self) -> dict[str, Any]:
        """Which files these articles came from: {"files": [[path, size, mtime_ns]], "skipped": []}.

        `skipped` is a list of [number of the file, where, reason]; a segment that is not merged yet
        has `overruled`, a list of [number of the file, language said, found, articles, some ids].
        """
        data = self._file.whole("files").tobytes()
        loaded: dict[str, Any] = json.loads(zstandard.decompress(data))
        return loaded
