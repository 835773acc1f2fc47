"""Stored articles: what a hit shows, and where each word of its text stands.

An article is packed as

    u32 lengths[3]         bytes of: metadata, title, body
    metadata               JSON: the article without its texts
    title, body            UTF-8

and the places of its words, for the title, then for the body, as

    u32 n, u8 step[n]      for each word: gap << 5 | length, in characters, the gap from the end of
                           the word before (from the start of the text for the first)
    u32 pair[2 z]          gap and length for each step that is 0: where the one is above 7 or the
                           other above 31

`frames` says how both are compressed.
"""

import struct
from itertools import pairwise
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from searchapp.article import Article, Published

HEAD = struct.Struct("<3I")
COUNT = struct.Struct("<I")
GAP, LENGTH = 7, 31
"""The longest gap and word that one byte holds."""
STEPS = np.array([(step >> 5) + (step & LENGTH) for step in range(256)], np.int64)
"""How far each step goes: gap and word."""


Ints = NDArray[Any]
Pieces = tuple[bytes, bytes]
"""An article and the places of its words, packed."""


def pack(article: Article) -> bytes:
    """Return an article packed."""
    title, body = article.title.encode(), article.body.encode()
    published = article.published
    meta = orjson.dumps(
        {
            "id": article.id,
            "source": article.source,
            "language": article.language,
            "published": published and (published.value, published.inferred),
            "url": article.url,
            "authors": article.authors,
            "topics": article.topics,
            "origins": dict(article.origins),
        }
    )
    return b"".join((HEAD.pack(len(meta), len(title), len(body)), meta, title, body))


def pack_places(starts: Ints, ends: Ints, bounds: Ints, begins: Ints) -> list[bytes]:
    """Return the places of the words of n texts that were cut as one, packed text by text.

    Word i stands at starts[i]:ends[i]; text j begins at begins[j] and has the words
    bounds[j]:bounds[j + 1].
    """
    gaps, lengths = starts.copy(), ends - starts
    gaps[1:] -= ends[:-1]
    some = bounds[:-1][np.diff(bounds) > 0]
    gaps[some] = starts[some] - begins[np.diff(bounds) > 0]
    wide = np.flatnonzero((gaps > GAP) | (lengths > LENGTH))
    steps = (gaps << 5 | lengths).astype(np.uint8)
    steps[wide] = 0
    pairs = np.stack([gaps[wide], lengths[wide]], axis=1).astype("<u4").tobytes()
    cuts = (8 * np.searchsorted(wide, bounds)).tolist()
    raw, places = steps.tobytes(), bounds.tolist()
    return [
        b"".join((COUNT.pack(last - first), raw[first:last], pairs[low:high]))
        for (first, last), (low, high) in zip(pairwise(places), pairwise(cuts), strict=True)
    ]


class Places:
    """Where the words of a text start and end, in characters."""

    __slots__ = ("_ends", "_steps", "_wide")

    def __init__(self, steps: bytes, wide: Ints) -> None:
        self._steps = steps
        self._wide: dict[int, int] = {}
        numbers = np.frombuffer(steps, np.uint8)
        ends = STEPS.take(numbers)
        if len(wide):
            at = (numbers == 0).nonzero()[0]
            ends[at] = wide.sum(axis=1)
            self._wide = dict(zip(at.tolist(), wide[:, 1].tolist(), strict=True))
        self._ends = ends.cumsum().data

    def span(self, first: int, width: int) -> tuple[int, int]:
        """Return where the word `first` starts, and where the last of `width` words from it ends.

        Words beyond the last one are not counted.
        """
        ends, length = self._ends, self._steps[first] & LENGTH or self._wide[first]
        end: int = ends[first]
        return end - length, end if width == 1 else ends[min(first + width, len(ends)) - 1]


class Record:
    """A stored article, decoded as far as it is looked at."""

    __slots__ = ("_article", "_lengths", "_places", "meta")

    def __init__(self, pieces: Pieces) -> None:
        self._article, self._places = pieces
        self._lengths: tuple[int, int, int] = HEAD.unpack_from(self._article)
        self.meta: dict[str, Any] = orjson.loads(
            self._article[HEAD.size : HEAD.size + self._lengths[0]]
        )

    def text(self, field: str) -> str:
        """Return the text of "title" or "body"."""
        meta, title, body = self._lengths
        start = HEAD.size + meta
        if field == "title":
            return self._article[start : start + title].decode()
        return self._article[start + title : start + title + body].decode()

    def places(self, field: str) -> Places:
        """Return where the words of "title" or "body" stand."""
        at, stop, wide = _extent(self._places, 0)
        if field != "title":
            at, stop, wide = _extent(self._places, stop)
        pairs = np.frombuffer(self._places, "<u4", (stop - wide) // 4, wide)
        return Places(self._places[at:wide], pairs.reshape(-1, 2))

    @property
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


def _extent(places: bytes, at: int) -> tuple[int, int, int]:
    """Return where the steps of a text's places start, where all ends, and where the pairs start.

    `at` is where the places of the text start.
    """
    (n,) = struct.unpack_from("<I", places, at)
    wide = at + 4 + n
    return at + 4, wide + 8 * places.count(0, at + 4, wide), wide
