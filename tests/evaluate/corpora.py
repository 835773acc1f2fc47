"""The corpora to measure with: where they are, and how they are read.

SEARCHAPP_CORPORA names the folder of most of them. SEARCHAPP_NTREX names a copy of NTREX, the same
123 news articles in 128 languages (github.com/MicrosoftTranslator/NTREX, CC BY-SA 4.0).
"""

import gzip
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
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


@cache
def ntrex(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the articles of a file of NTREX, each as its lines; the first is its title.

    Raises Absent.
    """
    folder = Path(os.environ.get("SEARCHAPP_NTREX", ""))
    place = folder / "DOCUMENT_IDS.tsv"
    if not place.exists():
        raise Absent("SEARCHAPP_NTREX names no copy of NTREX")
    ids = [line.split("\t")[0] for line in place.read_text(encoding="utf-8").splitlines()]
    name = "src.eng" if language == "eng" else f"ref.{language}"
    text = (folder / "NTREX-128" / f"newstest2019-{name}.txt").read_text(encoding="utf-8")
    found = groupby(zip(ids, map(clean, text.split("\n")), strict=False), key=lambda pair: pair[0])
    return tuple(tuple(line for _, line in pairs) for _, pairs in found)
