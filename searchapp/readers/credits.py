"""Who wrote an article and where it comes from, as its lines say it.

Bylines ("By X", "Af X", "X, Reuters"), agency marks ("LONDON (Reuters) -", "/ritzau/"), reprint
notes ("originally published by X"), labelled lines ("Kilde: X") and picture credits. A name is only
taken where the line has the shape of a credit. To add an agency, add it to `AGENCIES`; a label, to
`LABELS`.
"""

import re
from dataclasses import dataclass

from searchapp.readers.dates import Mention, Stated, stated

AGENCIES = {
    name.casefold(): name
    for name in [
        "Reuters",
        "AP",
        "Associated Press",
        "AFP",
        "Agence France-Presse",
        "TASS",
        "Ritzau",
        "DPA",
        "UPI",
        "Xinhua",
        "ANSA",
        "EFE",
        "PA",
        "PA Media",
        "Press Association",
        "Interfax",
        "RIA Novosti",
        "NTB",
        "TT",
        "STT",
        "Bloomberg",
        "CNN",
        "BBC",
        "Anadolu",
        "Kyodo",
        "PTI",
        "ANI",
        "IANS",
        "APA",
        "Belga",
        "ANP",
        "Bernama",
        "Yonhap",
        "CNA",
        "AAP",
        "Canadian Press",
        "Ukrinform",
        "Tanjug",
        "BTA",
        "PAP",
        "CTK",
        "MTI",
        "IRNA",
        "SANA",
        "KCNA",
        "ITAR-TASS",
        "Ritzau Bureau",
        "Newspaq",
        "RFE/RL",
        "VOA",
        "DR",
        "TV 2",
        "CBS",
        "NBC",
        "ABC",
        "NPR",
        "MENA",
        "WAM",
        "SPA",
        "Sputnik",
        "TV2",
        "Thomson Reuters",
    ]
} | {
    "the associated press": "Associated Press",
    "/ritzau/": "Ritzau",
    "dpa": "dpa",
    "reuter": "Reuters",
}
"""News agencies and broadcasters that stand in datelines and bylines, by lower-case name."""

LABELS = {
    label: field
    for field, labels in {
        "title": "title|headline|subject|titel|overskrift",
        "published": "date|published|published on|published at|publication date|pubdate|posted|posted on|dato|publiceret"
        "|udgivet|offentliggjort|udgivelsesdato|publiceringsdato|bragt|first published",
        "other date": "updated|last updated|modified|last modified|opdateret|senest opdateret|sidst opdateret|ændret|rettet"
        "|retrieved|accessed|downloaded|archived|hentet|tilgået|arkiveret|deadline|expires|udløber|event date",
        "source": "source|publisher|outlet|publication|newspaper|kilde|medie|udgiver|avis",
        "url": "url|link|original url|source url|original link|permalink|canonical url|original article|web address"
        "|original source|artikel-url|oprindelig url|original artikel|originalt link|webadresse|hentet fra|kilde-url|source link",
        "authors": "author|authors|byline|by|written by|forfatter|forfattere|journalist|journalister|skribent|af"
        "|skrevet af|tekst|words|reporter|byline/author",
        "language": "language|lang|sprog",
        "topics": "tags|topics|keywords|category|categories|section|filed under|emner|emneord|nøgleord|kategori|kategorier"
        "|sektion|tagged",
        "body": "text|body|content|article|brødtekst|indhold",
    }.items()
    for label in labels.split("|")
}
"""The labels of labelled lines ("Kilde: X"), and what they tell of."""
LABEL = re.compile(r"([A-Za-zÆØÅæøå][A-Za-zÆØÅæøå/ -]{1,24}?)\s*[::]\s*(.*)")

