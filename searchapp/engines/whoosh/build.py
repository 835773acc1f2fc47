"""Articles to a segment: one dictionary look-up a word, everything a posting costs vectorised.

`SegmentBuilder.add` turns an article's words into unit numbers and keeps only those; `finish`
sorts them once, as 64-bit keys of (unit, document, position), and reads postings, frequencies and
positions off the boundaries. The cost is O(t log t) for t words, and `workers.BYTES_A_WORD` in
memory for each.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp import languages, stories
from searchapp.article import Article, Published
from searchapp.compile import ordinal, span
from searchapp.engines.whoosh import encode, stored
from searchapp.engines.whoosh.layout import ArrayWriter
from searchapp.engines.whoosh.segment import FIELDS
from searchapp.hashing import hashes64
from searchapp.ingest import FULL, Analysis
from searchapp.languages import Tokens

LONGEST = 1 << 20
"""Words of a field that are indexed at most (a novel has a tenth of that)."""

Ints = NDArray[Any]


class Units(dict[str, int]):
    """The units of one language: a word that is looked up for the first time gets a number."""

    def __init__(self, numbers: "count[int]") -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, word: str) -> int:
        number = self[word] = next(self._numbers)
        return number


def days(published: Published | None) -> tuple[int, int]:
    """Return the first and last day a date may mean, as ordinals; (0, 0) for none."""
    if published is None:
        return 0, 0
    first, last = span(published.value, published.value)
    return ordinal(first) or 0, ordinal(last) or 0


def flat(lists: Iterable[Sequence[int]]) -> Ints:
    """Return lists of numbers as one array."""
    return np.fromiter(chain.from_iterable(lists), np.int64)


class SegmentBuilder:
    """Collects articles and writes them as one segment."""

    def __init__(self, analysis: Analysis = FULL) -> None:
        self._analysis = analysis
        self._numbers = count()
        self._units: dict[str, Units] = {}
        self._streams: dict[str, list[Ints]] = {field: [] for field in FIELDS}
        self._also: dict[str, list[tuple[int, int, int]]] = {field: [] for field in FIELDS}
        self._records: list[stored.Pieces] = []
        self._blocks: list[bytes] = []
        self._block_firsts: list[int] = []
        self._columns: list[tuple[str, str | None, str, int, int, int]] = []
        self.tokens = 0

    def __len__(self) -> int:
        return len(self._columns)

    def add(self, article: Article, file: int) -> None:
        """Add an article read from the file of that number."""
        title = self._add_field("title", article.title, article.language)
        body = self._add_field("body", article.body, article.language)
        starts, ends = (title.starts, body.starts), (title.ends, body.ends)
        if not self._records:
            self._block_firsts.append(len(self))
        self._records.append(stored.pack(article, starts, ends))
        first, last = days(article.published)
        self._columns.append((article.id, article.source, article.language, first, last, file))
        if sum(len(article) for article, _ in self._records) >= stored.BLOCK:
            self._close_block()

    def _add_field(self, field: str, text: str, language: str) -> Tokens:
        passages = self._analysis.passages(text, language)
        tokens = languages.tokenize(text)
        words, doc = tokens.words[:LONGEST], len(self)
        bounds = np.searchsorted(tokens.starts, [p.start for p in passages]).tolist()
        bounds = [0, *bounds[1:], len(words)]
        pieces = [self._units_of(p.language) for p in passages] or [self._units_of("und")]
        numbers = np.empty(len(words), np.uint32)
        for units, start, stop in zip(pieces, bounds, bounds[1:], strict=False):
            looked_up = map(units.__getitem__, words[start:stop])
            numbers[start:stop] = np.fromiter(looked_up, np.uint32, stop - start)
        self._streams[field].append(numbers)
        for word, position in tokens.also:
            if position < LONGEST:
                piece = int(np.searchsorted(bounds[1:-1], position, side="right"))
                self._also[field].append((pieces[piece][word], doc, position))
        self.tokens += len(words)
        return tokens

    def _units_of(self, language: str) -> Units:
        if language not in self._units:
            self._units[language] = Units(self._numbers)
        return self._units[language]

    def _close_block(self) -> None:
        self._blocks.append(stored.block(self._records))
        self._records = []

    def finish(self, path: Path, files: dict[str, Any]) -> None:
        """Write the segment; `files` is what `Segment.files` returns."""
        if self._records:
            self._close_block()
        out = ArrayWriter(path)
        units = sorted(
            (word, language, number)
            for language, numbers in self._units.items()
            for word, number in numbers.items()
        )
        renumber = np.empty(len(units), np.int64)
        renumber[[number for _, _, number in units]] = np.arange(len(units))
        names = sorted(self._units)
        members = self._write_dictionary(out, [unit[:2] for unit in units], names)
        out.meta["tokens"] = {f: self._write_field(out, f, renumber, members) for f in FIELDS}
        self._write_documents(out)
        out.meta |= {"articles": len(self), "languages": names}
        encode.write_files(out, files)
        out.close()

    def _write_dictionary(
        self, out: ArrayWriter, units: Sequence[tuple[str, str]], names: Sequence[str]
    ) -> tuple[Ints, Ints]:
        found: dict[str, list[int]] = {}
        for number, (word, language) in enumerate(units):
            found.setdefault(word, []).append(number)
            for key in self._analysis.terms(word, language):
                found.setdefault(key, []).append(number)
        keys = sorted(found)
        sizes = [len(found[key]) for key in keys]
        pairs = np.repeat(np.arange(len(keys)), sizes), flat(found[key] for key in keys)
        numbers = {key: i for i, key in enumerate(keys)}
        code = {name: i for i, name in enumerate(names)}
        out.append("unit_language", np.array([code[lang] for _, lang in units], np.uint8))
        unit_key = np.array([numbers[word] for word, _ in units], np.int64)
        return encode.write_dictionary(out, keys, pairs, unit_key)

    def _write_field(
        self, out: ArrayWriter, field: str, renumber: Ints, members: tuple[Ints, Ints]
    ) -> int:
        lengths = np.fromiter(map(len, self._streams[field]), np.int64, len(self))
        units, docs, positions = self._occurrences(field, lengths, renumber)
        bits = [max(int(a.max(initial=0)).bit_length(), 1) for a in (units, docs, positions)]
        if sum(bits) > 64:
            raise OverflowError("too many words for one segment")
        key = (units << (bits[1] + bits[2])) | (docs << bits[2]) | positions
        del units, docs, positions
        key.sort()
        positions = key & np.uint64((1 << bits[2]) - 1)
        key >>= np.uint64(bits[2])
        heads = np.flatnonzero(np.diff(key, prepend=np.uint64(1 << 63)))
        tfs = np.diff(heads, append=len(key))
        docs = (key[heads] & np.uint64((1 << bits[1]) - 1)).astype(np.uint32)
        per_unit = np.bincount(key[heads] >> np.uint64(bits[1]), minlength=len(renumber))
        encode.write_units(out, field, docs, tfs, heads, encode.smallest(positions))
        encode.write_groups(out, field, per_unit, docs, tfs, members)
        out.append(f"{field}_lengths", encode.smallest(lengths))
        return int(lengths.sum())

    def _occurrences(self, field: str, lengths: Ints, renumber: Ints) -> tuple[Ints, Ints, Ints]:
        stream = np.concatenate([*self._streams[field], np.empty(0, np.uint32)])
        docs = np.repeat(np.arange(len(self)), lengths)
        starts = np.cumsum(lengths) - lengths
        positions = np.arange(len(stream)) - np.repeat(starts, lengths)
        if also := np.array(self._also[field], np.int64).reshape(-1, 3).T.tolist():
            stream = np.concatenate([stream, np.array(also[0], np.uint32)])
            docs = np.concatenate([docs, np.array(also[1], np.int64)])
            positions = np.concatenate([positions, np.array(also[2], np.int64)])
        units = renumber[stream] if len(renumber) else stream
        return units.astype(np.uint64), docs.astype(np.uint64), positions.astype(np.uint64)

    def _write_documents(self, out: ArrayWriter) -> None:
        columns: Sequence[Any] = list(zip(*self._columns, strict=True)) or [()] * 6
        ids, sources, codes, first, last, file = columns
        text, ends = encode.texts(ids)
        out.append("ids", text)
        out.append("id_ends", ends)
        encode.write_ids(out, ids)
        names = sorted({s for s in sources if s is not None})
        numbers = {name: i for i, name in enumerate(names)} | {None: -1}
        languages_here = sorted(set(codes))
        out.meta |= {"sources": names, "article_languages": languages_here}
        days_first = np.array(first, np.int64)
        rows = np.array(
            [
                [numbers[s] for s in sources],
                [languages_here.index(c) for c in codes],
                encode.years_of(days_first),
            ],
            np.int32,
        ).T
        encode.write_combos(out, rows)
        out.append("first", days_first, np.int32)
        out.append("last", np.array(last), np.int32)
        out.append("file", np.array(file), np.uint32)
        encode.write_rank(out, days_first, ids)
        out.append("sketch", self._sketches())
        out.append("stored", b"".join(self._blocks))
        out.append(
            "stored_ends", encode.ends_of(np.array([len(b) for b in self._blocks])), np.uint64
        )
        out.append("stored_first", np.array(self._block_firsts), np.uint32)

    def _sketches(self) -> Ints:
        words = [word for numbers in self._units.values() for word in numbers]
        order = [number for numbers in self._units.values() for number in numbers.values()]
        hashes = np.empty(len(words), np.uint64)
        hashes[order] = hashes64(*encode.texts(words))
        return stories.sketches(self._streams["body"], hashes).ravel()
