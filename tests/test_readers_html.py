"""HTML pages: metadata in the order of their trust, and the text without what stands around it."""

import json
import logging
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from searchapp.article import Article, Published, Skipped
from searchapp.readers import read

ONE = (
    "The old bridge over the river Arn was closed on Monday after engineers found deep cracks in"
    " two of its pillars, the town council said in a short statement."
)
TWO = (
    "Drivers will have to take the northern route for at least six weeks, according to the"
    " council, which expects long queues every morning and every afternoon."
)
TITLE = "Cracks force town to close bridge"


def page(head: str = "", body: str = "", language: str = "") -> str:
    said = f' lang="{language}"' if language else ""
    return f"""<!doctype html><html{said}><head>{head}</head><body>
        <nav><a href="/">Home</a> <a href="/news">News</a></nav>
        <article><h1>{TITLE}</h1>{body}<p>{ONE}</p><p>{TWO}</p></article>
        <aside><h2>Most read</h2><a href="/x">Minister quits over letter</a></aside>
        <footer>Copyright 2019 The Arn Gazette</footer></body></html>"""


def article(tmp_path: Path, html: str | bytes) -> Article:
    path = tmp_path / "x.html"
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    (found,) = read(path)
    assert isinstance(found, Article), found
    return found


def json_ld(**fields: Any) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_the_body_is_the_article_without_menu_headline_and_footer(tmp_path: Path) -> None:
    assert article(tmp_path, page()).body == f"{ONE}\n\n{TWO}"


def test_a_bare_page_invents_nothing(tmp_path: Path) -> None:
    found = article(tmp_path, page())
    assert found.title == TITLE
    assert (found.published, found.source, found.language, found.url) == (None, None, "", None)
    assert found.authors == found.topics == ()


@pytest.mark.parametrize("root", ['<html lang="da-DK">', '<html xml:lang="da-DK">'])
def test_the_root_element_tells_the_language(tmp_path: Path, root: str) -> None:
    assert article(tmp_path, page().replace("<html>", root)).language == "da"


def test_structured_data_tell_everything(tmp_path: Path) -> None:
    found = article(
        tmp_path,
        page(
            json_ld(
                headline="A better headline",
                datePublished="2021-03-03T23:30:00-05:00",
                dateModified="2022-01-01",
                publisher={"@type": "Organization", "name": "The Arn Gazette"},
                author=[{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe"}],
                inLanguage="en-GB",
                url="https://www.arn.example.com/bridge",
                keywords="bridges, traffic",
            )
        ),
    )
    assert found.title == "A better headline"
    assert found.published is not None
    assert found.published.value == "2021-03-03"
    assert (found.source, found.language) == ("The Arn Gazette", "en")
    assert found.authors == ("Jane Doe", "John Roe")
    assert found.url == "https://www.arn.example.com/bridge"
    assert found.topics == ("bridges", "traffic")
    assert set(found.origins.values()) == {"json-ld"}


def test_structured_data_may_be_a_graph_with_references(tmp_path: Path) -> None:
    graph = [
        {"@type": "WebSite", "name": "Not this", "url": "https://arn.example.com"},
        {"@type": ["Article", "NewsArticle"], "headline": "H", "publisher": {"@id": "#org"}},
        {"@type": "Organization", "@id": "#org", "name": "The Arn Gazette"},
    ]
    script = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    found = article(tmp_path, page(script))
    assert (found.title, found.source) == ("H", "The Arn Gazette")


@pytest.mark.parametrize(
    "own", [{"headline": TITLE}, {"headline": "Bridge", "url": "https://arn.example/1"}]
)
def test_of_several_articles_in_structured_data_the_pages_own_counts(
    tmp_path: Path, own: dict[str, str]
) -> None:
    other = json_ld(headline="Minister quits over letter", datePublished="2017-01-01")
    link = '<link rel="canonical" href="https://arn.example/1">'
    head = other + json_ld(**own, datePublished="2018-08-21") + link
    assert article(tmp_path, page(head)).published == Published("2018-08-21")


def test_structured_data_may_name_their_encoding(tmp_path: Path) -> None:
    data = json_ld(datePublished="2018-08-21").replace("ld+json", "ld+json; charset=utf-8")
    assert article(tmp_path, page(data)).published == Published("2018-08-21")


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("//<![CDATA[\n", "\n//]]>"),
        ("/*<![CDATA[*/", "/*]]>*/"),
        ("<![CDATA[", "]]>"),
        ("<!--\n", "\n-->"),
        ("<!--//\n", "\n//-->"),
        ("", ";"),
    ],
)
def test_what_scripts_are_wrapped_in_is_no_part_of_structured_data(
    tmp_path: Path, before: str, behind: str
) -> None:
    data = json_ld(datePublished="2018-08-21")
    wrapped = data.replace(">{", f">{before}{{").replace("}<", f"}}{behind}<")
    assert article(tmp_path, page(wrapped)).published == Published("2018-08-21")


