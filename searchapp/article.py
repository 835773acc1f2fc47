"""The article: what a reader yields and an engine keeps.

A value without behaviour. Unknown is `None` (or empty), never a guess; `origins` says where each
known field came from ("front matter", "byline", "dateline", "url", ...). To add a field, add it
here, fill it in the readers that know it, and store it in the engines.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Precision = Literal["year", "month", "day"]

PRECISIONS: Mapping[int, Precision] = {4: "year", 7: "month", 10: "day"}

INVISIBLE = re.compile("[\u00ad\u200b\ufeff\u2060]")
"""Soft hyphen, zero-width space, byte-order mark, word joiner: never seen, never searched for."""


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, as exactly as is known.

    `value` is an ISO 8601 prefix: "2018", "2018-08" or "2018-08-21", as the outlet dated it (no
    time zone is ever applied, so a date cannot slip by a day). `inferred` marks a value that the
    text fixes without stating it, as a weekday fixes a year.
    """

    value: str
    inferred: bool = False

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return PRECISIONS[len(self.value)]


FIRST_SENTENCE = "first sentence"
"""The origin of a title that was made of the body, for want of another."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was found.

    `id` is unique in a pile: the record's own, else made from where the article was found.
    `language` is a lower-case ISO 639 code, "und" where no language could be told, and "" in what
    a reader yields without knowing it; the index always has a code.
    `origins` maps a field's name to where its value came from; a field without a value has none.
    """

    title: str
    body: str
    id: str = ""
    source: str | None = None
    published: Published | None = None
    language: str = ""
    url: str | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def own_title(self) -> str:
        """The title it came with; none where that is its first sentence, which the body has."""
        return "" if self.origins.get("title") == FIRST_SENTENCE else self.title


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or a record that could not be read, and why, in words that help to mend it.

    `where` names it as a user would: "articles/x.txt" or "dump.jsonl, line 12". `other` is another
    file, if the reason ends with its name.
    """

    where: str
    reason: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Overruled:
    """Articles of a file that are said to be in a language, where their text is in another.

    `where` names the file as `Skipped` does. They count as being in the language `found`; `ids` are
    those of the first.
    """

    where: str
    said: str
    found: str
    count: int = 1
    ids: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Return text as it is stored and searched: entities resolved, NFC, without invisible marks.

    Offsets into an article's text always mean the cleaned text.
    """
    if "&" in text:
        text = html.unescape(text)
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))
