"""A damaged index says so, or answers as if it were whole; never wrongly, never by a crash."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from searchapp.engines import Engine, IndexMissing, IndexUnusable, open_engine
from searchapp.engines.whoosh.format import layout
from searchapp.engines.whoosh.format.head import HEAD, LOCK, read_head
from searchapp.engines.whoosh.format.layout import ALIGN, BLOCK, ArrayFile, ArrayWriter
from searchapp.query import Query
from tests.engines.cases import TIMES
from tests.engines.damage import folder_instead
from tests.engines.piles import Pile, Record, ids, record
from tests.indexing import ROOT

FLIPS = 60 * TIMES


def program(*arguments: str | Path | int) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def article(number: int) -> Record:
    """Return the article of that number: some say the same, all have words of their own."""
    language = "da" if number % 3 == 0 else "en"
    said = "Kaptajnen på færgen til havnen" if language == "da" else "The captain of the ferry"
    rest = " ".join(f"word{number * k % 2003}" for k in range(1, 30))
    return record(
        f"a{number:04}",
        f"Number {number}",
        f"{said} left the harbour. {rest if number % 5 else 'Nobody knows why ' * 12}",
        language,
        source=["Reuters", "Tern", None][number % 3],
        date=f"201{number % 9}-0{number % 7 + 1}",
    )


def damageable(pile: Pile) -> None:
    """Index a pile in two segments, one of them with deleted articles."""
    for start in range(0, 900, 50):
        pile.write(f"{start:04}.jsonl", map(article, range(start, start + 50)))
    pile.write_text("bad.jsonl", "no json\n")
    pile.update()
    pile.write("0850.jsonl", map(article, range(850, 895)))
    pile.update()


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index to be copied and damaged."""
    folder = tmp_path_factory.mktemp("damage")
    damageable(Pile(folder / "pile", open_engine(str(folder / "index"))))
    return folder / "index"


def test_damage_of_any_kind_is_refused_or_makes_no_difference(damaged: Path) -> None:
    assert {path.suffix for path in damaged.iterdir()} >= {".seg", ".del", ".toc"}

    done = program("-m", "tests.engines.damage", damaged, FLIPS)

    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    *wrong, counts = done.stdout.splitlines()
    assert wrong == []
    assert json.loads(counts)["refused"] > 200


@pytest.mark.parametrize(
    "read",
    [
        lambda file, at: file.whole("numbers"),
        lambda file, at: file.part("numbers", at, at + 1),
        lambda file, at: file.at("numbers", at),
        lambda file, at: file.take("numbers", np.array([0, at])),
    ],
    ids=["whole", "part", "at", "take"],
)
def test_a_flipped_bit_is_met_whichever_way_numbers_are_read(
    tmp_path: Path, read: Callable[[ArrayFile, int], Any]
) -> None:
    path, last = tmp_path / "x.seg", 3 * BLOCK // 4
    out = ArrayWriter(path)
    out.append("numbers", np.arange(last + 1), np.uint32)
    out.close()
    with path.open("r+b") as file:
        file.seek(ALIGN + 4 * last)
        file.write(b"!")

    with pytest.raises(IndexUnusable, match=r"x\.seg: the file is damaged"):
        read(ArrayFile(path), last)


@pytest.mark.parametrize("name", [HEAD, ".seg", ".del", "stories.2.*"])
def test_a_full_update_repairs_what_is_damaged(whoosh_pile: Pile, folder: Path, name: str) -> None:
    damageable(whoosh_pile)
    before = whoosh_pile.search("harbour", size=100)
    for path in folder.glob(f"*{name}"):
        path.write_bytes(b"foreign " * 100)
    whoosh = open_engine(str(folder))
    with pytest.raises(IndexUnusable, match="--full"):
        whoosh.search(Query("harbour"))

    whoosh.update(whoosh_pile.plan(full=True))

    after = whoosh.search(Query("harbour", size=100))
    assert (after.articles, after.facets) == (before.articles, before.facets)


