"""Language codes: what a file says of its language, as a lower-case ISO 639 code.

Names come from CLDR, through Babel: "Danish", "dansk" and "da-DK" are all "da".
"""

import re
from functools import cache, lru_cache

LOCALES = ("en", "da", "de", "sv", "nb", "fr")
"""Whose names for languages are understood."""
CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*(?:\.[A-Za-z0-9-]+)?")


@lru_cache(1024)
def language_code(text: str) -> str:
    """Return the ISO 639 code of a language tag or name, "" where it is neither."""
    text = text.strip()
    if len(text) > 40:
        return ""
    if match := CODE.fullmatch(text):
        code = match[1].casefold()
        if found := codes().get(code):
            return found
    return names().get(text.casefold(), "")


@cache
def names() -> dict[str, str]:
    """Return codes by the languages' names, in the languages of `LOCALES` and their own."""
    from babel import Locale

    return {
        name.casefold(): code
        for locale in reversed(LOCALES)
        for code, name in Locale.parse(locale).languages.items()
        if len(code) <= 3
    }


@cache
def codes() -> dict[str, str]:
    """Return every code by itself, and two-letter codes by their three-letter ones ("dan")."""
    from babel.core import get_global

    aliases = {
        code: kept for code, kept in get_global("language_aliases").items() if len(code) == 3
    }
    return {code: code for code in names().values()} | aliases
