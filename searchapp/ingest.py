"""Reading as an index needs it: articles whose language is known, and how their words are taken.

To let a language be told otherwise, change `with_language`.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from searchapp import languages, readers
from searchapp.article import Article, Overruled, Skipped
from searchapp.languages.claims import believed


class Analysis(NamedTuple):
    """How articles become terms: the language of each passage, and what a word is found under."""

    passages: Callable[[str, str], Sequence[languages.Passage]]
    terms: Callable[[str, str], tuple[str, ...]]


FULL = Analysis(languages.passages, languages.terms)
WORDS = Analysis(
    lambda text, _: [languages.Passage(0, len(text), "und")],
    lambda _word, _language: (),
)
"""Words as written and nothing else: to compare with engines that do no more."""


UNSAID = ""
SAID_AS = {"no": "nb", "und": UNSAID, "mul": UNSAID, "mis": UNSAID}
"""What codes mean that say of a language how it is mostly written, or that it is not known."""


def articles(path: Path) -> Iterator[Article | Skipped | Overruled]:
    """Yield what is in a file, each article with its language; first, if its text overruled it."""
    for found in readers.read(path):
        if isinstance(found, Skipped):
            yield found
            continue
        article = with_language(found)
        if said(found) not in (UNSAID, article.language):
            yield Overruled(str(path), found.language, article.language, ids=(article.id,))
        yield article


def said(article: Article) -> str:
    """Return the language that an article itself, or its file, says it is in."""
    return SAID_AS.get(article.language, article.language)


def with_language(article: Article) -> Article:
    """Return an article with its language: what it says itself, unless its text clearly differs."""
    own = said(article)
    text = f"{article.title}\n\n{article.body}"
    language = languages.identify(text) if own == UNSAID else believed(text, own)
    if language == article.language:
        return article
    origins = article.origins if language == own else {**article.origins, "language": "text"}
    return replace(article, language=language, origins=origins)


def analysis() -> Analysis:
    """Return how to analyse: in full, unless SEARCHAPP_ANALYSIS is "words"."""
    return WORDS if os.environ.get("SEARCHAPP_ANALYSIS") == "words" else FULL
