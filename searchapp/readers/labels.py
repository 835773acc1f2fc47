"""Labelled lines ("Kilde: X"): what they tell of, and the value. The labels are in a table."""

import re

from searchapp.readers.phrases import naming

LABELS = naming("labels")
LABEL = re.compile(r"([A-Za-zÆØÅæøå][A-Za-zÆØÅæøå/ -]{1,24}?)\s*[:：]\s*(.*)")


def label(text: str) -> tuple[str, str] | None:
    """Return what a labelled line tells of, and its value; None where it is no labelled line."""
    match = LABEL.match(text) if ":" in text[:30] else None
    field = LABELS.get(match[1].casefold().strip()) if match else None
    return (field, match[2].strip()) if match and field else None


def field(text: str) -> str | None:
    """Return what a labelled line tells of, None where it is no labelled line."""
    found = label(text)
    return found[0] if found else None
