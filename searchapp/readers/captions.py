"""Captions of pictures, which are told by the credit of the picture."""

import re

CREDIT = re.compile(
    r"(?:^|[\s(./|:])(?:photo(?:graph|graphy)?s?|picture|image|foto(?:graf)?|arkivfoto|pressefoto"
    r"|privatfoto|illustration|grafik|graphic|credit|image\s+credit|photo\s+credit|video)\s*"
    r"(?:by|af|courtesy(?:\s+of)?|source|caption)?\s*[:：]\s*\S"
    r"|\b(?:photo|photograph|picture|image|foto|illustration)\s+(?:by|af|courtesy)\s+[A-ZÆØÅ]"
    r"|\((?:AP|EPA|AFP|Reuters)\s+Photo|\bAP\s+Photo/"
    r"|\b(?:File|Handout|Stock|Archive)\s+(?:photo|image|picture)\b"
    r"|(?:[/,|©(]|–|-|^)\s*(?:Getty(?:\s+Images)?|Ritzau\s+Scanpix|Scanpix|Polfoto|Shutterstock"
    r"|iStock|Unsplash|Pexels|EPA(?:-EFE)?|Colourbox|Imago)(?:/[\w .-]+)?[.)]*$"
    r"|\bGetty\s+Images[.)]*$|\bvia\s+(?:Getty|AP|Reuters|AFP)\b(?:\s+Images)?[.)]*$"
    r"|(?-i:\bREUTERS/[A-ZÆØÅ]\w*[a-zæøå])"
    r"|^(?:image|media)\s+(?:source|caption)\b|[\s(]©\s*\S",
    re.I,
)
"""The credit of a picture."""
CREDIT_IN_BRACKETS = re.compile(
    r"\([^()/\d]{2,60}/[^()/\d]{2,40}\)\.?$|\[[^\[\]/\d]{2,60}/[^\[\]/\d]{2,40}\]\.?$"
)
"""A credit in brackets at the end of a caption: photographer and agency."""


NAME_ALONE = re.compile(r"\([A-ZÆØÅ][\w.&'’-]*(?:[ /][A-ZÆØÅ&][\w.&'’-]*){1,4}\)")
"""A credit by itself, on the line below the caption: "(Eastmoor Courier)"."""
CREDIT_AFTER_STOP = re.compile(r"[.!?]\s*\([A-ZÆØÅ][\w.&'’-]*(?:\s[A-ZÆØÅ&][\w.&'’-]*){0,3}\)$")
"""A credit in brackets behind the sentence of a caption: "The bridge on Monday. (Ritzau)"."""
CREDIT_AT_END = re.compile(r"\([A-ZÆØÅ][\w.&'’-]*(?:[ /][A-ZÆØÅ&][\w.&'’-]*){0,4}\)$")
"""What may be a credit, where a caption may stand."""
SIGNS = (
    *("photo", "foto", "image", "picture", "credit", "getty", "scanpix", "illustration", "grafik"),
    *("graphic", "video", "caption", "©", "epa", "shutterstock", "istock", "unsplash", "pexels"),
    *("polfoto", "colourbox", "imago", "via ", "reuters/"),
)
"""What every credit contains; looked for first, since most lines have none of it."""


def is_caption(text: str, prose: bool) -> bool:
    """Tell whether a line is the caption of a picture: it has the picture's credit.

    A line of sentences (`prose`) is only one where the credit stands at its start or end.
    """
    if len(text) > 300:
        return False
    bracketed = text.endswith(")") and len(text) < 200
    if bracketed and (CREDIT_AFTER_STOP.search(text) or NAME_ALONE.fullmatch(text)):
        return True
    if "/" in text and CREDIT_IN_BRACKETS.search(text):
        return not prose or len(text) < 200
    small = text.lower()
    match = CREDIT.search(text) if any(sign in small for sign in SIGNS) else None
    if not match:
        return False
    return not prose or match.end() > len(text) - 60 or match.start() < 3


def is_credited(text: str) -> bool:
    """Tell whether a line above a report ends with a name in brackets, as captions do there."""
    return bool(CREDIT_AT_END.search(text))
