"""HTML to plain paragraphs: for bodies that are a fragment, not a page."""

import re

from searchapp.readers.prose import CONTROL

MARKUP = re.compile(
    r"</?(?:p|div|br|span|a|h[1-6]|ul|ol|li|strong|em|b|i|img|blockquote|figure|section|table)\b[^>]{0,2000}>",
    re.I,
)
SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "figcaption",
    "svg",
    "head",
    "form",
    "button",
    "nav",
)
"""Elements whose text is no part of an article."""
BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "section",
        "article",
        "table",
        "tr",
        "figure",
        "pre",
        "hr",
        "dd",
        "dt",
        "header",
        "footer",
        "main",
        "aside",
        "address",
        "caption",
        "center",
        "details",
        "summary",
    ]
)
"""Elements that begin and end a paragraph."""
CELLS = frozenset(["td", "th"])
"""Elements around which there is a space."""


def looks_like_markup(text: str) -> bool:
    """Tell whether text has an HTML tag."""
    return bool(MARKUP.search(text))


def text_of(markup: str) -> str:
    """Return the text of an HTML fragment, with a blank line between paragraphs."""
    from lxml import etree, html

    try:
        root = html.fromstring(f"<div>{CONTROL.sub('', markup)}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]{0,2000}>", " ", markup)
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *SILENT, with_tail=False)
    return spoken(root)


def spoken(root: object) -> str:
    """Return the text of an element tree, blank lines around blocks and spaces around cells."""
    from lxml import etree

    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            pieces.append("\n\n")
        elif element.tag in CELLS:
            pieces.append(" ")
        if event == "start":
            pieces.append(squeezed(element.text))
        else:
            pieces.append(squeezed(element.tail))
    return re.sub(" {2,}", " ", "".join(pieces))


def squeezed(text: str | None) -> str:
    """Return text with every run of white space, which means nothing in HTML, as one space."""
    return re.sub(r"\s+", " ", text) if text else ""