UPPER = "A-ZÆØÅÄÖÜÉÈÁÍÓÚÇÑŠŽĆČŁ"
WORD = rf"[{UPPER}][\w'’.-]*"
PARTICLE = r"(?:de|da|di|du|la|le|van|von|der|den|bin|bint|ibn|al|el|af|of|und|y|e|zu|ter|ten)"
NAME = re.compile(rf"{WORD}(?:\s+(?:{PARTICLE}\s+)?{WORD}){{0,4}}")
BYLINE = re.compile(
    r"(?:by|af|written\s+by|reporting\s+by|story\s+by|words\s+by|text\s+by|report\s+by|skrevet\s+af|artikel\s+af"
    r"|af\s+journalist(?:erne)?|journalist(?:er)?|tekst|text|author|from)\s*:?\s+(.+)",
    re.I,
)
BYLINE_END = re.compile(
    r"\s+[|•·–—/]\s+|\s+-\s+|\s*[|•·(\[]|\S+@\S+|\s@\w"
    r"|[,;]?\s+(?:foto|photos?|photography|photograph|published|updated|posted|publiceret|opdateret|udgivet|editing|illustration|grafik|video)\b.*"
    r"|\s+(?:in|i|på|at|for|from|fra|til|ved|to|with|med)\s+",
    re.I,
)
NAME_SEPARATOR = re.compile(r"\s*(?:,|;|&|\band\b|\bog\b|\bsamt\b)\s*", re.I)
NO_NAMES = frozenset(
    [
        "staff",
        "staff reporter",
        "staff reporters",
        "staff writer",
        "staff writers",
        "our correspondent",
        "our reporter",
        "editor",
        "the editor",
        "editors",
        "editorial staff",
        "admin",
        "administrator",
        "webmaster",
        "redaktionen",
        "redaktion",
        "news desk",
        "newsroom",
        "web desk",
        "agencies",
        "agency",
        "correspondent",
        "reporter",
        "journalist",
        "nyhedsredaktionen",
        "webredaktionen",
        "online desk",
        "news agencies",
        "wire services",
        "unknown",
        "ukendt",
        "anonymous",
        "anonym",
        "guest",
        "gæst",
        "nyhedsbureau",
        "n/a",
        "none",
    ]
)
"""What stands in bylines for people without naming any."""
SMALL = frozenset(
    [
        "the",
        "of",
        "for",
        "de",
        "la",
        "le",
        "på",
        "i",
        "des",
        "du",
        "der",
        "die",
        "das",
        "den",
        "det",
        "a",
        "to",
        "in",
        "on",
        "by",
        "tv",
        "dk",
    ]
)
"""Words that stand in the names of outlets with a small letter."""
NOT_NAMES = frozenset(
    [
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
        "when",
        "who",
        "new",
    ]
)
"""Words in small or capital letters that begin a headline, not a name."""

CREDIT = re.compile(
    r"(?:^|[\s(./|:])(?:photo(?:graph|graphy)?s?|picture|image|foto(?:graf)?|arkivfoto|pressefoto|privatfoto|illustration|grafik|graphic"
    r"|credit|image\s+credit|photo\s+credit|video)\s*(?:by|af|courtesy(?:\s+of)?|source|caption)?\s*[::]\s*\S"
    r"|\b(?:photo|photograph|picture|image|foto|illustration)\s+(?:by|af|courtesy)\s+[A-ZÆØÅ]"
    r"|\((?:AP|EPA|AFP|Reuters)\s+Photo|\bAP\s+Photo/|\b(?:File|Handout|Stock|Archive)\s+(?:photo|image|picture)\b"
    r"|(?:[/,|©(]|–|-|^)\s*(?:Getty(?:\s+Images)?|Ritzau\s+Scanpix|Scanpix|Polfoto|Shutterstock|iStock|Unsplash|Pexels|EPA(?:-EFE)?|Colourbox|Imago)"
    r"(?:/[\w .-]+)?[.)]*$|\bGetty\s+Images[.)]*$|\bvia\s+(?:Getty|AP|Reuters|AFP)\b(?:\s+Images)?[.)]*$|^(?:image|media)\s+(?:source|caption)\b|[\s(]©\s*\S",
    re.I,
)
"""The credit of a picture."""
CREDIT_IN_BRACKETS = re.compile(
    r"\([^()/\d]{2,60}/[^()/\d]{2,40}\)\.?$|\[[^\[\]/\d]{2,60}/[^\[\]/\d]{2,40}\]\.?$"
)
"""A picture's credit in brackets at the end of a caption: photographer and agency."""

