"""The five sample pages of the issue, which lie beside the project and are not part of it."""

from pathlib import Path

import pytest

from searchapp.article import Article, Published
from searchapp.readers import read

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the sample pages are not at {SEEDS}: this checks nothing here"
)


def seed(number: str) -> Article:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    (found,) = read(path)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("number", "title", "source", "published"),
    [
        (
            "000",
            "Taliban to attend Afghan peace talks in Moscow, Russia says",
            "Radio Free Europe/Radio Liberty",
            None,
        ),
        (
            "001",
            "Afghanistan Calls on Russia to Help Press Taliban Into Peace Talks",
            "themoscowtimes.com",
            Published("2018-08-22"),
        ),
        (
            "003",
            "Russia hosts Afghan Taliban as Moscow seeks regional influence",
            "TRTWorld",
            Published("2023-09-29"),
        ),
        (
            "004",
            "Russia will encourage Taliban to behave in a civilized manner, Lavrov says",
            "TASS",
            Published("2021-09-25", inferred=True),
        ),
    ],
)
def test_title_source_and_date_are_found(
    number: str, title: str, source: str, published: Published | None
) -> None:
    article = seed(number)
    assert (article.title, article.source, article.published) == (title, source, published)


def test_a_page_without_headline_is_titled_by_its_first_sentence() -> None:
    article = seed("002")
    assert article.body.startswith(article.title)
    assert article.origins == {"title": "first sentence"}
    assert (article.source, article.published) == (None, None)


def test_the_agency_in_the_byline_is_the_author() -> None:
    assert seed("001").authors == ("Reuters",)


@pytest.mark.parametrize(
    ("number", "absent"),
    [
        ("000", ["Telegram", "originally"]),
        ("001", ["Related article", "](", "**", "Original url", "Safe But Not Welcomed"]),
        ("003", ["RECOMMENDED", "Explore", "tanker", "Somalia", "MIN READ", "SOURCE"]),
        ("004", ["All news", "Updated at"]),
    ],
)
def test_what_stands_around_the_report_is_not_in_it(number: str, absent: list[str]) -> None:
    assert [text for text in absent if text in seed(number).body] == []


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_paragraph_of_the_report_is_lost(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    body = seed(number).body
    long = [
        " ".join(line.split()) for line in path.read_text("utf-8").split("\n") if len(line) > 180
    ]
    kept = [line for line in long if line in body]
    assert len(kept) >= len(long) - 1
    assert len(kept) >= 2