@pytest.mark.parametrize("name", [".seg", ".del", "stories.2.*", ".toc"])
def test_a_full_update_does_without_what_a_folder_stands_in_the_place_of(
    whoosh_pile: Pile, folder: Path, name: str
) -> None:
    damageable(whoosh_pile)
    before = whoosh_pile.search("harbour", size=100)
    for path in folder.glob(f"*{name}"):
        folder_instead(path)

    whoosh_pile.engine.update(whoosh_pile.plan(full=True))
    whoosh_pile.write("0850.jsonl", map(article, range(850, 894)))
    whoosh_pile.update()

    after = whoosh_pile.search("harbour", size=100)
    assert after.articles == before.articles - 1


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("stories.1", lambda engine: engine.search(Query("harbour"))),
        ("doubles.1", lambda engine: engine.skipped()),
    ],
)
def test_a_file_of_another_index_is_refused(
    tmp_path: Path, kind: str, asked: Callable[[Engine], object]
) -> None:
    piles = [Pile(tmp_path / f"pile{n}", open_engine(str(tmp_path / f"{n}"))) for n in range(2)]
    for number, pile in enumerate(piles):
        pile.write("a.jsonl", map(article, (number, number, 7)))
        pile.update()
    mine, other = (next((tmp_path / f"{n}").glob(f"{kind}*")) for n in range(2))

    mine.write_bytes(other.read_bytes())

    with pytest.raises(IndexUnusable, match=r"it is another file.*--full"):
        asked(piles[0].engine)


def test_a_folder_in_the_place_of_head_is_refused_before_anything_is_read(
    whoosh_pile: Pile, folder: Path
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    folder_instead(folder / HEAD)
    read: list[object] = []

    with pytest.raises(IndexUnusable, match="a folder stands in the place of the file: remove it"):
        whoosh_pile.update(full=True, report=read.append)

    assert read == []


@pytest.mark.parametrize("instead", [Path.mkdir, os.mkfifo])
def test_what_stands_in_the_place_of_the_lock_is_named(
    whoosh_pile: Pile, folder: Path, instead: Callable[[Path], None]
) -> None:
    folder.mkdir()
    instead(folder / LOCK)

    with pytest.raises(IndexUnusable, match=f"{LOCK}: something else stands .* remove it"):
        whoosh_pile.update()


def test_an_update_of_a_damaged_index_is_refused_and_changes_nothing(
    whoosh_pile: Pile, folder: Path
) -> None:
    damageable(whoosh_pile)
    plan = whoosh_pile.plan(full=True)
    (folder / HEAD).write_bytes(b"foreign")
    before = sorted(folder.iterdir())

    with pytest.raises(IndexUnusable, match="--full"):
        whoosh_pile.engine.update(type(plan)(read=plan.read))

    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("fault", [errno.EIO, errno.ENOSPC, errno.EMFILE])
def test_a_fault_that_is_not_the_files_is_no_reason_to_rebuild_the_index(
    whoosh_pile: Pile, folder: Path, fault: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(3)))
    whoosh_pile.update()

    def failing(path: str, _flags: int) -> int:
        raise OSError(fault, os.strerror(fault), path)

    monkeypatch.setattr(layout, "_without_waiting", failing)

    with pytest.raises(OSError, match=os.strerror(fault)):
        open_engine(str(folder)).search(Query("harbour"))


def test_a_folder_of_other_things_is_no_index_and_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "stories.txt").write_text("mine")
    pile = Pile(tmp_path / "pile", open_engine(str(tmp_path)))
    pile.write("a.jsonl", [article(1)])

    pile.update()

    assert (tmp_path / "notes.txt").read_text() == (tmp_path / "stories.txt").read_text() == "mine"


def test_a_file_where_the_index_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("mine")
    engine = open_engine(str(tmp_path / "index"))

    with pytest.raises(IndexUnusable, match="is a file"):
        engine.search(Query())


FULL_DISK = """
import json, resource, signal, sys
from searchapp.engines import File, Plan, open_engine
from searchapp.query import Query
index, limit, files = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
engine = open_engine(index)
before = engine.search(Query("harbour", size=100))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    engine.update(Plan(read=tuple(File(*file) for file in files)))
except OSError as error:
    assert engine.search(Query("harbour", size=100)) == before
    print("refused", error.errno)
else:
    print("written")
"""


