"""Web archives (WARC, ARC, WACZ, and the text of Common Crawl, WET), through warcio.

Of all that a crawl fetched, the articles: pages that say they are one, and those that do not say
what they are, if they have text enough and are not the front of a site. Pages that are something
else (lists, frames, scripts, pictures) are left out without a word, as no pile's owner expects
them. Where a page does not give its address or its source, the archive's address does. The day of
the crawl is no day of publication, and is not used.

To read another kind of content, add it to `READ`.
"""

import gzip
import io
import logging
import zipfile
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from searchapp.article import Article, Skipped
from searchapp.readers import encoding, fields, html, metadata, prose, reason, text, urls
from searchapp.readers.encoding import Unreadable
from searchapp.readers.stream import MAX_ARTICLE, Empty, Placed, TooLarge, whole

Make = Callable[[str, str], Article | None]
"""Makes the article of a text that was fetched from an address; None where it is none."""

ORIGIN = "web archive"
CHUNK = 1 << 16
"""Bytes that are read at once of what a record holds."""
DECODED = {"", "identity", "gzip", "deflate"}
"""How servers compress what they send, as far as warcio undoes it without another library."""
GZIP = b"\x1f\x8b"
BEGINNINGS = (b"WARC/", b"filedesc://")
"""How a WARC and an ARC begin."""
PARTS = (".warc", ".warc.gz", ".arc", ".arc.gz")
"""The files in a WACZ that hold records."""


def read(stream: BinaryIO, where: str) -> Iterator[Placed]:
    """Yield the articles of a web archive. Raises Unreadable where it is none, or goes on as none.

    It may be compressed, whatever its name, record by record or as a whole.
    """
    logging.getLogger("warcio").setLevel(logging.CRITICAL + 1)
    records = ArchiveIterator(SimpleNamespace(read=plain_bytes(stream).read1))
    records.INC_RECORD = ""  # or it is printed, into whatever else is
    number = -1
    try:
        for number, record in enumerate(records):
            if (make := READ.get((record.rec_type, kind(record)))) and is_found(record):
                yield from (Placed(str(number), one) for one in found(record, make, where))
    except (ArchiveLoadFailed, AttributeError, UnicodeError) as error:  # of a damaged head
        raise Unreadable(
            f"no WARC or ARC after record {number + 1}: what follows was not read; get it again"
        ) from error


def read_wacz(stream: BinaryIO, where: str) -> Iterator[Placed]:
    """Yield the articles of the archives that are packed in a WACZ."""
    try:
        with zipfile.ZipFile(stream) as packed:
            for name in sorted(name for name in packed.namelist() if name.endswith(PARTS)):
                with packed.open(name) as part:
                    for place, one in read(cast(BinaryIO, part), f"{where}, {name}"):
                        yield Placed(f"{name} {place}", one)
    except zipfile.BadZipFile as error:
        raise Unreadable("no zip file, or a damaged one: get it again") from error


def plain_bytes(stream: Any) -> Any:
    """Return an archive's bytes, decompressed. Raises Unreadable where they are no archive's."""
    if stream.peek(len(GZIP)).startswith(GZIP):
        stream = gzip.GzipFile(fileobj=stream)
    if not stream.peek(max(map(len, BEGINNINGS))).startswith(BEGINNINGS):
        raise Unreadable("neither a WARC nor an ARC: get it again, or leave it out")
    return stream


def kind(record: Any) -> str:
    """Return the media type of what a record holds: "text/html"."""
    said = record.http_headers.get_header("Content-Type") if record.http_headers else None
    return (said or record.content_type or "").partition(";")[0].strip().casefold()


def is_found(record: Any) -> bool:
    """Tell whether a record holds what was asked for, and no message that it is not there."""
    headers = record.http_headers
    return headers is None or headers.get_statuscode().startswith("2")


def address_of(record: Any) -> str:
    """Return where a record was fetched from."""
    headers = record.rec_headers
    found: str = headers.get_header("WARC-Target-URI") or headers.get_header("uri") or ""
    return found


def found(record: Any, make: Make, where: str) -> Iterator[Article | Skipped]:
    """Yield the article in a record, if it is one, or why it cannot be read."""
    address = address_of(record)
    try:
        if article := make(encoding.decode(payload(record)), address):
            yield article
    except Empty:
        return
    except (Unreadable, TooLarge) as error:
        yield Skipped(f"{where}, {address}", str(error))
    except EOFError:  # there is no more of the archive
        raise
    except Exception as error:  # one page must not stop the others
        yield Skipped(f"{where}, {address}", reason(error))


def payload(record: Any) -> bytes:
    """Return what a record holds, unpacked. Raises Unreadable, TooLarge, Empty."""
    packing = record.http_headers and record.http_headers.get_header("Content-Encoding")
    if (packing or "").casefold() not in DECODED:
        raise Unreadable(f"compressed as {packing}: have the archive made without")
    stream, data = record.content_stream(), bytearray()
    while len(data) <= MAX_ARTICLE and (piece := stream.read(CHUNK)):
        data += piece
    return whole(io.BytesIO(data), MAX_ARTICLE)


def page(text: str, address: str) -> Article | None:
    """Return the article of a page, None where it is something else."""
    text = prose.CONTROL.sub("", text)
    try:
        tree = html.parse(text)
        says = metadata.is_of_article(tree)
        if says is False or (says is None and urls.is_front(address)):
            return None
        article = html.of_tree(tree, text, address)
    except Unreadable:  # without text
        return None
    return article if says or len(article.body) >= html.LITTLE else None


def plain(words: str, address: str) -> Article | None:
    """Return the article of the text of a page, None where it has too little."""
    if len(words) < html.LITTLE or urls.is_front(address):
        return None
    known = fields.partial(url=(address, ORIGIN)) if urls.site(address) else fields.EMPTY
    return fields.sited(fields.either(text.article(words), known))


READ: Mapping[tuple[str, str], Make] = {
    ("response", "text/html"): page,
    ("response", "application/xhtml+xml"): page,
    ("resource", "text/html"): page,
    ("conversion", "text/plain"): plain,
}
"""What an article is made with, by the type of a record and of what it holds."""
