"""Raw text: saved or scraped, with or without a few marks of Markdown left in it."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from searchapp.article import Article
from searchapp.readers import encoding, feed, front, html, markdown, markup, page, prose
from searchapp.readers.lines import Line
from searchapp.readers.stream import MAX_ARTICLE, Found, whole

HTML = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
FRAGMENT = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:p|div|h[1-6]|body|main|article|section|header)(?:\s[^>]*)?>",
    re.I | re.S,
)
"""How a piece of an HTML page begins."""
FEED = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:rss|feed|rdf:RDF)\b", re.S)
MARKS = re.compile(
    r"^#{1,6} \S|\]\([^)\s]{0,1000}\)|^\*\*[^*\n]{1,300}\*\*\s*$|^\[[^\]\n]{1,100}\]:\s+\S", re.M
)
RULE = re.compile(r"^(=|-|~){3,}\s*$")
GAPS = re.compile(
    r"^[ \t]*[A-ZÆØÅ][^\W\d_]{1,14}(?: [^\W\d_]{1,14})?"
    r"(?:(?:\t+|[ ]{3,20})[A-ZÆØÅ][^\W\d_]{1,14}(?: [^\W\d_]{1,14})?){2,15}[ \t]*$",
    re.M,
)
"""A line of three or more links whose gaps are all that parts them."""
BULLET = re.compile(r"^(?:[-*•·▪●]|\d{1,2}[.)])\s+")


def read(stream: BinaryIO, where: str) -> Iterator[Found]:
    """Yield the article in a text file. What turns out to be HTML or a feed is read as such."""
    data = whole(stream, MAX_ARTICLE)
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if HTML.match(start):
        yield html.article(encoding.decode(data))
    elif FEED.match(start):
        yield from feed.articles(data, where)
    else:
        yield article(encoding.decode(data))


def article(text: str) -> Article:
    """Return the article in a text."""
    text = markup.text_of(text) if FRAGMENT.match(text) else text
    known, rest = front.split(prose.tidy(text))
    if page.is_long(rest):
        return page.plain(rest, known)
    if MARKS.search(rest):
        return page.article(markdown.lines(rest), known)
    return page.article(lines(rest), known)


def barred(menu: re.Match[str]) -> str:
    """Return words with wide gaps between, the links of a menu, with bars between instead."""
    return " | ".join(re.split(r"\t+|[ ]{3,}", menu[0].strip()))


def lines(text: str) -> list[Line]:
    """Return the lines of a text without markup; underlined ones are headings."""
    found: list[Line] = []
    if "\t" in text or "   " in text:
        text = GAPS.sub(barred, text)
    for block in prose.blocks(text):
        joined = " ".join(block)
        if RULE.match(joined):
            if (
                found
                and joined[0] in "=~-"
                and len(found[-1].text) < 200
                and not found[-1].text.endswith(".")
            ):
                level = 2 if joined[0] == "-" else 1
                found[-1] = Line(found[-1].text, heading=level)
        elif any(char.isalnum() for char in joined):
            found.append(Line(joined, bullet=bool(BULLET.match(joined))))
    return found
