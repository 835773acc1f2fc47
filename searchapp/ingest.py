"""Reading as an index needs it: articles whose language is known."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from searchapp import languages, readers
from searchapp.article import Article, Skipped

Terms = Callable[[str, str], tuple[str, ...]]


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


def terms() -> Terms:
    """Return what is indexed for a word beside itself: SEARCHAPP_ANALYSIS=words means nothing."""
    if os.environ.get("SEARCHAPP_ANALYSIS") == "words":
        return lambda _word, _language: ()
    return languages.terms
