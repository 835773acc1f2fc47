"""HTML pages: what their metadata say, and their text through trafilatura.

The metadata are read by `searchapp.readers.metadata`; trafilatura is asked for the text alone,
since the dates it finds can be guesses.
"""

import logging
import re
from collections.abc import Iterator
from typing import BinaryIO

from searchapp.article import Article
from searchapp.readers import encoding, fields, markup, metadata, page, prose
from searchapp.readers.encoding import Unreadable
from searchapp.readers.lines import Line
from searchapp.readers.metadata import Tree
from searchapp.readers.stream import MAX_ARTICLE, Found, whole

LITTLE = 250
"""Characters of extracted text under which other sources of it are tried."""
BLOCKS = ".//p | .//br | .//div | .//h1 | .//table"
"""What parts the text of a cell that holds more than data."""
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read(stream: BinaryIO, where: str) -> Iterator[Found]:
    """Yield the article of a page."""
    yield article(encoding.decode(whole(stream, MAX_ARTICLE)))


def article(text: str) -> Article:
    """Return the article of a page. Raises Unreadable where there is no text in it."""
    text = prose.CONTROL.sub("", text)
    return of_tree(parse(text), text)


def of_tree(tree: Tree, text: str, address: str = "") -> Article:
    """Return the article of a page, parsed and as text; it was fetched from `address`, if known.

    Raises Unreadable where there is no text in it.
    """
    known = metadata.stated(tree, text, address)
    body = best_text(tree, text, known.body)
    if not body.strip():
        raise Unreadable(
            "no article text found in the page: save it after it has loaded, or as text"
        )
    paragraphs = prose.paragraphs(prose.tidy(body))
    lines = [Line(line) for line in paragraphs if any(map(str.isalnum, line))]
    return page.article(lines, fields.without_body(known))


def parse(text: str) -> Tree:
    """Return a page as a tree. Raises Unreadable where it is none."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        # A declaration of encoding is no longer true of decoded text, and lxml refuses it.
        return lxml_html.document_fromstring(DECLARATION.sub("", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"no HTML page ({error}): check the file") from error


def best_text(tree: Tree, text: str, stated: str) -> str:
    """Return the text of a page: as extracted, or as structured data have it where that is more.

    Or where it is the same, as when there was nothing else to extract: there, paragraphs are kept.
    """
    found = extracted(tree)
    if found.split() == stated.split() or len(stated) > 3 * len(found):
        return stated
    if len(found) < LITTLE:
        found = max(found, stated, key=len)
    return found or markup.text_of(text)


def lay_out(tree: Tree) -> None:
    """Make blocks of the tables that lay a page out: a cell with so much text in blocks is no data.

    trafilatura takes a row of a table for one line.
    """
    for table in tree.xpath(f"//table[(tr | */tr)/td[{BLOCKS}][string-length() > {LITTLE}]]"):
        for part in (table, *table.xpath("* | */tr | tr/* | */tr/*")):
            part.tag = "div"


def extracted(tree: Tree) -> str:
    """Return the main text of a page, as trafilatura finds it."""
    import trafilatura

    lay_out(tree)
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return (
        trafilatura.extract(tree, include_comments=False, include_tables=True, with_metadata=False)
        or ""
    )
