"""HTML pages: what their metadata say, and their text through trafilatura.

Metadata are read here, in this order: JSON-LD, meta elements, `<time datetime>`, the address. Only
what a page states is taken: trafilatura is asked for the text alone, since its dates can be
guesses. To read another meta element, add its name to `META`.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from searchapp.article import Article
from searchapp.readers import dates, encoding, fields, markup, page, prose, urls
from searchapp.readers.encoding import Unreadable
from searchapp.readers.lines import Line
from searchapp.readers.stream import MAX_ARTICLE, Found, whole

Tree = Any
"""An lxml.html element tree."""

META: Mapping[str, tuple[str, ...]] = {
    "title": (
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "headline",
        "parsely-title",
        "sailthru.title",
        "title",
    ),
    "published": (
        *(
            "article:published_time",
            "og:article:published_time",
            "og:published_time",
            "datepublished",
            "article:published",
        ),
        *(
            "parsely-pub-date",
            "sailthru.date",
            "publish_date",
            "publish-date",
            "publishdate",
            "published_time",
            "pubdate",
        ),
        *(
            "publication_date",
            "dcterms.created",
            "dcterms.issued",
            "dc.date.issued",
            "dc.date.created",
            "dcterms.date",
        ),
        *(
            "dc.date",
            "article.published",
            "article_date_original",
            "originalpublicationdate",
            "cxenseparse:recs:publishtime",
        ),
        *("bt:pubdate", "citation_publication_date", "date", "created"),
    ),
    "source": (
        "og:site_name",
        "application-name",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "twitter:app:name:iphone",
    ),
    "language": ("og:locale", "content-language", "dc.language", "dcterms.language", "language"),
    "url": ("og:url", "twitter:url", "parsely-link"),
    "authors": (
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
    ),
    "topics": (
        "article:tag",
        "news_keywords",
        "article:section",
        "keywords",
        "parsely-tags",
        "sailthru.tags",
    ),
}
"""The meta elements that tell of each field, by name, property or itemprop, the surest first."""
ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting)$")
JSON_LD = {
    "headline": "title",
    "name": "title",
    "articleBody": "body",
    "datePublished": "published",
    "publisher": "source",
    "inLanguage": "language",
    "url": "url",
    "mainEntityOfPage": "url",
    "author": "authors",
    "creator": "authors",
    "keywords": "topics",
    "articleSection": "topics",
}
"""The properties of structured data and the fields they tell of, the surest first."""
SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)", re.I
)
CHANGED = re.compile(r"updat|modif|edit|opdater|ændr", re.I)
LITTLE = 250
"""Characters of extracted text under which other sources of it are tried."""


def read(stream: BinaryIO, where: str) -> Iterator[Found]:
    """Yield the article of a page."""
    yield article(encoding.decode(whole(stream, MAX_ARTICLE)))


def article(text: str) -> Article:
    """Return the article of a page. Raises Unreadable where there is no text in it."""
    text = prose.CONTROL.sub("", text)
    tree = parse(text)
    known = fields.either(
        structured(tree), meta(tree), timed(tree), addressed(text, tree), headed(tree)
    )
    known = dated_by_address(fields.either(known, language(tree)))
    body = best_text(tree, text, known.body)
    if not body.strip():
        raise Unreadable(
            "no article text found in the page: save it after it has loaded, or as text"
        )
    known = fields.without_body(known)
    lines = [
        Line(line) for line in prose.paragraphs(prose.tidy(body)) if any(map(str.isalnum, line))
    ]
    return page.article(lines, known)


def parse(text: str) -> Tree:
    """Return a page as a tree. Raises Unreadable where it is none."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        # A declaration of encoding is no longer true of decoded text, and lxml refuses it.
        tree = lxml_html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"no HTML page ({error}): check the file") from error
    return tree


def best_text(tree: Tree, text: str, stated: str) -> str:
    """Return the text of a page: as extracted, or as structured data have it where that is more."""
    found = extracted(tree)
    if len(found) < LITTLE or len(stated) > 3 * len(found):
        found = max(found, stated, key=len)
    return found or markup.text_of(text)


def extracted(tree: Tree) -> str:
    """Return the main text of a page, as trafilatura finds it."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return (
        trafilatura.extract(tree, include_comments=False, include_tables=True, with_metadata=False)
        or ""
    )


def structured(tree: Tree) -> Article:
    """Return what the page's JSON-LD says of its article."""
    objects = [
        item
        for script in tree.xpath("//script[@type='application/ld+json']/text()")
        for item in graph(script)
    ]
    by_id = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str)}
    found = next((item for item in objects if is_article(item)), None)
    if found is None:
        return fields.empty()
    named: dict[str, Any] = {}
    for key, field in JSON_LD.items():
        value = resolved(found.get(key), by_id)
        if value and not named.get(field):
            named[field] = value
    return fields.article(named, "json-ld")