def test_structured_data_of_many_lists_are_soon_read(tmp_path: Path) -> None:
    lists = json.dumps([{"@graph": [[{}]]}] * 50_000)
    began = process_time()
    assert article(tmp_path, page(f'<script type="application/ld+json">{lists}</script>')).body
    assert process_time() - began < 5


def test_broken_structured_data_do_no_harm(tmp_path: Path) -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert article(tmp_path, page(broken)).title == TITLE


def test_meta_elements_come_second(tmp_path: Path) -> None:
    head = (
        meta("og:title", f"{TITLE} | The Arn Gazette")
        + meta("og:site_name", "The Arn Gazette")
        + meta("article:published_time", "2021-03-03T10:00:00Z")
        + meta("article:modified_time", "2022-03-03T10:00:00Z")
        + meta("article:tag", "bridges")
        + meta("article:tag", "traffic")
        + '<meta name="author" content="Jane Doe">'
    )
    found = article(tmp_path, page(head, language="da-DK"))
    assert (found.title, found.source, found.language) == (TITLE, "The Arn Gazette", "da")
    assert found.published is not None
    assert found.published.value == "2021-03-03"
    assert (found.authors, found.topics) == (("Jane Doe",), ("bridges", "traffic"))
    assert (found.origins["published"], found.origins["language"]) == ("meta", "html lang")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('<time datetime="2021-03-03T10:00">3 March</time>', "2021-03-03"),
        ('<time class="updated" datetime="2022-01-01">x</time>', None),
        ('<p>Updated <time datetime="2022-01-01">x</time></p>', None),
        (
            '<time class="updated" datetime="2022-01-01">x</time>'
            '<time datetime="2021-03-03">y</time>',
            "2021-03-03",
        ),
        ('<span itemprop="datePublished" content="2021-03-03">x</span>', "2021-03-03"),
    ],
)
def test_a_time_element_tells_the_day_unless_it_is_an_update(
    tmp_path: Path, body: str, wanted: str | None
) -> None:
    found = article(tmp_path, page(body=body)).published
    assert (found.value if found else None) == wanted


@pytest.mark.parametrize(
    "html",
    [
        '<header><time datetime="2024-05-06">Today</time></header><main><h1>Cracks</h1>'
        f'<div><time datetime="2018-08-21"></time></div><p>{ONE}</p><p>{TWO}</p></main>',
        '<article><time datetime="PT5M">5 min</time><time datetime="2018-08-21"></time>'
        f"<p>{ONE}</p><p>{TWO}</p></article>",
        '<div class="comments"><time datetime="2024-05-06"></time><p>Sad.</p></div>'
        f'<div><time datetime="2018-08-21"></time><p>{ONE}</p><p>{TWO}</p></div>',
    ],
    ids=["today", "length", "comment"],
)
def test_a_time_element_beside_the_article_or_of_a_length_is_not_its_day(
    tmp_path: Path, html: str
) -> None:
    assert article(tmp_path, f"<html><body>{html}").published == Published("2018-08-21")


