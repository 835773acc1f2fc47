"""Stored articles: what a hit shows, and where each word of its text stands.

A block is a Zstandard frame (checksummed) of consecutive articles:

    u32 n, u32 end[n]      where each record ends, counted from the first
    records

A record is

    u32 lengths[4]         bytes of: metadata, title, body; and words of the title
    metadata               JSON: the article without its texts and what columns know
    title, body            UTF-8
    gaps, lengths          per word of title, then of body: characters from the end of the word
                           before (from the start of the text for the first) and of the word;
                           u8 each, or u32 behind a 1 where one is longer than 255
"""

import json
import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from searchapp.article import Article, Published

BLOCK = 1 << 14
"""Bytes of articles in a block before compression, roughly."""
LEVEL = 3
HEAD = struct.Struct("<4I")

Ints = NDArray[Any]


def pack(article: Article, starts: tuple[Ints, Ints], ends: tuple[Ints, Ints]) -> bytes:
    """Return the record of an article; `starts`, `ends` of the words of title and body."""
    title, body = article.title.encode(), article.body.encode()
    published = article.published
    meta = json.dumps(
        {
            "id": article.id,
            "source": article.source,
            "language": article.language,
            "published": published and [published.value, published.inferred],
            "url": article.url,
            "authors": article.authors,
            "topics": article.topics,
            "origins": dict(article.origins),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    places = b"".join(_pack_places(s, e) for s, e in zip(starts, ends, strict=True))
    head = HEAD.pack(len(meta), len(title), len(body), len(starts[0]))
    return b"".join((head, meta, title, body, places))


def _pack_places(starts: Ints, ends: Ints) -> bytes:
    planes = np.empty((2, len(starts)), np.int64)
    planes[0, :1] = starts[:1]
    planes[0, 1:] = starts[1:] - ends[:-1]
    planes[1] = ends - starts
    wide = bool(len(starts)) and int(planes.max()) > 255
    return bytes([wide]) + planes.astype("<u4" if wide else "u1").tobytes()


def block(records: list[bytes]) -> bytes:
    """Return records as one compressed block."""
    ends = np.cumsum([len(record) for record in records], dtype="<u4").tobytes()
    head = struct.pack("<I", len(records)) + ends
    return zstandard.ZstdCompressor(LEVEL, write_checksum=True).compress(head + b"".join(records))


def pick(data: Any, number: int) -> bytes:
    """Return one record of a compressed block."""
    raw = zstandard.decompress(data)
    (n,) = struct.unpack_from("<I", raw)
    start = struct.unpack_from("<I", raw, 4 * number)[0] if number else 0
    (stop,) = struct.unpack_from("<I", raw, 4 + 4 * number)
    base = 4 + 4 * n
    return raw[base + start : base + stop]


@dataclass(frozen=True)
class Record:
    """A stored record, decoded as far as it is looked at."""

    data: bytes

    @cached_property
    def _lengths(self) -> tuple[int, int, int, int]:
        meta, title, body, words = HEAD.unpack_from(self.data)
        return meta, title, body, words

    @cached_property
    def meta(self) -> dict[str, Any]:
        """Return the article's metadata."""
        loaded: dict[str, Any] = json.loads(self.data[HEAD.size : HEAD.size + self._lengths[0]])
        return loaded

    def text(self, field: str) -> str:
        """Return the text of "title" or "body"."""
        meta, title, body, _ = self._lengths
        start = HEAD.size + meta
        if field == "title":
            return self.data[start : start + title].decode()
        return self.data[start + title : start + title + body].decode()

    def places(self, field: str) -> tuple[Ints, Ints]:
        """Return where the words of "title" or "body" start and end, in characters."""
        meta, title, body, words = self._lengths
        at = HEAD.size + meta + title + body
        if field == "title":
            return self._places(at, words)
        at += 1 + words * 2 * (4 if self.data[at] else 1)
        return self._places(at, (len(self.data) - at - 1) // (8 if self.data[at] else 2))

    def _places(self, at: int, words: int) -> tuple[Ints, Ints]:
        kind = "<u4" if self.data[at] else "u1"
        gaps, lengths = np.frombuffer(self.data, kind, 2 * words, at + 1).reshape(2, words)
        ends = np.cumsum(gaps.astype(np.int64) + lengths)
        return ends - lengths, ends

    @cached_property
    def published(self) -> Published | None:
        """Return the date, if known."""
        value = self.meta["published"]
        return Published(*value) if value else None

    def article(self) -> Article:
        """Return the whole article."""
        meta = self.meta
        return Article(
            id=meta["id"],
            title=self.text("title"),
            body=self.text("body"),
            source=meta["source"],
            published=self.published,
            language=meta["language"],
            url=meta["url"],
            authors=tuple(meta["authors"]),
            topics=tuple(meta["topics"]),
            origins=meta["origins"],
        )
