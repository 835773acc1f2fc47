"""Web archives: of all that was fetched, the articles."""

import gzip
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from searchapp import reindex
from searchapp.article import Article, Skipped
from searchapp.engines import open_engine
from searchapp.query import Query
from searchapp.readers import read
from searchapp.readers.stream import MAX_ARTICLE, Found

TEXT = (
    "The herring quota in the sound will be cut by a fifth next year, the fisheries board said"
    " on Tuesday, after three seasons in which trawlers brought home less than they were allowed."
)
MORE = (
    "Skippers in the harbour of Tern called the decision a blow to towns that live by the sea,"
    " while biologists said that it came two winters too late for the stock to recover by itself."
)
HERE = "https://gazette.example/2018/08/21/herring-quota-is-cut"
HTML = "text/html; charset=utf-8"


def page(head: str = "", first: str = TEXT) -> str:
    return f"""<!doctype html><html lang="en"><head><title>Herring quota is cut</title>{head}</head>
        <body><nav><a href="/">Front</a></nav><article><h1>Herring quota is cut</h1>
        <p>{first}</p><p>{MORE}</p></article></body></html>"""


def head(first: str, headers: Mapping[str, str]) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode()


class Crawl:
    """A web archive in the making."""

    def __init__(self, gzipped: bool = True) -> None:
        self.packed = gzip.compress if gzipped else bytes
        self.data = b""

    def add(
        self,
        body: str | bytes,
        address: str = HERE,
        type_: str = HTML,
        status: str = "200 OK",
        record: str = "response",
        **headers: str,
    ) -> "Crawl":
        block = body.encode() if isinstance(body, str) else body
        of_block = type_
        if record == "response":
            sent = {"Content-Type": type_, **{k.replace("_", "-"): v for k, v in headers.items()}}
            block = head(f"HTTP/1.1 {status}", sent) + block
            of_block = "application/http; msgtype=response"
        about = {"WARC-Type": record, "WARC-Target-URI": address, "Content-Type": of_block}
        about = {key: value for key, value in about.items() if value}
        whole = head("WARC/1.0", {**about, "Content-Length": f"{len(block)}"}) + block
        self.data += self.packed(whole + b"\r\n\r\n")
        return self

    def read(
        self, folder: Path, name: str = "crawl.warc.gz", keep: int | None = None
    ) -> list[Found]:
        path = folder / name
        path.write_bytes(self.data[:keep])
        return list(read(path))

    def articles(self, folder: Path, name: str = "crawl.warc.gz") -> list[Article]:
        found = self.read(folder, name)
        assert all(isinstance(one, Article) for one in found), found
        return [one for one in found if isinstance(one, Article)]


def test_a_page_is_an_article_with_the_address_it_was_fetched_from(tmp_path: Path) -> None:
    (found,) = Crawl().add(page()).articles(tmp_path)

    assert (found.title, found.body) == ("Herring quota is cut", f"{TEXT}\n\n{MORE}")
    assert (found.url, found.source) == (HERE, "gazette.example")
    assert found.origins["url"] == "web archive"
    assert found.published
    assert (found.published.value, found.origins["published"]) == ("2018-08-21", "url")


def test_what_a_page_says_itself_comes_before_its_address(tmp_path: Path) -> None:
    head = (
        '<link rel="canonical" href="https://gazette.example/herring">'
        '<meta property="og:site_name" content="The Tern Gazette">'
    )

    (found,) = Crawl().add(page(head)).articles(tmp_path)

    assert (found.url, found.source) == ("https://gazette.example/herring", "The Tern Gazette")


@pytest.mark.parametrize(("name", "gzipped"), [("a.warc", False), ("a.warc.gz", True)])
def test_an_archive_may_be_compressed(tmp_path: Path, name: str, gzipped: bool) -> None:
    crawl = Crawl(gzipped).add(page()).add(page(), address=f"{HERE}-again")

    assert [found.url for found in crawl.articles(tmp_path, name)] == [HERE, f"{HERE}-again"]


def test_an_archive_compressed_as_a_whole_is_read_like_one_compressed_by_record(
    tmp_path: Path,
) -> None:
    crawl = Crawl(gzipped=False).add(page()).add(page(), address=f"{HERE}-again")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(crawl.data))

    assert len(list(read(path))) == 2


def test_a_page_that_was_sent_compressed_and_in_chunks_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(page().encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)

    (found,) = (
        Crawl()
        .add(chunked, Content_Encoding="gzip", Transfer_Encoding="chunked")
        .articles(tmp_path)
    )

    assert found.body.startswith(TEXT)


def test_what_is_no_article_is_left_out_without_a_word(tmp_path: Path) -> None:
    list_page = '<meta property="og:type" content="website">'
    crawl = (
        Crawl()
        .add(page(), address="https://gazette.example/")
        .add(page(list_page), address="https://gazette.example/news")
        .add("<html><body><p>Advertisement</p></body></html>", address="https://ads.example/1")
        .add("<html><body></body></html>", address="https://gazette.example/app")
        .add("", address="https://gazette.example/nothing")
        .add(page(), address="https://gazette.example/gone", status="404 Not Found")
        .add("body { color: red }", type_="text/css", address="https://gazette.example/x.css")
        .add(b"\x89PNG\r\n\x1a\n" + bytes(99), type_="image/png", address="https://x.example/y")
        .add("User-agent: *", type_="text/plain", address="https://gazette.example/robots.txt")
        .add(page())
    )

    assert [found.url for found in crawl.articles(tmp_path)] == [HERE]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="article">',
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"})}</script>',
    ],
)
def test_a_page_that_says_it_is_an_article_is_one_however_short(tmp_path: Path, head: str) -> None:
    short = f"<html><head>{head}</head><body><h1>Harbour shut</h1><p>More soon.</p></body></html>"

    (found,) = Crawl().add(short, address="https://gazette.example/").articles(tmp_path)

    assert found.title == "Harbour shut"


