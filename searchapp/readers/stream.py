"""A file's bytes: how much of a file is read at once, and what a reader gives back.

`whole` reads a file that is one article, up to a limit, so that a stray dump cannot fill memory.
"""

from typing import BinaryIO, NamedTuple

from searchapp.article import Article, Skipped

Found = Article | Skipped


class Placed(NamedTuple):
    """What was found, by a reader that says itself where in the file that was."""

    place: str
    found: Found


class Part(NamedTuple):
    """The lines of a file that begin at the bytes start..stop-1."""

    start: int
    stop: int


MAX_ARTICLE = 10 * 2**20
"""Bytes of a file that is one article, at most."""
MAX_FEED = 64 * 2**20
"""Bytes of a feed, at most."""
MAX_JSON = 256 * 2**20
"""Bytes of a JSON file that is no JSON Lines, at most: it is held in memory whole."""
MAX_LINE = 32 * 2**20
"""Bytes of one line of JSON Lines, at most."""


class TooLarge(Exception):
    """A file is larger than its reader takes. The message says the limit and the remedy."""


class Empty(Exception):
    """A file has nothing in it."""


def whole(stream: BinaryIO, limit: int) -> bytes:
    """Return all bytes of a stream. Raises TooLarge over `limit`, Empty where there are none."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        remedy = "split it into one file an article, or save it as JSON Lines (.jsonl)"
        raise TooLarge(f"larger than {limit // 2**20} MB: {remedy}")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise Empty("the file is empty: remove it, or save the article again")
    return data
