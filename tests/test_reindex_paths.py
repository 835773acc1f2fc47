"""What the PATHs of `python -m searchapp.reindex` stand for."""

from pathlib import Path

import pytest

from tests.indexing import found, in_shell, run, summary, write


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with an article of herring; the index beside it is in step."""
    write(tmp_path / "pile" / "herring.txt", "herring")
    summary(tmp_path, "pile")
    return tmp_path / "pile"


@pytest.mark.parametrize("inside", ["index", "index/articles", "index/articles/cod.txt"])
def test_a_path_in_the_folder_of_the_index_is_refused(pile: Path, inside: str) -> None:
    write(pile.parent / "index" / "articles" / "cod.txt", "cod")
    done = run(pile.parent, "pile", inside)
    assert done.returncode == 2
    assert f"{inside} lies in the folder of the index" in done.stderr
    assert "--index" in done.stderr
    assert found(pile.parent / "index", "herring") == 1


def test_a_link_is_read_by_its_own_suffix(tmp_path: Path) -> None:
    (tmp_path / "blob").write_text('{"text": "The harbour is closed."}\n' * 2)
    (tmp_path / "latest.jsonl").symlink_to("blob")
    assert summary(tmp_path, "latest.jsonl")["articles"] == 2
    (tmp_path / "blobs").mkdir()
    (tmp_path / "same").symlink_to(tmp_path)
    assert summary(tmp_path, "same/latest.jsonl", "blobs/../latest.jsonl")["read"] == 0


def test_both_files_that_give_an_id_are_named_as_they_were_given(tmp_path: Path) -> None:
    (tmp_path / "pile").mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / "pile" / name).write_text('{"id": "same", "text": "The harbour is closed."}\n')
    (skip,) = summary(tmp_path, "pile")["unread"]
    reason = "the id 'same' is already that of an article in pile/a.jsonl"
    assert skip == {"where": "pile/b.jsonl", "reason": reason}


@pytest.mark.parametrize("arguments", [("",), ("pile", "")])
def test_an_empty_path_does_not_exist(pile: Path, arguments: tuple[str, ...]) -> None:
    write(pile.parent / "cod.txt", "cod")
    done = run(pile.parent, *arguments)
    assert done.returncode == 2
    assert "there is no ''" in done.stderr
    assert found(pile.parent / "index", "title:cod") == 0


def test_an_index_without_a_name_is_refused_and_nothing_written(pile: Path) -> None:
    (pile.parent / "here").mkdir()
    done = run(pile.parent / "here", "../pile", "--index", "")
    assert done.returncode == 2
    assert "--index" in done.stderr
    assert list((pile.parent / "here").iterdir()) == []


def test_a_folder_that_is_gone_under_the_command_is_no_traceback(pile: Path) -> None:
    gone = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"'
    done = in_shell(pile.parent, gone, str(pile))
    assert done.returncode == 1
    assert done.stderr.startswith("reindex: No such file or directory")
