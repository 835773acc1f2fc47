"""The search page in a real browser, with and without JavaScript."""

import json
from pathlib import Path

import pytest

from searchapp import reindex
from tests.browser import ENTER, absent, browsing, until
from tests.conftest import ARTICLES
from tests.serving import serving

pytestmark = pytest.mark.skipif(bool(absent()), reason=absent())

FOUND = [
    article["title"]
    for article in ARTICLES
    if article.get("source") in ("Tern", "Harbour Post") and article["date"].startswith("2017")
]
LONG = "regionalnewspaper" * 4


def box(name: str, value: str) -> str:
    return f'input[name="{name}"][value="{value}"]'


def test_a_reader_searches_ticks_two_boxes_and_reads(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        browser.open(f"{server}/?from=2017&to=2017")
        browser.type("#q", "ferry OR færge" + ENTER)
        until(lambda: "q=ferry" in browser.url())
        browser.click(box("source", "Tern"))
        until(lambda: "source=Tern" in browser.url())
        browser.click(box("source", "Harbour Post"))
        until(lambda: "source=Harbour" in browser.url())

        assert browser.texts("h1") == [f"{len(FOUND)} articles"]
        assert sorted(browser.texts(".hit h3")) == sorted(FOUND)
        assert len(browser.texts(".chips li:not(.all)")) == 3
        assert "page=" not in browser.url()

        searched = browser.url()
        browser.click(".hit:first-child h3 a")
        until(lambda: "/articles/" in browser.url())
        assert browser.texts("h1")[0] in FOUND
        assert "The harbour of Skarholm" in browser.texts(".body")[0]
        browser.click("#back")
        until(lambda: browser.url() == searched)
        assert browser.complaints() == []


def test_the_search_is_found_again_after_a_change_of_language(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        browser.open(f"{server}/?q=ferry&size=3&ui=en")
        browser.click(".hit:first-child h3 a")
        until(lambda: "/articles/" in browser.url())
        browser.click('.foot a[lang="da"]')
        until(lambda: "ui=da" in browser.url())
        browser.click("#back")
        until(lambda: "/articles/" not in browser.url())

        assert browser.url() == f"{server}/?q=ferry&size=3&ui=da"


def test_what_a_reader_types_is_completed(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        browser.open(server)
        browser.type("#q", "færge forl")
        until(lambda: browser.all('#completions option[value="færge forlader"]'))
        browser.type("#q", "ader" + ENTER)
        until(lambda: "/?q=" in browser.url())

        leaving = [
            one for one in ARTICLES if "leaves" in one["title"] or "forlader" in one["title"]
        ]
        assert browser.texts("h1") == [f"{len(leaving)} articles"], "in both languages"
        assert browser.complaints() == []


def test_a_slash_leads_from_a_ticked_box_to_the_search_box(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        browser.open(f"{server}/?q=ferry&source=Tern")
        browser.type(box("source", "Tern"), "/")

        assert browser.run("return document.activeElement.id") == "q"
        browser.type("#q", "harbour/")
        assert browser.run("return q.value") == "harbour/", "and is typed there"


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "loaded anew"])
def test_a_page_that_comes_back_shows_its_own_search(
    server: str, tmp_path: Path, kept: bool
) -> None:
    with browsing(tmp_path) as browser:
        browser.open(f"{server}/?q=ferry")
        if not kept:
            browser.run("addEventListener('unload', () => {})")  # no such page is kept
        browser.click(box("source", "Tern"))
        until(lambda: "source=Tern" in browser.url())
        browser.back()
        until(lambda: browser.url() == f"{server}/?q=ferry")

        assert browser.all(".facets :checked") == []
        browser.type("#q", " harbour" + ENTER)
        until(lambda: "harbour" in browser.url())
        assert browser.url() == f"{server}/?q=ferry+harbour"


def test_a_search_in_another_tab_leaves_the_boxes_as_they_are(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        browser.open(f"{server}/?size=3")
        browser.click_with_control("form button")
        until(lambda: len(browser.tabs()) == 2)

        assert browser.all("input:disabled") == []
        browser.type("#from", "2017" + ENTER)
        until(lambda: browser.url() == f"{server}/?size=3&from=2017")


def test_a_reader_without_scripts_gets_the_same(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path, scripts=False) as browser:
        browser.open(f"{server}/?q=ferry&from=2017&to=2017")
        browser.click(box("source", "Tern"))
        browser.click(box("source", "Harbour Post"))
        browser.click(".apply")
        until(lambda: "source=Tern" in browser.url())

        assert sorted(browser.texts(".hit h3")) == sorted(FOUND)
        assert browser.complaints() == []


def test_a_reader_whose_browser_keeps_no_site_data_gets_the_same(
    server: str, tmp_path: Path
) -> None:
    with browsing(tmp_path, storage=False) as browser:
        browser.open(f"{server}/?q=ferry&from=2017&to=2017")
        browser.click(box("source", "Tern"))
        until(lambda: "source=Tern" in browser.url())
        browser.type("#q", " harb")
        until(lambda: browser.all('#completions option[value="ferry harbour"]'))

        assert browser.complaints() == []


@pytest.mark.parametrize("address", ["/articles/long", f"/?q=ferry&source={LONG}&language=en"])
def test_the_longest_words_fit_on_a_telephone(tmp_path: Path, address: str) -> None:
    pile, index = tmp_path / "pile.jsonl", str(tmp_path / "index")
    article = {"id": "long", "title": LONG, "body": f"A ferry {LONG}.", "source": LONG}
    facts = {"url": f"https://{LONG}.example/", "authors": [f"{LONG}@{LONG}"], "topics": [LONG]}
    pile.write_text(json.dumps({**article, **facts, "language": "en"}))
    assert reindex.main([str(pile), "--index", index, "--workers", "1", "--quiet"]) == 0

    with serving("--index", index) as (_, url), browsing(tmp_path / "profile") as browser:
        browser.be_a_telephone()
        browser.open(url + address)

        assert browser.texts(".meta")[0].startswith(LONG)
        assert browser.run("return document.documentElement.scrollWidth") == 375


def test_a_short_answer_stands_right_below_the_filters_on_a_telephone(
    server: str, tmp_path: Path
) -> None:
    with browsing(tmp_path) as browser:
        browser.be_a_telephone()
        browser.open(f"{server}/?q=zzqqj")

        ends = "facets.getBoundingClientRect().bottom, main.getBoundingClientRect().top"
        facets, main = browser.run(f"return [{ends}]")
        assert facets < main < facets + 50


def test_printed_hits_stand_below_their_question(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        browser.open(f"{server}/?q=ferry+-havnen&source=Tern")
        assert browser.texts(".question") == [""], "on the screen, it stands in the box"
        browser.be_paper()

        assert browser.texts(".question") == ["ferry -havnen"]
        assert browser.texts(".chips a")[0].endswith("Tern")


@pytest.mark.parametrize("address", ["/articles/he", "/?q=%D7%A9%D7%9C%D7%95%D7%9D"])
def test_what_is_written_from_right_to_left_begins_there(tmp_path: Path, address: str) -> None:
    pile, index = tmp_path / "pile.jsonl", str(tmp_path / "index")
    pile.write_text(json.dumps({"id": "he", "title": "שלום לכולם", "body": "שלום, עולם."}))
    assert reindex.main([str(pile), "--index", index, "--workers", "1", "--quiet"]) == 0

    with serving("--index", index) as (_, url), browsing(tmp_path / "profile") as browser:
        browser.open(url + address)
        texts = "document.querySelectorAll('article h1, h3, .body p, .snippet')"
        directions = browser.run(
            f"return [...{texts}].map((one) => getComputedStyle(one).direction)"
        )

        assert directions == ["rtl", "rtl"], "title and text"


def test_a_fault_is_shown_where_it_was_typed(server: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        browser.open(f"{server}/?q=ferry&ui=da")
        browser.type("#from", "2018-13" + ENTER)
        until(lambda: "from=2018-13" in browser.url())

        assert browser.texts("#fault") == ["from er en dato, der ikke findes."]
        assert browser.all('#from[aria-invalid="true"]')
