"""The smallest parts of a query to nodes: words, phrases, `prefix*`, `word~`, `field:value`.

To add a field whose values are looked up, add a line to `VALUES`; to add a kind of word, as
`prefix*` is one, add a line to `KINDS`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from searchapp.syntax.nodes import (
    MAX_CLAUSES,
    MAX_STARS,
    And,
    Dates,
    Filter,
    Fuzzy,
    Node,
    Pattern,
    Phrase,
    Word,
)

Warnings = dict[str, None]
"""Sentences for the user: in order, each once."""

OPERATOR = re.compile(r"AND|OR|NOT|NEAR/(?P<distance>[0-9]+)")
NAMED = re.compile(r"(?P<name>[^\W\d_]\w*):(?!//)(?P<value>.*)", re.DOTALL)
PATTERN = re.compile(rf"[^\W_]{{2}}[^*~]*(?:\*[^*~]*){{1,{MAX_STARS}}}")
FUZZY = re.compile(r"(?P<word>[^\W_][^~*]{2,})~(?P<typos>[0-9]*)")
APART = re.compile(r"(?<!\d),|,(?![\d*])|_|[^\w'’ʼ‐‑&.,*~-]")
"""What parts two words, wherever it stands, unless it belongs to the letter before it."""
BEHIND = re.compile(r"[^\w*~]+$")
"""The marks behind such a word: nobody looks for the comma of "negoti*, peace"."""
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def chunk(text: str, field: str | None, warnings: Warnings) -> Node | None:
    """Return the node of a text without white space, quotation marks and parentheses.

    `field` is that of the group around it, as in `title:(…)`.
    """
    text = text.lstrip("-/") or text
    named = NAMED.fullmatch(text)
    if named and named["name"].lower() in FIELDS:
        value = named["value"].lstrip("-")
        if value and value != named["value"]:
            warnings.setdefault(
                f"{brief(text)} was read as {named['name']}:{value};"
                f" write -{named['name']}:{value} for what is without it."
            )
        return valued(named["name"].lower(), value, warnings)
    if field and field in VALUES:
        return valued(field, text, warnings)
    if named and named["value"].strip(":"):
        warn_unknown(named["name"], warnings)
        return words(text, field, warnings)
    return word(text, field, warnings)


def quotation(text: str, field: str | None, named: bool, warnings: Warnings) -> Node | None:
    """Return the node of a quoted text, `named` when a field stands right before it."""
    text = " ".join(text.split())
    if not text and not named:
        return None
    if field and (field in VALUES or not text):
        return valued(field, text, warnings, quoted=True)
    return Phrase(text, field) if text else None


def valued(name: str, value: str, warnings: Warnings, quoted: bool = False) -> Node | None:
    """Return the node of `name:value`; the words of both where the value cannot be meant."""
    if not value:
        warnings.setdefault(f"Nothing follows “{name}:”, so it was read as a word.")
        return Word(name)
    if name not in VALUES:
        return word(value, name, warnings)
    if node := VALUES[name](value, warnings):
        return node
    if quoted:
        return conjunction([Word(name), Phrase(value)])
    return words(f"{name}:{value}", None, warnings)


def words(text: str, field: str | None, warnings: Warnings) -> Node | None:
    """Return the node of words with colons between them."""
    parts = [part for part in text.split(":", MAX_CLAUSES)[:MAX_CLAUSES] if part]
    return conjunction([word(part, field, warnings) for part in parts])


def word(text: str, field: str | None, warnings: Warnings) -> Node | None:
    """Return the node of one word: the first kind that fits it, else a plain word."""
    text = text.lstrip("-/") or text
    for mark, kind in KINDS.items():
        if mark in text:
            parts = parted(BEHIND.sub("", text))
            if len(parts) > 1:
                return conjunction([word(part, field, warnings) for part in parts])
            return kind(parts[0], field, warnings)
    if mute(text) and (text == "-" or not all(unicodedata.category(c)[0] == "P" for c in text)):
        warnings.setdefault(f"{brief(text)} has no letter or digit, so it is not searched for.")
    text = text.lower() if OPERATOR.fullmatch(text) else text
    return Word(text, None if mute(text) else field)  # "title:-" is not read as a word of a title


def parted(text: str) -> Sequence[str]:
    """Return the words of a text that has marks between them: no word is found by G7/G2*."""
    spaced = APART.sub(lambda mark: mark[0] if combining(mark[0]) else " ", text)
    return [part.lstrip("-") or part for part in spaced.split()] or [text]


def combining(letter: str) -> bool:
    """Tell whether a character is part of the letter before it, as accents and vowel signs are."""
    return unicodedata.category(letter)[0] == "M"


def pattern(text: str, field: str | None, warnings: Warnings) -> Node:
    """Return the node of a word with stars."""
    single = re.sub(r"\*+", "*", text)
    if PATTERN.fullmatch(single):
        return Pattern(single, field)
    warnings.setdefault(
        f"{brief(text)} was read as a plain word: a * needs two letters before it,"
        f" and a word may have {MAX_STARS} of them."
    )
    return Word(text, field)


def fuzzy(text: str, field: str | None, warnings: Warnings) -> Node:
    """Return the node of a word that ends in a tilde."""
    found = FUZZY.fullmatch(text)
    if found and found["typos"] not in {"", "1"}:
        warnings.setdefault(f"{brief(text)} was read as {found['word']}~: one typo is the most.")
    if found:
        return Fuzzy(found["word"], field)
    warnings.setdefault(
        f"{brief(text)} was read as a plain word: a ~ stands at the end of three letters or more."
    )
    return Word(text, field)


def source(value: str, warnings: Warnings) -> Filter:
    """Return the filter for a source, as it was typed."""
    return Filter("source", value)


def language(value: str, warnings: Warnings) -> Filter:
    """Return the filter for a language's code, in lower case as codes are."""
    return Filter("language", value.lower())


