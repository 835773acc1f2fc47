"""Scraped pages without markup, English and Danish: what is found in them and what is left out.

Each file in `pages/` is a page as scrapers leave it, with invented news, below what must be found:
`title`, `date`, `source` and so on (what is not named must stay unknown), what the body has and
what it lacks. To add a shape that was read wrongly, add a file.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from searchapp.article import Article
from searchapp.readers import read

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
RULE = "\n-------- page --------\n"

Wanted = dict[str, list[str]]


@pytest.fixture(params=PAGES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Wanted, Article]:
    said, _, page = request.param.read_text("utf-8").partition(RULE)
    wanted: Wanted = defaultdict(list)
    for line in said.strip().split("\n"):
        name, _, value = line.partition(": ")
        wanted[name].append(value)
    path = tmp_path / "page.txt"
    path.write_text(page, "utf-8")
    (found,) = read(path)
    assert isinstance(found, Article)
    return wanted, found


def test_the_title_is_the_headline(case: tuple[Wanted, Article]) -> None:
    wanted, article = case
    assert [article.title] == wanted["title"]


def test_the_date_is_the_day_of_publication_or_unknown(case: tuple[Wanted, Article]) -> None:
    wanted, article = case
    found = article.published
    mark = " inferred" if found and found.inferred else ""
    assert ([f"{found.value}{mark}"] if found else []) == wanted["date"]


@pytest.mark.parametrize("field", ["source", "url", "language"])
def test_what_the_page_says_is_found_and_nothing_else(
    case: tuple[Wanted, Article], field: str
) -> None:
    wanted, article = case
    assert [value for value in [getattr(article, field)] if value] == wanted[field]


@pytest.mark.parametrize("field", ["authors", "topics"])
def test_names_and_topics_are_found_and_none_invented(
    case: tuple[Wanted, Article], field: str
) -> None:
    wanted, article = case
    assert "; ".join(getattr(article, field)) == "".join(wanted[field])


def test_every_known_field_says_where_it_came_from(case: tuple[Wanted, Article]) -> None:
    _, article = case
    fields = ("title", "published", "source", "authors", "topics", "url", "language")
    known = {field for field in fields if getattr(article, field)}
    assert known == set(article.origins) - {"body"}


def test_the_body_is_the_report_and_nothing_else(case: tuple[Wanted, Article]) -> None:
    wanted, article = case
    assert [text for text in wanted["has"] if text not in article.body] == []
    assert [text for text in wanted["lacks"] if text in article.body] == []


def test_paragraphs_are_parted_by_one_blank_line(case: tuple[Wanted, Article]) -> None:
    _, article = case
    assert all(part and part == " ".join(part.split()) for part in article.body.split("\n\n"))
