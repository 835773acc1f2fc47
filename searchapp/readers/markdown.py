"""Markdown: headings, lists and quotes to lines, without the marks."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from searchapp.article import Article
from searchapp.readers import encoding, front, page, prose
from searchapp.readers.lines import Line
from searchapp.readers.markup import BLOCKS, CELLS
from searchapp.readers.stream import MAX_ARTICLE, Found, whole

HEADING = re.compile(r"(#{1,6})\s+(.*)")
CLOSING = re.compile(r"(?:^|\s)#+$")
"""What may close a heading; "C#" ends with a sign of its own."""
UNDERLINE = re.compile(r"(=+|-+)$")
RULE = re.compile(r"(?:[-*_]\s*){3,}$")
FENCE = re.compile(r"(?:```|~~~)")
BULLET = re.compile(r"[-*+]\s+")
NUMBER = re.compile(r"\d{1,3}[.)]\s")
"""A numbered item. The number stays: "3. marts 2021" is no item but a Danish date."""
QUOTE = re.compile(r"^(?:>\s?)+")
TABLE_RULE = re.compile(r"(?=.[^|]*\|)[\s:|-]+$")
DEFINITION = re.compile(r"\[[^\]]+\]:\s+\S+(?:\s+[\"'(].*)?$")

IMAGE = re.compile(r"!\[[^\]]{0,300}\](?:\((?:[^()]|\([^()]{0,300}\)){0,500}\)|\[[^\]]{0,100}\])")
LINK = re.compile(
    r"(?<!\\)\[((?:[^\[\]]|\[[^\[\]]{0,100}\]){0,300})\]"
    r"(?:\(\s*<?(?:[^()\s>]|\([^()\s]{0,100}\)){0,1000}>?(?:\s+[\"'(][^)]{0,300})?\)|\[[^\]]{0,100}\])"
)
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^>\s]{1,1000})>")
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,20})\b[^>]{0,300}>")
PARTING = BLOCKS | CELLS
"""The elements around which there is a space."""
STRONG = re.compile(r"(?<!\\)(\*\*\*|\*\*|___|__|~~)(?=\S)(.{1,400}?)(?<=\S)\1")
EMPHASIS = re.compile(
    r"(?<![\w\\*])\*(?=[^\s*])([^*]{1,400}?)(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w\\])_(?=[^\s_])([^_]{1,400}?)(?<=[^\s_])_(?!\w)"
)
CODE = re.compile(r"`{1,3}([^`]{1,400})`{1,3}")
# The lengths are bounded so that text made to be slow to match is not.
MAX_LINE = 20_000
"""Characters of a line in which marks are looked for."""
FOOTNOTE = re.compile(r"\[\^[^\]]{1,50}\]:?")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(stream: BinaryIO, where: str) -> Iterator[Found]:
    """Yield the article in a Markdown file."""
    yield article(encoding.decode(whole(stream, MAX_ARTICLE)))


def article(text: str) -> Article:
    """Return the article in a Markdown text."""
    known, rest = front.split(prose.tidy(text))
    if page.is_long(rest):
        return page.plain(rest, known)
    return page.article(lines(rest), known)


def lines(text: str) -> list[Line]:
    """Return the lines of a Markdown text, without marks and with what the marks told."""
    found: list[Line] = []
    for block in blocks(without_comments(text)):
        level = underlined(block)
        if level:
            found.extend(spoken(line) for line in block[:-2])
            found.append(plain(block[-2], level))
        else:
            found.extend(spoken(line) for line in block)
    return [line for line in found if any(char.isalnum() for char in line.text)]


def without_comments(text: str) -> str:
    """Return text without HTML comments; one that never ends is left."""
    kept: list[str] = []
    place = 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[place:start])
        place = end + len("-->")
    return "".join([*kept, text[place:]])


def blocks(text: str) -> Iterator[list[str]]:
    """Yield the runs of lines between blank lines; wrapped lines joined, rules and fences gone."""
    raw = [line for line in text.split("\n") if not FENCE.match(line.strip())]
    joined = "\n".join(
        line for line in raw if not TABLE_RULE.match(line) and not DEFINITION.match(line)
    )
    block: list[str] = []
    for line in unwrapped(joined):
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def unwrapped(text: str) -> Iterator[str]:
    """Yield lines with hard-wrapped ones joined, and an empty one where paragraphs part."""
    split = [" ".join(line.split()) for line in text.split("\n")]
    width = prose.wrap_width([line for line in split if not URL_LINE.match(line)])
    held = ""
    for line in split:
        if (
            held
            and line
            and width
            and prose.continues(held, line, width)
            and not starts_block(held, line)
        ):
            held = f"{held} {line}"
            continue
        if held:
            yield held
        if not line:
            yield ""
        held = line
    if held:
        yield held


URL_LINE = re.compile(r"<?https?://\S+>?$")


def starts_block(held: str, line: str) -> bool:
    """Tell whether a line stands by itself: a heading, a rule, an item of a list."""
    return bool(
        HEADING.match(held)
        or BULLET.match(line)
        or NUMBER.match(line)
        or UNDERLINE.match(line)
        or RULE.match(held)
    )


def underlined(block: list[str]) -> int:
    """Return the level of a heading written above a line of `=` or `-`, 0 where there is none."""
    if len(block) < 2 or not UNDERLINE.match(block[-1]) or len(block[-1]) < 2:
        return 0
    return 1 if block[-1][0] == "=" else 2


def spoken(line: str) -> Line:
    """Return one line without its marks."""
    if RULE.match(line) or UNDERLINE.match(line):
        return Line("")
    line = QUOTE.sub("", line)
    if match := HEADING.match(line):
        return plain(CLOSING.sub("", match[2]), len(match[1]))
    bullet = BULLET.match(line)
    listed = bool(bullet or NUMBER.match(line))
    return plain(line[bullet.end() :] if bullet else line, 0, listed)


def plain(text: str, level: int, bullet: bool = False) -> Line:
    """Return a line without the marks inside it."""
    if len(text) > MAX_LINE:
        return Line(" ".join(text.split()), level)
    text = IMAGE.sub("", text)
    outside = LINK.sub("", text)
    linked = outside != text and not any(char.isalnum() for char in outside)
    text = AUTOLINK.sub(r"\1", FOOTNOTE.sub("", LINK.sub(r"\1", text)))
    text = TAG.sub(lambda m: " " if m[1].casefold() in PARTING else "", text)
    text = CODE.sub(r"\1", text)
    text = EMPHASIS.sub(lambda m: m[1] or m[2], STRONG.sub(r"\2", STRONG.sub(r"\2", text)))
    text = ESCAPE.sub(r"\1", text)
    if text.count("|") >= 2:
        text = text.strip("| ")
    return Line(" ".join(text.split()), level, linked, bullet)
