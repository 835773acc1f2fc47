"""Stored articles: what a hit shows, and where each word of its text stands.

A block is two Zstandard frames (checksummed), of the articles and of the places of their words,
because each compresses best beside its own kind:

    u32 size               of the first frame
    frame, frame

A frame holds one piece for each of n consecutive articles:

    u32 n, u32 end[n]      where each piece ends, counted from the first
    pieces

The piece of an article is

    u32 lengths[3]         bytes of: metadata, title, body
    metadata               JSON: the article without its texts
    title, body            UTF-8

and of its places, for the title, then for the body,

    u32 n, u8 step[n]      for each word: gap << 5 | length, in characters, the gap from the end of
                           the word before (from the start of the text for the first)
    u32 pair[2 z]          gap and length for each step that is 0: where the one is above 7 or the
                           other above 31
"""

import json
import struct
import threading
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
HEAD = struct.Struct("<3I")
GAP, LENGTH = 7, 31
"""The longest gap and word that one byte holds."""


class Zstandard(threading.local):
    """One thread's compressor and decompressor: costly to make, and not to be shared."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(LEVEL, write_checksum=True)
        self.decompressor = zstandard.ZstdDecompressor()


ZSTANDARD = Zstandard()

Ints = NDArray[Any]
Pieces = tuple[bytes, bytes]
"""An article and the places of its words, packed."""


def pack(article: Article, starts: tuple[Ints, Ints], ends: tuple[Ints, Ints]) -> Pieces:
    """Return an article packed; `starts`, `ends` of the words of title and body."""
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
    head = HEAD.pack(len(meta), len(title), len(body))
    places = [_pack_places(s, e) for s, e in zip(starts, ends, strict=True)]
    return b"".join((head, meta, title, body)), b"".join(places)


def _pack_places(starts: Ints, ends: Ints) -> bytes:
    gaps, lengths = starts.astype(np.int64), ends - starts
    gaps[1:] -= ends[:-1]
    wide = (gaps > GAP) | (lengths > LENGTH)
    steps = (gaps << 5 | lengths).astype(np.uint8)
    steps[wide] = 0
    pairs = np.stack([gaps[wide], lengths[wide]], axis=1).astype("<u4")
    return b"".join((struct.pack("<I", len(steps)), steps.tobytes(), pairs.tobytes()))


def block(pieces: list[Pieces]) -> bytes:
    """Return articles as one compressed block."""
    articles, places = (_compressed(kind) for kind in zip(*pieces, strict=True))
    return struct.pack("<I", len(articles)) + articles + places


def _compressed(pieces: tuple[bytes, ...]) -> bytes:
    ends = np.cumsum([len(piece) for piece in pieces], dtype="<u4").tobytes()
    head = struct.pack("<I", len(pieces)) + ends
    frame: bytes = ZSTANDARD.compressor.compress(head + b"".join(pieces))
    return frame


def pick(data: Any, number: int) -> Pieces:
    """Return one article of a block, and its places."""
    (size,) = struct.unpack_from("<I", data)
    return _piece(data[4 : 4 + size], number), _piece(data[4 + size :], number)


def _piece(frame: Any, number: int) -> bytes:
    raw = ZSTANDARD.decompressor.decompress(frame)
    (n,) = struct.unpack_from("<I", raw)
    start = struct.unpack_from("<I", raw, 4 * number)[0] if number else 0
    (stop,) = struct.unpack_from("<I", raw, 4 + 4 * number)
    base = 4 + 4 * n
    return bytes(raw[base + start : base + stop])


@dataclass(frozen=True)
class Record:
    """A stored article, decoded as far as it is looked at."""

    pieces: Pieces

    @cached_property
    def _lengths(self) -> tuple[int, int, int]:
        meta, title, body = HEAD.unpack_from(self.pieces[0])
        return meta, title, body

    @cached_property
    def meta(self) -> dict[str, Any]:
        """Return the article's metadata."""
        text = self.pieces[0][HEAD.size : HEAD.size + self._lengths[0]]
        loaded: dict[str, Any] = json.loads(text)
        return loaded

    def text(self, field: str) -> str:
        """Return the text of "title" or "body"."""
        meta, title, body = self._lengths
        start = HEAD.size + meta
        if field == "title":
            return self.pieces[0][start : start + title].decode()
        return self.pieces[0][start + title : start + title + body].decode()

    def places(self, field: str) -> tuple[Ints, Ints]:
        """Return where the words of "title" or "body" start and end, in characters."""
        return self._places[0 if field == "title" else 1]

    @cached_property
    def _places(self) -> list[tuple[Ints, Ints]]:
        places, at = [], 0
        for _ in range(2):
            (n,) = struct.unpack_from("<I", self.pieces[1], at)
            steps = np.frombuffer(self.pieces[1], np.uint8, n, at + 4)
            gaps, lengths = (steps >> 5).astype(np.int64), (steps & LENGTH).astype(np.int64)
            wide = np.flatnonzero(steps == 0)
            pairs = np.frombuffer(self.pieces[1], "<u4", 2 * len(wide), at + 4 + n).reshape(-1, 2)
            gaps[wide], lengths[wide] = pairs[:, 0], pairs[:, 1]
            ends = np.cumsum(gaps + lengths)
            places.append((ends - lengths, ends))
            at += 4 + n + pairs.nbytes
        return places

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
