"""What an update does: all or nothing, counted, in the end the same as building from nothing."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.engines import NO_GENERATION, IndexBusy, IndexMissing, Plan, Progress, Update
from searchapp.query import Query
from searchapp.results import Results
from tests.engines.cases import cases
from tests.engines.conftest import OPENERS
from tests.engines.piles import Pile, Record, ids, record

WORDS = ["ferry", "ferries", "harbour", "minister", "election", "peace-talks", "by", "the"]
TEXTS = [
    "The captain said on Monday that no ship would leave before the ice had gone from the sound,"
    " and that nobody should come to the quay before noon.",
    "Byrådet vedtog mandag aften at bygge en ny bro over sundet, og borgmesteren lovede, at den"
    " bliver færdig inden for tre år, hvis vintrene er milde.",
    "A walrus slept on the beach.",
]


def counts(update: Update) -> tuple[int, int, int]:
    """Return how many articles an update says it added, changed and removed."""
    return update.added, update.changed, update.removed


def test_where_there_is_no_index_yet_searching_says_how_to_make_one(pile: Pile) -> None:
    with pytest.raises(IndexMissing, match=r"searchapp\.reindex"):
        pile.search("harbour")
    with pytest.raises(IndexMissing):
        pile.engine.article("a")
    assert dict(pile.engine.files()) == {}
    assert list(pile.engine.skipped()) == []


def test_an_update_counts_what_is_added_changed_and_removed(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a1", "A", "harbour"), record("a2", "A", "harbour")])
    pile.write("b.jsonl", [record("b1", "B", "harbour")])
    assert counts(pile.update()) == (3, 0, 0)

    pile.write("a.jsonl", [record("a1", "A", "bridge"), record("a3", "A", "bridge")])
    pile.remove("b.jsonl")
    assert counts(pile.update()) == (1, 1, 2)

    assert ids(pile.search("harbour")) == []
    assert set(ids(pile.search("bridge"))) == {"a1", "a3"}


def test_an_article_that_moves_to_another_file_is_changed_not_doubled(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "A", "harbour")])
    pile.update()

    pile.remove("a.jsonl")
    pile.write("b.jsonl", [record("a", "A", "harbour")])

    assert counts(pile.update()) == (0, 1, 0)
    assert pile.search().articles == 1


def test_what_has_not_changed_is_not_read_again(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "A", "harbour")])
    pile.update()
    generation = pile.engine.state()

    assert pile.plan() == Plan()
    assert pile.update() == Update()
    assert pile.engine.state() == generation


def test_a_file_that_cannot_be_read_is_reported_and_known(pile: Pile) -> None:
    pile.write("good.jsonl", [record("a", "A", "harbour")])
    pile.write_text("bad.jsonl", 'no json\n{"title": "no body"}\n')

    update = pile.update()

    assert [skip.where for skip in update.skipped] == [
        f"{pile.folder}/bad.jsonl, line 1",
        f"{pile.folder}/bad.jsonl, line 2",
    ]
    assert list(pile.engine.skipped()) == list(update.skipped)
    assert pile.plan() == Plan()


def test_a_file_without_articles_can_come_into_an_index_and_leave_it(pile: Pile) -> None:
    pile.write("good.jsonl", [record("a", "A", "harbour")])
    pile.update()
    pile.write_text("bad.jsonl", "no json\n")
    pile.update()
    pile.write_text("worse.jsonl", "no json either\n")
    pile.update()
    assert len(list(pile.engine.skipped())) == 2
    assert (pile.search("harbour").articles, pile.search().articles) == (1, 1)

    pile.remove("bad.jsonl")
    pile.update()

    assert [skip.where.rsplit("/")[-1] for skip in pile.engine.skipped()] == ["worse.jsonl, line 1"]


def test_where_nothing_would_be_left_the_index_stays_as_it_was(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "A", "harbour")])
    pile.update()
    before = pile.engine.state()

    pile.write_text("a.jsonl", "no json\n")
    update = pile.update()

    assert (counts(update), update.read, len(update.skipped)) == ((0, 0, 0), 1, 1)
    assert pile.engine.state() == before
    assert ids(pile.search("harbour")) == ["a"]


@pytest.mark.parametrize("made", ["at first", "later"])
def test_a_plan_that_another_writer_came_before_is_refused(pile: Pile, made: str) -> None:
    pile.write("a.jsonl", [record("a", "Post", "A letter came.")])
    if made == "later":
        pile.update()
    generation = pile.engine.state().generation if made == "later" else NO_GENERATION
    pile.write("b.jsonl", [record("b", "Post", "Two letters came.")])
    stale = replace(pile.plan(), generation=generation)
    pile.update()
    pile.write("c.jsonl", [record("c", "Post", "No letter came.")])
    fresh = replace(pile.plan(), generation=pile.engine.state().generation)

    with pytest.raises(IndexBusy, match="changed the index meanwhile"):
        pile.engine.update(stale)
    pile.engine.update(fresh)

    assert set(ids(pile.search())) == {"a", "b", "c"}


def test_a_full_update_forgets_what_it_was_not_given(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "A", "harbour")])
    pile.update()
    pile.remove("a.jsonl")
    pile.write("b.jsonl", [record("b", "B", "harbour")])

    pile.update(full=True)

    assert ids(pile.search("harbour")) == ["b"]
    assert [Path(path).name for path in pile.engine.files()] == ["b.jsonl"]


def test_searches_see_the_old_state_until_the_new_one_is_complete(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "A", "harbour")])
    pile.update()
    pile.write("b.jsonl", [record("b", "B", "harbour")])
    seen: list[list[str]] = []

    def look(_: Progress) -> None:
        seen.append(ids(pile.search("harbour")))

    pile.update(report=look)

    assert len(seen) > 1
    assert all(found == ["a"] for found in seen)
    assert ids(pile.search("harbour")) == ["a", "b"]


def test_an_engine_opened_earlier_sees_the_new_state(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "A", "harbour")])
    pile.update()
    kept = pile.search("harbour")
    pile.write("a.jsonl", [record("b", "B", "harbour")])
    pile.update()

    assert ids(pile.search("harbour")) == ["b"]
    assert ids(kept) == ["a"], "results are values of their own"


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("files", [300, 1])
def test_workers_build_the_same_index(pile: Pile, workers: int, files: int) -> None:
    filler = " ".join(f"word{n}" for n in range(2000))
    every = [record(f"a{n:03}", f"Harbour {n}", filler, date="2018") for n in range(300)]
    for number in range(files):
        pile.write(f"{number:03}.jsonl", every[number::files])

    update = pile.engine.update(pile.plan(), workers)

    assert (update.added, update.read) == (300, files)
    results = pile.search("harbour", size=100, sort="newest")
    assert ids(results) == [f"a{n:03}" for n in range(100)]
    assert (results.articles, results.stories) == (300, 1)
    assert pile.plan().read == ()


Files = Mapping[str, list[Record]]


@st.composite
def versions(draw: st.DrawFn) -> list[Files]:
    """Draw what a pile of a few files holds after each of some updates."""
    numbers = itertools.count()

    def article(_: int) -> Record:
        number = next(numbers)
        title = " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=3)))
        return record(
            f"a{number}",
            f"{title} {number}",
            draw(st.sampled_from(TEXTS)),
            draw(st.sampled_from(["en", "da", "de"])),
            source=draw(st.sampled_from(["Reuters", "Tern", None])),
            date=draw(st.sampled_from(["2018", "2018-08", "2019-01-01", None])),
        )

    state: dict[str, list[Record]] = {}
    found: list[Files] = []
    for _ in range(draw(st.integers(2, 5))):
        for name in draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6)):
            state[name] = [article(n) for n in range(draw(st.integers(0, 4)))]
        found.append(dict(state))
    return found


def answer(results: Results) -> object:
    """Return all of an answer that does not depend on scores or the names of stories."""
    hits = [(h.id, h.title, h.source, h.published, h.snippets, h.story.size) for h in results.hits]
    return sorted(hits, key=repr), results.articles, results.stories, results.facets


@pytest.mark.parametrize("engine", OPENERS)
@cases(40)
@given(states=versions())
def test_many_updates_equal_one_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, engine: str, states: list[Files]
) -> None:
    folder = tmp_path_factory.mktemp("pile")
    step = Pile(folder / "pile", OPENERS[engine](folder))
    for state in states:
        for name, records in state.items():
            step.write(f"{name}.jsonl", records or [record(f"empty {name}", "Empty", "nothing")])
        step.update()
    (other := folder / "other").mkdir()
    fresh = OPENERS[engine](other)
    fresh.update(step.plan(full=True))

    for q in ["", *WORDS, '"the captain"', "ferry -minister", "title:ferry OR walrus", "harb*"]:
        query = Query(q=q, sort="newest", size=100)
        assert answer(step.engine.search(query)) == answer(fresh.search(query)), q
