"""JSON Lines and JSON: articles as records with named fields (`searchapp.readers.fields`).

JSON Lines of any size are read line by line, and some of the lines alone (`read_part`), so that
several processes can read one file; a line that is no record is skipped with its number and the
rest goes on. A JSON file is one record, a list of them, or an object that holds
them in a list or by name.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, BinaryIO

import orjson

from searchapp.article import Skipped
from searchapp.readers import encoding, fields
from searchapp.readers.encoding import Unreadable
from searchapp.readers.stream import MAX_JSON, MAX_LINE, Empty, Found, Part, Placed, whole

Record = Mapping[str, Any]

WRAPPERS = ("_source", "article", "attributes", "fields")
"""Keys under which search engines and web services wrap a record."""
NO_TEXT = "a record without text: it needs a body (or text, or content)"
CHUNK = 1 << 20
"""Bytes that are read at once of lines that are not looked at."""
BLANK = b" \t\r\n\x1e\xef\xbb\xbf,"
"""What may stand around a value: white space and marks, and the comma of a list."""


def read_lines(stream: BinaryIO, where: str) -> Iterator[Found | Placed]:
    """Yield the articles in JSON Lines, one a line."""
    found = False
    for number, line in enumerate(lines(stream), 1):
        found = True
        if number == 1 and not is_line(line):
            yield from articles(encoding.decode(line + stream.read(MAX_JSON)), where)
            return
        yield from in_line(line, number, where)
    if not found:
        raise Empty("the file is empty: remove it, or save the articles again")


def read_part(stream: BinaryIO, where: str, part: Part) -> Iterator[Placed]:
    """Yield the articles in some lines of a file for which `is_divisible` holds."""
    before = skip_lines(stream, part.start)
    for number, line in enumerate(lines(stream, part.stop), before + 1):
        yield from in_line(line, number, where)


def is_divisible(stream: BinaryIO) -> bool:
    """Tell by its first line whether a file named as JSON Lines has a record in each line."""
    return is_line(stream.readline(MAX_LINE))


def is_line(first: bytes) -> bool:
    """Tell whether a first line is a line, not of a JSON document, and not of wide characters."""
    return not (begins_document(first) or is_wide(first))


def in_line(line: bytes, number: int, where: str) -> Iterator[Placed]:
    """Yield what is in a line. Its place is its number, whatever the lines before it hold."""
    if line.strip(BLANK):
        for i, found in enumerate(parsed(line, f"{where}, line {number}")):
            yield Placed(f"{number - 1}.{i}" if i else f"{number - 1}", found)


def lines(stream: BinaryIO, stop: int | None = None) -> Iterator[bytes]:
    """Yield the lines that begin before byte `stop`, each up to one byte more than `MAX_LINE`."""
    while (stop is None or stream.tell() < stop) and (line := stream.readline(MAX_LINE + 1)):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)


def skip_lines(stream: BinaryIO, start: int) -> int:
    """Go to the first line that begins at byte `start` or later; return how many come before."""
    left, count = start - 1, 0
    while left > 0 and (piece := stream.read(min(left, CHUNK))):
        left, count = left - len(piece), count + piece.count(b"\n")
    while start and (line := stream.readline(CHUNK)) and not line.endswith(b"\n"):
        pass
    return count + bool(start)


def begins_document(line: bytes) -> bool:
    """Tell whether a first line opens a JSON document of many lines."""
    line = line.strip(BLANK)
    return line == b"{" or (line.startswith(b"[") and not line.endswith(b"]"))


def is_wide(line: bytes) -> bool:
    """Tell whether a first line is in UTF-16 or UTF-32, which lines of bytes cannot be cut from."""
    return b"\x00" in line[:8] or line.startswith((b"\xff\xfe", b"\xfe\xff"))


def parsed(line: bytes, where: str) -> Sequence[Found]:
    """Return the article in one line, or why there is none."""
    if len(line) > MAX_LINE:
        return (Skipped(where, f"a record larger than {MAX_LINE // 2**20} MB: split it"),)
    try:
        value = loaded(line)
    except (Unreadable, ValueError, RecursionError) as error:
        remedy = "one whole record a line is expected"
        return (Skipped(where, f"not JSON ({problem(error)}): {remedy}"),)
    found = article(value, where)
    if not isinstance(found, Skipped):  # the usual case: the line is the record itself
        return (found,)
    return [article(record, where) for record in held(value)]


def loaded(line: bytes) -> Any:
    """Return the JSON value in a line. Raises Unreadable, ValueError, RecursionError.

    What the quick reader takes for an error (lone surrogates, numbers out of range, another
    encoding) may be none. It rounds whole numbers of over 64 bits, which ids may be.
    """
    try:
        value = orjson.loads(line.strip(BLANK))
    except ValueError:
        return json.loads(line_text(line))
    rounded = isinstance(value, dict) and isinstance(value.get("id"), float)
    return json.loads(line_text(line)) if rounded else value


def line_text(line: bytes) -> str:
    """Return a line as text. Raises Unreadable."""
    try:
        return line.strip(BLANK).decode()
    except UnicodeDecodeError:
        return encoding.decode(line.strip(BLANK))


def problem(error: Exception) -> str:
    """Return in a few words what is wrong with a record."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]


