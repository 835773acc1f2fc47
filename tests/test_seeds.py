"""What the sample articles promise: both languages, every year, many shapes, shared stories.

Everything is read as a first run reads it, through `searchapp.readers`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from searchapp.article import Article, Skipped
from searchapp.languages import identify
from searchapp.readers import find, read

SEEDS = Path(__file__).parents[1] / "seeds"

STORIES = {
    "the peace talks open": (r"toldbod|customs house", "2016"),
    "a ferry is rammed": ("Baltic Heron|færgen Tangøen", "2017"),
    "the dockers strike": ("Hallem Quays", "2018"),
    "the bridge is closed": ("Kragsundbroen", "2019"),
    "a wind farm is sold": ("Stormbanke", "2019"),
    "a football club fails": ("Strandholm Boldklub", "2020"),
    "the rye bread is recalled": ("Mølleby", "2021"),
    "a hospital is hacked": ("Grey Heron", "2021"),
    "a gold ring is stolen": ("Asp ring|Aspringen", "2022"),
    "the minister resigns": ("Birgitte Aalkær", "2023"),
    "the sea comes in": ("Limvig", "2024"),
    "the herring quota is cut": ("Halkjær", "2025"),
    "spears are found in a bog": ("Brændgaard", "2025"),
    "a council is elected": ("Demirkan", "2025"),
    "the peace accord is signed": ("Toresh", "2026"),
}
"""Words that only a story's articles have, and the year it happened."""

IN_BOTH_LANGUAGES = {
    "the peace talks open",
    "a wind farm is sold",
    "the rye bread is recalled",
    "a gold ring is stolen",
    "the minister resigns",
    "the sea comes in",
    "the herring quota is cut",
    "spears are found in a bog",
    "the peace accord is signed",
}


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return list(find([SEEDS]))


@pytest.fixture(scope="module")
def found(files: list[Path]) -> list[Article | Skipped]:
    return [each for path in files for each in read(path)]


@pytest.fixture(scope="module")
def articles(found: list[Article | Skipped]) -> list[Article]:
    return [each for each in found if isinstance(each, Article)]


def test_every_sample_can_be_read(found: list[Article | Skipped]) -> None:
    assert [each for each in found if isinstance(each, Skipped)] == []


def test_there_are_61_articles_each_with_an_id_of_its_own(articles: list[Article]) -> None:
    assert len(articles) == 61
    assert len({article.id for article in articles}) == 61


def test_they_come_in_every_shape_users_have(files: list[Path]) -> None:
    shapes = Counter(path.suffix for path in files)

    assert shapes == {".txt": 22, ".md": 11, ".html": 10, ".jsonl": 2, ".rss": 1, ".atom": 1}


def test_none_is_a_scrap_or_a_whole_page(articles: list[Article]) -> None:
    lengths = {article.title: len(article.body.split()) for article in articles}

    assert {title: n for title, n in lengths.items() if not 55 <= n <= 500} == {}


def test_about_half_are_danish_and_the_rest_english(articles: list[Article]) -> None:
    languages = Counter(identify(f"{article.title}\n{article.body}") for article in articles)

    assert languages == {"en": 31, "da": 30}


def test_every_year_from_2016_to_2026_has_some(articles: list[Article]) -> None:
    years = {article.published.value[:4] for article in articles if article.published}

    assert years == {str(year) for year in range(2016, 2027)}


def test_dates_are_known_to_the_day_to_the_month_or_not_at_all(articles: list[Article]) -> None:
    precisions = Counter(each.published.precision if each.published else None for each in articles)

    assert precisions["day"] > precisions["month"] > 0
    assert 3 <= precisions[None] <= 8


def test_twelve_outlets_are_named(articles: list[Article]) -> None:
    named = Counter(article.source for article in articles if article.source)

    assert {
        "Eastmoor Courier",
        "Fjordposten",
        "Hovedstadens Dagblad",
        "Kattegat Bureau",
        "Limvig Ugeavis",
        "Quay & Cargo",
        "Radio Bælthav",
        "Radio Saltmarsh",
        "Tern",
        "The Calder Observer",
        "The Ludwick Chronicle",
        "Vindfaget",
    } == set(named)


def test_some_articles_name_no_outlet(articles: list[Article]) -> None:
    assert 3 <= sum(article.source is None for article in articles) <= 8


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_told_by_two_or_more_outlets(articles: list[Article], story: str) -> None:
    told = list(telling(articles, story))

    assert len(told) >= 2
    assert len({article.source for article in told if article.source}) >= 2


@pytest.mark.parametrize("story", sorted(IN_BOTH_LANGUAGES))
def test_a_story_is_told_in_both_languages(articles: list[Article], story: str) -> None:
    languages = {identify(article.body) for article in telling(articles, story)}

    assert languages == {"da", "en"}


def test_seven_dispatches_are_reprinted_word_for_word(articles: list[Article]) -> None:
    bodies = {article.id: sentences(article.body) for article in articles}
    copies = [
        {one, two}
        for one, two in combinations(bodies, 2)
        if len(bodies[one] & bodies[two]) >= 0.8 * min(len(bodies[one]), len(bodies[two]))
    ]

    assert len(copies) == 7
    assert len(set[str]().union(*copies)) == 14


def test_no_two_articles_share_a_sentence_unless_one_is_a_reprint(
    articles: list[Article],
) -> None:
    tellers = defaultdict(list)
    for article in articles:
        for sentence in sentences(article.body):
            tellers[sentence].append(article.title)

    assert {sentence: who for sentence, who in tellers.items() if len(who) > 2} == {}


@pytest.mark.parametrize(
    "word",
    [
        "negotiate",
        "negotiated",
        "negotiations",
        "negotiators",
        "forhandlinger",
        "forhandlingerne",
        "fredsforhandlinger",
        "fredsforhandlingerne",
        "minister",
        "ministeren",
        "ministre",
        "udenrigsministeren",
        "transportminister",
        "selvstyret",
        "byerne",
        "bøger",
        "mænd",
        "årets",
    ],
)
def test_words_with_many_forms_occur_in_many_forms(articles: list[Article], word: str) -> None:
    assert any(re.search(rf"\b{word}\b", article.body, re.I) for article in articles)


def test_web_addresses_are_invented_ones() -> None:
    text = "\n".join(path.read_text("utf-8", "replace") for path in SEEDS.rglob("*.*"))
    hosts = set(re.findall(r"https?://([^/\s\"'<>]+)", text))

    standards = {"schema.org", "purl.org", "www.w3.org"}
    assert {host for host in hosts - standards if not host.endswith(".example")} == set()


def telling(articles: list[Article], story: str) -> Iterator[Article]:
    """Yield the articles of a story; an undated one counts, as its words are enough."""
    words, year = STORIES[story]
    for article in articles:
        value = article.published.value if article.published else year
        if value.startswith(year) and re.search(words, f"{article.title}\n{article.body}"):
            yield article


def sentences(body: str) -> set[str]:
    """Return the sentences of eight words and more, without what a dateline puts before them."""
    parts = re.split(r"(?<=[.!?])\s+|\n+|\((?:Tern)\) - |/KB/ ", body)
    return {part for part in parts if len(part.split()) >= 8}