def test_the_texts_of_common_crawl_are_articles(tmp_path: Path) -> None:
    crawl = Crawl().add(
        f"Herring quota is cut\n{TEXT}\n{MORE}", record="conversion", type_="text/plain"
    )

    (found,) = crawl.articles(tmp_path, "CC-NEWS.warc.wet.gz")

    assert (found.title, found.url) == ("Herring quota is cut", HERE)
    assert found.source == "gazette.example"


def test_an_arc_is_read_as_well(tmp_path: Path) -> None:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page()}".encode()
    version = b"1 0 Tern\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = b"filedesc://a.arc 0.0.0.0 20180821120000 text/plain %d\n%s" % (len(version), version)
    arc += b"\n%s 127.0.0.1 20180821120000 text/html %d\n%s\n" % (HERE.encode(), len(http), http)
    (tmp_path / "a.arc").write_bytes(arc)

    (found,) = read(tmp_path / "a.arc")

    assert isinstance(found, Article)
    assert (found.url, found.title) == (HERE, "Herring quota is cut")


def test_a_wacz_holds_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "crawl.wacz", "w") as packed:
        packed.writestr("archive/one.warc.gz", Crawl().add(page()).data)
        packed.writestr("archive/two.warc", Crawl(gzipped=False).add(page()).data)
        packed.writestr("pages/pages.jsonl", '{"url": "https://gazette.example/"}\n')

    found = list(read(tmp_path / "crawl.wacz"))

    assert all(isinstance(one, Article) for one in found)
    assert len({one.id for one in found if isinstance(one, Article)}) == 2


def test_identifiers_stay_when_an_archive_is_read_again(tmp_path: Path) -> None:
    crawl = Crawl().add("x", type_="text/css").add(page()).add(page(), address=f"{HERE}-again")

    first, second = ([one.id for one in crawl.articles(tmp_path)] for _ in range(2))

    assert first == second
    assert len(set(first)) == 2


# What is wrong with an archive


def test_an_archive_that_ends_too_early_keeps_what_came_before(tmp_path: Path) -> None:
    crawl = Crawl().add(page())
    crawl.add(page(), address=f"{HERE}-again")

    found = crawl.read(tmp_path, keep=len(crawl.data) - 200)

    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Skipped)
    assert "ends too early" in found[-1].reason


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.arc", "a.wet", "a.wacz"])
def test_what_is_no_web_archive_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"These are not the records you are looking for.\n" * 9)

    (found,) = read(tmp_path / name)

    assert isinstance(found, Skipped)
    assert "get it again" in found.reason


def test_a_damaged_record_ends_an_archive_and_keeps_what_came_before(tmp_path: Path) -> None:
    crawl = Crawl(gzipped=False).add(page())
    crawl.data += b"WARD/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nabcde\r\n\r\n"

    first, second = crawl.read(tmp_path, "a.warc")

    assert isinstance(first, Article)
    assert isinstance(second, Skipped)
    assert second.reason == "no WARC or ARC after record 1: what follows was not read; get it again"


def test_a_record_without_an_address_stops_no_other(tmp_path: Path) -> None:
    crawl = Crawl(gzipped=False).add(page(), address="", record="resource").add(page())

    found = crawl.articles(tmp_path, "a.warc")

    assert [one.url for one in found] == [None, HERE]


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (b"\x1b\x00\x00", {"Content_Encoding": "br"}, "compressed as br"),
        ("<p>" + "a " * (MAX_ARTICLE // 2), {}, "larger than 10 MB"),
        (b"\x00\x01\x02\x03" * 99, {}, "binary data"),
    ],
)
def test_a_page_that_cannot_be_read_is_named_and_stops_no_other(
    tmp_path: Path, body: str | bytes, headers: dict[str, str], said: str
) -> None:
    crawl = Crawl().add(body, address=f"{HERE}-broken", **headers).add(page())

    skipped, article = crawl.read(tmp_path)

    assert isinstance(skipped, Skipped)
    assert skipped.where == f"{tmp_path / 'crawl.warc.gz'}, {HERE}-broken"
    assert said in skipped.reason
    assert isinstance(article, Article)


def test_nothing_is_printed_of_a_record_whose_length_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crawl = Crawl(gzipped=False).add(page())
    data = crawl.data
    at = data.index(b"Content-Length: ") + len(b"Content-Length: ")
    length = int(data[at : data.index(b"\r\n", at)])
    crawl.data = data.replace(b"%d\r\n" % length, b"%d\r\n" % (length - 3), 1)

    crawl.read(tmp_path, "a.warc")

    assert capsys.readouterr() == ("", "")


def test_reindex_takes_a_web_archive_like_any_file(tmp_path: Path) -> None:
    (tmp_path / "pile").mkdir()
    Crawl().add(page()).articles(tmp_path / "pile")

    assert reindex.main([str(tmp_path / "pile"), "--index", str(tmp_path / "index")]) == 0

    (hit,) = open_engine(str(tmp_path / "index")).search(Query("herring quotas")).hits
    assert (hit.title, hit.url) == ("Herring quota is cut", HERE)
