"""The tables of phrases in `tables/`: what pages say, in English and Danish, one phrase a line.

Lines that begin with `#` are comments. To teach another phrase, add it to the table of its kind; to
add a language, add its phrases to each table.
"""

import re
from pathlib import Path

TABLES = Path(__file__).with_name("tables")
EDGE = " \t.,:;!?»«›‹<>→←|•·–—*_[]…\"'“”-+▼▲↓↑▶►"
"""What may stand around a phrase."""
FIGURES = re.compile(r"\d+(?:[.,]\d+)*k?\b")


def phrase(text: str) -> str:
    """Return a line as phrases are compared: without case, brackets and edges, figures as 0."""
    line = FIGURES.sub("0", text.casefold()).replace("(", "").replace(")", "")
    return " ".join(line.strip(EDGE).split())


def table(name: str) -> frozenset[str]:
    """Return the phrases of a table."""
    return frozenset(entries(name))


def naming(name: str) -> dict[str, str]:
    """Return a table of `kept = spelling = spelling`: what is kept, by every spelling."""
    rows = [[part.strip() for part in line.split(" = ")] for line in entries(name)]
    return {spelling.casefold(): row[0] for row in rows for spelling in row}


def entries(name: str) -> list[str]:
    """Return the lines of a table, without comments."""
    lines = (TABLES / f"{name}.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
