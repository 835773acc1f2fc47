"""The pages for people."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searchapp import reindex
from searchapp.article import Published
from searchapp.engines import open_engine
from searchapp.engines.whoosh.format.layout import unusable
from searchapp.query import BadParameter, from_url
from searchapp.results import Snippet
from searchapp.syntax import parse
from searchapp.web import create_app, template_folder
from searchapp.web.choices import between, whole
from searchapp.web.danish import DANISH, SENTENCES
from searchapp.web.messages import Ui
from searchapp.web.pages import excerpt, host_of, marked, paragraphs

HOSTILE = "/articles/hostile%20%3C%26%3F%23%25%3E%20%2F%2F%20id"
PROGRAMS = ("/openapi", "/api/")
"""What is for programs speaks no language."""
VOID = {"meta", "link", "input", "img", "rect", "br"}


class Page(HTMLParser):
    """A page as read: its elements, its text, and whether every element was closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key) == value for key, value in wanted.items())
        ]

    def links(self) -> list[str]:
        return [str(found["href"]) for found in self.all("a")]


def page(client: FlaskClient, address: str, status: int = 200, **headers: str) -> Page:
    response = client.get(address, headers=headers)
    assert response.status_code == status, response.text
    assert response.content_type == "text/html; charset=utf-8"
    return Page(response.text)


def test_the_page_gives_the_answer_of_the_endpoint(client: FlaskClient) -> None:
    parameters = "q=harbour&source=Tern&from=2016&to=2017&sort=oldest&size=3"
    answer: Any = client.get(f"/api/search?{parameters}").json
    shown = page(client, f"/?{parameters}")

    hits = [unescape(link) for link in shown.links() if link.startswith("/articles/")]
    assert hits == ["/articles/" + hit["id"].replace("/", "%2F") for hit in answer["hits"]]
    assert f"{answer['total']['articles']} articles" in shown.text
    boxes = {(box["name"], box["value"]) for box in shown.all("input", type="checkbox")}
    assert boxes == {
        (name, value["value"])
        for name in ("source", "language")
        for value in answer["facets"][name]["values"]
    }


def test_matches_are_marked_and_everything_else_is_text(client: FlaskClient) -> None:
    html = client.get("/?q=tables").text

    assert "Tide &amp; &lt;script&gt;alert(1)&lt;/script&gt; <mark>tables</mark>" in html
    assert "1 &lt; 2 &amp; 3 &gt; 2" in html


@pytest.mark.parametrize("q", ["harbour", "harbour+zzqqj"])
def test_hits_stand_under_a_heading_of_their_own(client: FlaskClient, q: str) -> None:
    headings = re.findall(r"<h([123])[^>]*>([^<]*)", client.get(f"/?q={q}").text)

    levels = [level for level, _ in headings]
    assert headings[levels.index("3") - 1] == ("2", "Results")


def test_what_was_typed_is_shown_as_text(client: FlaskClient) -> None:
    typed = "\"><script>alert('x')</script>"
    shown = page(client, "/?q=%22%3E%3Cscript%3Ealert('x')%3C/script%3E")

    assert [box["value"] for box in shown.all("input", name="q")] == [typed]
    assert [script.get("src") for script in shown.all("script")] != [None]
    assert len(shown.all("script")) == 1


def test_chosen_boxes_are_ticked_and_have_a_chip(client: FlaskClient) -> None:
    shown = page(client, "/?q=harbour&source=Tern&source=Harbour+Post&from=2017&to=2017")

    ticked = [box["value"] for box in shown.all("input", type="checkbox") if "checked" in box]
    assert sorted(str(value) for value in ticked) == ["Harbour Post", "Tern"]
    assert "/?q=harbour&source=Tern&from=2017&to=2017" in shown.links()
    assert "/?q=harbour&source=Tern&source=Harbour+Post" in shown.links()
    assert "/?q=harbour" in shown.links()


def test_a_filter_that_finds_nothing_can_be_taken_back(client: FlaskClient) -> None:
    shown = page(client, "/?q=harbour&source=Nobody")

    (ticked,) = [box for box in shown.all("input", type="checkbox") if "checked" in box]
    assert ticked["value"] == "Nobody"
    assert "Nothing found" in shown.text
    assert "/?q=harbour" in shown.links()


