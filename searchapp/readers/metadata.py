"""What an HTML page says of its article outside its text.

In this order: JSON-LD, meta elements, `<time datetime>`, the address, the main heading, the
language of the root element. To read another meta element, add its name to `META`; a property of
structured data, to `JSON_LD`.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from searchapp.article import Article
from searchapp.readers import bylines, dates, fields, headings, urls
from searchapp.readers.prose import TITLE_BAR, letters

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
WRAPPING = re.compile(r"\A\s*(?:(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?://|\*/)?\s*)*")
"""What hides a script from old browsers and from XML; what closes it stands behind the data."""
SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)", re.I
)
BEGINNING = 10_000
"""Characters among which a browser notes where it saved a page from."""
SIGNED = (
    "//*[@itemprop='author' or @rel='author'] | //*[@itemprop='author']//*[@itemprop='name']"
    " | //*[contains(concat(' ', @class, ' '), ' byline ')"
    " or contains(concat(' ', @class, ' '), ' author ')]"
)
"""The elements that pages mark as a byline."""
MAX_BYLINE = 120
"""Characters of a byline at most."""
CHANGED = re.compile(r"updat|modif|edit|opdater|ændr", re.I)


def stated(tree: Tree, text: str, address: str = "") -> Article:
    """Return what a page, as a tree and as text, says of its article; the surest says it.

    `address` is where it was fetched from, if that is known.
    """
    known = fields.either(
        structured(tree),
        meta(tree),
        signed(tree),
        publishing(tree),
        timed(tree),
        addressed(tree, text, address),
        headings.headed(tree),
    )
    return dated_by_address(fields.either(known, language(tree)))


def is_of_article(tree: Tree) -> bool | None:
    """Tell whether a page says that it is an article's, or something else's; None: it does not."""
    if any(map(is_article, objects_in(tree))):
        return True
    kinds = [str(kind) for kind in tree.xpath("//meta[@property='og:type']/@content")]
    return "article" in kinds[0].casefold() if kinds else None


def objects_in(tree: Tree) -> list[dict[str, Any]]:
    """Return the objects in the page's JSON-LD."""
    scripts = tree.xpath("//script[contains(@type, 'ld+json')]/text()")
    return [item for script in scripts for item in graph(script)]


def structured(tree: Tree) -> Article:
    """Return what the page's JSON-LD says of its article."""
    objects = objects_in(tree)
    by_id = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str)}
    articles = [item for item in objects if is_article(item)]
    if not articles:
        return fields.EMPTY
    found = main_article(articles, tree)
    named: dict[str, Any] = {}
    for key, field in JSON_LD.items():
        value = resolved(found.get(key), by_id)
        if value and not named.get(field):
            named[field] = value
    return fields.article(named, "json-ld")


def main_article(articles: Sequence[Mapping[str, Any]], tree: Tree) -> Mapping[str, Any]:
    """Return which of the articles in structured data is the page's own, the first where in doubt.

    Its headline is the main heading, or its address that of the page.
    """
    own = {letters(text) for text in headings.spoken_headings(tree, set(), "h1")}
    own |= {letters(str(href)) for href in tree.xpath("//link[@rel='canonical']/@href")}
    own.discard("")
    said = ("headline", "url", "mainEntityOfPage", "@id")
    return max(
        articles,
        key=lambda item: any(letters(fields.scalar(item.get(key))) in own for key in said),
    )


def graph(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects in a JSON-LD script, those in lists and graphs too."""
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(WRAPPING.sub("", script, count=1))
    except (ValueError, RecursionError):
        return
    waiting = deque([value])
    while waiting:
        item = waiting.popleft()
        if isinstance(item, list):
            waiting.extendleft(reversed(item))
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


def without_site(title: str, site: str) -> str:
    """Return a page's title without the name of the site behind (or before) a bar or dash."""
    parts = TITLE_BAR.split(title)
    kept = [part for part in parts if part.strip().casefold() != site.strip().casefold()]
    return title if len(kept) == len(parts) or len(kept) > 1 else "".join(kept)


def timed(tree: Tree) -> Article:
    """Return the date of the page's `<time datetime>`: a marked one, else the first no update."""
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate][@datetime or @content]")
    places = ("//article//time", "(//main | //header[.//h1])//time", "//time")
    inside = (tree.xpath(f"{place}[@datetime][not({headings.ASIDE})]") for place in places)
    for element in marked + next(filter(None, inside), []):
        holder = element.getparent()
        about = [element.get("class"), element.get("itemprop"), holder.get("class")]
        if not CHANGED.search(" ".join(filter(None, about)) + label_before(element)):
            value = element.get("datetime") or element.get("content")
            found = fields.article({"published": value}, "time")
            if found.published:  # a length of time has the same element
                return found
    return fields.EMPTY


def signed(tree: Tree) -> Article:
    """Return the authors of the page's byline: the first element marked as one that has names.

    And those of the elements beside it that are marked, too.
    """
    names: list[str] = []
    place = None
    for element in tree.xpath(SIGNED):
        line = " ".join(" ".join(element.xpath(".//text()")).split())
        if len(line) > MAX_BYLINE or (names and element.getparent() is not place):
            continue
        found = marked_names(line, alone=not names)
        if found and not element.xpath(headings.ASIDE):
            names += found
            place = element.getparent()
    authors = tuple(dict.fromkeys(names))
    return fields.partial(authors=(authors, "byline")) if authors else fields.EMPTY


def marked_names(line: str, alone: bool) -> list[str]:
    """Return the names in a marked line: single words only where it stands `alone`, with no day."""
    if said := bylines.byline(line):
        return list(said.authors)
    found = bylines.named(line)
    single = alone and not dates.stated(line)
    return [name for name in found.authors if single or " " in name] if found else []


def publishing(tree: Tree) -> Article:
    """Return the outlet that the page marks as the publisher of its article."""
    marked = "//*[@itemprop='publisher']//*[@itemprop='name']"
    names = (element.get("content") or element.text_content() for element in tree.xpath(marked))
    return fields.article({"source": next(names, "")}, "microdata")


def label_before(element: Tree) -> str:
    """Return the words just before an element, in which "Updated" may stand."""
    before = element.getprevious()
    text = (before.tail if before is not None else element.getparent().text) or ""
    return str(text)[-40:] + (element.text or "")[:20]


def addressed(tree: Tree, text: str, address: str) -> Article:
    """Return the page's address: the canonical one, or where it was saved or fetched from."""
    found = [(str(href), "meta") for href in tree.xpath("//link[@rel='canonical']/@href")]
    if saved := SAVED_FROM.search(text[:BEGINNING]):
        found.append((saved[1], "saved from"))
    found.append((address, "web archive"))
    for url, origin in found:
        if url.startswith("http") and urls.site(url):
            return fields.article({"url": url}, origin)
    return fields.EMPTY


def language(tree: Tree) -> Article:
    """Return the language of the page's root element."""
    code = tree.get("lang") or tree.get("xml:lang")
    return fields.article({"language": code}, "html lang")


def dated_by_address(known: Article) -> Article:
    """Return the article with the date in its address, where nothing else gave one."""
    stated = urls.stated(known.url) if known.url and not known.published else None
    value = dates.value(stated) if stated else None
    return fields.either(known, fields.partial(published=(value, "url"))) if value else known
