"""RSS and Atom, through feedparser: one article an entry.

feedparser is given bytes, never an address, so it fetches nothing. Its own reading of dates is not
used: it moves them to UTC, and with that, often, to another day.

An entry is dated by when it was published. Atom demands `updated` of every entry and `published`
of none, and many feeds give only that (RSS 1.0's `dc:date` comes under this name too): where it is
all there is, it is kept, and its origin says so: "feed (updated)". The beginning of 1970 is what
programs write there, our own feeds among them, where they know no date.
"""

import io
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from searchapp.article import Article, Skipped
from searchapp.readers import encoding, fields, prose, urls
from searchapp.readers.encoding import Unreadable
from searchapp.readers.stream import MAX_FEED, Found, whole

DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
PAGE = re.compile(r"<html\b", re.I)
REFERENCE = re.compile(r"&#(?:[xX]0*([0-9A-Fa-f]+)|0*([0-9]+));?")
"""A character by its number."""
SURROGATES = range(0xD800, 0xE000)
"""Numbers of halves of characters, as UTF-16 writes those beyond 0xFFFF."""
UNDATED = "1970-01-01T00:00:00Z"
"""What stands for an unknown date where Atom demands one."""
BEGINNING = 4096
"""Characters among which the root of a page stands."""


def read(stream: BinaryIO, where: str) -> Iterator[Found]:
    """Yield the articles in a feed, or in a page that is XML."""
    yield from articles(whole(stream, MAX_FEED), where)


def articles(data: bytes, where: str) -> Iterator[Found]:
    """Yield the articles in a feed's bytes. Raises Unreadable where it is neither feed nor page."""
    from searchapp.readers import html

    text = prose.CONTROL.sub("", encoding.decode(data))
    parsed = parse(text)
    if not parsed.get("version") and not parsed["entries"]:
        if PAGE.search(text[:BEGINNING]):
            yield html.article(text)
            return
        raise Unreadable(
            f"no RSS or Atom feed{fault(parsed)}: export the articles as one, or as JSON Lines"
        )
    channel, inherited = channel_article(parsed["feed"]), title_language(parsed["feed"])
    home = value(parsed["feed"], "link") or ""
    for number, entry in enumerate(parsed["entries"], 1):
        yield entry_article(entry, channel, inherited, home) or Skipped(
            f"{where}, entry {number}", "an entry without text"
        )
    if is_broken(parsed):
        entries = len(parsed["entries"])
        yield Skipped(
            where, f"the XML is damaged{fault(parsed)}: {entries} entries were read, get it again"
        )


def parse(text: str) -> Mapping[str, Any]:
    """Return what feedparser makes of a feed's text."""
    import feedparser

    stream = io.BytesIO(mended(DECLARATION.sub("", text, count=1).strip()).encode())
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed: Mapping[str, Any] = feedparser.parse(
        stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return parsed


def mended(text: str) -> str:
    """Return text with references to characters only, since feedparser fails for others.

    Two halves become their character, what stands for none becomes U+FFFD.
    """
    halves = REFERENCE.sub(possible, text).encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "replace")


def possible(reference: re.Match[str]) -> str:
    """Return a reference to a character, the half of a character itself, or U+FFFD."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits[:8], base)  # the largest has seven digits
    if number > sys.maxunicode:
        return "\ufffd"
    return chr(number) if number in SURROGATES else reference[0]


def is_broken(parsed: Mapping[str, Any]) -> bool:
    """Tell whether the XML could not be parsed as such (other complaints do no harm)."""
    return bool(parsed.get("bozo")) and hasattr(parsed.get("bozo_exception"), "getLineNumber")


def fault(parsed: Mapping[str, Any]) -> str:
    """Return where the XML is damaged, as an addition to a message."""
    if not is_broken(parsed):
        return ""
    error = parsed["bozo_exception"]
    return f" (line {error.getLineNumber()}: {error.getMessage()})"


def channel_article(channel: Mapping[str, Any]) -> Article:
    """Return what a feed says of all its articles: the outlet and the language."""
    named = {"source": plain(value(channel, "title")), "language": value(channel, "language")}
    return fields.article(named, "channel")


def entry_article(
    entry: Mapping[str, Any], channel: Article, inherited: Any, home: str
) -> Article | None:
    """Return the article of an entry, None where it has no text at all.

    A link that is no whole address goes on from `home`, that of the feed's site.

    What the feed says of its language comes before what an entry inherits from elsewhere (the
    root's `xml:lang`), and behind what an entry says itself.
    """
    language = title_language(entry)
    own = {
        "id": value(entry, "id"),
        "language": value(entry, "language") or (language if language != inherited else None),
        "title": plain(value(entry, "title")),
        "body": entry_body(entry),
        "published": value(entry, "published") or value(entry, "created"),
        "source": plain(value(value(entry, "source") or {}, "title")),
        "url": urls.joined(home, value(entry, "link") or ""),
        "authors": [
            name for author in value(entry, "authors") or [] if (name := value(author, "name"))
        ],
        "topics": [
            term
            for tag in value(entry, "tags") or []
            if (term := value(tag, "label") or value(tag, "term"))
        ],
    }
    updated = value(entry, "updated")
    changed = {"published": updated if updated != UNDATED else None}
    found = fields.either(
        fields.article(own, "feed"),
        fields.article(changed, "feed (updated)"),
        channel,
        fields.article({"language": language}, "feed"),
    )
    return fields.titled(found) if found.title or found.body else None


def title_language(holder: Mapping[str, Any]) -> Any:
    """Return the language of the title of a feed or an entry: its own, or an inherited one."""
    return value(value(holder, "title_detail") or {}, "language")


def value(holder: Mapping[str, Any], key: str) -> Any:
    """Return a value as it stands in the feed, without feedparser's stand-ins for missing ones."""
    return dict.get(holder, key) if isinstance(holder, dict) else None


def entry_body(entry: Mapping[str, Any]) -> str:
    """Return the longest text of an entry: its contents or its summary."""
    texts = [value(content, "value") or "" for content in value(entry, "content") or []]
    texts.append(value(entry, "summary") or "")
    return max((fields.body_text(text) for text in texts), key=len)


def plain(text: Any) -> str:
    """Return a text without markup."""
    return fields.plain(text) if isinstance(text, str) else ""
