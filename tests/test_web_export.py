"""Downloads of all articles that a search finds."""

import csv
import io
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from searchapp import reindex
from searchapp.article import Article
from searchapp.engines import Engine, IndexUnusable, open_engine
from searchapp.query import Query
from searchapp.results import Results
from searchapp.web import create_app
from tests.browser import until
from tests.conftest import ARTICLES
from tests.indexing import ROOT
from tests.serving import serving
from tests.test_web_page import page

EXPORT = import_module("searchapp.web.export")
PAGES = import_module("searchapp.web.pages")
Record = dict[str, Any]
HOSTILE: list[Record] = [
    {"id": "=1+2", "title": "+45 33 11 22 33", "text": "-1 is a number.", "source": "@tern"},
    {"id": "plain", "title": "1 = 1", "text": 'He said "no", then\n\n=SUM(A1)', "source": "a-b"},
]
TRICKY: list[Record] = [
    {"id": "day", "text": "Færgen sejlede. Ingen så den.", "date": "2018-08-21", "source": "Å"},
    {"id": "month", "title": "Æbler", "text": "Om æbler.", "date": "2018-08", "language": "da"},
    {"id": "year", "title": "Smith & Sons", "text": "One.\n\nTwo.", "date": "2018"},
    {"id": "code", "title": "&amp;lt;b> explained", "text": "Write &lt;b>bold&lt;/b> & &amp;amp;."},
    {"id": "tag", "title": "Use &lt;b&gt; for bold", "text": "A &lt;br&gt; breaks lines."},
    {"id": "all", "text": "News.", "authors": ["Bo Å", "Mary O'Hara"], "topics": ["a; b", "c, d"]},
]


class Meanwhile:
    """An engine in whose index something happens after so many searches."""

    def __init__(self, engine: Engine, happen: Callable[[], object], searches: int = 1) -> None:
        self._engine, self._happen, self._left = engine, happen, searches

    def search(self, query: Query) -> Results:
        results = self._engine.search(query)
        self._left -= 1
        if not self._left:
            self._happen()
        return results

    def article(self, id: str) -> Article | None:  # noqa: A002
        return self._engine.article(id)


class Damaged(Meanwhile):
    """An engine whose articles cannot be read."""

    def article(self, id: str) -> Article | None:  # noqa: A002
        raise IndexUnusable("index/x.seg: the file is damaged. Rebuild the index")


def indexed(where: Path, *records: Record) -> Engine:
    """Return an engine over these records, whatever was there before."""
    pile = where.with_suffix(".jsonl")
    pile.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert reindex.main([str(pile), "--index", str(where), "--workers", "1", "--quiet"]) == 0
    return open_engine(str(where))


def site(engine: Any) -> FlaskClient:
    return create_app(engine).test_client()


def download(client: FlaskClient, parameters: str = "") -> bytes:
    """Return a downloaded file."""
    response: TestResponse = client.get(f"/api/export?{parameters}")
    with response:
        assert response.status_code == 200, response.text
        assert int(response.headers["Content-Length"]) == len(response.data)
    return bytes(response.data)


def records(client: FlaskClient, parameters: str = "") -> list[Record]:
    """Return the records of a download as JSON Lines."""
    return [json.loads(line) for line in download(client, parameters).splitlines()]