REPRINT = re.compile(
    r"\b(?:article|story|report|piece|post|commentary|essay|interview|version|artikel\w*|historie\w*|indlæg\w*|kronik\w*|interview\w*|denne|dette)\b.{0,40}?"
    r"\b(?:(?:originally|first)\s+(?:published|appeared|ran|posted|featured|written)|(?:re-?published|reprinted|reposted|re-posted|syndicated)"
    r"|(?:oprindeligt|oprindelig|først|tidligere)\s+(?:bragt|udgivet|publiceret|offentliggjort|trykt|skrevet))"
    r"\s+(?:(?:by|in|on|at|from|with|here|i|på|af|hos|fra|til)\s+)(?:the\s+website\s+of\s+)?(.{2,120})",
    re.I,
)
ORIGINALLY = re.compile(
    r"(?:originally|first)\s+(?:published|appeared)\s+(?:by|in|on|at)\s+(.{2,120})|(?:oprindeligt|først)\s+(?:bragt|udgivet|publiceret)\s+(?:i|på|af|hos)\s+(.{2,120})",
    re.I,
)
REPRINT_END = re.compile(
    r"\s+(?:and|og)\s+(?:is|was|has|it|er|bliver|bringes|genoptrykt|gengives)\b|\s+(?:under|with|by|med|via|the\s+original|as\s+part)\s+"
    r"|\s+(?:on|in|at|d\.|den|i|på)\s+(?=\d|[A-Z][a-z]+\s+\d)|\.\s|[.;:]$|,\s|\s+\(|\s+[-–—]\s|\s+here\b|\s+her\b"
)

