"""What has to be read and dropped, for every way a pile can change."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.changes import UNREADABLE, as_given, compare, survey
from searchapp.engines import File, Plan

ONE, TWO = File("/pile/1.txt", 10, 100), File("/pile/2.txt", 20, 200)


def known(*files: File) -> dict[str, File]:
    return {file.path: file for file in files}


def test_a_new_file_is_read() -> None:
    assert compare([ONE, TWO], known(ONE)) == Plan(read=(TWO,))


@pytest.mark.parametrize("changed", [replace(ONE, size=11), replace(ONE, mtime_ns=101)])
def test_a_file_of_another_size_or_time_is_read_again(changed: File) -> None:
    assert compare([changed, TWO], known(ONE, TWO)) == Plan(read=(changed,))


def test_a_file_that_is_gone_is_dropped() -> None:
    assert compare([TWO], known(ONE, TWO)) == Plan(drop=(ONE.path,))


def test_a_renamed_file_is_read_and_its_old_name_dropped() -> None:
    renamed = replace(ONE, path="/pile/3.txt")
    assert compare([renamed], known(ONE)) == Plan(read=(renamed,), drop=(ONE.path,))


def test_nothing_is_left_to_do_when_nothing_changed() -> None:
    assert compare([ONE, TWO], known(ONE, TWO)) == Plan()


def test_a_full_run_reads_everything() -> None:
    assert compare([ONE], known(ONE, TWO), full=True) == Plan((ONE,), (TWO.path,), full=True)


def test_a_file_found_twice_is_read_once() -> None:
    assert compare([ONE, ONE], {}) == Plan(read=(ONE,))


files = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6
).map(lambda facts: [File(path, *fact) for path, fact in facts.items()])


@given(files, files)
def test_carrying_out_the_plan_leaves_exactly_the_files_that_were_found(
    found: list[File], before: list[File]
) -> None:
    plan = compare(found, known(*before))
    after = {path: file for path, file in known(*before).items() if path not in plan.drop}
    assert after | known(*plan.read) == known(*found)
    assert not set(plan.read) & set(before)


def test_files_of_the_index_itself_are_left_out(tmp_path: Path) -> None:
    for name in ("1.txt", "index/2.txt", "index.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("One herring.")
    found = survey([tmp_path], but=tmp_path / "index")
    assert [file.path for file in found] == [str(tmp_path / "1.txt"), str(tmp_path / "index.txt")]


def test_a_file_is_surveyed_with_its_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "1.txt"
    path.write_text("One herring.")
    assert survey([path]) == [File(str(path), 12, path.stat().st_mtime_ns)]


def test_a_link_to_nowhere_is_surveyed_too_so_that_it_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "1.txt"
    path.symlink_to(tmp_path / "nowhere")
    assert survey([path]) == [File(str(path), 0, UNREADABLE)]


def test_a_file_of_time_zero_that_may_be_read_at_last_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "1.txt"
    path.write_text("One herring.")
    os.utime(path, (0, 0))
    with monkeypatch.context() as patched:
        patched.setattr(os, "access", lambda *_: False)
        before = survey([path])
    assert compare(survey([path]), known(*before)).read == (File(str(path), 12, 0),)


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("/home/me/pile/x.txt", "pile/x.txt"),
        ("/home/me/pile/dump.jsonl, line 12", "pile/dump.jsonl, line 12"),
        ("/home/me/pile", "pile"),
        ("/home/me/pile2/x.txt", "/home/me/pile2/x.txt"),
        ("/home/me/a.jsonl, line 3", "../a.jsonl, line 3"),
        ("/here/x.txt", "x.txt"),
    ],
)
def test_places_are_named_as_the_user_named_them(where: str, shown: str) -> None:
    paths = {"/home/me/pile": "pile", "/home/me/a.jsonl": "../a.jsonl", "/here": "."}
    assert as_given(where, paths) == shown


def test_a_place_is_named_by_looking_at_few_of_many_paths() -> None:
    class Counted(dict[str, str]):
        looks = 0

        def get(self, *key: Any) -> Any:
            self.looks += 1
            return super().get(*key)

        def __iter__(self) -> Iterator[str]:
            self.looks += len(self)
            return super().__iter__()

    paths = Counted({f"/pile/{number}.txt": f"{number}.txt" for number in range(3_000)})

    assert as_given("/pile/7.txt, line 3", paths) == "7.txt, line 3"

    assert paths.looks < 10
