"""The lines of a scraped page, and what kind of thing each one is.

A page without markup is a list of lines: menus, a headline, a byline, the report, teasers. Each
line is judged by itself here (`kind`); `searchapp.readers.page` judges by where the lines stand.
To tell another kind, write its test and put it into `kind` where it belongs in order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from searchapp.readers import bylines, captions, labels, noise, outlets
from searchapp.readers.dates import Mention, Stated, mentions

Kind = Literal[
    "prose",
    "short",
    "link",
    "noise",
    "list",
    "end",
    "label",
    "date",
    "byline",
    "caption",
    "reprint",
    "url",
    "mark",
]

LONG = 300
"""Characters of a line that can only be prose."""
SENTENCES = re.compile(r"[a-zæøå0-9][.!?][\"”’]?\s+[\"“„A-ZÆØÅ]")
CLOSING = "\"”“»«’')]*_ "
TIME = re.compile(r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\b\.?)?|[+-]\d\d:?\d\d|\d+", re.I)
FILLER = re.compile(
    r"\b(?:first|last|originally|published|publish|posted|updated?|modified|created|issued|released|date|on|at|the|of|by|and|read"
    r"|publiceret|udgivet|offentliggjort|opdateret|oprettet|bragt|skrevet|ændret|redigeret|rettet|senest|sidst|dato|den|d|kl|klokken|og"
    r"|min|mins|minutes?|minutter|hours?|timer|ago|siden|am|pm|noon|midnight|gmt|utc|bst|cet|cest|et|est|edt|ct|cst|cdt|mt|mst|pt|pst"
    r"|pdt|ist|aest|aedt|jst|z|local|time|dansk|tid|retrieved|accessed|revised|edited|years?|months?|days?|today|i|dag)\b",
    re.I,
)
OCCASION = re.compile(
    r"\b(?:(?P<released>publish(?:ed)?|posted|issued|released|created|publiceret|udgivet"
    r"|offentliggjort|oprettet|bragt|dato|date|pub)"
    r"|(?P<other>updated?|modified|revised|edited|opdateret|ændret|redigeret|rettet|retrieved"
    r"|accessed|archived|hentet|tilgået|arkiveret|expires|udløber|deadline|event))\b",
    re.I,
)
"""Words that say what happened on a date: publication, or something else."""
BARS = re.compile(r"\s+[|•·]\s+")
STAMP = re.compile(
    r"(?:(?:last|first|originally|sidst|senest|først)\s+)?(?:published|updated|modified|posted|publiceret"
    r"|opdateret|udgivet|offentliggjort|ændret|redigeret)\s*:?(?:\s+(?:on|at|d\.|den))?",
    re.I,
)
"""What opens a line that tells of a date, whatever else stands behind it ("See all updates")."""
MAIL_AT_END = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+[^\w.]*$")
"""A line with nothing behind a mail address; a sentence ends with its full stop."""
SHORT = 120
"""Characters of a line that says whom to write to, at most."""
SLASHED = re.compile(r"/[\w .-]{1,20}/(?:[\w .-]{1,20}/?)*")
DIGIT = re.compile(r"\d")
ADDRESS_LINE = re.compile(r"<?https?://\S+>?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without markup, and what the markup told.

    `heading` is the level of a heading, 0 for none; `linked` where the whole line is links;
    `bullet` in a list.
    """

    text: str
    heading: int = 0
    linked: bool = False
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line and its kind."""

    line: Line
    kind: Kind

    @property
    def text(self) -> str:
        """The line's text."""
        return self.line.text


def rows(lines: Sequence[Line]) -> list[Row]:
    """Return each line with its kind."""
    return [Row(line, kind(line)) for line in map(unlabelled, lines)]


def unlabelled(line: Line) -> Line:
    """Return a line without the label of an article's text ("Body: It began ...")."""
    label = labels.label(line.text)
    return replace(line, text=label[1]) if label and label[0] == "body" and label[1] else line


