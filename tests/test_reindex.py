"""`python -m searchapp.reindex`: what it reads, what it says, and how it ends."""

import json
import os
import shutil
from pathlib import Path

import pytest

from searchapp import reindex
from tests.indexing import counts, found, run, summary, write

WORDS = ("herring", "cod", "plaice", "mackerel")


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with an article for each of WORDS; the index beside it is in step."""
    folder = tmp_path / "pile"
    for word in WORDS:
        write(folder / f"{word}.txt", word)
    assert reindex.main([str(folder), "--index", str(tmp_path / "index"), "--quiet"]) == 0
    return folder


# What changes in a pile


def test_a_first_run_indexes_everything(tmp_path: Path) -> None:
    for word in WORDS:
        write(tmp_path / "pile" / f"{word}.txt", word)
    assert counts(summary(tmp_path, "pile")) == (4, 0, 0, 0)
    assert found(tmp_path / "index", "council") == 4


def test_a_run_without_changes_reads_nothing(pile: Path) -> None:
    figures = summary(pile.parent, "pile")
    assert figures["read"] == 0
    assert figures["articles"] == 4


def test_the_same_pile_is_the_same_from_another_folder(pile: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "some" / "where"
    elsewhere.mkdir(parents=True)
    assert summary(elsewhere, "../../pile", "--index", "../../index")["read"] == 0
    assert summary(elsewhere, pile, "--index", tmp_path / "index")["read"] == 0


def test_a_new_file_is_added(pile: Path) -> None:
    write(pile / "deep" / "er" / "eel.txt", "eel")
    figures = summary(pile.parent, "pile")
    assert (figures["read"], counts(figures)) == (1, (1, 0, 0, 0))
    assert found(pile.parent / "index", "eel") == 1


def test_a_changed_file_is_read_again(pile: Path) -> None:
    write(pile / "cod.txt", "lobster")
    figures = summary(pile.parent, "pile")
    assert (figures["read"], counts(figures)) == (1, (0, 1, 0, 0))
    assert found(pile.parent / "index", "lobster") == 1
    assert found(pile.parent / "index", "title:cod") == 0


def test_a_file_that_is_gone_is_removed(pile: Path) -> None:
    (pile / "cod.txt").unlink()
    assert counts(summary(pile.parent, "pile")) == (0, 0, 1, 0)
    assert found(pile.parent / "index", "title:cod") == 0


def test_a_renamed_file_is_found_once(pile: Path) -> None:
    (pile / "cod.txt").rename(pile / "torsk.txt")
    assert counts(summary(pile.parent, "pile")) == (1, 0, 1, 0)
    assert found(pile.parent / "index", "title:cod") == 1


def test_a_touched_file_is_read_again_and_found_once(pile: Path) -> None:
    os.utime(pile / "cod.txt", ns=(1, 1))
    assert counts(summary(pile.parent, "pile")) == (0, 1, 0, 0)
    assert found(pile.parent / "index", "title:cod") == 1


def test_records_of_a_file_are_told_apart_by_their_id(pile: Path) -> None:
    dump = pile / "dump.jsonl"
    lines = [json.dumps({"id": word, "text": f"{word} is a word"}) for word in ("one", "two")]
    dump.write_text("\n".join(lines))
    assert counts(summary(pile.parent, "pile")) == (2, 0, 0, 0)
    dump.write_text("\n".join([lines[1], json.dumps({"id": "three", "text": "three too"})]))
    assert counts(summary(pile.parent, "pile")) == (1, 1, 1, 0)


def test_the_index_holds_exactly_the_paths_that_are_named(pile: Path, tmp_path: Path) -> None:
    write(tmp_path / "other" / "eel.txt", "eel")
    assert summary(tmp_path, "pile", "other")["articles"] == 5
    assert summary(tmp_path, "other")["articles"] == 1
    assert summary(tmp_path, pile / "cod.txt", pile, "pile")["articles"] == 4


def test_a_full_run_reads_everything_again(pile: Path) -> None:
    figures = summary(pile.parent, "pile", "--full")
    assert (figures["read"], figures["articles"]) == (4, 4)
    assert found(pile.parent / "index", "council") == 4


def test_an_index_inside_the_pile_does_not_read_itself(pile: Path) -> None:
    first = summary(pile, ".", "--index", "index")
    assert summary(pile, ".", "--index", "index")["read"] == 0
    assert first["articles"] == 4


# What it says


def test_the_summary_is_for_people(pile: Path) -> None:
    write(pile / "eel.txt", "eel")
    (pile / "empty.txt").touch()
    done = run(pile.parent, "pile")
    assert "read 2 files: added 1, changed 0, removed 0, skipped 1; " in done.stdout
    assert " articles a second.\nThe index index holds 5 articles.\n" in done.stdout
    assert "\n  pile/empty.txt: the file is empty: " in done.stdout
    assert done.stderr == ""
    assert done.returncode == 0


def test_json_is_one_object_and_nothing_else(pile: Path) -> None:
    (pile / "empty.txt").touch()
    done = run(pile.parent, "pile", "--json")
    figures = json.loads(done.stdout)
    assert done.stderr == ""
    assert figures["seconds"] > 0
    assert figures["unread"][0]["where"] == "pile/empty.txt"
    assert set(figures) == {
        *("index", "articles", "read", "added", "changed", "removed", "skipped"),
        *("seconds", "articles_per_second", "unread", "notes"),
    }


def test_json_of_a_run_that_could_index_nothing_is_the_summary_with_the_error(pile: Path) -> None:
    (pile.parent / "empty.txt").touch()
    done = run(pile.parent, "empty.txt", "--json")
    figures = json.loads(done.stdout)
    assert done.returncode == 1
    assert "nothing that could be indexed" in figures["error"]
    assert (figures["articles"], counts(figures)) == (4, (0, 0, 0, 1))
    assert figures["unread"][0]["where"] == "empty.txt"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["nowhere"], "there is no nowhere"),
        (["bare"], "no files"),
        (["pile", "--index", "bad"], "bad"),
    ],
)
def test_json_of_a_run_that_was_refused_is_the_error(
    pile: Path, arguments: list[str], error: str
) -> None:
    (pile.parent / "bare").mkdir()
    (pile.parent / "bad").touch()
    done = run(pile.parent, *arguments, "--json")
    assert done.returncode
    (message,) = json.loads(done.stdout).values()
    assert error in message
    assert message in done.stderr


def test_quiet_says_only_what_could_not_be_read(pile: Path) -> None:
    write(pile / "eel.txt", "eel")
    done = run(pile.parent, "pile", "--quiet")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    (pile / "empty.txt").touch()
    done = run(pile.parent, "pile", "--quiet")
    assert done.stdout == ""
    assert "pile/empty.txt" in done.stderr


def test_what_was_skipped_is_said_each_time_though_it_is_not_read_again(pile: Path) -> None:
    (pile / "empty.txt").touch()
    first, second = summary(pile.parent, "pile"), summary(pile.parent, "pile")
    assert (first["read"], second["read"]) == (1, 0)
    assert first["unread"] == second["unread"] != []


def test_strict_makes_a_failure_of_what_was_skipped(pile: Path) -> None:
    assert run(pile.parent, "pile", "--strict").returncode == 0
    (pile / "empty.txt").touch()
    write(pile / "eel.txt", "eel")
    assert run(pile.parent, "pile", "--strict").returncode == 1
    assert run(pile.parent, "pile", "--strict").returncode == 1
    assert found(pile.parent / "index", "eel") == 1


def test_the_setting_says_where_the_index_is(pile: Path, tmp_path: Path) -> None:
    figures = summary(tmp_path, "pile", SEARCHAPP_INDEX=str(tmp_path / "set"))
    assert figures["index"] == str(tmp_path / "set")
    assert found(tmp_path / "set", "herring") == 1
    figures = summary(tmp_path, "pile", "--index", "option", SEARCHAPP_INDEX="set")
    assert figures["index"] == "option"


def test_without_paths_the_seeds_of_this_folder_are_indexed(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert "there is no seeds. Name the folder" in done.stderr
    write(tmp_path / "seeds" / "cod.txt", "cod")
    assert summary(tmp_path)["articles"] == 1


# How it refuses


@pytest.mark.parametrize(
    "arguments",
    [["nowhere"], ["pile", "nowhere"], ["--workers", "0"], ["--workers", "x"], ["--unknown"],
     ["pile", "--index", "gopher://index"]],
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_changes_nothing(pile: Path, arguments: list[str]) -> None:
    shutil.rmtree(pile)
    pile.mkdir()
    done = run(pile.parent, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert found(pile.parent / "index", "council") == 4


def test_a_path_that_does_not_exist_is_named(pile: Path) -> None:
    assert "there is no nowhere" in run(pile.parent, "pile", "nowhere").stderr


def test_an_empty_folder_ends_with_1_and_says_what_to_do(pile: Path) -> None:
    (pile.parent / "empty").mkdir()
    done = run(pile.parent, "empty")
    assert done.returncode == 1
    assert "python -m searchapp.reindex PATH" in done.stderr
    assert found(pile.parent / "index", "council") == 4


def test_where_nothing_can_be_read_it_ends_with_1_and_says_why(pile: Path) -> None:
    bad = pile.parent / "bad"
    bad.mkdir()
    (bad / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = run(pile.parent, "bad")
    assert done.returncode == 1
    assert "nothing that could be indexed" in done.stderr
    assert "bad/picture.txt: " in done.stderr
    assert found(pile.parent / "index", "council") == 4


def test_where_only_what_cannot_be_read_is_left_it_is_named(pile: Path) -> None:
    (pile / "empty.txt").touch()
    summary(pile.parent, "pile")
    for word in WORDS:
        (pile / f"{word}.txt").unlink()
    done = run(pile.parent, "pile")
    assert done.returncode == 1
    assert "pile/empty.txt: the file is empty" in done.stderr
    assert found(pile.parent / "index", "council") == 4


def test_a_first_run_without_anything_to_read_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "pile").mkdir()
    (tmp_path / "pile" / "empty.txt").touch()
    assert run(tmp_path, "pile").returncode == 1
    write(tmp_path / "pile" / "cod.txt", "cod")
    assert summary(tmp_path, "pile")["articles"] == 1
