"""What happens to an index while it is in use, or while it is built again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from searchapp.engines import Engine, Progress, open_engine
from searchapp.engines.whoosh.format import head
from searchapp.engines.whoosh.format.head import HEAD, LOCK, Head, read_head
from searchapp.query import MAX_SIZE, Query
from tests.engines.piles import Pile
from tests.engines.test_damage import article, assert_nothing_left_over, damageable, program


def test_a_full_update_of_a_damaged_index_removes_nothing_before_it_is_done(
    whoosh_pile: Pile, folder: Path
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    (folder / HEAD).write_bytes(b"foreign")
    before = {path.name for path in folder.iterdir()}

    def stop(progress: Progress) -> None:
        if progress.stage == "finding stories":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        whoosh_pile.update(full=True, report=stop)

    assert {path.name for path in folder.iterdir()} >= before


def test_after_a_damaged_head_no_generation_and_no_file_has_the_name_of_an_earlier_one(
    whoosh_pile: Pile, folder: Path
) -> None:
    damageable(whoosh_pile)
    earlier, names = whoosh_pile.engine.state().generation, {path.name for path in folder.iterdir()}
    (folder / HEAD).write_bytes(b"foreign")

    whoosh_pile.update(full=True)

    assert int(whoosh_pile.engine.state().generation) > int(earlier)
    assert {path.name for path in folder.iterdir()} & names == {HEAD, LOCK}
    assert_nothing_left_over(folder)


def test_an_answer_is_remembered_until_there_is_another_generation(whoosh_pile: Pile) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    first = whoosh_pile.search("harbour")
    again = whoosh_pile.search("harbour")

    whoosh_pile.write("b.jsonl", map(article, range(10, 20)))
    whoosh_pile.update()
    after = whoosh_pile.search("harbour")

    assert again is first
    assert after.articles == 2 * first.articles


def test_an_answer_longer_than_a_page_is_not_remembered(whoosh_pile: Pile) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    page, longer = Query("harbour", size=MAX_SIZE), Query("harbour", size=MAX_SIZE + 1)
    search = whoosh_pile.engine.search

    assert search(page) is search(page)
    assert search(longer) is not search(longer)
    assert search(longer).hits == search(page).hits


CUT_SHORT = """
import os, sys
from pathlib import Path
from searchapp.engines import IndexUnusable, open_engine
from searchapp.query import Query
engine = open_engine(sys.argv[1])
engine.state()
for segment in Path(sys.argv[1]).glob("*.seg"):
    os.truncate(segment, 100)
try:
    engine.search(Query("harbour"))
except IndexUnusable as error:
    print(error)
"""


def test_a_segment_that_is_cut_short_while_it_is_open_is_refused_and_ends_no_process(
    whoosh_pile: Pile, folder: Path
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()

    done = program("-c", CUT_SHORT, folder)

    assert done.returncode == 0, done.stderr
    assert "cut short" in done.stdout
    assert "--full" in done.stdout


CUT_STORIES = """
import os, sys
from pathlib import Path
from searchapp.engines import open_engine
from searchapp.query import Query
engine, query = open_engine(sys.argv[1]), Query("harbour", size=100, collapse="story")
engine.state()
for stories in Path(sys.argv[1]).glob("stories.*"):
    os.truncate(stories, 0)
print(engine.search(query).stories)
"""


def test_stories_that_are_cut_short_while_they_are_in_use_end_no_process(
    whoosh_pile: Pile, folder: Path
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.update()
    stories = whoosh_pile.search("harbour").stories

    done = program("-c", CUT_STORIES, folder)

    assert (done.returncode, done.stdout) == (0, f"{stories}\n"), done.stderr


@pytest.mark.parametrize(
    "asked",
    [
        lambda engine: {Path(path).name for path in engine.files()} == {"a.jsonl", "bad.jsonl"},
        lambda engine: ["bad.jsonl" in one.where for one in engine.skipped()] == [True],
    ],
    ids=["files", "skipped"],
)
def test_what_a_writer_replaces_meanwhile_is_read_again(
    whoosh_pile: Pile,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: Callable[[Engine], bool],
) -> None:
    whoosh_pile.write("a.jsonl", map(article, range(10)))
    whoosh_pile.write_text("bad.jsonl", "no json\n")
    whoosh_pile.update()
    old, plan = read_head(folder), whoosh_pile.plan(full=True)

    def outrun(where: Path) -> Head:
        monkeypatch.undo()
        open_engine(str(folder)).update(plan)
        return old

    monkeypatch.setattr(head, "read_head", outrun)

    assert asked(whoosh_pile.engine)
    assert read_head(folder).generation == old.generation + 1
