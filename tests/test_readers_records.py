"""JSON and JSON Lines: records with named fields, whatever else is in the file."""

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.article import Article, Published, Skipped
from searchapp.readers import is_divisible, read
from searchapp.readers.stream import Found, Part
from tests.engines.cases import cases


def found(tmp_path: Path, text: str, name: str = "x.jsonl") -> list[Found]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return list(read(path))


def record(tmp_path: Path, **fields: Any) -> Article:
    (article,) = found(tmp_path, json.dumps({"text": "Words.", **fields}))
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("field", "keys"),
    [
        ("title", ["title", "headline", "Headline"]),
        ("body", ["body", "text", "content", "TEXT"]),
        ("source", ["source", "publisher", "site"]),
        ("url", ["url", "link"]),
        ("language", ["language", "lang"]),
        (
            "published",
            ["date", "published", "published_at", "publishedAt", "pubDate", "datePublished"],
        ),
        ("authors", ["authors", "author", "byline"]),
        ("topics", ["topics", "tags", "keywords", "section"]),
    ],
)
def test_each_field_has_its_keys_in_any_case(tmp_path: Path, field: str, keys: list[str]) -> None:
    values: dict[str, tuple[Any, Any]] = {
        "published": ("2018-08-21", Published("2018-08-21")),
        "language": ("da", "da"),
        "url": ("https://a.example/1", "https://a.example/1"),
        "authors": ("Jane Doe", ("Jane Doe",)),
        "topics": ("Politics", ("Politics",)),
    }
    given, wanted = values.get(field, ("Some words.", "Some words."))
    base = {} if field == "body" else {"text": "Words."}
    for key in keys:
        (article,) = found(tmp_path, json.dumps({**base, key: given}))
        assert getattr(article, field) == wanted
        assert isinstance(article, Article)
        assert article.origins[field] == "record"


def test_the_first_key_that_has_a_value_counts(tmp_path: Path) -> None:
    assert record(tmp_path, headline="Second", title="First").title == "First"
    assert record(tmp_path, headline="Second", title="").title == "Second"


def test_a_value_that_says_nothing_leaves_the_field_to_the_next_key(tmp_path: Path) -> None:
    article = record(
        tmp_path,
        **{"body": " ", "text": {"blocks": 3}, "content": "The ferry sails."},
        **{"date": "3 hours ago", "published_at": "2018-08-21", "title": "\n", "headline": "Ferry"},
        **{"url": "/ferry", "link": "https://arn.example/ferry", "language": "?", "lang": "da"},
    )
    assert (article.title, article.body) == ("Ferry", "The ferry sails.")
    assert article.published == Published("2018-08-21")
    assert (article.url, article.language) == ("https://arn.example/ferry", "da")


@pytest.mark.parametrize("nothing", ["nan", "None", "null", "N/A"])
def test_what_programs_write_for_no_value_is_none(tmp_path: Path, nothing: str) -> None:
    article = record(
        tmp_path,
        body="The ferry sails.",
        title={"rendered": nothing},
        headline="Ferry",
        source=nothing,
        language=nothing,
        date=nothing,
        authors=[nothing, "Jane Doe"],
        topics=nothing,
    )
    assert (article.title, article.authors, article.topics) == ("Ferry", ("Jane Doe",), ())
    assert (article.source, article.language, article.published) == (None, "", None)


@pytest.mark.parametrize(
    "text",
    [
        '{"_id": {"$oid": "5f"}, "id": 7, "text": "Words."}',
        '{"id": 7, "_id": {"$oid": "5f"}, "text": "Words."}',
        '{"_id": 7, "_source": {"id": null, "text": "Words."}}',
    ],
)
def test_the_key_as_it_is_spelt_here_counts_before_another_spelling(
    tmp_path: Path, text: str
) -> None:
    (article,) = found(tmp_path, text)
    assert isinstance(article, Article)
    assert article.id == "7"


@pytest.mark.parametrize(
    "date", ["2018-08-21T22:00:00Z", 1534888800000, {"$numberLong": "1534888800000"}]
)
def test_a_date_may_be_wrapped_as_databases_export_it(tmp_path: Path, date: Any) -> None:
    assert record(tmp_path, date={"$date": date}).published == Published("2018-08-21")


def test_the_items_of_a_json_feed_are_articles(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Tern Herald",
        "items": [
            {
                "id": "1",
                "url": "https://tern.example/1",
                "title": "The ferry sails",
                "content_html": "<p>It sails at nine.</p><p>And at noon.</p>",
                "date_published": "2018-08-21T09:00:00Z",
                "authors": [{"name": "Jane Doe"}],
            },
            {"id": "2", "content_text": "It has come back."},
        ],
    }
    first, second = found(tmp_path, json.dumps(feed, indent=1))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.body) == ("1", "It sails at nine.\n\nAnd at noon.")
    assert (first.published, first.authors) == (Published("2018-08-21"), ("Jane Doe",))
    assert second.body == "It has come back."


