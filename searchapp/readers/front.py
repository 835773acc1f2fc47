"""Front matter: the named fields that stand above a text, between lines of `---` (or `+++`).

The YAML that people write there: `key: value`, lists in brackets or on lines with a dash, quotes,
folded texts. TOML between `+++`. What cannot be understood is left out; a block that never ends is
no front matter.
"""

import re
import tomllib
from typing import Any

from searchapp.article import Article
from searchapp.readers import fields, labels

BLOCK = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.{0,20000}?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
ENTRY = re.compile(r"([A-Za-z_][\w .:-]*?)\s*:(?:\s+(.*))?$")
OTHERWISE = frozenset({"words", "tekst", "by", "af", "subject"})
"""Labels on a page that mean something else as names of fields: a count, a text, a town."""
MAX_LINE = 2000
"""Characters of a line of front matter at most; what is over is left out."""
ITEM = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\s][^,]*")
"""An item of a list in brackets, in quotes or not."""
QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'")


def split(text: str) -> tuple[Article, str]:
    """Return what the front matter of a text says, and the text below it."""
    match = BLOCK.match(text)
    named = (toml if match[1] == "+++" else yaml)(match[2]) if match else {}
    if not match or not named:
        return fields.EMPTY, text
    return fields.article(renamed(named), "front matter"), text[match.end() :]


def renamed(named: dict[str, Any]) -> dict[str, Any]:
    """Return front matter with fields named as labels name them ("kilde", "dato") under our names.

    A field that is there under one of its keys stays as it is.
    """
    found = {key: item for key, item in named.items() if fields.field_of(key)}
    for key, item in named.items():
        field = labels.field_named(key) if key not in OTHERWISE else None
        if field and field != "body" and field not in found and not fields.field_of(key):
            found[field] = item
    return found


def toml(block: str) -> dict[str, Any]:
    """Return the fields of TOML front matter, dates as text."""
    try:
        named = tomllib.loads(block)
    except tomllib.TOMLDecodeError:
        return {}
    plain = (str, int, float, list, dict)
    return {key: value if isinstance(value, plain) else str(value) for key, value in named.items()}


def yaml(block: str) -> dict[str, Any]:
    """Return the fields of YAML front matter: scalars, lists, and what is nested one level."""
    found: dict[str, Any] = {}
    key = ""
    for line in (line[:MAX_LINE] for line in block.split("\n")):
        inner = line[:1] in {" ", "\t", "-"} and line.strip() != ""
        if inner and key:
            found[key] = below(found[key], line.strip())
        elif match := ENTRY.match(line.strip()):
            key = match[1].casefold()
            found[key] = value(match[2] or "")
    return {key: item for key, item in found.items() if item not in ("", [], {})}


def below(item: Any, line: str) -> Any:
    """Return a field's value with an indented line added: a list's, an object's, or more text."""
    if line.startswith("- "):
        entry = ENTRY.match(line[2:].strip())
        more = value(entry[2] or "") if entry and entry[1] == "name" else value(line[2:])
        return [*item, more] if isinstance(item, list) else [more]
    match = ENTRY.match(line)
    if (match and item in ("", {})) or (match and isinstance(item, dict)):
        return {**(item or {}), match[1].casefold(): value(match[2] or "")}
    if isinstance(item, str):
        return f"{item} {line}".strip()
    return item


def value(text: str) -> Any:
    """Return a scalar, or the list in brackets."""
    text = text.strip()
    if text in {"|", ">", "|-", ">-", "null", "~", "''", '""'}:
        return ""
    if text.startswith("[") and text.endswith("]"):
        return [unquoted(part) for part in ITEM.findall(text[1:-1])]
    return unquoted(text)


def unquoted(text: str) -> str:
    """Return a scalar without its quotes, or without the comment behind it."""
    text = text.strip()
    if match := QUOTED.match(text):
        if match[1] is not None:
            return re.sub(r"\\(.)", r"\1", match[1])
        return match[2].replace("''", "'")
    return re.split(r"\s#", text, maxsplit=1)[0].strip()
