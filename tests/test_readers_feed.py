"""RSS and Atom: one article an entry, from bytes alone."""

import re
import socket
from pathlib import Path

import pytest

from searchapp.article import Article, Skipped
from searchapp.readers import read
from searchapp.readers.stream import Found

RSS = """<?xml version="1.0" encoding="{code}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Arnå Avis</title><language>da-dk</language><link>https://arn.example</link>
<item><title>Broen &amp; færgen</title><link>https://arn.example/1</link>
<guid isPermaLink="false">a-1</guid><pubDate>Tue, 21 Aug 2018 23:30:00 -0700</pubDate>
<dc:creator>Mette Lind</dc:creator><category>Trafik</category><category>Broer</category>
<description>Kort.</description>
<content:encoded><![CDATA[<p>Broen er <b>lukket</b>.</p>
<p>Færgen sejler.</p>]]></content:encoded></item>
<item><title>Kun en overskrift</title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Arn Gazette</title>
<id>urn:f</id><updated>2022-01-01T00:00:00Z</updated>
<entry><title type="html">Bridge &amp;lt;closed&amp;gt;</title><id>urn:1</id>
<link href="https://arn.example/2"/><published>2018-08-21T23:30:00-07:00</published>
<updated>2019-01-01T00:00:00Z</updated><author><name>Jane Doe</name></author>
<author><name>John Roe</name></author><summary>The bridge is closed.</summary></entry>
<entry><title>Second</title><id>urn:2</id><updated>2020-02-02T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content>
</entry></feed>"""


def results(tmp_path: Path, data: bytes | str, name: str = "x.rss") -> list[Found]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read(path))


def articles(tmp_path: Path, data: bytes | str, name: str = "x.rss") -> list[Article]:
    found = results(tmp_path, data, name)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


@pytest.mark.parametrize("code", ["utf-8", "iso-8859-1"])
def test_an_rss_item_is_an_article(tmp_path: Path, code: str) -> None:
    article, _ = articles(tmp_path, RSS.format(code=code).encode(code))
    assert (article.id, article.title) == ("a-1", "Broen & færgen")
    assert article.body == "Broen er lukket.\n\nFærgen sejler."
    assert (article.source, article.language) == ("Arnå Avis", "da")
    assert (article.url, article.authors) == ("https://arn.example/1", ("Mette Lind",))
    assert article.topics == ("Trafik", "Broer")
    assert article.origins["source"] == "channel"


def test_the_day_is_the_outlets_whatever_the_time_zone(tmp_path: Path) -> None:
    rss = articles(tmp_path, RSS.format(code="utf-8"))[0].published
    atom = articles(tmp_path, ATOM, "x.atom")[0].published
    assert rss is not None
    assert rss == atom
    assert rss.value == "2018-08-21"


@pytest.mark.parametrize(
    ("home", "link", "url"),
    [
        ("https://arn.example/", "/1?a=2", "https://arn.example/1?a=2"),
        ("https://arn.example/news/", "1", "https://arn.example/news/1"),
        ("https://arn.example", "//cdn.example/1", "https://cdn.example/1"),
        ("https://arn.example", "http://[1", None),
        ("/", "/1", None),
    ],
)
def test_a_link_that_is_no_whole_address_goes_on_from_that_of_the_feed(
    tmp_path: Path, home: str, link: str, url: str | None
) -> None:
    item = f"<item><title>A</title><link>{link}</link></item>"
    rss = f'<rss version="2.0"><channel><title>B</title><link>{home}</link>{item}</channel></rss>'
    (found,) = results(tmp_path, rss)
    assert isinstance(found, Article)
    assert found.url == url


def test_an_item_may_be_a_headline_alone(tmp_path: Path) -> None:
    _, article = articles(tmp_path, RSS.format(code="utf-8"))
    assert (article.title, article.body, article.published) == ("Kun en overskrift", "", None)


