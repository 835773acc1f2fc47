"""What lies about in real piles: each is read or named with a reason, and none stops the rest."""

import gzip
import json
import os
from pathlib import Path

import pytest

from tests.indexing import counts, found, run, summary, write

DANISH = (
    "Færgen sejlede ikke\n\nPå grund af storm blev færgen liggende i havnen på Ærø hele dagen.\n"
)

READ = {
    "cp1252.txt": DANISH.encode("cp1252"),
    "utf16.txt": DANISH.encode("utf-16"),
    "utf16-without-mark.txt": DANISH.encode("utf-16-le"),
    "utf8-with-mark.txt": DANISH.encode("utf-8-sig"),
    "broken-utf8.txt": DANISH.encode() + b"\n\xc3\x28 slut\n",
    "windows.txt": DANISH.replace("\n", "\r\n").encode(),
    "packed.txt.gz": gzip.compress(DANISH.encode()),
    "nul.txt": DANISH.encode().replace(b" liggende", b" \x00liggende"),
    "page.html": f"<meta charset=utf-8><h1>Nyt</h1><p>{DANISH}</p>".encode(),
    "one line.jsonl": json.dumps({"text": DANISH}).encode(),
    "emoji 🎉 æ.txt": DANISH.encode(),
}
SKIPPED = {
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    "noise.txt": bytes(range(256)) * 40,
    "empty.txt": b"",
    "spaces.txt": b" \n" * 50,
    "half.txt.gz": gzip.compress(DANISH.encode() * 99)[:60],
    "broken.json": b'{"text": "no end',
    "lines.jsonl": b'{"text": "Havnen er lukket for alle i dag."}\nno JSON\n',
    "large.txt": b"sild og torsk " * (50 * 2**20 // 14),
}


@pytest.mark.parametrize("name", READ)
def test_text_is_read_however_it_is_stored(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(READ[name])
    assert summary(tmp_path, name, "--strict")["articles"] == 1
    assert found(tmp_path / "index", "storm færgen havnen Ærø") == 1


def test_what_cannot_be_read_is_named_with_a_reason_and_the_rest_is_indexed(
    tmp_path: Path,
) -> None:
    pile = tmp_path / "pile"
    write(pile / "cod.txt", "cod")
    for name, data in SKIPPED.items():
        (pile / name).write_bytes(data)
    (pile / "nowhere.txt").symlink_to("gone")
    (pile / "folder.txt").mkdir()
    figures = summary(tmp_path, "pile")
    unread = {skipped["where"].split(",")[0]: skipped["reason"] for skipped in figures["unread"]}
    assert set(unread) == {f"pile/{name}" for name in SKIPPED}
    assert all(len(reason) > 10 for reason in unread.values())
    assert found(tmp_path / "index", "cod") == 1


def test_files_whose_names_are_no_utf8_are_indexed_and_known_again(tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / "pile" / os.fsdecode(b"b\xe5d %d.txt" % number), "herring")
    (tmp_path / "pile" / os.fsdecode(b"\xf8.txt")).write_bytes(b"\x89PNG\r\n")
    assert counts(summary(tmp_path, "pile")) == (3, 0, 0, 1)
    (tmp_path / "pile" / os.fsdecode(b"b\xe5d 1.txt")).unlink()
    assert counts(summary(tmp_path, "pile")) == (0, 0, 1, 1)
    assert found(tmp_path / "index", "herring") == 2


def test_names_that_are_no_utf8_are_printed_alike_everywhere(tmp_path: Path) -> None:
    pile = tmp_path / os.fsdecode(b"b\xe5d")
    danish = json.dumps({"id": "1", "language": "en", "text": DANISH * 9})
    write(pile / os.fsdecode(b"\xf8.txt"), "herring")
    (pile / os.fsdecode(b"\xe6.jsonl")).write_text(f"{danish}\n{danish}\nno JSON\n")
    (pile / "copy.jsonl").write_text(danish)
    figures = summary(tmp_path, pile.name, "--index", os.fsdecode(b"\xe5"))
    printed = json.dumps(figures, ensure_ascii=False)
    assert printed.encode().decode() == printed
    assert figures["index"] == "\ufffd"
    assert {one["where"] for one in figures["unread"]} == {
        *("b\ufffdd/\ufffd.jsonl", "b\ufffdd/\ufffd.jsonl, line 3")
    }
    assert "b\ufffdd/\ufffd.jsonl" in figures["notes"][0]
    assert "there is no \ufffd." in run(tmp_path, os.fsdecode(b"\xf8")).stderr


def test_names_of_files_are_shown_on_one_line_and_tell_a_terminal_nothing(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "two\nlines \x1b[31m.txt").touch()
    record = {"id": "1", "language": "en", "text": DANISH * 9}
    (pile / "\x1b]0;mine\x07\u2028.jsonl").write_text(json.dumps(record))
    printed = run(tmp_path, "pile").stdout
    assert "\n  pile/two\ufffdlines \ufffd[31m.txt: the file is empty" in printed
    assert "in pile/\ufffd]0;mine\ufffd\ufffd.jsonl (1: 1)." in printed
    assert not set("\x1b\x07\u2028") & set(printed)
    assert summary(tmp_path, "pile")["unread"][0]["where"] == "pile/two\nlines \x1b[31m.txt"


def test_a_line_of_a_dump_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "dump.jsonl").write_bytes(SKIPPED["lines.jsonl"])
    (skipped,) = summary(tmp_path, "dump.jsonl")["unread"]
    assert skipped["where"] == "dump.jsonl, line 2"


@pytest.mark.parametrize(
    "dump",
    [
        '{"id": "1", "text": "The ferry."}\n' * 5,
        '[{"id": "1", "text": "The ferry."}, {"id": "2"}, {"id": "3"}, {"id": "4"}, {"id": "5"}]',
    ],
    ids=["one id", "one line"],
)
def test_records_skipped_for_the_same_reason_are_counted_one_by_one(
    tmp_path: Path, dump: str
) -> None:
    (tmp_path / "dump.jsonl").write_text(dump)
    figures = summary(tmp_path, "dump.jsonl")
    assert (counts(figures), len(figures["unread"])) == ((1, 0, 0, 4), 4)
    assert summary(tmp_path, "dump.jsonl")["unread"] == figures["unread"]


@pytest.mark.parametrize("memory", ["much", "-1", "0", ""])
def test_a_setting_of_memory_that_is_no_number_is_named_with_the_remedy(
    tmp_path: Path, memory: str
) -> None:
    (tmp_path / "ferry.txt").write_text(DANISH)
    done = run(tmp_path, "ferry.txt", SEARCHAPP_MEMORY=memory)
    assert done.returncode == 1
    assert "SEARCHAPP_MEMORY" in done.stderr
    assert "such as 1024" in done.stderr


def test_a_setting_of_the_analysis_that_is_misspelt_is_named_with_the_remedy(
    tmp_path: Path,
) -> None:
    (tmp_path / "ferry.txt").write_text(DANISH)
    done = run(tmp_path, "ferry.txt", SEARCHAPP_ANALYSIS="word")
    assert done.returncode == 1
    assert "SEARCHAPP_ANALYSIS is 'word': give words or full" in done.stderr
    for name in ("words", "full", ""):
        assert summary(tmp_path, "ferry.txt", "--full", SEARCHAPP_ANALYSIS=name)["articles"] == 1


@pytest.mark.parametrize(("first", "then"), [("words", ""), ("full", "words")])
def test_an_index_of_another_analysis_is_built_again_not_mixed(
    tmp_path: Path, first: str, then: str
) -> None:
    (tmp_path / "ferry.txt").write_text(DANISH)
    summary(tmp_path, "ferry.txt", SEARCHAPP_ANALYSIS=first)

    done = run(tmp_path, "ferry.txt", SEARCHAPP_ANALYSIS=then)
    assert done.returncode == 1
    assert f"was made with SEARCHAPP_ANALYSIS={first}" in done.stderr
    assert "--full" in done.stderr

    assert summary(tmp_path, "ferry.txt", SEARCHAPP_ANALYSIS=first)["read"] == 0
    assert summary(tmp_path, "ferry.txt", "--full", SEARCHAPP_ANALYSIS=then)["read"] == 1
    assert found(tmp_path / "index", "færger") == (then == "")