def article(record: Any, where: str) -> Found:
    """Return the article of a record, or why it is none."""
    if not isinstance(record, Mapping):
        return Skipped(
            where, f"not a record but {type(record).__name__}: an object with a body is expected"
        )
    found = fields.article(unwrapped(record), "record")
    return fields.titled(found) if found.body else Skipped(where, NO_TEXT)


def unwrapped(record: Record) -> Record:
    """Return the record inside the wrapping of a search engine or web service."""
    for key in WRAPPERS:
        inner = record.get(key)
        if inner and isinstance(inner, Mapping) and not has_text(record):
            return {"_id": record.get("_id", record.get("id")), **inner}
    return record


def has_text(record: Record) -> bool:
    """Tell whether a record has a text of its own."""
    return bool(fields.chosen(record).get("body"))


def read(stream: BinaryIO, where: str) -> Iterator[Found]:
    """Yield the articles in a JSON file."""
    yield from articles(encoding.decode(whole(stream, MAX_JSON)), where)


def articles(text: str, where: str) -> Iterator[Found]:
    """Yield the articles in a JSON text: a list, or values one after another, record by record."""
    decoder = json.JSONDecoder()
    place, number = after_blank(text, 0), 0
    in_list = text.startswith("[", place)
    place = after_blank(text, place + in_list)
    while place < len(text) and not (in_list and text[place] == "]"):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", place)) + 1
            remedy = f"not JSON ({problem(error)}): what follows was not read"
            yield Skipped(f"{where}, line {line}", remedy)
            return
        for record in [value] if in_list else held(value):
            number += 1
            yield article(record, f"{where}, record {number}")
        place = after_blank(text, place)


def after_blank(text: str, place: int) -> int:
    """Return the place of the next character that is not white space nor the comma of a list."""
    while place < len(text) and text[place] in " \t\r\n\x1e,":
        place += 1
    return place


def held(value: Any) -> list[Any]:
    """Return the records in a JSON value: itself, or the most it holds in a list or by name."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping) or has_text(unwrapped(value)):
        return [value]
    inner = [list(item.values()) for item in value.values() if isinstance(item, Mapping)]
    named = [
        items
        for items in [list(value.values()), *inner]
        if all(isinstance(item, Mapping) for item in items)
    ]
    lists = [*value.values(), *chain.from_iterable(inner), *named]
    return max(filter(is_records, lists), key=len, default=[value])


def is_records(value: Any) -> bool:
    """Tell whether a value is a list of records, by the first."""
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, Mapping) and has_text(unwrapped(first))
