"""Reading as an index needs it: articles whose language is known, and how their words are taken."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from searchapp import languages, readers
from searchapp.article import Article, Skipped


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


def articles(path: Path) -> Iterator[Article | Skipped]:
    """Yield what is in a file, each article with its language."""
    for found in readers.read(path):
        yield found if isinstance(found, Skipped) else with_language(found)


def with_language(article: Article) -> Article:
    """Return an article with its language, identified from its text where it does not say."""
    if article.language:
        return article
    language = languages.identify(f"{article.title}\n\n{article.body}")
    return replace(article, language=language, origins={**article.origins, "language": "text"})


def analysis() -> Analysis:
    """Return how to analyse: in full, unless SEARCHAPP_ANALYSIS is "words"."""
    return WORDS if os.environ.get("SEARCHAPP_ANALYSIS") == "words" else FULL
