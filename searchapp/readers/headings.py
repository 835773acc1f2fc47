"""What an HTML page's title element and headings say: the headline, and the outlet beside it.

The site's name stands in both, as a logo and behind a bar, and is no headline. To know a site by
another of its marks, add it to `site_names`.
"""

import re
from typing import Any

from searchapp.article import Article
from searchapp.readers import bylines, fields, urls
from searchapp.readers.prose import TITLE_BAR, letters
from searchapp.readers.titles import content_words, shared

Tree = Any
"""An lxml.html element tree."""

SITE_NAME = "//meta[@property='og:site_name' or @name='application-name']/@content"
ASIDE = (
    "ancestor::aside | ancestor::nav | ancestor::footer | ancestor::*[contains(@class, 'comment')]"
)
"""Where a byline is another article's, or a reader's."""


def headed(tree: Tree) -> Article:
    """Return the page's headline: its one main heading, else its title element.

    A title element that adds a name to a heading ("Heading - The Post") names the outlet. The
    site's name is no headline, wherever it stands.
    """
    names = site_names(tree)
    named = " ".join((tree.findtext(".//title") or "").split())
    parts = TITLE_BAR.split(named)
    said = next((part for part in parts if letters(part) not in names), "")
    headings = spoken_headings(tree, names)
    if not said:
        return fields.article({"title": next(iter(headings), "")}, "heading")
    if len(parts) == 2 and parts[0] in headings:
        return fields.article({"title": parts[0], "source": parts[1]}, "title element")
    main = set(spoken_headings(tree, names, "h1"))
    if len(main) == 1:
        return fields.article({"title": main.pop()}, "heading")
    return fields.article({"title": said}, "title element")


def spoken_headings(tree: Tree, names: set[str], *levels: str) -> list[str]:
    """Return the texts of headings, main ones first, without the site's name."""
    found = [h for level in levels or ("h1", "h2") for h in tree.iter(level)]
    texts = (" ".join(h.text_content().split()) for h in found if not h.xpath(ASIDE))
    return [text for text in texts if text and letters(text) not in names]


def site_names(tree: Tree) -> set[str]:
    """Return the letters of the site's names: as its metadata, address and copyright have it.

    And the title element where it is named as outlets are, and says nothing of the text.
    """
    said = [str(name) for name in tree.xpath(SITE_NAME)]
    for href in tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"):
        host = urls.site(str(href)) or ""
        said += [host, host.split(".")[0]]
    for line in tree.xpath("//text()[contains(., '©')]"):
        said.append(re.sub(r"©|\(c\)|copyright|\b\d{4}\b|[-–].*", " ", str(line)[:200], flags=re.I))
    named = " ".join((tree.findtext(".//title") or "").split())
    words = content_words([element.text_content() for element in tree.iter("p")])
    if named and bylines.is_outlet(named) and not shared(named, words):
        said.append(named)
    return {letters(name) for name in said} - {""}