def kind(line: Line) -> Kind:
    """Return what a line is, judged by itself."""
    text = line.text
    if line.heading:
        return surrounding(text) or "short"
    if len(text) > LONG:
        return "noise" if noise.is_noise(text) else "prose"
    return surrounding(text) or credited(text) or ("link" if line.linked else worded(text))


def surrounding(text: str) -> Kind | None:
    """Return the kind of a line that belongs to the page around the article."""
    if noise.ends_article(text):
        return "end"
    if noise.starts_list(text):
        return "list"
    if labels.label(text):
        return "label"
    return "noise" if noise.is_noise(text) else None


def credited(text: str) -> Kind | None:
    """Return the kind of a line that tells of the article: when, by whom, from where."""
    if len(text) < 200 and bylines.byline(text) is not None:
        return "byline"
    if is_date(text):
        return "date"
    if "@" in text and len(text) < SHORT and MAIL_AT_END.search(text):
        return "noise"
    if len(text) < 40 and outlets.agency(text):
        return "mark"
    if len(text) < 40 and (SLASHED.fullmatch(text) or is_mark(text)):
        return "mark"
    if outlets.reprinted(text):
        return "reprint"
    if "://" in text and ADDRESS_LINE.fullmatch(text):
        return "url"
    return "caption" if captions.is_caption(text, is_prose(text)) else None


def is_mark(text: str) -> bool:
    """Tell whether a line is nothing but the mark of a known agency: "(AP)", "© AFP"."""
    return text[0] in "/(©" and bool(outlets.mark_at_end(text))


def worded(text: str) -> Kind:
    """Return whether a line is prose or something short: a headline, a name, a cell."""
    return "prose" if is_prose(text) else "short"


def is_prose(text: str) -> bool:
    """Tell whether a line is made of sentences."""
    if len(text) >= 200:
        return True
    if len(text) > 60 and SENTENCES.search(text):
        return True
    last = text.rstrip(CLOSING)[-1:]
    if last in {"?", "!"}:
        return len(text) > 150
    if last == ":":
        return len(text) > 60
    return last in {".", "…"} and text.count(" ") >= 3


@dataclass(frozen=True, slots=True)
class Day:
    """A date on a line of its own. `labelled`: the line says that it is the day of publication."""

    date: Stated
    labelled: bool = False


def is_date(text: str) -> bool:
    """Tell whether a line says nothing but when something was published or updated."""
    if len(text) > 160 or not DIGIT.search(text) or (len(text) > 60 and is_prose(text)):
        return False
    first, *parts = BARS.split(text)
    if parts and all(part.count(" ") < 3 for part in parts) and is_date(first):
        return True
    found = list(mentions(text))
    if not found:
        return False
    if STAMP.fullmatch(text[: found[0].start].strip()):
        return True
    rest = without(text, found)
    words = re.findall(r"[^\W\d_]+", FILLER.sub(" ", TIME.sub(" ", rest)))
    return not words or (
        len(words) <= 3 and all(word[0].isupper() for word in words) and not is_title(text, found)
    )


def is_title(text: str, found: Sequence[Mention]) -> bool:
    """Tell whether capitalised words around a date read on, as in a headline, not in a place."""
    before = text[: found[0].start].strip()
    return (
        bool(before)
        and before[-1].isalpha()
        and not before.isupper()
        and not FILLER.fullmatch(before.split()[-1])
    )


def without(text: str, found: Sequence[Mention]) -> str:
    """Return text without the dates in it."""
    for mention in reversed(found):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def days(text: str, language: str = "") -> list[Day]:
    """Return the days of publication in a line, without those of updates and other events."""
    found: list[Day] = []
    end = 0
    for mention in mentions(text, language):
        occasions = list(OCCASION.finditer(text, end, mention.start))
        if not occasions or occasions[-1]["released"]:
            found.append(Day(mention.date, bool(occasions)))
        end = mention.end
    return found


def announces_update(text: str) -> bool:
    """Tell whether a line is a label, without date, of an update ("Updated")."""
    found = OCCASION.match(text) if len(text) < 40 and not any(map(str.isdigit, text)) else None
    return bool(found and found["other"])
