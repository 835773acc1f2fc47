"""Finding files and reading them through the public door: what is read, skipped, and why."""

import gzip
import inspect
import os
import re
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchapp.article import Article, Published, Skipped
from searchapp.readers import READERS, find, read

REPORT = (
    "Rødgrød på bordet i Århus\n\n"
    "Det er en lang sætning om rødgrød med fløde, som en æske øl på åen i går.\n"
)
BODY = "Det er en lang sætning om rødgrød med fløde, som en æske øl på åen i går."


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(path: Path) -> Article:
    (found,) = read(path)
    assert isinstance(found, Article), found
    return found


def refusal(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, Skipped), found
    assert found.where == str(path)
    return found.reason


class TestFind:
    def test_files_of_every_reader_are_found_in_order_compressed_or_not(
        self, tmp_path: Path
    ) -> None:
        names = sorted([f"a{suffix}" for suffix in READERS] + ["b.TXT", "c.txt.gz", "d/e.md"])
        for name in names:
            written(tmp_path, name, "x")
        assert list(find([tmp_path])) == sorted(tmp_path / name for name in names)

    def test_hidden_foreign_and_readme_files_are_left_out(self, tmp_path: Path) -> None:
        for name in [".a.txt", ".git/b.txt", "c.png", "d", "e.css", "README.md", "sub/readme.txt"]:
            written(tmp_path, name, "x")
        assert list(find([tmp_path])) == []

    def test_a_file_named_explicitly_is_always_taken(self, tmp_path: Path) -> None:
        paths = [written(tmp_path, name, REPORT) for name in ("README.md", "story", "x.article")]
        assert list(find(paths)) == paths
        assert {only(path).body for path in paths} == {BODY}

    def test_each_file_is_found_once_even_through_links(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a/x.txt", "x")
        (tmp_path / "b").symlink_to(tmp_path / "a")
        (tmp_path / "a" / "loop").symlink_to(tmp_path)
        (tmp_path / "y.txt").symlink_to(path)
        assert list(find([tmp_path, path, tmp_path / "a"])) == [path]

    def test_folders_may_be_nested_deeper_than_calls(self, tmp_path: Path) -> None:
        paths = [tmp_path / ("a/" * depth + "a.txt") for depth in (200, 1, 0)]
        for folder in reversed(paths[0].parents):
            folder.mkdir(exist_ok=True)
        for path in paths:
            path.touch()
        usual = sys.getrecursionlimit()
        sys.setrecursionlimit(len(inspect.stack()) + 100)  # a thousand folders are slow to make
        try:
            found = list(find([tmp_path]))
        finally:
            sys.setrecursionlimit(usual)
        assert found == paths

    def test_a_link_to_itself_is_found_and_then_reported(self, tmp_path: Path) -> None:
        for name in ("x.txt", "y"):
            (tmp_path / name).symlink_to(name)
        path = written(tmp_path, "z.txt", REPORT)
        assert list(find([tmp_path])) == [tmp_path / "x.txt", path]
        assert "symbolic links" in refusal(tmp_path / "x.txt")

    def test_what_does_not_exist_is_found_and_then_reported(self, tmp_path: Path) -> None:
        (path,) = find([tmp_path / "gone.txt"])
        assert "gone" in refusal(path)


class TestIds:
    def test_an_id_is_made_of_path_and_place_and_stays(self, tmp_path: Path) -> None:
        path = written(tmp_path, "x.jsonl", '{"text": "One."}\n{"text": "Two."}\n')
        first, second = read(path)
        assert [first, second] == list(read(path))
        assert isinstance(first, Article)
        assert isinstance(second, Article)
        assert first.id != second.id
        assert re.fullmatch("[0-9a-f]{16}", first.id)

    def test_a_bad_record_does_not_change_the_ids_after_it(self, tmp_path: Path) -> None:
        good = written(tmp_path, "x.jsonl", '{"text": "One."}\n{"text": "Two."}\n')
        _, before = read(good)
        bad = written(tmp_path, "x.jsonl", '{"text": "One.\n{"text": "Two."}\n')
        _, after = read(bad)
        assert before == after

    def test_a_path_that_is_no_utf8_is_read(self, tmp_path: Path) -> None:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe6.txt"))
        try:
            path.write_text(REPORT, "utf-8")
        except OSError:
            pytest.skip("this file system takes only UTF-8 names")
        assert only(path).body == BODY


class TestEncodings:
    @pytest.mark.parametrize(
        "code",
        [
            *("utf-8", "utf-8-sig", "cp1252", "latin-1", "cp865", "mac_roman"),
            *("utf-16", "utf-16-le", "utf-16-be", "utf-32"),
        ],
    )
    def test_danish_letters_come_out_right(self, tmp_path: Path, code: str) -> None:
        article = only(written(tmp_path, "x.txt", REPORT.encode(code)))
        assert (article.title, article.body) == ("Rødgrød på bordet i Århus", BODY)

    def test_utf8_read_as_cp1252_before_is_repaired(self, tmp_path: Path) -> None:
        text = REPORT.replace("æske øl", "æøå “ø”")
        twice = text.encode().decode("latin-1").encode()
        assert "en æøå “ø” på åen" in only(written(tmp_path, "x.txt", twice)).body

    def test_a_stray_byte_costs_one_letter_at_most(self, tmp_path: Path) -> None:
        broken = (
            REPORT.encode().replace("fløde".encode(), b"fl\xf8de").replace(b"lang", b"la\xc3ng")
        )
        assert only(written(tmp_path, "x.txt", broken)).body == BODY.replace("lang", "la\ufffdng")

    def test_quotes_of_cp1252_are_quotes(self, tmp_path: Path) -> None:
        data = "He said \u201cgo\u201d \u2013 and they didn\u2019t go, not on that day.".encode(
            "cp1252"
        )
        assert (
            "\u201cgo\u201d \u2013 and they didn\u2019t"
            in only(written(tmp_path, "x.txt", data)).body
        )

    def test_control_marks_and_lone_surrogates_do_not_survive(self, tmp_path: Path) -> None:
        text = only(
            written(tmp_path, "x.txt", b"A t\x00itle\x07 here\n\nThe\x1b bo\x7fdy goes on.\r\n")
        )
        record = only(written(tmp_path, "x.json", r'{"text": "a\ud800b\u0000c \u202ed"}'))
        assert (text.title, text.body) == ("A title here", "The body goes on.")
        assert record.body == "abc d"


class TestRefusals:
    """Each names the remedy."""

    @pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\x00\x00\x00"])
    def test_an_empty_file(self, tmp_path: Path, content: bytes) -> None:
        assert "empty" in refusal(written(tmp_path, "x.txt", content))

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("x.json", "[]"),
            ("x.jsonl", "\n \n\n"),
            ("x.rss", "<rss version='2.0'><channel><title>News</title></channel></rss>"),
            ("x.txt", "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title></feed>"),
        ],
    )
    def test_a_file_that_holds_no_article(self, tmp_path: Path, name: str, content: str) -> None:
        assert "no article in it: remove it" in refusal(written(tmp_path, name, content))

    def test_binary_data(self, tmp_path: Path) -> None:
        data = bytes(range(256)) * 8
        assert "binary" in refusal(written(tmp_path, "x.txt", data))

    @pytest.mark.parametrize(
        ("start", "what"),
        [(b"%PDF-1.7\n", "PDF"), (b"PK\x03\x04..", "zip"), (b"\x89PNG\r\n", "picture")],
    )
    def test_a_file_of_another_kind_is_named(self, tmp_path: Path, start: bytes, what: str) -> None:
        assert what in refusal(written(tmp_path, "x.txt", start + bytes(50)))

    @pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html", "x.txt.gz"])
    def test_an_article_of_more_than_10_mb(self, tmp_path: Path, name: str) -> None:
        data = b"words " * 2_000_000
        content = gzip.compress(data, 1) if name.endswith("gz") else data
        assert "larger than 10 MB" in refusal(written(tmp_path, name, content))

    def test_damaged_compression(self, tmp_path: Path) -> None:
        whole = gzip.compress(REPORT.encode() * 50)
        assert "gzip" in refusal(written(tmp_path, "a.txt.gz", b"not compressed"))
        assert "ends too early" in refusal(written(tmp_path, "b.txt.gz", whole[:-20]))

    def test_a_folder_or_a_pipe_named_like_an_article(self, tmp_path: Path) -> None:
        (tmp_path / "x.txt").mkdir()
        os.mkfifo(tmp_path / "y.txt")
        assert "folder" in refusal(tmp_path / "x.txt")
        assert "regular" in refusal(tmp_path / "y.txt")


