"""What the page says, in the reader's language.

Templates and views write English; tables translate it. To add a language, add its module and a line
to `TABLES` and `RELAYED`. Numbers, dates, plurals and names of languages come from CLDR (Babel).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from searchapp.article import Published
from searchapp.web.danish import DANISH, SENTENCES

RELAYED: Mapping[str, Mapping[str, str]] = {"en": {}, "da": SENTENCES}
TABLES: Mapping[str, Mapping[str, str]] = {"en": {}, "da": DANISH}
"""The languages of the page; the first one is for readers who ask for none of them."""


@dataclass(frozen=True, slots=True)
class Ui:
    """The reader's language. `asked` is set where the URL names it, so that links keep it."""

    code: str
    asked: bool = False

    @property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        return locale_of(self.code)

    def say(self, text: str, **values: object) -> str:
        """Return a text in this language, its {places} filled in."""
        return TABLES[self.code].get(text, text).format(**values)

    def relay(self, sentence: str) -> str:
        """Return a sentence from elsewhere in this language, or as it is where no table has it."""
        for pattern, text in patterns(self.code):
            if found := pattern.fullmatch(sentence):
                return text.format(**found.groupdict())
        return self.say(sentence) if sentence in TABLES[self.code] else sentence

    def count(self, n: int, one: str, many: str) -> str:
        """Return `one` or `many` as the number demands, the number filled in."""
        return self.say(one if self.locale.plural_form(n) == "one" else many, n=self.number(n))

    def number(self, n: float) -> str:
        """Return a number as it is written in this language."""
        return format_decimal(n, locale=self.locale)

    def date(self, published: Published | None) -> str:
        """Return a date as exactly as it is known."""
        return self.span(published.value) if published else self.say("undated")

    def span(self, value: str, short: bool = False) -> str:
        """Return "2018", "2018-08" or "2018-08-21" in words; `short` drops what stands above."""
        moment = date.fromisoformat((value + "-01-01")[:10])
        if len(value) == 4:
            return value
        if len(value) == 7:
            return format_skeleton("MMM" if short else "yMMMM", moment, locale=self.locale)
        return str(moment.day) if short else format_date(moment, "long", locale=self.locale)

    def language(self, code: str) -> str:
        """Return the name of a language, as it stands alone."""
        name = language_name(code, self.code)
        return name[0].upper() + name[1:] if name else self.say("Unknown language")


@cache
def patterns(code: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences from elsewhere, as patterns of what they may say, and translated."""
    return [
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(english))), text)
        for english, text in RELAYED[code].items()
    ]


@cache
def locale_of(code: str) -> Locale:
    """Return the locale of a language of the page; English as most of Europe writes its dates."""
    return Locale("en", "GB") if code == "en" else Locale(code)


@lru_cache(maxsize=1024)
def language_name(code: str, reader: str) -> str:
    """Return the name of a language in the reader's, "" where it is unknown."""
    if code == "und":
        return ""
    return str(locale_of(reader).languages.get(code, code))