def test_a_long_list_stands_open_where_a_box_further_down_is_ticked(client: FlaskClient) -> None:
    sources = [f"Nobody {n}" for n in range(12)]
    shown = page(client, "/?" + urlencode([("source", name) for name in sources]))

    boxes = [box for box in shown.all("input", type="checkbox") if box["name"] == "source"]
    assert [box["value"] for box in boxes if "checked" in box] == sources
    assert ["open" in found for found in shown.all("details", **{"class": "more"})] == [True]


@pytest.mark.parametrize(
    ("others", "said"), [(1, "1 mere under et andet valg"), (2, "2 flere under andre valg")]
)
def test_articles_under_other_choices_are_counted_in_good_danish(
    tmp_path: Path, others: int, said: str
) -> None:
    pile, where = tmp_path / "pile.jsonl", str(tmp_path / "index")
    texts = [{"text": f"News {n}.", "source": f"Source {n}"} for n in range(20 + others)]
    pile.write_text("".join(json.dumps(text) + "\n" for text in texts))
    assert reindex.main([str(pile), "--index", where, "--workers", "1", "--quiet"]) == 0

    assert said in page(create_app(open_engine(where)).test_client(), "/?ui=da").text


def test_a_bar_narrows_to_its_year_and_then_to_its_month(client: FlaskClient) -> None:
    years = page(client, "/?q=ferry")
    months = page(client, "/?q=ferry&from=2017&to=2017")

    assert "/?q=ferry&from=2017&to=2017" in years.links()
    assert "/?q=ferry&from=2017-04&to=2017-04" in months.links()
    assert years.all("a", **{"aria-label": "2017: 4 articles"})
    assert months.all("a", **{"aria-label": "April 2017: 1 article"})


def test_articles_without_date_or_source_say_so(client: FlaskClient) -> None:
    assert "undated" in page(client, HOSTILE).text
    assert "unknown" in page(client, HOSTILE).text
    assert "uden dato" in page(client, HOSTILE + "?ui=da").text
    assert "ukendt" in page(client, HOSTILE + "?ui=da").text


def test_pages_can_be_turned(client: FlaskClient) -> None:
    shown = page(client, "/?q=harbour+OR+havnen&size=4&page=2")

    assert shown.all("a", rel="prev")[0]["href"] == "/?q=harbour+OR+havnen&size=4"
    assert shown.all("a", rel="next")[0]["href"] == "/?q=harbour+OR+havnen&page=3&size=4"
    assert shown.all("a", **{"aria-current": "page", "aria-label": "Page 2"})


def test_no_link_leads_to_a_page_beyond_the_last_with_a_number(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchapp.web.asking.MAX_PAGE", 3)
    shown = page(client, "/?q=harbour+OR+havnen&size=2&page=3")

    numbers = [link["aria-label"] for link in shown.all("a") if "aria-label" in link]
    assert [n for n in numbers if str(n).startswith("Page")] == ["Page 1", "Page 2", "Page 3"]
    assert "cursor=" in str(shown.all("a", rel="next")[0]["href"])


def test_by_relevance_is_no_order_to_keep_where_the_words_are_taken_away(
    client: FlaskClient,
) -> None:
    newest = page(client, "/?q=ferry&sort=newest&size=3")

    assert "/?q=ferry&size=3" in newest.links()
    assert not [link for link in newest.links() if "sort=relevance" in link]


def test_a_page_behind_the_last_one_leads_back(client: FlaskClient) -> None:
    shown = page(client, "/?q=harbour&page=99")

    assert "There is no such page of results." in shown.text
    assert "/?q=harbour" in shown.links()


def test_the_form_keeps_what_it_does_not_show(client: FlaskClient) -> None:
    shown = page(client, "/?q=harbour&sort=oldest&size=5&collapse=story&page=2&ui=da")

    hidden = {str(box["name"]): box["value"] for box in shown.all("input", type="hidden")}
    assert hidden == {"sort": "oldest", "size": "5", "collapse": "story", "ui": "da"}


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("q=harbour&from=2018-13", "from"),
        ("q=harbour&page=0", "page"),
        ("q=harbour&colour=red", "colour"),
        ("q=harbour&ui=xx", "ui"),
        ("q=harbour&cursor=x", "cursor"),
    ],
)
def test_a_bad_parameter_is_shown_in_place(client: FlaskClient, parameters: str, name: str) -> None:
    shown = page(client, f"/?{parameters}", status=400)

    assert name in shown.text
    assert [box["value"] for box in shown.all("input", name="q")] == ["harbour"]
    assert not [box for box in shown.all("input", type="hidden") if box["name"] == name]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?q=a%00b&from=x%00", 400),
        ("/?from=2018-13&source=%00", 400),
        ("/?x%00=1", 400),
        ("/nowhere?q=a%00b", 404),
    ],
)
def test_no_page_has_a_nul_of_its_address(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address)

    assert response.status_code == status
    assert "\0" not in response.text


