"""Bylines: "By X", "Af X og Y", "X, Reuters".

A name is only taken where the line has the shape of a byline and the name that of a name.
"""

import re
from dataclasses import dataclass

from searchapp.readers.dates import stated
from searchapp.readers.outlets import agency
from searchapp.readers.phrases import table

NAMELESS = table("nameless")
"""What stands in bylines for people without naming any."""
NOT_NAMES = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "it",
        "he",
        "she",
        "they",
        "we",
        "how",
        "why",
        "what",
    }
)
"""Words that begin a headline, not a name."""
ROLES = frozenset(table("roles"))
"""Words for what people are or where they work, not what they are called."""
OUTLETS = frozenset(table("outlets"))
"""Words that newspapers and broadcasters are called by."""
OUTLET_END = re.compile(r"\w{3,}(?:avis|avisen|tidende|posten|bladet|blad|nyt)", re.I)
REPORTERS = re.compile(
    r"(?:[\w-]+ ){0,2}(?:(?:staff|senior|special)\s+writer|reporter|correspondent|journalist"
    r"|\w*korrespondent|skribent)",
    re.I,
)
"""What stands behind the name of who wrote an article, and of nobody else."""
UPPER = "A-ZÆØÅÄÖÜÉÈÁÍÓÚÇÑŠŽĆČŁ"
WORD = rf"[{UPPER}][\w'’.-]*"
PARTICLE = r"(?:de|da|di|du|la|le|van|von|der|den|bin|bint|ibn|al|el|af|of|und|y|e|zu|ter|ten)"
NAME = re.compile(rf"{WORD}(?:\s+(?:{PARTICLE}\s+)?{WORD}){{0,4}}")
SINGLE = re.compile(rf"[{UPPER}][\w’']*[\w]")
BYLINE = re.compile(
    r"(?:by|af|written\s+by|reporting\s+by|story\s+by|words\s+by|text\s+by|report\s+by|skrevet\s+af|artikel\s+af"
    r"|af\s+journalist(?:erne)?|journalist(?:er)?|tekst|text|author)\s*:?\s+(.+)",
    re.I,
)
POSTED = re.compile(
    r"(?:posted|published|written|publiceret|udgivet|skrevet)\s+(?=[^.]{0,30}\d)[\w ,.:/|-]{4,40}?"
    r"[ |-](?:by|af)\s+(.+)",
    re.I,
)
"""A byline that begins with the day: "Posted on October 9, 2016 by X"."""
DATED = ("posted", "published", "written", "publiceret", "udgivet", "skrevet")
"""How these begin."""
MAIL = re.compile(r"\S+@\S+\.\w+$")
"""A mail address at the end of a line, behind a name."""
OPENINGS = (
    *("by", "af", "written", "reporting", "story", "words", "text", "report", "author"),
    *("skrevet", "artikel", "journalist", "tekst"),
)
"""How every byline with a label begins; looked for first, since most lines do not."""
BYLINE_END = re.compile(
    r"\s+[|•·–—/]\s+|\s+-\s+|\s*[|•·(\[]|\S+@\S+|\s@\w"
    r"|[,;]?\s+(?:foto|photos?|photography|photograph|published|updated|posted|publiceret|opdateret|udgivet|editing|illustration|grafik|video)\b.*"
    r"|\s+(?:in|i|på|at|for|from|fra|til|ved|to|with|med)\s+",
    re.I,
)
NAME_SEPARATOR = re.compile(r"\s*(?:,|;|&|/|\band\b|\bog\b|\bsamt\b)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Byline:
    """Names in a byline, and the agency or outlet that stands with them."""

    authors: tuple[str, ...]
    source: str | None = None


def byline(text: str) -> Byline | None:
    """Return the names in a byline, None where a line is none."""
    if len(text) > 200:
        return None
    text = text.strip(" *_|•·–—-()")
    if text[:12].lower().startswith(OPENINGS) and (match := BYLINE.fullmatch(text)):
        return named(match[1])
    if text[:12].lower().startswith(DATED) and (match := POSTED.fullmatch(text)):
        return named(match[1])
    if (
        "@" in text
        and (match := MAIL.search(text))
        and is_person(text[: match.start()].strip(" ,|"))
    ):
        return Byline((text[: match.start()].strip(" ,|"),))
    head, comma, rest = text.partition(",")
    if comma and len(rest) < 40 and (found := agency(rest)) and is_person(head.strip()):
        return Byline((head.strip(),), found)
    if comma and len(text) < 80 and REPORTERS.fullmatch(rest.strip()) and is_person(head.strip()):
        return Byline((head.strip(),))
    return None


def named(text: str) -> Byline | None:
    """Return the names in what follows "By"; None where there is no name and no "staff"."""
    text = text.lstrip("*_ ")
    mention = stated(text)
    tail = text[: mention.start] if mention else text
    kept = BYLINE_END.split(tail, maxsplit=1)[0].strip(" ,.;:|*_")
    pieces = [piece.strip(" .*_") for piece in NAME_SEPARATOR.split(kept) if piece.strip(" .*_")]
    if not pieces or len(pieces) > 8:
        return None
    if pieces[0].casefold() in NAMELESS:
        return Byline(())
    agencies = [found for piece in pieces if (found := agency(piece))]
    outlets = [piece for piece in pieces[1:] if f", {piece}" in kept and is_outlet(piece)]
    people = [
        piece for piece in pieces if not agency(piece) and piece not in outlets and is_person(piece)
    ]
    if len(pieces) == 1 and not agencies and is_single(pieces[0]):
        people = pieces
    outside = agency(match[1]) if (match := re.search(r"\(([^()]+)\)", tail)) else None
    authors = tuple(people or agencies)
    return Byline(authors, next(iter(agencies + outlets), outside)) if authors else None


def is_person(text: str) -> bool:
    """Tell whether text has the shape of a person's name: two to five capitalised words."""
    words = text.split()
    if not 2 <= len(words) <= 6 or text.casefold() in NAMELESS or words[0].casefold() in NOT_NAMES:
        return False
    return bool(NAME.fullmatch(text)) and not any(word.casefold() in ROLES for word in words)


def is_outlet(text: str) -> bool:
    """Tell whether capitalised words behind a name are an outlet's: "Limvig Ugeavis"."""
    words = text.casefold().split()
    if not 1 <= len(words) <= 5 or not text[0].isupper():
        return False
    return words[-1] in OUTLETS or words[0] in OUTLETS or bool(OUTLET_END.fullmatch(words[-1]))


def is_single(text: str) -> bool:
    """Tell whether text is one capitalised word that may be a whole byline ("By Reuters")."""
    return bool(SINGLE.fullmatch(text)) and text.casefold() not in NAMELESS | NOT_NAMES | ROLES
