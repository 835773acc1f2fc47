"""Text as it is kept: clean characters, one line a paragraph, and its first sentence.

Everything a reader yields passes through `tidy`. A text becomes a list of paragraphs, each one
line; `body` joins them again with one blank line between two.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searchapp.article import clean

CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, marks of writing direction, noncharacters and lone surrogates."""
BREAK = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What stands for a line break, beside the line feed."""

SPACE, ODD = 1, 2
"""What a character may be but ordinary: a space, or in need of a closer look."""
TITLE_BAR = re.compile(r"\s+[|–—·-]\s+")
"""What parts a headline from the name of its site."""
MAX_TITLE = 300
"""Characters of a title at most; a longer one is cut at a word, with an ellipsis."""
MIN_WRAPPED, MAX_WRAPPED = 50, 120
"""Characters between which the lines of a hard-wrapped text end: shorter ones are verse."""
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "gen",
        "col",
        "lt",
        "sgt",
        "sen",
        "rep",
        "gov",
        "prof",
        "jr",
        "sr",
        "inc",
        "ltd",
        "co",
        "corp",
        "vs",
        "no",
        "nr",
        "kl",
        "ca",
        "hr",
        "fr",
        "red",
        "jf",
        "evt",
        "inkl",
        "ekskl",
        "tlf",
        "adr",
        "pga",
        "mht",
        "vedr",
        "hhv",
        "sml",
    ]
)
"""Words whose full stop seldom ends a sentence."""
SENTENCE_END = re.compile(
    r"(?<!\S)(\S*?)(?<![.!?…])([.!?…]++)[\"”»’')\]]*+\s+(?=[\"“„«»'(\[]?[^\W_a-zæøå])"
)
"""A word and the stops after it. Where words and stops begin is said, or a thousand full stops in a
row would be tried in a thousand million ways."""


def tidy(text: str) -> str:
    """Return text cleaned (`searchapp.article.clean`), with line feeds, without control marks."""
    if is_plain(text):
        return composed(text)
    escaped = "&" in text
    text = (clean(text) if escaped else text).replace("\xa0", " ")
    if not text.replace("\n", "").isprintable():
        text = CONTROL.sub("", BREAK.sub("\n", text))
    # Entities are resolved once only: "&amp;lt;" is the text "&lt;".
    return composed(text) if escaped else clean(text)


def is_plain(text: str) -> bool:
    """Tell whether a text has nothing to clean, but perhaps letters to compose; quick."""
    return "&" not in text and (text.isprintable() or text.replace("\n", " ").isprintable())


def is_even(text: str) -> bool:
    """Tell whether a text is plain, and no space follows another; for a long text far quicker."""
    found = kinds_of(f"{text}.")
    return not (found[1:] + found[:-1] >= ODD).any()


def kinds_of(text: str) -> NDArray[np.uint8]:
    """Return the kind of each character; those beyond the basic plane are two, both odd."""
    try:
        return np.frombuffer(text.encode("latin-1").translate(kinds()[:256].data), np.uint8)
    except UnicodeEncodeError:
        return kinds().take(np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16))


@cache
def kinds() -> NDArray[np.uint8]:
    """Return the kind of each character of the basic plane."""
    table = np.array([0 if chr(code).isprintable() else ODD for code in range(1 << 16)], np.uint8)
    table[ord("\n")], table[ord(" ")], table[ord("&")] = 0, SPACE, ODD
    return table


def composed(text: str) -> str:
    """Return text in Unicode's composed form (NFC); all that Latin-1 has is composed."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFC", text)
    return text


def one_line(text: str) -> str:
    """Return text tidied, on one line, with single spaces."""
    if text.isprintable() and "&" not in text and "  " not in text:
        return composed(text).strip()
    return " ".join(tidy(text).split())


def title(text: str) -> str:
    """Return text as a title: one line, cut at a word where it is over `MAX_TITLE`."""
    line = one_line(text)
    if len(line) <= MAX_TITLE:
        return line
    return line[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"


@lru_cache(8192)
def brief(text: str) -> str:
    """Return a short text that recurs (a name, a topic) tidied, on one line."""
    return one_line(text)


def flowing(text: str) -> str:
    """Return text tidied, as paragraphs with one blank line between two."""
    if is_even(text):  # as most are
        lines = [line.strip() for line in composed(text).split("\n")]
    else:
        lines = spaced(tidy(text))
    width = wrap_width(lines)
    return body(map(" ".join, joined(lines, width)) if width else filter(None, lines))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a tidied text, each on one line.

    Blank lines part paragraphs. So does every line break, unless the text is hard-wrapped, that
    is, broken where the next word would not have fitted.
    """
    return [" ".join(block) for block in blocks(text)]


def blocks(text: str) -> list[list[str]]:
    """Return the paragraphs of a tidied text, each as the lines it is made of."""
    lines = spaced(text)
    return joined(lines, wrap_width(lines))


def spaced(text: str) -> list[str]:
    """Return the lines of a text, with single spaces."""
    return [" ".join(line.split()) for line in text.split("\n")]


def joined(lines: Sequence[str], width: int) -> list[list[str]]:
    """Return lines, those together that are one paragraph; `width` is what `wrap_width` says."""
    if not width:
        return [[line] for line in lines if line]
    found: list[list[str]] = []
    previous = ""
    for line in lines:
        if line and previous and continues(previous, line, width):
            found[-1].append(line)
        elif line:
            found.append([line])
        previous = line
    return found


def wrap_width(lines: Sequence[str]) -> int:
    """Return the width at which lines were wrapped, or 0 where they were not.

    Wrapped lines that follow each other often go on in the middle of a sentence, with a small
    letter, and none is much longer than the others.
    """
    if max(map(len, lines), default=0) > MAX_WRAPPED:
        return 0
    pairs = [(a, b) for a, b in pairwise(lines) if a and b]
    middle = sum(b[0].islower() and a[-1] not in ".!?:" for a, b in pairs)
    width = max((len(a) for a, _ in pairs), default=0)
    return width if middle * 3 >= len(pairs) and width >= MIN_WRAPPED else 0


def continues(line: str, following: str, width: int) -> bool:
    """Tell whether `following` goes on with the paragraph of `line`: its first word had no room."""
    if following[0] in "-*•#>|=" or set(line) <= set("-=_*~ "):
        return False
    first = following.split(" ", 1)[0]
    return len(line) + 1 + len(first) > width - 2 or (
        following[0].islower() and line[-1] not in ".!?"
    )


def body(found: Iterable[str]) -> str:
    """Return paragraphs as one text, with one blank line between two."""
    return "\n\n".join(found)


def letters(text: str) -> str:
    """Return the letters and figures of a text, for comparing what says the same."""
    return "".join(char for char in text.casefold() if char.isalnum())


def first_sentence(text: str) -> str:
    """Return the first sentence of a paragraph, at most `MAX_TITLE` characters of it."""
    for match in SENTENCE_END.finditer(text[: 4 * MAX_TITLE]):
        if not abbreviated(match[1], match[2]):
            return title(text[: match.end()].rstrip())
    return title(text)


def abbreviated(word: str, stop: str) -> bool:
    """Tell whether a full stop after `word` marks an abbreviation or initial, not an end."""
    word = word.lstrip("\"“„«»'([")
    if stop != "." or not word:
        return False
    initial = len(word) == 1 and word.isalpha()
    inside = "." in word and not word[0].isdigit()
    return initial or inside or word.casefold() in ABBREVIATIONS