def dates(value: str, warnings: Warnings) -> Dates | None:
    """Return the dates of `2018-08`, `2018-08..2018-09`, `2018..` or `..2018`; None for others."""
    first, dots, last = value.partition("..")
    try:
        found = Dates(day(first), day(last if dots else first))
    except ValueError:
        found = Dates(None, None)
    if found == Dates(None, None):
        warnings.setdefault(
            f"{brief(value)} is no date, so it was read as words;"
            " write date:2018, date:2018-08-21 or date:2018-08..2018-09."
        )
        return None
    if (
        found.first
        and found.last
        and found.first[: len(found.last)] > found.last[: len(found.first)]
    ):
        warnings.setdefault(f"{brief(value)} ends before it begins, so its ends were swapped.")
        return Dates(found.last, found.first)
    return found


def day(text: str) -> str | None:
    """Return an ISO 8601 prefix with all its zeros, None for no text; ValueError for no date."""
    if not text:
        return None
    parts = DAY.fullmatch(text)
    if not parts:
        raise ValueError(text)
    date(*(int(part or 1) for part in parts.groups()))
    return "-".join(part.zfill(2) for part in parts.groups() if part)


def conjunction(nodes: Sequence[Node | None]) -> Node | None:
    """Return what matches all of the nodes, flat, without words that hold nothing to find.

    Those ("-" between words of a headline) are kept only where there is nothing else.
    """
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, And):
            flat.extend(node.children)
        elif node:
            flat.append(node)
    kept = [n for n in flat if not (isinstance(n, Word | Phrase) and mute(n.text))] or flat
    return And(tuple(kept)) if len(kept) > 1 else next(iter(kept), None)


def mute(text: str) -> bool:
    """Tell whether a text holds no letter and no digit."""
    return not any(map(str.isalnum, text))


def brief(text: str) -> str:
    """Return a piece of the user's text as a warning quotes it."""
    return f"“{text}”" if len(text) <= 40 else f"“{text[:39]}…”"


def warn_unknown(name: str, warnings: Warnings) -> None:
    """Say that there is no such field."""
    warnings.setdefault(
        f"There is no field {brief(name)}, so it was read as a word;"
        f" the fields are {', '.join(FIELDS)}."
    )


VALUES: Mapping[str, Callable[[str, Warnings], Node | None]] = {
    "source": source,
    "language": language,
    "date": dates,
}
"""Fields with values to look up: how a value is read."""
FIELDS = ("title", *VALUES)
"""All fields; those that are not in `VALUES` hold text to search in."""
KINDS: Mapping[str, Callable[[str, str | None, Warnings], Node]] = {"*": pattern, "~": fuzzy}
"""Kinds of words, by the mark that makes them."""
