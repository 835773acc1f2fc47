"""Bytes to text: UTF-8 where it can be, else what the bytes themselves tell.

In this order: a byte-order mark; UTF-16 without one (every other byte is zero); UTF-8; the code
the file declares (HTML, XML); broken UTF-8, mended byte by byte; the single-byte code that gives
the most plausible letters. To add a single-byte code, add it to `CODES`.
"""

import codecs
import re

SAMPLE = 65536
"""Bytes looked at to tell what a file is."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; UTF-32 before UTF-16, whose mark begins alike."""
CODES = ("cp1252", "cp865", "mac_roman")
"""Single-byte codes that English and Danish text was written in, the likeliest first."""
SIGNATURES = (
    (b"%PDF-", "a PDF", "save it as text or HTML"),
    (b"{\\rtf", "a Rich Text file", "save it as plain text"),
    (b"PK\x03\x04", "a zip or office file", "unpack it, or save it as text"),
    (b"\xd0\xcf\x11\xe0", "an old office file", "save it as plain text"),
    (b"\x1f\x8b", "compressed with gzip", "add .gz to its name"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it"),
    (b"BZh", "compressed with bzip2", "unpack it"),
    (b"\x89PNG", "a picture", "leave it out"),
    (b"\xff\xd8\xff", "a picture", "leave it out"),
    (b"GIF8", "a picture", "leave it out"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"SQLite format 3\x00", "a database", "export its articles as JSON Lines"),
)
"""How files that are no text begin, what they are, and the remedy."""
DECLARED = re.compile(
    rb"<(?:\?xml|meta)\b[^>]{0,200}?(?:encoding|charset)\s*=\s*[\"']?([\w.:-]{2,40})", re.I
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
LETTERS = "æøåÆØÅéÉèüÜöÖäÄóáíñçôêëïßðþ"
PLAUSIBLE = re.compile(
    f"(?<=[A-Za-z])[{LETTERS}]|[{LETTERS}](?=[a-zA-Z])|[“”‘’–—…»«](?=[\\s\\w.,])"
)
ODD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f\wæøå“”‘’–—…»«](?=[A-Za-z])|[\x80-\x9f]")
STRAY = {*LETTERS, *"“”‘’–—…»«§"} - {"Ã", "Â", "â"}
FOLLOWING = "".join(
    {byte.decode("cp1252", "ignore") for byte in map(bytes, ([code] for code in range(128, 192)))}
    | set(map(chr, range(128, 192)))
)
"""The characters that cp1252, or Latin-1, shows for the second and third bytes of UTF-8."""
TWICE = re.compile(f"[ÃÂ][{re.escape(FOLLOWING)}]|â[{re.escape(FOLLOWING)}]{{2}}")
"""A letter or quote of UTF-8 that was once read as cp1252, and what it became saved as UTF-8."""


class Unreadable(Exception):
    """The bytes are no text that can be read. The message says what they are and the remedy."""


def decode(data: bytes) -> str:
    """Return data as text. Raises Unreadable where it is no text."""
    for mark, code in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(code, "replace")
    if wide := utf16(data):
        return data.decode(wide, "replace")
    refuse_signature(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        refuse_binary(data, few=8, share=0.03)
        return declared(data) or mended(data) or single_byte(data)
    if "\x00" in text or not text[:SAMPLE].isprintable():
        refuse_binary(data, few=16, share=0.3)
    return repaired(text)


def refuse_signature(data: bytes) -> None:
    """Raise Unreadable where data begins like a file that is no text."""
    for start, what, remedy in SIGNATURES:
        if data.startswith(start):
            raise Unreadable(f"this is {what}, not text: {remedy}")


def refuse_binary(data: bytes, few: int, share: float) -> None:
    """Raise Unreadable where more than `few` bytes, and `share` of them, are control codes."""
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls > few and controls > share * len(sample):
        raise Unreadable("this is binary data, not text: leave it out, or save it as UTF-8 text")


def utf16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: Latin letters leave every other byte zero."""
    sample = data[: min(SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    half = len(sample) / 2
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else None


def declared(data: bytes) -> str | None:
    """Return data in the code that its HTML or XML head declares, None where it declares none."""
    found = DECLARED.search(data[:4096])
    name = found[1].decode("ascii").casefold() if found else ""
    # Browsers read these two names as cp1252, and so were the pages written.
    name = "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii"} else name
    try:
        return data.decode(name, "replace") if name and not name.startswith("utf") else None
    except (LookupError, ValueError):
        return None


def mended(data: bytes) -> str | None:
    """Return broken UTF-8 with its stray bytes mended, None where it does not look like UTF-8."""
    lossy = data.decode("utf-8", "replace")
    lost = lossy.count("\ufffd")
    sound = sum(1 for char in lossy[:SAMPLE] if char > "\x7f" and char != "\ufffd")
    return data.decode("utf-8", "searchapp.stray") if sound >= lost else None


def stray(error: UnicodeError) -> tuple[str, int]:
    """Mend one byte that is not UTF-8: its cp1252 letter where that is likely, else U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    char = byte.decode("cp1252", "replace")
    return (char if char in STRAY else "\ufffd"), error.start + 1


codecs.register_error("searchapp.stray", stray)


def single_byte(data: bytes) -> str:
    """Return data in the one of `CODES` that gives the most plausible letters.

    Raises Unreadable where most letters are outside ASCII: no Western text is like that.
    """
    sample = data[:SAMPLE]
    high = sum(byte > 127 for byte in sample)
    if high > 0.3 * len(sample) and high > 8:
        raise Unreadable("neither UTF-8 nor a Western encoding: save it as UTF-8")
    best = max(CODES, key=lambda code: plausibility(sample.decode(code, "replace")))
    return data.decode(best, "replace").replace("\ufffd", "")


def plausibility(text: str) -> int:
    """Return how many characters beyond ASCII stand where letters and quotes would stand."""
    return len(PLAUSIBLE.findall(text)) - 2 * len(ODD.findall(text))


def repaired(text: str) -> str:
    """Return text with the traces of UTF-8 once read as cp1252 undone ("Ã¦" is "æ")."""
    if not any(lead in text for lead in ("Ã", "â€", "Â")):
        return text
    return TWICE.sub(lambda match: once(match[0]), text)


def once(text: str) -> str:
    """Return a doubly encoded character as it was, or unchanged where it was not that."""
    try:
        return b"".join(map(as_byte, text)).decode("utf-8")
    except ValueError:
        return text


def as_byte(char: str) -> bytes:
    """Return the byte that cp1252 (or, in its gaps, Latin-1) shows as this character."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
