"""Labelled lines ("Kilde: X"): what they tell of, and the value. The labels are in a table."""

import re

from searchapp.readers.outlets import outlet
from searchapp.readers.phrases import naming

LABELS = {name.replace("-", " "): field for name, field in naming("labels").items()}
LABEL = re.compile(r"([A-Za-zÆØÅæøå][A-Za-zÆØÅæøå/ -]{1,24}?)\s*[:：]\s*(.*)")


def label(text: str) -> tuple[str, str] | None:
    """Return what a labelled line tells of, and its value; None where it is no labelled line."""
    match = LABEL.match(text) if ":" in text[:30] else None
    field = field_named(match[1]) if match else None
    if not match or not field:
        return None
    value = match[2].strip()
    return (field, value) if fits(field, value) else None


def field_named(name: str) -> str | None:
    """Return what a label tells of, however its words are joined ("Original-URL")."""
    return LABELS.get(" ".join(name.casefold().replace("-", " ").replace("_", " ").split()))


def fits(field: str, value: str) -> bool:
    """Tell whether a value is one: "Source: Council to close bridge" is a headline."""
    if field == "source":
        return not value or "://" in value or outlet(value) is not None
    if field in {"published", "other date"}:
        return not value or (len(value) < 80 and any(map(str.isdigit, value)))
    return True


def field(text: str) -> str | None:
    """Return what a labelled line tells of, None where it is no labelled line."""
    found = label(text)
    return found[0] if found else None