def graph(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects in a JSON-LD script, those in lists and graphs too."""
    try:
        waiting = [
            json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        ]
    except (ValueError, RecursionError):
        return
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting = item + waiting
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


def is_article(item: Mapping[str, Any]) -> bool:
    """Tell whether an object of structured data is an article."""
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and ARTICLE_TYPE.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def resolved(value: Any, by_id: Mapping[str, Any]) -> Any:
    """Return a value, with a mere reference replaced by the object it names."""
    if isinstance(value, list):
        return [resolved(item, by_id) for item in value]
    if isinstance(value, Mapping) and set(value) <= {"@id", "@type"}:
        return by_id.get(str(value.get("@id")), value)
    return value


def meta(tree: Tree) -> Article:
    """Return what the page's meta elements say."""
    said: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(attribute)):
                said.setdefault(name.casefold(), []).append(content)
    named: dict[str, Any] = {}
    for field, names in META.items():
        values = next((said[name] for name in names if name in said), [])
        several = field in {"authors", "topics"} and len(values) > 1
        named[field] = values if several else next(iter(values), "")
    if str(named["authors"]).startswith("http"):
        named["authors"] = ""
    named["title"] = without_site(named["title"], named["source"])
    return fields.article(named, "meta")


def without_site(title: str, source: str) -> str:
    """Return a page's title without the name of the site behind a bar or dash."""
    head, mark, tail = re.match(r"(.*?)(\s+[|–—·-]\s+)?([^|–—·]*)\Z", title, re.S).groups("")  # type: ignore[union-attr]
    return (
        head if mark and source and tail.strip().casefold() == source.strip().casefold() else title
    )


def timed(tree: Tree) -> Article:
    """Return the date of the page's `<time datetime>`: a marked one, else the first not an update."""
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate][@datetime or @content]")
    plain = tree.xpath("//article//time[@datetime]") or tree.xpath(
        "//main//time[@datetime] | //header//time[@datetime]"
    )
    for element in marked + (plain or tree.xpath("//time[@datetime]")):
        about = " ".join(
            filter(
                None,
                (element.get("class"), element.get("itemprop"), element.getparent().get("class")),
            )
        )
        if not CHANGED.search(about) and not CHANGED.search(label_before(element)):
            return fields.article(
                {"published": element.get("datetime") or element.get("content")}, "time"
            )
    return fields.empty()


def label_before(element: Tree) -> str:
    """Return the words just before an element, in which "Updated" may stand."""
    before = element.getprevious()
    text = (before.tail if before is not None else element.getparent().text) or ""
    return str(text)[-40:] + (element.text or "")[:20]


def addressed(text: str, tree: Tree) -> Article:
    """Return the page's address: the canonical one, or where a browser saved it from."""
    linked = tree.xpath("//link[@rel='canonical']/@href")
    saved = SAVED_FROM.search(text[:10_000])
    for url, origin in [
        *((str(href), "meta") for href in linked),
        *([(saved[1], "saved from")] if saved else []),
    ]:
        if url.startswith("http") and urls.site(url):
            return fields.article({"url": url}, origin)
    return fields.empty()


def headed(tree: Tree) -> Article:
    """Return the page's headline: its one main heading, else its title element."""
    headings = [text for h in tree.iter("h1") if (text := " ".join(h.text_content().split()))]
    named = tree.findtext(".//title") or ""
    if len(set(headings)) == 1 or (headings and headings[0].casefold() in named.casefold()):
        return fields.article({"title": headings[0]}, "heading")
    return fields.article(
        {"title": re.split(r"\s+[|–—·]\s+|\s+-\s+(?=[^-]*\Z)", named.strip(), maxsplit=1)[0]},
        "title element",
    )


def language(tree: Tree) -> Article:
    """Return the language of the page's root element."""
    return fields.article(
        {"language": tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")},
        "html lang",
    )


def dated_by_address(known: Article) -> Article:
    """Return the article with the date in its address, where nothing else gave one."""
    stated = urls.stated(known.url) if known.url and not known.published else None
    value = dates.value(stated) if stated else None
    return fields.either(known, fields.partial(published=(value, "url"))) if value else known
