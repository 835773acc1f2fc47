"""Articles to a segment, with all that a word or a posting costs vectorised.

`SegmentBuilder.add` turns the words of articles, a batch at a time, into unit numbers (`numbering`)
and keeps only those; `finish` sorts them once, as 64-bit keys of (unit, document, position), and
reads postings, frequencies and positions off the boundaries. The cost is O(t log t) for t words;
`SegmentBuilder.memory` says what it takes.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp import languages, stories
from searchapp.article import Article
from searchapp.days import ordinal, span
from searchapp.engines.whoosh.format import arrays, columns, stored
from searchapp.engines.whoosh.format.frames import Dictionary, FramesWriter
from searchapp.engines.whoosh.format.keys import Keys, distinct
from searchapp.engines.whoosh.format.layout import ArrayWriter
from searchapp.engines.whoosh.format.segment import FIELDS
from searchapp.engines.whoosh.writing.groups import Groups, Meanings, write_lists
from searchapp.engines.whoosh.writing.numbering import Numbering
from searchapp.engines.whoosh.writing.postings import Postings, write_field
from searchapp.hashing import hash64_each, hashes64
from searchapp.ingest import FULL, Analysis
from searchapp.languages import Cut

LONGEST = 1 << 20
"""Words of a field that are indexed at most (a novel has a tenth of that)."""
BATCH, PIECE = 1 << 20, 1 << 16
"""Characters of texts that are cut at once, and positions that are written at once: enough to share
the cost of each call, and few enough for the caches of a processor."""
CHARACTERS_A_WORD = 6
BYTES_A_WORD, BYTES_A_UNIT = 30, 1300
"""Memory that a segment takes while it is built, at its peak: 20 to 29 bytes a word, and for each
unit 400 where words are indexed as they are written, 1,100 to 1,700 with all that is derived from
them; measured on 4 to 40 million words."""

Ints = NDArray[Any]


@lru_cache(1 << 14)
def days(published: str | None) -> tuple[int, int]:
    """Return the first and last day a date may mean, as ordinals; (0, 0) for none."""
    first, last = span(published, published)
    return ordinal(first) or 0, ordinal(last) or 0


class SegmentBuilder:
    """Collects articles and writes them as one segment, to a file that exists when it is finished.

    `dictionaries` are those of the segment before, to be used again if they fit.
    """

    def __init__(
        self, path: Path, analysis: Analysis = FULL, dictionaries: Sequence[Dictionary] = ()
    ) -> None:
        self.path = path
        self._out = ArrayWriter(path)
        self._analysis = analysis
        self._numbering = Numbering()
        self._waiting: list[Article] = []
        self._size = 0
        self._streams: dict[str, list[Ints]] = {field: [] for field in FIELDS}
        self._lengths: dict[str, list[Ints]] = {field: [] for field in FIELDS}
        self._also: dict[str, list[Ints]] = {field: [] for field in FIELDS}
        self._frames = FramesWriter(self._out, dictionaries)
        self._columns: list[tuple[str, str | None, str, int, int, int]] = []
        self._words = 0

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def memory(self) -> int:
        """About how many bytes it will have taken when the segment is written."""
        words = self._words + self._size // CHARACTERS_A_WORD
        return words * BYTES_A_WORD + len(self._numbering) * BYTES_A_UNIT

    @property
    def dictionaries(self) -> Sequence[Dictionary]:
        """What its articles are compressed with."""
        return self._frames.dictionaries

    def add(self, article: Article, file: int) -> None:
        """Add an article read from the file of that number."""
        first, last = days(article.published and article.published.value)
        self._columns.append((article.id, article.source, article.language, first, last, file))
        self._waiting.append(article)
        self._size += len(article.title) + len(article.body)
        if self._size >= BATCH:
            self._take_in()

    def _take_in(self) -> None:
        """Take in the words of the articles that wait, all their texts cut as one."""
        articles, self._waiting, self._size = self._waiting, [], 0
        if not articles:
            return
        texts = [one.own_title for one in articles] + [one.body for one in articles]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        begins = np.cumsum(lengths + 1) - lengths - 1
        cut = languages.cut("\n".join(texts))
        bounds = np.append(cut.starts.searchsorted(begins), len(cut.starts))
        codes = self._codes(articles, texts, cut, begins)
        numbers, more = self._numbering.numbers(cut, codes)
        also = np.array([at for _, at in cut.also], np.intp)
        first = len(self) - len(articles)
        for i, field in enumerate(FIELDS):
            mine = bounds[i * len(articles) : (i + 1) * len(articles) + 1]
            self._add_words(field, numbers, mine)
            self._add_also(field, more, also, mine, first)
        places = stored.pack_places(cut.starts, cut.ends, bounds, begins)
        titles, bodies = places[: len(articles)], places[len(articles) :]
        for article, title, body in zip(articles, titles, bodies, strict=True):
            self._frames.add(stored.pack(article), title + body)

    def _codes(
        self, articles: Sequence[Article], texts: Sequence[str], cut: Cut, begins: Ints
    ) -> Ints:
        """Return the language of each word, that of the passage it stands in, as its number."""
        places: list[int] = []
        codes: list[int] = []
        owners = (article.language for article in (*articles, *articles))
        for text, begin, language in zip(texts, begins.tolist(), owners, strict=True):
            for passage in self._analysis.passages(text, language):
                places.append(begin + passage.start)
                codes.append(self._numbering.code(passage.language))
        sizes = np.diff(cut.starts.searchsorted(places), append=len(cut.starts))
        return np.repeat(np.array(codes, np.intp), sizes)

    def _add_words(self, field: str, numbers: Ints, bounds: Ints) -> None:
        stream, lengths = numbers[bounds[0] : bounds[-1]], np.diff(bounds)
        if lengths.max() > LONGEST:
            positions = np.arange(len(stream)) - np.repeat(bounds[:-1] - bounds[0], lengths)
            stream, lengths = stream[positions < LONGEST], np.minimum(lengths, LONGEST)
        self._streams[field].append(stream)
        self._lengths[field].append(lengths)
        self._words += len(stream)

    def _add_also(self, field: str, numbers: Ints, places: Ints, bounds: Ints, first: int) -> None:
        """Add words at places already taken."""
        here = (places >= bounds[0]) & (places < bounds[-1])
        texts = bounds.searchsorted(places[here], side="right") - 1
        positions = places[here] - bounds[texts]
        found = np.stack([numbers[here], first + texts, positions], axis=1)
        self._also[field].append(found[positions < LONGEST])

    def finish(self, files: dict[str, Any]) -> None:
        """Write the segment; `files` is what `Segment.files` returns."""
        self._take_in()
        out, words = self._out, self._numbering.keys
        names, renumber, groups = self._write_units(out, words)
        out.meta["tokens"] = {f: self._write_field(out, f, renumber, groups) for f in FIELDS}
        self._write_documents(out, files)
        out.append("sketch", self._sketches(words))
        self._frames.close()
        out.meta |= {"articles": len(self), "languages": names}
        out.close()

    def _write_units(self, out: ArrayWriter, words: Keys) -> tuple[list[str], Ints, Groups]:
        """Write units by word, then language; return languages, new numbers, and the groups."""
        known = self._numbering
        names = sorted(known.languages)
        rank = np.array([names.index(name) for name in known.languages], np.intp)
        codes = rank[known.codes]
        spelled = [word.decode() for word in words.each()]
        terms = self._analysis.terms(spelled, [names[i] for i in codes.tolist()])
        derived = list(chain.from_iterable(terms))
        count = len(codes)
        keys, key = distinct(Keys.joined([words, Keys.of(derived)]))
        order = np.argsort(arrays.paired(key[:count], codes))
        unit = np.empty(count, np.int64)
        unit[order] = np.arange(count)
        owners = np.repeat(unit, np.fromiter(map(len, terms), np.int64, count))
        pairs = arrays.distinct_pairs(key, np.concatenate([unit, owners]))
        out.append("unit_language", codes[order], np.min_scalar_type(len(names)))
        out.append("keys", keys.text)
        out.append("key_ends", keys.ends)
        out.append("unit_key", key[order], np.uint32)
        meanings = Meanings(len(keys.ends) - 1, *pairs)
        return names, unit, write_lists(out, [meanings], count)

    def _write_field(self, out: ArrayWriter, field: str, renumber: Ints, groups: Groups) -> int:
        lengths = np.concatenate([*self._lengths[field], np.empty(0, np.int64)])
        longest = int(lengths.max(initial=0))
        bits = [max(n, 1).bit_length() for n in (len(renumber), len(self), longest)]
        if sum(bits) > 64:
            raise OverflowError("too many words for one segment")
        key = self._occurrences(field, renumber, np.array(bits[1:], np.uint64))
        key.sort(kind="stable")
        return write_field(out, field, lengths, _pieces(key, bits, len(renumber)), groups, len(key))

    def _occurrences(self, field: str, renumber: Ints, bits: Ints) -> Ints:
        """Return each word of a field as one number: unit, document, position, from the top.

        A batch at a time, so that all that happens to it happens in the processor's caches. Each is
        sorted there: then sorting all means to merge them (timsort), in a third of the time.
        """
        units, docs, positions = np.concatenate([*self._also[field], np.empty((0, 3), np.int64)]).T
        found = np.empty(sum(map(len, self._streams[field])) + len(units), np.uint64)
        table, doc, done = renumber.astype(np.uint32), 0, 0
        for stream, lengths in zip(self._streams[field], self._lengths[field], strict=True):
            own = table.take(stream, mode="clip")
            mine = own << bits.sum()
            begins = np.cumsum(lengths) - lengths
            heads = np.arange(doc, doc + len(lengths), dtype=np.uint64) << bits[1]
            mine += np.repeat(heads - begins.astype(np.uint64), lengths)
            mine += np.arange(len(stream), dtype=np.uint64)
            mine.take(arrays.stable_order(own), out=found[done : done + len(stream)], mode="clip")
            done, doc = done + len(stream), doc + len(lengths)
        found[done:] = renumber[units].astype(np.uint64) << bits.sum()
        found[done:] += (docs.astype(np.uint64) << bits[1]) + positions.astype(np.uint64)
        return found

    def _write_documents(self, out: ArrayWriter, files: dict[str, Any]) -> None:
        each: Sequence[Any] = list(zip(*self._columns, strict=True)) or [()] * 6
        ids, sources, codes, first, last, file = each
        keys = Keys.of(ids)
        columns.write_ids(out, keys, hash64_each(keys.each()))
        names = sorted({s for s in sources if s is not None})
        numbers = {name: i for i, name in enumerate(names)} | {None: -1}
        languages_here = sorted(set(codes))
        out.meta |= {"sources": names, "article_languages": languages_here}
        days_first = np.array(first, np.int64)
        rows = np.array(
            [
                [numbers[s] for s in sources],
                [languages_here.index(c) for c in codes],
                columns.years_of(days_first),
            ],
            np.int32,
        ).T
        columns.write_combos(out, rows)
        columns.write_days(out, days_first, np.array(last), keys)
        columns.write_files(out, files, np.array(file, np.int64))

    def _sketches(self, words: Keys) -> Ints:
        hashes = hashes64(*words)
        batches = zip(self._streams["body"], self._lengths["body"], strict=True)
        found = [
            stories.sketches(hashes.take(stream, mode="clip"), lengths).ravel()
            for stream, lengths in batches
        ]
        return np.concatenate([*found, np.empty(0, np.uint16)])


def _pieces(key: NDArray[np.uint64], bits: Sequence[int], units: int) -> Iterator[Postings]:
    """Yield the postings of sorted keys; each piece ends with a posting's last position."""
    doc, position = (np.uint64(count) for count in bits[1:])
    of_doc, of_position = (np.uint64((1 << count) - 1) for count in bits[1:])
    start = ended = 0
    while ended < units:
        piece = key[start : start + PIECE]
        if start + PIECE < len(key):
            piece = key[start : key.searchsorted(piece[-1] | of_position, side="right")]
        start += len(piece)
        postings = piece >> position
        heads = arrays.changes(postings).nonzero()[0]
        postings = postings.take(heads)
        owners = postings >> doc
        upto = int(owners[-1]) if start < len(key) else units
        ends = owners.searchsorted(np.arange(ended, upto, dtype=owners.dtype), side="right")
        tfs = np.diff(heads, append=len(piece))
        yield Postings(ends, postings & of_doc, tfs, (piece & of_position).astype(np.uint32))
        ended = upto