def test_an_atom_entry_is_an_article(tmp_path: Path) -> None:
    first, second = articles(tmp_path, ATOM, "x.xml")
    assert (first.authors, first.source, first.language) == (
        ("Jane Doe", "John Roe"),
        "The Arn Gazette",
        "en",
    )
    assert second.body == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("feed", "languages"),
    [
        (
            '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><language>en</language>'
            "<item><title>Broen</title><dc:language>da</dc:language></item>"
            "<item><title>Bridge</title></item></channel></rss>",
            ["da", "en"],
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Arn</title>'
            '<entry xml:lang="da"><title>Broen</title></entry>'
            "<entry><title>Bridge</title></entry></feed>",
            ["da", "en"],
        ),
        (
            '<rss xml:lang="en-US"><channel><title>Arnå</title><language>da</language>'
            '<item><title>Broen</title></item><item xml:lang="sv"><title>Bron</title></item>'
            "</channel></rss>",
            ["da", "sv"],
        ),
    ],
)
def test_the_language_of_an_entry_comes_before_that_of_its_feed(
    tmp_path: Path, feed: str, languages: list[str]
) -> None:
    assert [article.language for article in articles(tmp_path, feed, "x.xml")] == languages


def test_a_day_of_change_stands_in_and_says_so(tmp_path: Path) -> None:
    _, second = articles(tmp_path, ATOM, "x.atom")
    assert second.published is not None
    assert second.published.value == "2020-02-02"
    assert second.origins["published"] == "feed (updated)"


def test_damaged_xml_gives_what_can_be_read_and_says_so(tmp_path: Path) -> None:
    cut = RSS.format(code="utf-8").partition("<item><title>Kun")[0]
    article, skipped = results(tmp_path, cut)
    assert isinstance(article, Article)
    assert isinstance(skipped, Skipped)
    assert "damaged" in skipped.reason


@pytest.mark.parametrize(
    "xml", ["<root><a/></root>", "<urlset><url><loc>x</loc></url></urlset>", "<a"]
)
def test_other_xml_is_skipped_with_the_remedy(tmp_path: Path, xml: str) -> None:
    (skipped,) = results(tmp_path, xml, "x.xml")
    assert isinstance(skipped, Skipped)
    assert "no RSS or Atom feed" in skipped.reason


def test_a_page_in_xml_is_read_as_html(tmp_path: Path) -> None:
    words = "The bridge over the river was closed on Monday, the town council said. "
    root = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'
    page = f"{root}<body><p>{words * 5}</p></body></html>"
    (article,) = articles(tmp_path, page, "x.xml")
    assert article.title == words.strip()


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    doctype = '<!DOCTYPE rss SYSTEM "https://arn.example/rss.dtd">'
    found = results(tmp_path, RSS.format(code="utf-8").replace("<rss", f"{doctype}<rss", 1))
    address = results(tmp_path, "https://arn.example/feed.xml")
    assert len(found) == 2
    assert [type(one) for one in address] == [Skipped]


@pytest.mark.parametrize(
    ("references", "title"),
    [
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#xD83D;&#xde00;", "\U0001f600"),
        ("&#55357; &#56832; &#xd83d;", "\ufffd \ufffd \ufffd"),
        ("&#x110000; &#99999999999999; &#" + "9" * 5000 + ";", "\ufffd \ufffd \ufffd"),
        ("&#x1f600; &#0000229; &#x0041;", "\U0001f600 å A"),
    ],
)
@pytest.mark.parametrize("data", [RSS.format(code="utf-8"), ATOM], ids=["rss", "atom"])
def test_references_to_no_character_harm_nothing_else(
    tmp_path: Path, data: str, references: str, title: str
) -> None:
    sound = articles(tmp_path, data)
    first, second = articles(tmp_path, re.sub("(?<=<title>)(Kun en|Second)", references, data))
    assert first == sound[0]
    assert second.title.removesuffix(" overskrift") == title


def test_entities_that_multiply_are_not_followed(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{bomb}]>'
    item = "<item><title>T &e11;</title><description>D</description></item>"
    found = results(tmp_path, f"{doctype}<rss version='2.0'><channel>{item}</channel></rss>")
    assert sum(len(str(one)) for one in found) < 5000