def test_a_record_without_title_has_its_first_sentence(tmp_path: Path) -> None:
    article = record(tmp_path, text="Mr. Holm left at 14.30. Nobody saw him.")
    assert article.title == "Mr. Holm left at 14.30."
    assert article.origins["title"] == "first sentence"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Af Hans Holm og Mette Lind", ("Hans Holm", "Mette Lind")),
        ("Doe, Jane", ("Doe, Jane",)),
        ("Jane Doe, John Roe; Ann Smith", ("Jane Doe", "John Roe", "Ann Smith")),
        ([{"name": "Jane Doe"}, {"name": "John Roe"}], ("Jane Doe", "John Roe")),
        (["Jane Doe", "Jane Doe", ""], ("Jane Doe",)),
        ({"name": "Jane Doe"}, ("Jane Doe",)),
        (None, ()),
    ],
)
def test_authors_come_as_text_list_or_objects(
    tmp_path: Path, given: Any, wanted: tuple[str, ...]
) -> None:
    assert record(tmp_path, authors=given).authors == wanted


def test_topics_are_parted_whatever_white_space_is_in_them(tmp_path: Path) -> None:
    began = process_time()
    article = record(tmp_path, topics=" Ports ;Trade,\n, Fish " + " " * 50_000)
    assert article.topics == ("Ports", "Trade", "Fish")
    assert process_time() - began < 1


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        *(("da-DK", "da"), ("en_GB", "en"), ("English", "en"), ("dansk", "da"), ("Danish", "da")),
        *(("DAN", "da"), ("eng", "en"), ("nb", "nb"), ("de", "de"), ("", ""), ("xx", "")),
        *(("unknown tongue", ""), (7, "")),
    ],
)
def test_a_language_becomes_its_code_or_stays_unknown(
    tmp_path: Path, given: Any, wanted: str
) -> None:
    assert record(tmp_path, language=given).language == wanted


def test_markup_in_a_body_becomes_paragraphs(tmp_path: Path) -> None:
    body = "<p>One &amp; <b>two</b>.</p><script>x()</script><ul><li>Three</li></ul>Four<br>Five"
    assert record(tmp_path, text=body).body == "One & two.\n\nThree\n\nFour\n\nFive"


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        (
            "<table><tr><th>Party<th>Votes</tr><tr><td>Red</td><td>52</td></tr></table>",
            "Party Votes\n\nRed 52",
        ),
        ("<details><summary>More</summary>Hidden.</details>", "More\n\nHidden."),
        ("<center>Place</center><address>Street</address>Town", "Place\n\nStreet\n\nTown"),
    ],
)
def test_words_of_cells_and_blocks_do_not_run_together(
    tmp_path: Path, markup: str, wanted: str
) -> None:
    assert record(tmp_path, text=f"<p>One.</p>{markup}").body == f"One.\n\n{wanted}"


def test_entities_are_resolved_once(tmp_path: Path) -> None:
    assert record(tmp_path, text="R&amp;D writes &amp;lt;b&gt;").body == "R&D writes &lt;b>"


def test_a_body_may_be_a_list_of_paragraphs(tmp_path: Path) -> None:
    assert record(tmp_path, text=["One.", " Two. ", ""]).body == "One.\n\nTwo."


def test_an_id_is_kept_as_text(tmp_path: Path) -> None:
    assert record(tmp_path, id=17).id == "17"
    assert record(tmp_path, id=" a/b ").id == "a/b"


@pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
def test_a_number_of_any_length_is_an_id(tmp_path: Path, name: str) -> None:
    (article,) = found(tmp_path, '{"id": 20180622103000123457, "text": "Words."}', name)
    assert isinstance(article, Article)
    assert article.id == "20180622103000123457"


def test_a_long_id_is_cut_and_stays_another_than_those_that_begin_alike(tmp_path: Path) -> None:
    kept, longer, other = (record(tmp_path, id="æ" * 499 + end).id for end in ("1", "12", "13"))

    assert kept == "æ" * 499 + "1"
    assert longer != other
    assert {len(longer), len(other)} == {500}
    assert longer.startswith("æ" * 467 + "-")


def test_0_is_an_id_but_no_title_or_date(tmp_path: Path) -> None:
    article = record(tmp_path, id=0, title=0, headline="The ferry", date=0, published="2018")
    assert (article.id, article.title, article.published) == ("0", "The ferry", Published("2018"))
    assert re.fullmatch("[0-9a-f]{16}", record(tmp_path, id=False).id)
    (wrapped,) = found(tmp_path, json.dumps({"_id": 0, "_source": {"text": "Words."}}))
    assert isinstance(wrapped, Article)
    assert wrapped.id == "0"


def test_a_source_that_is_an_address_is_its_site(tmp_path: Path) -> None:
    article = record(tmp_path, source="https://www.arn.example.com:8080/x")
    assert (article.source, article.url) == (
        "arn.example.com",
        "https://www.arn.example.com:8080/x",
    )