@pytest.mark.parametrize("name", ["x.txt", "x.md"])
@pytest.mark.parametrize("piece", ["**a ", "[a](", "<!-- a ", "![a", "_a ", "`a", "Related\nA b\n"])
def test_a_text_too_long_for_a_page_is_taken_as_it_is(
    tmp_path: Path, name: str, piece: str
) -> None:
    article = only(written(tmp_path, name, f"A title\n\n{piece * 600_000}\n"))
    assert article.title == "A title"
    assert len(article.body) > 900_000


@pytest.mark.parametrize("line", ["|-" * 20_000 + "x", "# " + "#" * 40_000 + "x"])
def test_a_line_of_marks_of_markdown_is_soon_read(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, "x.md", f"{BODY}\n\n{line}\n")
    began = process_time()
    assert only(path).body.startswith(BODY)
    assert process_time() - began < 1


def test_only_hashes_apart_from_a_markdown_heading_close_it(tmp_path: Path) -> None:
    headings = ["# Sproget C#", "## Om C#", "## Om F# ##", "## ##"]
    text = "".join(f"{heading}\n\n{BODY}\n\n" for heading in headings)
    article = only(written(tmp_path, "x.md", text))
    assert article.title == "Sproget C#"
    assert article.body.split("\n\n") == [BODY, "Om C#", BODY, "Om F#", BODY, BODY]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Den gik fra 5 -> 3 meter.", "Den gik fra 5 -> 3 meter."),
        ("> Den gik fra 5 > 3 meter.", "Den gik fra 5 > 3 meter."),
        ("Den er <b>meget</b> stor og rød.", "Den er meget stor og rød."),
        ("Den er stor.<br/><BR />Den er rød.", "Den er stor. Den er rød."),
        ("<p>Den er stor.</p><p class='a'>Den er rød.</p>", "Den er stor. Den er rød."),
    ],
)
def test_tags_and_angles_in_a_line_of_markdown_cost_no_words(
    tmp_path: Path, line: str, wanted: str
) -> None:
    article = only(written(tmp_path, "x.md", f"# Sproget\n\n{BODY}\n\n{line}\n\n{BODY}\n"))
    assert article.body == f"{BODY}\n\n{wanted}\n\n{BODY}"


