"""Reading as an index needs it: articles whose language is known, and how their words are taken.

To let a language be told otherwise, change `told`.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from searchapp import languages, readers
from searchapp.article import Article, Overruled, Skipped
from searchapp.languages.claims import believed
from searchapp.readers.stream import Part

UNSAID = ""
SAID_AS = {"no": "nb", "und": UNSAID, "mul": UNSAID, "mis": UNSAID}
"""What codes mean that say of a language how it is mostly written, or that it is not known."""


def said(article: Article) -> str:
    """Return the language that an article itself, or its file, says it is in."""
    return SAID_AS.get(article.language, article.language)


def told(article: Article) -> str:
    """Return an article's language: what it says itself, unless its text clearly differs."""
    own = said(article)
    text = f"{article.title}\n\n{article.body}"
    return languages.identify(text) if own == UNSAID else believed(text, own)


class Analysis(NamedTuple):
    """How articles become terms.

    Its name, which the index keeps; the language of an article, that of each passage of a text, and
    what words are found under, each a word of a language.
    """

    name: str
    language: Callable[[Article], str]
    passages: Callable[[str, str], Sequence[languages.Passage]]
    terms: Callable[[Sequence[str], Sequence[str]], list[tuple[str, ...]]]


FULL = Analysis("full", told, languages.passages, languages.terms_of_many)
WORDS = Analysis(
    "words",
    lambda article: said(article) or "und",
    lambda text, _: [languages.Passage(0, len(text), "und")],
    lambda words, _: [()] * len(words),
)
"""Words as written and nothing else: to compare with engines that do no more."""


def articles(
    path: Path, analysis: Analysis = FULL, part: Part | None = None
) -> Iterator[Article | Skipped | Overruled]:
    """Yield what is in a file, each article with its language; first, if its text overruled it.

    Of a file that is divisible (`searchapp.readers`), a part may be read.
    """
    for found in readers.read(path, part):
        if isinstance(found, Skipped):
            yield found
            continue
        article = with_language(found, analysis.language(found))
        if said(found) not in (UNSAID, article.language):
            yield Overruled(str(path), found.language, article.language, ids=(article.id,))
        yield article


def with_language(article: Article, language: str) -> Article:
    """Return an article in this language, which its text told where it is not what it said."""
    if language == article.language:
        return article
    origins = dict(article.origins)
    if language == "und":
        origins.pop("language", None)
    elif language != said(article):
        origins["language"] = "text"
    return replace(article, language=language, origins=origins)


ANALYSES: Mapping[str, Analysis] = {"": FULL, "full": FULL, "words": WORDS}
"""What SEARCHAPP_ANALYSIS may be, and what that means."""


def analysis() -> Analysis:
    """Return how to analyse, as SEARCHAPP_ANALYSIS says. Raises ValueError."""
    name = os.environ.get("SEARCHAPP_ANALYSIS", "")
    if name not in ANALYSES:
        raise ValueError(f"SEARCHAPP_ANALYSIS is {name!r}: give words or full, or leave it out")
    return ANALYSES[name]
