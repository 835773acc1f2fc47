"""Outlets and agencies: who published an article, as lines of its page say it.

Reprint notes ("originally published by X"), source lines ("Kilde: X") and agency marks
("/ritzau/"). The agencies are in a table.
"""

import re

from searchapp.readers import dates
from searchapp.readers.phrases import naming
from searchapp.readers.urls import address, site

AGENCIES = naming("agencies")
VALUE_END = re.compile(
    r"\s+(?:and|og|via|&\s+agencies|&\s+bureauer)\s+|\s*[,;/|+]\s*|\s+[(\[]", re.I
)
"""What ends the name of the first outlet on a source line. An "&" may be part of a name."""
SMALL = frozenset(naming("small"))
"""Words that stand in the names of outlets with a small letter."""
REPRINT = re.compile(
    r"\b(?:article|story|report|piece|post|commentary|essay|interview|version|column"
    r"|arti(?:kel|kl)\w*|klumme\w*|historie\w*|indlæg\w*|kronik\w*|denne|dette)\b.{0,40}?"
    r"\b(?:(?:originally|first)\s+(?:published|appeared|ran|posted|featured|written)"
    r"|(?:re-?published|reprinted|re-?posted|syndicated)"
    r"|(?:oprindeligt?|først|tidligere)\s+(?:bragt|udgivet|publiceret|offentliggjort|trykt|skrevet))"
    r"\s+(?:by|in|on|at|from|i|på|af|hos|fra|til)\s+(?:the\s+website\s+of\s+)?(.{2,160})",
    re.I,
)
"""A sentence that says where the article was published before."""
ORIGINALLY = re.compile(
    r"(?:originally|first)\s+(?:published|appeared)\s+(?:by|in|on|at)\s+(.{2,160})"
    r"|(?:oprindeligt?|først)\s+(?:bragt|udgivet|publiceret)\s+(?:i|på|af|hos)\s+(.{2,160})",
    re.I,
)
"""The same as a line without a subject."""
REPRINT_END = re.compile(
    r"\s+(?:and|og)\s+(?:is|was|has|it|er|bliver|bringes|genoptrykt|gengives)\b"
    r"|\s+(?:under|with|by|med|via|the\s+original|as\s+part)\s+"
    r"|\s+(?:on|in|at|d\.|den|i|på)\s+(?=\d|[A-Z][a-z]+\s+\d)"
    r"|\.\s|[.;:]$|,\s|\s+\(|\s+[-–—]\s|\s+here\b|\s+her\b"
)
"""What ends the name of the outlet in such a sentence."""
REPRINT_SIGNS = (
    *(
        "publish",
        "appeared",
        "printed",
        "posted",
        "syndicated",
        "featured",
        "ran in",
        "written for",
    ),
    *("bragt", "udgivet", "publiceret", "offentliggjort", "trykt", "skrevet til"),
)
"""What every reprint note contains; looked for first, since most lines have none of it."""
ARTICLES = re.compile(
    r"(?:the\s+(?=[A-Z])|(?:avisen|magasinet|mediet|sitet|netmediet|tidsskriftet)\s+)"
)
"""Words before the name of an outlet that are no part of it."""
MARK_AT_END = re.compile(
    r"(?:^|\s)(?:/([A-Za-zÆØÅæøå ]{2,30})/(?:[\w -]{2,30}/?)?|\(([A-Za-zÆØÅæøå ]{2,20})\)"
    r"|[—–-]\s*([A-Z]{2,8}))\.?$"
)


def agency(name: str) -> str | None:
    """Return an agency's name as it is usually written, None where it is none."""
    key = name.strip(" ./()").casefold().removeprefix("the ")
    return AGENCIES.get(key) or AGENCIES.get(key.removesuffix(" news"))


def outlet(text: str) -> str | None:
    """Return the name of an outlet from the value of a source label, None where it is no name."""
    mention = dates.stated(text)
    text = text[: mention.start] if mention else text
    text = VALUE_END.split(text.strip(" .:"), maxsplit=1)[0]
    first, ampersand, _ = text.partition(" & ")
    text = first if ampersand and agency(first) else text
    words = text.split()
    if not 0 < len(words) <= 6 or text[-1] in "?!":
        return None
    host = len(words) == 1 and "." in text
    name = all(not word[0].islower() or word in SMALL for word in words)
    return (agency(text) or text) if name or host else None


def reprinted(text: str) -> str | None:
    """Return the outlet a reprint note names, None where a line is no such note."""
    small = text.lower()
    if len(text) > 400 or not any(sign in small for sign in REPRINT_SIGNS):
        return None
    match = REPRINT.search(text) or ORIGINALLY.match(text)
    if not match:
        return None
    rest = match[1] or match[2]
    if url := address(rest):
        return site(url)
    name = REPRINT_END.split(rest, maxsplit=1)[0].strip(' .,;:"“”*_')
    name = ARTICLES.sub("", name, count=1) if name.islower() or name[:1].islower() else name
    return name if name and name[0].isupper() and len(name.split()) <= 8 else None


def mark_at_end(text: str) -> str | None:
    """Return the agency whose mark ends a paragraph ("/ritzau/"), None where none does."""
    match = MARK_AT_END.search(text[-60:])
    return agency(match[1] or match[2] or match[3]) if match else None