FRAGMENT = "<h1>Rødgrød på bordet</h1><p>Det er en lang sætning om <b>rødgrød</b> med fløde.</p>"


@pytest.mark.parametrize("start", ["", "\n <!-- saved -->\n", "\ufeff", '<div class="text">'])
def test_a_text_that_is_a_piece_of_html_is_read_as_such(tmp_path: Path, start: str) -> None:
    article = only(written(tmp_path, "x.txt", f"{start}{FRAGMENT}\n<p>Og den er r&oslash;d.</p>"))
    assert article.title == "Rødgrød på bordet"
    assert article.body == "Det er en lang sætning om rødgrød med fløde.\n\nOg den er rød."


def test_a_tag_inside_a_text_is_no_markup(tmp_path: Path) -> None:
    text = f"{REPORT}\nPå nettet begynder et afsnit med <p> og ikke med en linje.\n"
    assert "begynder et afsnit med <p> og" in only(written(tmp_path, "x.txt", text)).body


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
def test_a_file_of_marks_alone_has_no_text(tmp_path: Path, name: str) -> None:
    assert "no text in it" in refusal(written(tmp_path, name, "* * *\n\n---\n"))


def test_a_comma_inside_quotes_parts_no_list_of_front_matter(tmp_path: Path) -> None:
    topics = """["Lind, Ø", "a, \\"b\\", c", 'd, e''s', O'Neil, f g]"""
    article = only(written(tmp_path, "x.md", f"---\ntags: {topics}\n---\n{BODY}\n"))
    assert article.topics == ("Lind, Ø", 'a, "b", c', "d, e's", "O'Neil", "f g")


@pytest.mark.parametrize("name", ["x.txt", "x.md"])
def test_front_matter_without_a_text_below_is_a_headline_alone(tmp_path: Path, name: str) -> None:
    article = only(written(tmp_path, name, "---\ntitle: Broen lukkes\ndate: 2018-08-21\n---\n"))
    assert article.title == "Broen lukkes"
    assert article.published == Published("2018-08-21")


class TestDisguises:
    def test_html_in_a_text_file_is_read_as_html(self, tmp_path: Path) -> None:
        page = f"<!doctype html><title>A page</title><h1>A page</h1><p>{BODY}</p><p>{BODY}</p>"
        assert only(written(tmp_path, "x.txt", page)).body == f"{BODY}\n\n{BODY}"

    def test_a_feed_in_a_text_file_is_read_as_a_feed(self, tmp_path: Path) -> None:
        item = f"<item><title>T</title><description>{BODY}</description></item>"
        feed = f"<rss version='2.0'><channel>{item}</channel></rss>"
        assert only(written(tmp_path, "x.txt", feed)).body == BODY

    def test_compressed_text_is_read(self, tmp_path: Path) -> None:
        assert only(written(tmp_path, "x.txt.gz", gzip.compress(REPORT.encode()))).body == BODY


@pytest.mark.parametrize("suffix", sorted(READERS))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(alphabet="<>/=&;#\"'{}[]:,-*_` \nabæ1.()|", max_size=300).map(str.encode),
    )
)
def test_nothing_in_a_file_makes_reading_it_fail(tmp_path: Path, suffix: str, data: bytes) -> None:
    for found in read(written(tmp_path, f"x{suffix}", data)):
        text = f"{found.title}{found.body}" if isinstance(found, Article) else found.reason
        assert text
        assert "Error: " not in text
        assert not set(text) & {chr(code) for code in range(32) if code != 10}
        assert text.encode()
