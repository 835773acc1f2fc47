"""The Atom feed of a search."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient

from searchapp import reindex
from searchapp.article import Article, Published
from searchapp.engines import open_engine
from searchapp.readers import read
from searchapp.web import create_app
from tests.conftest import ARTICLES
from tests.test_web_page import page

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: FlaskClient, parameters: str = "", **headers: str) -> ElementTree.Element:
    """Return the root of a feed."""
    response = client.get(f"/api/feed?{parameters}", headers=headers)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def text(element: ElementTree.Element, name: str) -> str | None:
    """Return the text of the only child of that name, None where there is none."""
    children = element.findall(ATOM + name)
    assert len(children) <= 1
    return children[0].text if children else None


def links(element: ElementTree.Element) -> dict[str, str]:
    """Return the links of a feed or an entry by their relation."""
    found = element.findall(f"{ATOM}link")
    return {link.attrib["rel"]: link.attrib["href"] for link in found}


def entries(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(f"{ATOM}entry")


def titles(root: ElementTree.Element) -> list[str | None]:
    return [text(entry, "title") for entry in entries(root)]


def site(tmp_path: Path, *records: dict[str, Any]) -> FlaskClient:
    """Return a client of a site over these records."""
    pile, where = tmp_path / "pile.jsonl", str(tmp_path / "index")
    pile.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert reindex.main([str(pile), "--index", where, "--workers", "1", "--quiet"]) == 0
    return create_app(open_engine(where)).test_client()


def test_it_has_what_atom_requires(client: FlaskClient) -> None:
    root = feed(client, "size=100")

    assert root.tag == f"{ATOM}feed"
    for element in (root, *entries(root)):
        assert (text(element, "id") or "").startswith("urn:uuid:")
        assert text(element, "title")
        assert (text(element, "updated") or "").endswith("Z")
        assert links(element)["alternate"].startswith(("http://", "https://"))
    assert root.findtext(f"{ATOM}author/{ATOM}name"), "for entries that have none"
    assert links(root)["self"] == "http://localhost/api/feed?size=100"
    names = [text(entry, "id") for entry in entries(root)]
    assert len(set(names)) == len(ARTICLES)


def test_a_feed_reader_finds_the_articles_of_the_search(client: FlaskClient) -> None:
    parameters = "q=harbour&source=Tern&source=Kystbladet&from=2016&to=2018&cross=off"
    hits = client.get(f"/api/search?{parameters}&sort=newest&size=100").get_json()["hits"]
    read_by_others = feedparser.parse(client.get(f"/api/feed?{parameters}").data)

    assert not read_by_others.bozo
    assert [entry.title for entry in read_by_others.entries] == [hit["title"] for hit in hits]
    assert [entry.link for entry in read_by_others.entries] == [hit["url"] for hit in hits]
    assert [entry.author for entry in read_by_others.entries] == [hit["source"] for hit in hits]
    days = ["{:04}-{:02}-{:02}".format(*e.published_parsed) for e in read_by_others.entries]
    assert days == [hit["published"]["value"] for hit in hits]
    assert all("harbour" in entry.summary for entry in read_by_others.entries)


def test_our_own_reader_finds_them_again(client: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / "saved.atom"
    file.write_bytes(client.get("/api/feed?size=100").data)

    found = {one.title: one for one in read(file) if isinstance(one, Article)}
    assert len(found) == len(ARTICLES)
    for known in ARTICLES:
        article = found[known["title"]]
        assert article.published == (Published(known["date"]) if "date" in known else None)
        assert article.language == known["language"]
        if "source" in known:
            assert article.source == known["source"]
        if known.get("url", "").startswith("https:"):
            assert article.url == known["url"]


def test_the_newest_come_first_thirty_if_nothing_else_is_said(tmp_path: Path) -> None:
    days = [f"2018-{month:02}-{day:02}" for month in (3, 4) for day in range(1, 21)]
    client = site(tmp_path, *({"id": day, "text": f"News of {day}.", "date": day} for day in days))

    published = [text(entry, "published") for entry in entries(feed(client, "q=news"))]
    assert published == [f"{day}T12:00:00Z" for day in sorted(days, reverse=True)[:30]]
    assert len(entries(feed(client, "size=2"))) == 2


def test_a_date_is_given_as_exactly_as_it_is_known(tmp_path: Path) -> None:
    client = site(
        tmp_path,
        {"title": "A day", "text": "News one.", "date": "2018-08-21T23:30:00-10:00"},
        {"title": "A month", "text": "News two.", "date": "2018-04"},
        {"title": "A year", "text": "News three.", "date": "2017"},
        {"title": "No date", "text": "News four."},
    )

    root = feed(client)
    given = {
        text(entry, "title"): (
            text(entry, "updated"),
            text(entry, "published"),
            entry.findtext("{http://purl.org/dc/terms/}issued"),
        )
        for entry in entries(root)
    }
    assert given == {
        "A day": ("2018-08-21T12:00:00Z", "2018-08-21T12:00:00Z", None),
        "A month": ("2018-04-01T12:00:00Z", None, "2018-04"),
        "A year": ("2017-01-01T12:00:00Z", None, "2017"),
        "No date": ("1970-01-01T00:00:00Z", None, None),
    }
    assert list(given) == ["A day", "A month", "A year", "No date"]
    assert text(root, "updated") == "2018-08-21T12:00:00Z"


def test_a_link_leads_to_the_article_or_to_its_page_here(client: FlaskClient) -> None:
    found = {text(entry, "title"): links(entry) for entry in entries(feed(client, "size=100"))}

    assert found["Ferry 3 leaves the harbour"] == {"alternate": "https://harbour.example/3"}
    here = found["Færge 4 forlader havnen"]["alternate"]
    assert here == "http://localhost/articles/da%2F4"
    assert "Havnen i Skarholm" in client.get(here).text
    hostile = quote("hostile <&?#%> // id", safe="")
    (link,) = (links for title, links in found.items() if title and title.startswith("Tide"))
    assert link == {"alternate": f"http://localhost/articles/{hostile}"}


def test_only_web_addresses_become_links(tmp_path: Path) -> None:
    client = site(tmp_path, {"id": "1", "text": "News.", "url": "ftp://files.example/1"})

    (entry,) = entries(feed(client))
    assert links(entry) == {"alternate": "http://localhost/articles/1"}


@pytest.mark.parametrize(
    ("headers", "seen"),
    [
        ({"Host": "news.example"}, "http://news.example"),
        ({"Host": "news.example:8000"}, "http://news.example:8000"),
        ({"Host": "news.example", "X-Forwarded-Proto": "https"}, "https://news.example"),
        ({"Host": "news.example", "X-Forwarded-Proto": "javascript"}, "http://news.example"),
    ],
)
def test_its_addresses_are_those_its_reader_knows_and_its_ids_are_not(
    client: FlaskClient, headers: dict[str, str], seen: str
) -> None:
    root, at_home = feed(client, "language=da", **headers), feed(client, "language=da")

    addresses = [link for element in (root, *entries(root)) for link in links(element).values()]
    assert {address[: len(seen) + 1] for address in addresses} == {f"{seen}/"}
    assert text(root, "id") == text(at_home, "id")
    names = [text(entry, "id") for entry in entries(root)]
    assert names == [text(entry, "id") for entry in entries(at_home)]


def test_each_question_has_a_feed_of_its_own(client: FlaskClient) -> None:
    asked = ["", "q=harbour", "q=havn", "q=harbour&source=Tern", "q=harbour&cross=off", "from=2017"]

    assert len({text(feed(client, parameters), "id") for parameters in asked}) == len(asked)
    assert text(feed(client, "size=3"), "id") == text(feed(client), "id")


@pytest.mark.parametrize(
    ("parameters", "title", "address"),
    [
        ("", "The newest articles – searchapp", "/?sort=newest"),
        (
            "q=%22harbour%22&source=Tern&source=unknown&language=en&from=2016&to=2018-03",
            '"harbour" · Tern · unknown · English · from 2016 · to March 2018 – searchapp',
            "/?q=%22harbour%22&source=Tern&source=unknown&language=en"
            "&from=2016&to=2018-03&sort=newest",
        ),
    ],
)
def test_it_says_the_question_in_words_and_where_the_page_answers_it(
    client: FlaskClient, parameters: str, title: str, address: str
) -> None:
    root = feed(client, parameters)

    assert text(root, "title") == title
    assert links(root)["alternate"] == f"http://localhost{address}"
    page(client, address)


def test_a_search_that_finds_nothing_can_be_followed(client: FlaskClient) -> None:
    root = feed(client, "q=zzqqj")

    assert entries(root) == []
    assert text(root, "updated") == "1970-01-01T00:00:00Z"


def test_what_xml_forbids_is_left_out(client: FlaskClient) -> None:
    root = feed(client, "q=%EF%BF%BE%3C%26%22%F0%9F%90%9F&source=a%EF%BF%BFb")

    assert text(root, "title") == '<&"🐟 · ab – searchapp'


def test_the_language_of_an_entry_is_marked(client: FlaskClient) -> None:
    marks = {
        text(entry, "title"): entry.get("{http://www.w3.org/XML/1998/namespace}lang")
        for entry in entries(feed(client, "size=100"))
    }

    assert marks == {article["title"]: article["language"] for article in ARTICLES}


def test_who_has_the_newest_is_not_sent_it_again(client: FlaskClient) -> None:
    first = client.get("/api/feed?q=harbour")
    again = client.get("/api/feed?q=harbour", headers={"If-None-Match": first.headers["ETag"]})
    other = client.get("/api/feed?q=havn", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert other.status_code == 200


@pytest.mark.parametrize(("ui", "said"), [("en", "Follow this search"), ("da", "Følg denne")])
@pytest.mark.parametrize("q", ["harbour", "zzqqj"])
def test_the_page_leads_to_it(client: FlaskClient, ui: str, said: str, q: str) -> None:
    shown = page(client, f"/?q={q}&source=Tern&sort=oldest&size=5&page=1&ui={ui}")

    address = f"/api/feed?q={q}&source=Tern"
    (link,) = shown.all("link", rel="alternate")
    assert (link["type"], link["href"]) == ("application/atom+xml", address)
    assert address in shown.links()
    assert said in shown.text
    feed(client, address.partition("?")[2])