def rows(client: FlaskClient, parameters: str = "") -> list[dict[str, str]]:
    """Return the rows of a download as CSV."""
    text = download(client, f"format=csv&{parameters}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def ids(found: list[Record]) -> list[str]:
    return [record["id"] for record in found]


def problem(client: FlaskClient, parameters: str, status: int) -> Any:
    """Return the problem that a download ends in."""
    with client.get(f"/api/export?{parameters}") as response:
        assert response.status_code == status
        assert response.content_type == "application/problem+json"
        assert "Content-Disposition" not in response.headers
        return response.json


def kept(engine: Engine) -> dict[str, Article]:
    """Return what of each article a record can say: not where a fact was found."""
    names = [hit.id for hit in engine.search(Query(size=1000)).hits]
    found = {name: engine.article(name) for name in names}
    return {
        name: replace(
            article,
            origins={},
            published=article.published and replace(article.published, inferred=False),
        )
        for name, article in found.items()
        if article
    }


@pytest.mark.parametrize("size", [1, 4, 18, 1000])
@pytest.mark.parametrize("in_memory", [1000, 1_000_000])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_every_article_of_a_search_is_there_in_its_order(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, size: int, sort: str, in_memory: int
) -> None:
    monkeypatch.setattr(EXPORT, "PAGE", size)
    monkeypatch.setattr(EXPORT, "IN_MEMORY", in_memory)
    asked = f"q=harbour+OR+havnen&language=en&language=da&from=2016&sort={sort}"

    hits = client.get(f"/api/search?{asked}&size=100").get_json()["hits"]
    assert ids(records(client, asked)) == [hit["id"] for hit in hits]
    assert ids(rows(client, asked)) == [hit["id"] for hit in hits]
    assert len(hits) > 10


def test_a_record_has_what_is_known_and_nothing_else(client: FlaskClient) -> None:
    by_id = {record["id"]: record for record in records(client)}

    assert by_id == {article["id"]: known(article) for article in ARTICLES}
    assert [*by_id["en/3"]] == ["id", "title", "body", "date", "source", "language", "url"]


def known(article: Record) -> Record:
    """Return a record as it is kept: without an address that is none."""
    return {k: v for k, v in article.items() if k != "url" or v.startswith("https")}


def test_articles_are_indexed_from_it_as_they_were(tmp_path: Path) -> None:
    engine = indexed(tmp_path / "index", *ARTICLES, *HOSTILE, *TRICKY)
    before = kept(engine)

    after = kept(indexed(tmp_path / "again", *records(site(engine))))
    assert after == before
    assert len(after) == len(ARTICLES) + len(HOSTILE) + len(TRICKY)
    assert after["day"].title == "Færgen sejlede."
    assert after["code"].body == "Write <b>bold</b> & &amp;."


def test_the_sample_articles_are_indexed_from_it_as_they_were(tmp_path: Path) -> None:
    where = tmp_path / "seeds"
    assert reindex.main([str(ROOT / "seeds"), "--index", str(where), "--quiet"]) == 0
    engine = open_engine(str(where))

    assert kept(indexed(tmp_path / "again", *records(site(engine)))) == kept(engine)


def test_a_title_made_of_the_text_is_left_to_be_made_again(tmp_path: Path) -> None:
    engine = indexed(tmp_path / "index", *TRICKY)

    titles = {record["id"]: record.get("title") for record in records(site(engine))}
    assert (titles["day"], titles["month"]) == (None, "Æbler")
    origins = site(engine).get("/api/articles/day").get_json()["origins"]
    again = indexed(tmp_path / "again", *records(site(engine))).article("day")
    assert again
    assert again.origins["title"] == origins["title"]


def test_a_table_has_a_column_for_each_key(tmp_path: Path) -> None:
    by_id = {row["id"]: row for row in rows(site(indexed(tmp_path / "index", *TRICKY)))}

    assert by_id["month"] == {
        "id": "month",
        "title": "Æbler",
        "body": "Om æbler.",
        "date": "2018-08",
        "source": "",
        "language": "da",
        "url": "",
        "authors": "",
        "topics": "",
    }
    assert by_id["year"]["body"] == "One.\n\nTwo."
    assert by_id["code"]["body"] == "Write <b>bold</b> & &amp;."
    assert by_id["all"]["authors"] == "Bo Å; Mary O'Hara"


def test_a_table_is_known_to_be_utf_8(client: FlaskClient) -> None:
    data = download(client, "format=csv&language=da")

    assert data.startswith(b"\xef\xbb\xbfid,title,")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert "Færge 4 forlader havnen" in data.decode()


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path) -> None:
    by_source = {row["source"]: row for row in rows(site(indexed(tmp_path / "index", *HOSTILE)))}

    hostile, plain = by_source["'@tern"], by_source["a-b"]
    assert hostile["id"] == "'=1+2"
    assert hostile["title"] == "'+45 33 11 22 33"
    assert hostile["body"] == "'-1 is a number."
    assert (plain["title"], plain["body"]) == ("1 = 1", 'He said "no", then\n\n=SUM(A1)')


@pytest.mark.parametrize(
    ("parameters", "kind", "name"),
    [
        ("", "application/x-ndjson", "articles.jsonl"),
        ("format=jsonl", "application/x-ndjson", "articles.jsonl"),
        ("format=csv", "text/csv; charset=utf-8", "articles.csv"),
    ],
)
def test_it_comes_as_a_file(client: FlaskClient, parameters: str, kind: str, name: str) -> None:
    with client.get(f"/api/export?{parameters}") as response:
        assert response.content_type == kind
        assert response.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_a_search_that_finds_nothing_is_an_empty_file(client: FlaskClient) -> None:
    assert download(client, "q=zzqqj") == b""
    assert rows(client, "q=zzqqj") == []