def test_what_was_typed_stays_when_it_is_refused(client: FlaskClient) -> None:
    shown = page(client, "/?q=harbour&from=2018-02-30&to=2018&source=Tern&ui=da", status=400)

    (first,) = shown.all("input", name="from")
    assert first["value"] == "2018-02-30"
    assert first["aria-invalid"] == "true"
    assert shown.all("input", name="to")[0]["value"] == "2018"
    assert shown.all("input", type="hidden", name="source")[0]["value"] == "Tern"
    assert "er en dato, der ikke findes" in shown.text


def test_the_last_day_is_no_number_to_a_danish_reader(client: FlaskClient) -> None:
    shown = page(client, "/?from=2019&to=2018&ui=da", status=400)

    assert "from må ikke ligge efter slutdatoen (to)." in shown.text


def test_an_article_is_shown_with_where_its_facts_come_from(client: FlaskClient) -> None:
    origins: Any = client.get("/api/articles/en/3").json
    shown = page(client, "/articles/en%2F3")

    assert "Ferry 3 leaves the harbour" in shown.text
    assert "14 March 2016" in shown.text
    assert f"found in: {origins['origins']['published']}" in shown.text
    assert "https://harbour.example/3" in shown.links()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://harbour.example:8443/3?a", "harbour.example"),
        ("http://harbour.example", "harbour.example"),
        ("https://evil.example\\@harbour.example/", "evil.example"),
        ("https://harbour.example@evil.example/", "evil.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//harbour.example", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, host: str | None) -> None:
    assert host_of(url) == host


def test_the_language_of_an_article_is_marked(client: FlaskClient) -> None:
    shown = page(client, "/?q=havnen&language=da")

    assert {article["lang"] for article in shown.all("article")} == {"da"}
    assert shown.all("html")[0]["lang"] == "en"