def test_bad_lines_are_skipped_by_number_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        '{"text": "One."}',
        '{"text": ',
        '{"title": "No text"}',
        "[1]",
        "",
        '"x"',
        '{"text": "Two."}',
    ]
    results = found(tmp_path, "\n".join(lines))
    articles = [one.body for one in results if isinstance(one, Article)]
    places = [one.where.rpartition(", ")[2] for one in results if isinstance(one, Skipped)]
    assert articles == ["One.", "Two."]
    assert places == ["line 2", "line 3", "line 4", "line 6"]


LINES = [
    '{"text": "Ferries in the harbour."}',
    '{"id": "a", "text": "Færger i havnen."}',
    '[{"text": "One."}, {"text": "Two."}, {"text": "Three."}]',
    '{"text": 1}',
    "not a record",
    "",
    "\r",
]


@cases(300)
@given(
    lines=st.lists(st.sampled_from(LINES), max_size=12),
    mark=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["", "\n"]),
    cuts=st.sets(st.integers(1, 300)),
)
def test_the_parts_of_a_file_are_the_whole_wherever_it_is_cut(
    lines: list[str], mark: str, end: str, cuts: set[int]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.jsonl"
        path.write_text(mark + "\n".join([LINES[0], *lines]) + end, "utf-8")
        size = path.stat().st_size
        bounds = pairwise(sorted({0, *(cut for cut in cuts if cut < size), size}))

        in_parts = [found for part in bounds for found in read(path, Part(*part))]

        assert is_divisible(path)
        assert in_parts == list(read(path))


@pytest.mark.parametrize(
    ("name", "data", "divisible"),
    [
        ("x.jsonl", b'{"text": "Words."}', True),
        ("x.ndjson", b"\xef\xbb\xbf\n", True),
        ("x.jsonl", b'[\n{"text": "Words."}\n]', False),
        ("x.jsonl", '{"text": "Words."}'.encode("utf-16"), False),
        ("x.json", b'{"text": "Words."}', False),
        ("x.jsonl.gz", gzip.compress(b'{"text": "Words."}', mtime=0), False),
    ],
)
def test_only_lines_that_begin_at_any_byte_are_divisible(
    tmp_path: Path, name: str, data: bytes, divisible: bool
) -> None:
    (tmp_path / name).write_bytes(data)

    assert is_divisible(tmp_path / name) is divisible
    assert not is_divisible(tmp_path / "gone.jsonl")


def test_a_line_in_another_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes('{"text": "Rødgrød på ø."}\n'.encode("cp1252") + '{"text": "Æbler."}'.encode())
    assert [one.body for one in read(path) if isinstance(one, Article)] == [
        "Rødgrød på ø.",
        "Æbler.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[{"text": "One."}, {"text": "Two."}]',
        '{"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}]}',
        '{"hits": {"hits": [{"_id": 1, "_source": {"text": "One."}},'
        ' {"_source": {"text": "Two."}}]}}',
        '{"text": "One."}\n{"text": "Two."}',
        '\ufeff[\n  {"text": "One."},\n  {"text": "Two."}\n]\n',
        '[{"text": "One."},\n{"text": "Two."}]\n',
        '{"text": "One."},\n{"text": "Two."},\n',
        '{"a": {"text": "One."}, "b": {"text": "Two."}}',
        '{"status": "ok", "articles": {"a": {"text": "One."}, "b": {"text": "Two."}}}',
    ],
)
@pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
def test_json_holds_one_record_a_list_or_an_object_with_a_list(
    tmp_path: Path, text: str, name: str
) -> None:
    assert [getattr(one, "body", one) for one in found(tmp_path, text, name)] == ["One.", "Two."]


def test_parts_of_a_record_without_text_are_no_records(tmp_path: Path) -> None:
    (skipped,) = found(tmp_path, '{"title": {"text": "Bridge"}, "date": "2018"}')
    assert isinstance(skipped, Skipped)


def test_a_damaged_json_file_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    article, skipped = found(tmp_path, '[{"text": "One."},\n{"text": ', "x.json")
    assert isinstance(article, Article)
    assert isinstance(skipped, Skipped)
    assert skipped.where.endswith("x.json, line 2")


def test_json_nested_beyond_reason_is_skipped(tmp_path: Path) -> None:
    for name in ("x.json", "x.jsonl"):
        (skipped,) = found(tmp_path, "[" * 100_000, name)
        assert isinstance(skipped, Skipped)
        assert "nested too deeply" in skipped.reason


def test_strange_values_are_unknown_not_errors(tmp_path: Path) -> None:
    odd = {
        "title": {"a": [1]},
        "date": {"x": 1},
        "authors": [[["a"]]],
        "url": "nowhere",
        "source": [],
    }
    text = json.dumps(
        {"text": "Words.", **odd, "lang": float("nan"), "tags": [None, {"term": "T"}]}
    )
    (article,) = found(tmp_path, text)
    assert isinstance(article, Article)
    assert (article.published, article.url, article.source, article.language) == (
        None,
        None,
        None,
        "",
    )
    assert article.topics == ("T",)