def test_more_articles_than_a_download_may_have_are_refused_with_the_remedy(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = sum(article["language"] == "en" for article in ARTICLES)
    monkeypatch.setattr(EXPORT, "MAX_EXPORT", english)

    refused = problem(client, "", 400)
    assert refused["parameter"] == "q"
    assert f"finds {len(ARTICLES)} articles" in refused["detail"]
    assert f"at most {english}: narrow the search by source, from or to" in refused["detail"]
    assert len(records(client, "language=en")) == english


def test_an_article_that_is_gone_meanwhile_is_left_out(tmp_path: Path) -> None:
    where = tmp_path / "index"
    engine = indexed(where, *ARTICLES)
    changing = Meanwhile(engine, lambda: indexed(where, *ARTICLES[3:]))

    names = ids(records(site(changing)))
    assert sorted(names) == sorted(article["id"] for article in ARTICLES[3:])


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_each_article_is_there_once_if_the_index_changes_between_two_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(EXPORT, "PAGE", 5)
    where = tmp_path / "index"
    engine = indexed(where, *ARTICLES)
    old = [{**one, "date": "1999"} for one in ARTICLES if one["language"] == "en"]
    danish = [one for one in ARTICLES if one["language"] == "da"]
    new = [{"id": f"new/{n}", "text": "A port. " * n, "date": "2017"} for n in range(1, 9)]
    changing = Meanwhile(engine, lambda: indexed(where, *old, *danish, *new), searches=2)

    names = ids(records(site(changing), f"q=harbour+OR+havnen+OR+port&from=2016&sort={sort}"))
    assert sorted(names) == sorted(one["id"] for one in (*danish, *new))


def test_an_index_that_cannot_be_read_is_a_problem_and_no_half_file(index: str) -> None:
    client = site(Damaged(open_engine(index), lambda: None))

    for _ in range(3):
        assert "Rebuild the index" in problem(client, "", 503)["detail"]


def test_large_downloads_under_way_leave_the_site_to_others(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EXPORT, "IN_MEMORY", 1000)
    with client.get("/api/export"), client.get("/api/export?format=csv"):
        refused = client.get("/api/export")
        assert client.get("/api/search").status_code == 200

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "try again" in str(refused.json)
    assert len(records(client)) == len(ARTICLES)


@pytest.mark.parametrize("in_memory", [1000, 1_000_000])
def test_whatever_becomes_of_a_download_it_is_over_then(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(EXPORT, "IN_MEMORY", in_memory)
    for _ in range(3):
        problem(client, "format=xls", 400)
        with client.head("/api/export") as head:
            assert head.status_code == 200
        with client.get("/api/export") as unread:
            assert unread.status_code == 200


@pytest.mark.parametrize(("ui", "said"), [("en", "Download as CSV"), ("da", "Hent som CSV")])
def test_the_page_leads_to_both_formats(client: FlaskClient, ui: str, said: str) -> None:
    shown = page(client, f"/?q=harbour&source=Tern&sort=oldest&size=2&collapse=story&ui={ui}")

    asked = "q=harbour&source=Tern&sort=oldest"
    for form in ("jsonl", "csv"):
        assert f"/api/export?format={form}&{asked}" in shown.links()
    assert said in shown.text
    assert len(records(client, f"format=jsonl&{asked}")) > 2


def test_the_page_offers_no_download_that_would_be_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PAGES, "MAX_EXPORT", len(ARTICLES) - 1)

    assert "Up to 17 articles can be downloaded" in page(client, "/").text
    for shown in (page(client, "/"), page(client, "/?q=zzqqj")):
        assert not [link for link in shown.links() if link.startswith("/api/export")]


def test_clients_that_fetch_nothing_hold_no_thread_that_others_need(tmp_path: Path) -> None:
    where = tmp_path / "index"
    indexed(where, *({"id": f"{n}", "text": "A long text. " * 4000} for n in range(250)))
    with serving("--index", str(where), "--workers", "1") as (_, url):
        host, port = url.removeprefix("http://").split(":")
        idle = [socket.create_connection((host, int(port)), timeout=20) for _ in range(4)]
        for connection in idle:
            connection.sendall(b"GET /api/export HTTP/1.1\r\nHost: localhost\r\n\r\n")
        started = sorted(connection.recv(12) for connection in idle)
        with urlopen(f"{url}/api/search", timeout=20) as answer:
            assert answer.status == 200
        for connection in idle:
            connection.close()

        assert started == [b"HTTP/1.1 200"] * 2 + [b"HTTP/1.1 503"] * 2
        until(lambda: fetched(f"{url}/api/export") > 12_000_000)


def fetched(url: str) -> int:
    """Return how many bytes are at an address, 0 where none are to be had now."""
    try:
        with urlopen(url, timeout=20) as answer:
            return len(answer.read())
    except HTTPError as error:
        error.close()
        return 0