@pytest.mark.parametrize("limit", [0, 100, 10_000, 100_000])
def test_a_disk_that_is_full_leaves_the_old_index_and_later_nothing_of_the_attempt(
    whoosh_pile: Pile, folder: Path, limit: int
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    before = whoosh_pile.search("harbour")
    whoosh_pile.write("b.jsonl", map(article, range(100, 400)))
    files = [[file.path, file.size, file.mtime_ns] for file in whoosh_pile.plan().read]

    done = program("-c", FULL_DISK, folder, limit, json.dumps(files))

    assert done.stdout.startswith("refused 27"), done.stderr
    assert whoosh_pile.search("harbour") == before
    assert whoosh_pile.update().added == 300
    assert_nothing_left_over(folder)


def assert_nothing_left_over(folder: Path) -> None:
    """Check that a folder holds the files of its generation and no others."""
    current = read_head(folder)
    ours = {*current.files(), current.toc, HEAD, LOCK}
    assert {path.name for path in folder.iterdir()} == ours


KILLED = """
import json, os, signal, sys
from searchapp.engines import File, Plan, open_engine
index, stage, files = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
def report(progress):
    if progress.stage == stage:
        os.kill(os.getpid(), signal.SIGKILL)
open_engine(index).update(Plan(read=tuple(File(*file) for file in files)), 1, report)
"""


@pytest.mark.parametrize("stage", ["reading", "merging", "finding stories"])
def test_a_writer_that_is_killed_leaves_the_old_index_and_later_nothing_of_itself(
    whoosh_pile: Pile, folder: Path, stage: str
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    before = whoosh_pile.search("harbour")
    whoosh_pile.write("b.jsonl", map(article, range(100, 120)))
    files = [[file.path, file.size, file.mtime_ns] for file in whoosh_pile.plan().read]

    done = program("-c", KILLED, folder, stage, json.dumps(files))

    assert done.returncode == -9, done.stderr
    assert whoosh_pile.search("harbour") == before
    assert whoosh_pile.update().added == 20
    assert_nothing_left_over(folder)


@pytest.mark.parametrize("stage", ["reading", "merging", "finding stories"])
def test_a_first_update_that_is_killed_leaves_no_index_and_can_be_run_again(
    whoosh_pile: Pile, folder: Path, stage: str
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(20)))
    files = [[file.path, file.size, file.mtime_ns] for file in whoosh_pile.plan().read]

    done = program("-c", KILLED, folder, stage, json.dumps(files))

    assert done.returncode == -9, done.stderr
    with pytest.raises(IndexMissing):
        whoosh_pile.search("harbour")
    assert whoosh_pile.update().added == 20
    assert_nothing_left_over(folder)


UNPICKLING = """
import pickle, sys
from searchapp.languages.cross_table import table
table("en"), table("da")  # names of countries: pickles, too, but of an installed package (Babel)
class Unpickler(pickle.Unpickler):
    def __init__(self, *_, **__):
        raise AssertionError("something was unpickled")
pickle.load = pickle.loads = pickle.Unpickler = Unpickler
from searchapp.engines import open_engine
from searchapp.query import Query
engine = open_engine(sys.argv[1])
found = engine.search(Query('harbour "captain of" harb* NEAR/3 ferry OR harbor~', size=100))
print(engine.article("a0007").title, found.articles, len(engine.files()), engine.state().articles)
"""


def test_searching_unpickles_nothing_and_needs_no_table_of_contents_of_whoosh(
    whoosh_pile: Pile, folder: Path
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    for toc in folder.glob("*.toc"):
        toc.write_bytes(b"cos\nsystem\n(S'false'\ntR.")

    done = program("-c", UNPICKLING, folder)

    assert done.stdout.split() == ["Number", "7", "10", "1", "10"], done.stderr
    whoosh_pile.write("b.jsonl", map(article, range(10, 20)))
    assert whoosh_pile.update().added == 10
    assert len(ids(whoosh_pile.search("harbour", size=100))) == 20
