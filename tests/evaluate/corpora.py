"""The corpora to measure with: where they are, and how they are read."""

import gzip
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from searchapp.article import clean

FOLDER = Path(
    os.environ.get("SEARCHAPP_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora")
)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
HEADLINE = 4
"""Words of a title that counts as a headline: shorter ones say too little in any language."""


class Absent(Exception):
    """A corpus that is not there; the message says which and where it was looked for."""


def lines(name: str) -> Iterator[str]:
    """Yield the lines of a gzipped file. Raises Absent."""
    path = FOLDER / name
    if not path.exists():
        raise Absent(f"{name} is not in {FOLDER}")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)


@cache
def records(name: str) -> tuple[dict[str, Any], ...]:
    """Return the records of a corpus. Raises Absent."""
    return tuple(json.loads(line) for line in lines(f"{name}.jsonl.gz"))


def articles(name: str, language: str | None = None, words: int = 40) -> list[str]:
    """Return titles and bodies, of those with that many words in the body."""
    return [
        clean(f"{record['title']}\n\n{record['body']}")
        for record in records(name)
        if len(record["body"].split()) >= words and language in (None, record["language"])
    ]


def headlines(name: str, language: str | None = None) -> list[str]:
    """Return the titles that are long enough to be headlines."""
    titles = (clean(r["title"]) for r in records(name) if language in (None, r["language"]))
    return [title for title in titles if len(title.split()) >= HEADLINE]


def first_sentences(name: str) -> list[str]:
    """Return the first sentence of each body, of those with enough words."""
    found = (SENTENCE.split(clean(record["body"]), maxsplit=1)[0] for record in records(name))
    return [sentence for sentence in found if len(sentence.split()) >= HEADLINE]