def test_the_address_tells_the_day_and_the_site_at_last(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://www.arn.example.com/2021/03/03/bridge">'
    found = article(tmp_path, page(link))
    assert found.published is not None
    assert found.published.value == "2021-03-03"
    assert found.source == "arn.example.com"
    assert (found.origins["published"], found.origins["source"]) == ("url", "url")


def test_a_saved_page_knows_where_it_was_saved_from(tmp_path: Path) -> None:
    mark = "<!-- saved from url=(0032)https://arn.example.com/bridge -->"
    assert article(tmp_path, mark + page()).url == "https://arn.example.com/bridge"


def test_the_name_behind_the_headline_in_the_title_is_the_site(tmp_path: Path) -> None:
    found = article(tmp_path, page(f"<title>{TITLE} - The Arn Gazette</title>"))
    assert (found.title, found.source) == (TITLE, "The Arn Gazette")


def test_a_body_in_structured_data_stands_in_for_an_empty_page(tmp_path: Path) -> None:
    head = json_ld(headline=TITLE, articleBody=f"{ONE}\n{TWO}")
    html = f"<html><head>{head}</head><body><div id=app></div></body></html>"
    assert article(tmp_path, html).body == f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_used(tmp_path: Path, declared: str) -> None:
    html = page(
        f'<meta charset="{declared}">', "<p>Rødgrød med fløde spiser man på Ærø – også i år.</p>"
    )
    assert "Rødgrød med fløde spiser man på Ærø –" in article(tmp_path, html.encode("cp1252")).body


@pytest.mark.parametrize(
    "html", ["<html></html>", "<html><body><script>x()</script></body></html>"]
)
def test_a_page_without_text_is_skipped_with_the_remedy(tmp_path: Path, html: str) -> None:
    path = tmp_path / "x.html"
    path.write_text(html, "utf-8")
    (found,) = read(path)
    assert isinstance(found, Skipped)
    assert "no article text" in found.reason


def test_unclosed_and_crossed_elements_are_read(tmp_path: Path) -> None:
    found = article(tmp_path, f"<html><body><h1>{TITLE}<p>{ONE}<div><b>{TWO}</p></b><table><tr>")
    assert ONE in found.body
    assert TWO in found.body


@pytest.mark.parametrize("paragraphs", [f"<p>{ONE}</p><p>{TWO}</p>", f"{ONE}<br><br>{TWO}"])
def test_a_page_laid_out_as_a_table_has_paragraphs_a_byline_and_a_day(
    tmp_path: Path, paragraphs: str
) -> None:
    found = article(
        tmp_path,
        f"<html><head><title>{TITLE}</title></head><body><table><tr><td><a href=1>Home</a><br>"
        f"<a href=2>Sport</a></td><td><h1>{TITLE}</h1><p>By Jane Doe<p>3 March 2001<p>"
        f"{paragraphs}</td></tr></table></body></html>",
    )
    assert (found.title, found.authors) == (TITLE, ("Jane Doe",))
    assert found.published == Published("2001-03-03")
    assert found.body == f"{ONE}\n\n{TWO}"


def test_a_table_of_data_keeps_its_rows_inside_one_that_lays_out_the_page(tmp_path: Path) -> None:
    data = "<table><tr><th>Bridge</th><td>Arn</td></tr><tr><th>Built</th><td>1931</td></tr></table>"
    html = f"<table><tr><td><h1>{TITLE}</h1><p>{ONE}</p>{data}<p>{TWO}</p></td></tr></table>"
    found = article(tmp_path, f"<html><body>{html}</body></html>")
    assert found.body == f"{ONE}\n\n| Bridge | Arn |\n\n| Built | 1931 |\n\n{TWO}"


def test_the_library_beneath_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.html"
    path.write_text("<html><body>x</body></html>", "utf-8")
    with caplog.at_level(logging.DEBUG):
        list(read(path))
    assert caplog.text == "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize(
    ("head", "logo", "foot"),
    [
        ("", "", "© 2019 The Arn Report"),
        ("", "<h1>The Arn Report</h1>", "© 2019 The Arn Report"),
        (meta("og:site_name", "The Arn Report"), "<h1>The Arn Report</h1>", ""),
        ('<link rel="canonical" href="https://thearnreport.example/1">', "", ""),
    ],
)
def test_a_title_element_that_only_names_the_site_is_no_headline(
    tmp_path: Path, head: str, logo: str, foot: str
) -> None:
    html = (
        f"<html><head><title>The Arn Report</title>{head}</head><body>{logo}<h2>{TITLE}</h2>"
        f"<p>{ONE}</p><p>{TWO}</p><footer>{foot}</footer></body></html>"
    )
    assert article(tmp_path, html).title == TITLE