@pytest.mark.parametrize(
    ("address", "accepted", "code"),
    [
        ("/", "", "en"),
        ("/", "da-DK,da;q=0.9,en;q=0.8", "da"),
        ("/", "da-DK,en;q=0.5", "da"),
        ("/", "en-GB,da;q=0.5", "en"),
        ("/", "da,en", "da"),
        ("/", "de,da;q=0,en-US;q=0.1", "en"),
        ("/", "fr", "en"),
        ("/?ui=da", "en", "da"),
        ("/?ui=en", "da", "en"),
        ("/articles/en/3?ui=da", "en", "da"),
        ("/nowhere?ui=da", "en", "da"),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(
    client: FlaskClient, address: str, accepted: str, code: str
) -> None:
    response = client.get(address, headers={"Accept-Language": accepted})

    assert f'<html lang="{code}">' in response.text
    assert ("Søg" in response.text) == (code == "da")


def test_links_keep_the_language_that_was_asked_for(client: FlaskClient) -> None:
    for address in ("/?q=harbour&ui=da", "/articles/en%2F3?ui=da"):
        own = [link for link in page(client, address).links() if link.startswith("/")]
        kept = [link for link in own if not link.startswith(PROGRAMS) and "ui=en" not in link]
        assert all("ui=da" in link for link in kept)


def test_every_link_of_the_page_leads_somewhere(client: FlaskClient) -> None:
    for address in ("/?q=harbour&source=Tern&from=2016&size=2&ui=da", HOSTILE):
        for link in page(client, address).links():
            if link.startswith("/"):
                assert client.get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("address", "status"), [("/nowhere", 404), ("/articles/nope", 404), ("/.git", 404)]
)
def test_what_is_not_there_is_a_page_404(client: FlaskClient, address: str, status: int) -> None:
    assert "Not found" in page(client, address, status).text


def test_without_an_index_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    where = tmp_path / "no index"
    client = create_app(open_engine(str(where))).test_client()
    shown = page(client, "/?q=harbour", status=503)

    command = f"python -m searchapp.reindex --index '{where}' PATH ..."
    assert shown.text.count(command) == 2, "in the sentence, and to be copied"
    assert [box["value"] for box in shown.all("input", name="q")] == ["harbour"]


@pytest.mark.parametrize("address", ["/", "/articles/en/3", "/nowhere", "/api/search", "/api/no"])
def test_every_answer_protects_its_reader(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_page_needs_nothing_that_its_policy_forbids(client: FlaskClient) -> None:
    for address in ("/?q=harbour", "/articles/en/3", "/nowhere", "/?page=0"):
        shown = Page(client.get(address).text)
        assert not [1 for _, found in shown.elements if "style" in found]
        assert not [1 for _, found in shown.elements if any(key.startswith("on") for key in found)]
        assert all(script["src"] for script in shown.all("script"))


def test_static_files_are_kept_until_they_change(client: FlaskClient) -> None:
    (sheet,) = page(client, "/").all("link", rel="stylesheet")
    with client.get(str(sheet["href"])) as response:
        assert "max-age=31536000" in response.headers["Cache-Control"]
        assert len(response.data) < 15_000

    assert re.fullmatch(r"/static/site\.css\?v=[0-9a-f]{12}", str(sheet["href"]))


def test_a_range_behind_the_end_of_a_file_is_answered_with_its_length(client: FlaskClient) -> None:
    with client.get("/static/mark.svg") as whole_file:
        length = len(whole_file.data)
    response = client.get("/static/mark.svg", headers={"Range": "bytes=999999-"})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{length}"


def test_everything_the_page_says_is_said_in_danish() -> None:
    sources = [*template_folder().glob("*.html"), *Path("searchapp/web").glob("*.py")]
    said = {
        text
        for source in sources
        for text in re.findall(r'(?:say|count)\((?:[^"()]*, )?"([^"]+)"', source.read_text("utf-8"))
    }

    assert len(said) > 30
    assert said <= DANISH.keys()


def test_nothing_is_said_in_danish_that_the_page_never_says() -> None:
    code = [file for file in Path("searchapp").rglob("*.py") if file.name != "danish.py"]
    sources = [file.read_text("utf-8") for file in (*template_folder().glob("*.html"), *code)]

    unsaid = [text for text in DANISH if not any(text in source for source in sources)]
    assert unsaid == []


def test_every_refusal_is_said_in_danish() -> None:
    for url in ("page=0", "from=x", "from=2018-13", "x=1", "sort=x", "language=x9", "source="):
        with pytest.raises(BadParameter) as refusal:
            from_url([tuple(url.split("=", 1))])  # type: ignore[list-item]
        assert refusal.value.reason in DANISH


@pytest.mark.parametrize(
    "q",
    [
        '"a b',
        '"a b"~2',
        "a NEAR/1000 b",
        "(a b",
        "OR",
        " ".join(["a"] * 200),
        " NEAR/5 ".join(["a"] * 20),
        "title:",
        "+++",
        "a*",
        "word~3",
        "ab~",
        "date:never",
        "date:2018..2017",
        "nofield:a",
    ],
)
def test_what_became_of_a_question_is_said_in_danish(q: str) -> None:
    warnings = parse(q).warnings

    assert warnings
    assert not [sentence for sentence in warnings if Ui("da").relay(sentence) == sentence]


def test_a_question_that_is_only_partly_met_is_said_in_danish(client: FlaskClient) -> None:
    assert "Ingen artikel har alle ordene." in page(client, "/?q=harbour+zzqqj&ui=da").text


def test_a_better_question_is_a_link_that_keeps_the_choices(client: FlaskClient) -> None:
    shown = page(client, "/?q=harbuor+master&language=en&sort=oldest&page=2&ui=da")

    assert "Mente du" in shown.text
    assert "harbour i stedet for harbuor" in shown.text
    assert "/?q=harbour+master&language=en&sort=oldest&ui=da" in shown.links()


def test_a_choice_that_leaves_nothing_can_be_dropped_by_a_link(client: FlaskClient) -> None:
    shown = page(client, "/?q=tables&source=Tern&language=en&ui=da")

    assert "uden kilden" in shown.text
    assert "/?q=tables&language=en&ui=da" in shown.links()


@pytest.mark.parametrize(
    ("sentence", "danish"),
    [
        ("port instead of prot", "port i stedet for prot"),
        (
            "port instead of prot, quay instead of qauy",
            "port i stedet for prot, quay i stedet for qauy",
        ),
        ("without date:2018", "uden date:2018"),
        ("without the source", "uden kilden"),
        ("without the language", "uden sproget"),
        ("without the dates", "uden datoerne"),
    ],
)
def test_why_a_question_is_better_is_said_in_danish(sentence: str, danish: str) -> None:
    assert Ui("da").relay(sentence) == danish


@pytest.mark.parametrize(
    "origin", ["label", "agency mark", "feed (updated)", "byline", "time", "saved from"]
)
def test_where_a_fact_was_found_is_said_in_danish(origin: str) -> None:
    assert Ui("da").relay(origin) != origin


def test_whatever_is_wrong_with_a_file_of_the_index_is_said_in_danish() -> None:
    code = "".join(file.read_text("utf-8") for file in Path("searchapp/engines").rglob("*.py"))
    faults = re.findall(r'(?:unusable\([^"()]+, |fault = )f?"([^"]+)"', code)

    assert len(faults) > 10
    for fault in faults:
        sentence = str(unusable(Path("/an: index/HEAD"), re.sub(r"{[^}]+}", "1", fault)))
        danish = Ui("da").relay(sentence)
        assert danish.startswith("/an: index/HEAD: ")
        assert danish.endswith("python -m searchapp.reindex --full --index /an: index PATH ...")
        assert ". Byg indekset igen" in danish, fault


def test_an_index_that_is_no_folder_is_explained_in_danish(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    client = create_app(open_engine(str(tmp_path / "file"))).test_client()

    assert "er en fil, ikke mappen med et indeks" in page(client, "/?ui=da", status=503).text


def test_a_sentence_that_no_table_knows_stays_as_it_is() -> None:
    assert Ui("da").relay("The disk is {full}.") == "The disk is {full}."


def test_translations_keep_the_places_to_fill_in() -> None:
    for english, danish in [*DANISH.items(), *SENTENCES.items()]:
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", danish))


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("en", "2018-08-21", "21 August 2018"),
        ("da", "2018-08-21", "21. august 2018"),
        ("en", "2018-08", "August 2018"),
        ("da", "2018-08", "august 2018"),
        ("da", "2018", "2018"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(code: str, value: str, shown: str) -> None:
    assert Ui(code).date(Published(value)) == shown


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    assert Ui("en").count(1234, "{n} article", "{n} articles") == "1,234 articles"
    assert Ui("da").count(1234, "{n} article", "{n} articles") == "1.234 artikler"
    assert Ui("da").count(1, "{n} article", "{n} articles") == "1 artikel"


@given(st.text(), st.lists(st.integers(0, 40), max_size=8))
def test_marks_leave_the_text_as_it_is(text: str, cuts: list[int]) -> None:
    ends = sorted(cut for cut in cuts if cut <= len(text))
    ranges = list(zip(ends[::2], ends[1::2], strict=False))

    html = marked(text, ranges)

    assert re.sub(r"</?mark>", "", html) == marked(text, [])
    assert html.count("<mark>") == len(ranges)
    assert unescape(marked(text, [])) == text


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2016", "2018", ["2016", "2017", "2018"]),
        ("2018-11", "2019-02", ["2018-11", "2018-12", "2019-01", "2019-02"]),
        ("2020-02-28", "2020-03-01", ["2020-02-28", "2020-02-29", "2020-03-01"]),
        ("9998", "9999", ["9998", "9999"]),
        ("0001", "2018", []),
    ],
)
def test_a_line_of_time_has_no_gaps(first: str, last: str, expected: list[str]) -> None:
    assert between(first, last) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2008", "2018", ("2008", "2018")),
        ("2018", "2018", ("2013", "2018")),
        ("0002", "0003", ("0001", "0003")),
        ("2018-04", "2018-09", ("2018-01", "2018-12")),
        ("2020-02-03", "2020-02-04", ("2020-02-01", "2020-02-29")),
    ],
)
def test_a_line_of_time_is_long_enough_to_read(
    first: str, last: str, expected: tuple[str, str]
) -> None:
    assert whole(first, last) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A whole sentence.", "A whole sentence."),
        ("the end of one.", "… the end of one."),
        ("The start of", "The start of …"),
        ("<b>", "&lt;b&gt; …"),
    ],
)
def test_an_excerpt_shows_where_it_was_cut(text: str, expected: str) -> None:
    assert excerpt(Snippet("body", text)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("one\n\ntwo\n \nthree", ["one", "two", "three"]),
        ("one\ntwo", ["one", "two"]),
        ("a wrapped\nline\n\nnext", ["a wrapped\nline", "next"]),
        ("", []),
    ],
)
def test_a_text_is_parted_into_paragraphs(body: str, expected: list[str]) -> None:
    assert paragraphs(body) == expected