DATELINE = re.compile(
    rf"(?P<place>[{UPPER}][\w'’.,/ -]{{1,60}}?)?\s*"
    r"(?P<agency>\((?P<round>[^()\d]{2,40})\)|/(?P<slashes>[A-ZÆØÅa-z][\w .-]{1,30}(?:/[\w .-]{2,30})?)/)\s*(?P<dash>\.|:|--|[-–—])?"
)
PLACE_AND_DAY = re.compile(
    rf"[{UPPER}][\w'’ -]{{1,40}}(?:,\s+[{UPPER}][\w. ]{{1,30}})?[,.]?\s+(?:den\s+)?$"
)
MARK_AT_END = re.compile(
    r"(?:^|\s)(?:/([A-Za-zÆØÅæøå ]{2,30})/(?:[\w -]{2,30}/?)?|\(([A-Za-zÆØÅæøå ]{2,20})\)|[—–-]\s*([A-Z]{2,8}))\.?$"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Names in a byline, and the agency or outlet that stands with them."""

    authors: tuple[str, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens a report: "LONDON, March 3 (Reuters) -"."""

    source: str | None
    date: Stated | None


def agency(name: str) -> str | None:
    """Return an agency's name as it is usually written, None where it is none."""
    key = name.strip(" ./()").casefold()
    return AGENCIES.get(key) or AGENCIES.get(key.removesuffix(" news"))


def label(text: str) -> tuple[str, str] | None:
    """Return what a labelled line tells of, and its value; None where it is no labelled line."""
    match = LABEL.match(text) if ":" in text[:30] else None
    field = LABELS.get(match[1].casefold().strip()) if match else None
    return (field, match[2].strip()) if match and field else None


def outlet(text: str) -> str | None:
    """Return the name of an outlet from the value of a source label, None where it is no name."""
    text = re.split(r"\s+(?:and|og|&|via)\s+|\s*[,;/|+]\s*|\s+\(", text.strip(" .:"), maxsplit=1)[0]
    words = text.split()
    if not 0 < len(words) <= 6 or text[-1] in "?!":
        return None
    host = len(words) == 1 and "." in text
    name = all(not word[0].islower() or word in SMALL for word in words)
    return (agency(text) or text) if name or host else None


def byline(text: str) -> Byline | None:
    """Return the names in a byline, None where a line is none."""
    if len(text) > 200:
        return None
    if match := BYLINE.fullmatch(text.strip(" *_|•·–—-")):
        return named(match[1])
    head, comma, rest = text.partition(",")
    if comma and (found := agency(rest)) and is_person(head.strip()):
        return Byline((head.strip(),), found)
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
    if pieces[0].casefold() in NO_NAMES:
        return Byline(())
    agencies = [found for piece in pieces if (found := agency(piece))]
    people = [piece for piece in pieces if not agency(piece) and is_person(piece)]
    if len(pieces) == 1 and not people and not agencies and is_single(pieces[0]):
        people = pieces
    outside = agency(match[1]) if (match := re.search(r"\(([^()]+)\)", tail)) else None
    authors = tuple(people or agencies)
    return Byline(authors, next(iter(agencies), outside)) if authors else None


def is_person(text: str) -> bool:
    """Tell whether text has the shape of a person's name: two to five capitalised words."""
    words = text.split()
    if not 2 <= len(words) <= 6 or text.casefold() in NO_NAMES or words[0].casefold() in NOT_NAMES:
        return False
    return bool(NAME.fullmatch(text)) and words[-1].casefold() not in {
        "reporter",
        "writer",
        "editor",
        "correspondent",
    }


def is_single(text: str) -> bool:
    """Tell whether text is one capitalised word that may be the name in a byline."""
    return bool(re.fullmatch(WORD, text)) and text.casefold() not in NO_NAMES | NOT_NAMES


def is_caption(text: str, prose: bool) -> bool:
    """Tell whether a line is the caption of a picture: it has the picture's credit."""
    if len(text) > (300 if prose else 400):
        return False
    if not CREDIT_IN_BRACKETS.search(text):
        match = CREDIT.search(text)
        return bool(match) and (not prose or match.end() > len(text) - 60 or match.start() < 3)
    return not prose or len(text) < 200


def reprinted(text: str) -> str | None:
    """Return the outlet a reprint note names, None where a line is no such note."""
    if len(text) > 400:
        return None
    match = REPRINT.search(text) or ORIGINALLY.match(text)
    if not match:
        return None
    name = REPRINT_END.split(match[1] or match[2], maxsplit=1)[0].strip(' .,;:"“”*_')
    name = re.sub(
        r"^(?:the\s+(?=[A-Z])(?!the\s)|avisen|magasinet|mediet|sitet|netmediet|tidsskriftet)\s*",
        "",
        name,
    )
    return name if name and name[0].isupper() and len(name.split()) <= 8 else None


def dateline(text: str) -> Dateline | None:
    """Return what opens a report, None where it opens without place, day and agency."""
    start = text[:120]
    found = DATELINE.match(start)
    source = dateline_source(found) if found else None
    mention = stated(start)
    if source and found:
        inside = mention if mention and mention.end <= found.end() else None
        return Dateline(source, inside.date if inside else None)
    if mention and is_dateline_day(start, mention):
        return Dateline(None, mention.date)
    return None


def dateline_source(found: re.Match[str]) -> str | None:
    """Return the agency of a dateline: a known one, or any name before the dash of a report."""
    name = found["round"] or found["slashes"].split("/")[0]
    if known := agency(name):
        capital = (found["place"] or "").split(",")[0].isupper()
        return known if found["dash"] or capital or not found["place"] else None
    shouted = (found["place"] or "").split(",")[0].strip().isupper()
    return (
        name.strip()
        if found["dash"] and shouted and name[0].isupper() and name.count(" ") < 3
        else None
    )


def is_dateline_day(start: str, mention: Mention) -> bool:
    """Tell whether a day stands between a place and the mark that opens the report."""
    if mention.date.day is None or not PLACE_AND_DAY.fullmatch(start[: mention.start]):
        return False
    # A full stop that an abbreviated month might have is the mark itself after a whole one.
    after = start[mention.end - start[: mention.end].endswith(".") :]
    place = start[: mention.start].strip(" ,.")
    opening = re.match(r"\s*(?:[-–—]|\.|:|\()", after) or re.match(r"\s*$", after)
    return bool(opening) and (
        place.isupper() or bool(re.match(r"\s*[-–—]", after)) or " " not in place
    )


def mark_at_end(text: str) -> str | None:
    """Return the agency whose mark ends a paragraph ("/ritzau/"), None where none does."""
    match = MARK_AT_END.search(text[-60:])
    return agency(match[1] or match[2] or match[3]) if match else None