def test_the_name_of_a_paper_above_a_text_that_never_speaks_of_it_is_no_headline(
    tmp_path: Path,
) -> None:
    html = (
        "<html><head><title>Marlow Gazette</title></head><body><h1>Marlow Gazette</h1>"
        f"<h2>{TITLE}</h2><p>{ONE}</p><p>{TWO}</p></body></html>"
    )
    assert article(tmp_path, html).title == TITLE


def test_the_site_in_front_of_the_headline_in_the_title_is_no_headline(tmp_path: Path) -> None:
    head = f"<title>The Arn Report | {TITLE}</title>{meta('og:site_name', 'The Arn Report')}"
    html = f"<html><head>{head}</head><body><p>{ONE}</p><p>{TWO}</p></body></html>"
    assert article(tmp_path, html).title == TITLE


@pytest.mark.parametrize(
    "line",
    [
        '<p class="byline">By Jane Doe</p>',
        '<span itemprop="author">Jane Doe</span>',
        '<a rel="author" href="/jane">Jane Doe</a>',
    ],
)
def test_a_marked_byline_names_the_author(tmp_path: Path, line: str) -> None:
    found = article(tmp_path, page(body=line))
    assert (found.authors, found.origins["authors"]) == (("Jane Doe",), "byline")


@pytest.mark.parametrize(
    "line",
    [
        '<p><a rel="author" href="/j">Jane Doe</a>, <a rel="author" href="/m">Max Roe</a></p>',
        '<div><span itemprop="author">Jane Doe</span><span itemprop="author">Max Roe</span></div>',
        '<p class="byline">By <a rel="author">Jane Doe</a> and <a rel="author">Max Roe</a></p>',
    ],
)
def test_authors_marked_side_by_side_are_all_named(tmp_path: Path, line: str) -> None:
    teaser = '<aside><a rel="author">Ann Poe</a></aside><p><a rel="author">Eve Coe</a></p>'
    assert article(tmp_path, page(body=line) + teaser).authors == ("Jane Doe", "Max Roe")


@pytest.mark.parametrize(
    "line",
    [
        '<p class="byline">By Jane Doe</p><p class="byline">Published 21 August 2018</p>',
        '<p class="byline">Published 21 August 2018</p><p class="byline">By Jane Doe</p>',
        '<p class="author">Jane Doe</p><p class="author">Share</p>',
        '<p class="author">Jane Doe, 21 August 2018</p>',
        '<div itemprop="author"><b itemprop="name">Jane Doe</b><b>Reporter</b></div>',
    ],
)
def test_what_else_stands_in_a_byline_is_no_author(tmp_path: Path, line: str) -> None:
    assert article(tmp_path, page(body=line)).authors == ("Jane Doe",)


def test_names_in_elements_of_their_own_do_not_run_together(tmp_path: Path) -> None:
    line = '<p class="byline"><b>Jane Doe</b><i>and</i><b>Max<!-- x --> Roe</b></p>'
    assert article(tmp_path, page(body=line)).authors == ("Jane Doe", "Max Roe")


def test_a_publisher_marked_in_the_page_is_the_source(tmp_path: Path) -> None:
    name = '<span itemprop="name">The Arn Gazette</span>'
    line = f'<div itemprop="publisher" itemscope><img src="/logo">{name}</div>'
    hidden = '<div itemprop="publisher" itemscope><meta itemprop="name" content="Arn"></div>'
    assert article(tmp_path, page(body=line)).source == "The Arn Gazette"
    assert article(tmp_path, page(body=hidden)).source == "Arn"


def test_a_byline_beside_the_article_is_not_its_own(tmp_path: Path) -> None:
    aside = '<aside><p class="byline">By Jane Doe</p></aside>'
    assert article(tmp_path, page().replace("</body>", f"{aside}</body>")).authors == ()
