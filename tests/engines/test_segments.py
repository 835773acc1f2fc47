"""The life of segments: few of them, merged without loss, their arrays as they are documented."""

import math
from itertools import chain, groupby, pairwise
from pathlib import Path
from random import Random
from string import ascii_letters
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.engines import File
from searchapp.engines.whoosh.engine import WhooshEngine
from searchapp.engines.whoosh.format import frames
from searchapp.engines.whoosh.format.segment import Segment
from searchapp.engines.whoosh.writing import merge, workers
from searchapp.engines.whoosh.writing.update import WASTE, Weight, to_merge
from searchapp.query import Query
from searchapp.readers import locales
from searchapp.readers.stream import Part
from tests.engines.cases import cases
from tests.engines.piles import Pile, ids, record

NAMES = ["".join(Random(n).choices(ascii_letters, k=9)) for n in range(300)]
LONG = " ".join(["ferry"] * 700 + ["harbour"] * 260 + [f"word{n}" for n in range(3000)])


def live(added: list[int]) -> tuple[list[int], int]:
    """Return the segments' sizes after updates that add so many articles each, and the writes."""
    sizes: list[int] = []
    written = 0
    for count in added:
        sizes.append(count)
        runs = to_merge([Weight(size, size, 0) for size in sizes])
        merged = [sum(sizes[i] for i in run) for run in runs]
        written += count + sum(merged)
        sizes = [size for i, size in enumerate(sizes) if i not in chain(*runs)] + merged
    return sizes, written


@cases(300)
@given(added=st.lists(st.integers(1, 5000) | st.just(1), min_size=1, max_size=200))
def test_there_are_few_segments_and_each_article_is_written_few_times(added: list[int]) -> None:
    sizes, written = live(added)

    doublings = math.log2(sum(added)) + 2
    assert sum(sizes) == sum(added)
    assert len(sizes) <= doublings
    assert written <= sum(added) * 2 * doublings


def test_a_thousand_updates_of_one_article_leave_few_segments() -> None:
    sizes, _ = live([1] * 1000)

    assert len(sizes) <= 10


def test_segments_with_many_deleted_articles_are_written_again() -> None:
    kept = int(100 * (1 - WASTE))

    whole, wasted, large = Weight(kept, 100, 0), Weight(kept - 1, 100, 0), Weight(1000, 1000, 0)
    assert to_merge([whole]) == []
    assert to_merge([wasted]) == [[0]]
    assert to_merge([large, wasted]) == [[1]]
    assert to_merge([]) == []


@given(postings=st.lists(st.integers(1, 120), max_size=40))
def test_no_merged_segment_has_more_postings_than_a_segment_can_have(postings: list[int]) -> None:
    whole = to_merge([Weight(10, 10, count) for count in postings], most=100)
    wasted = to_merge([Weight(10, 100, count) for count in postings], most=100)

    assert all(sum(postings[i] for i in run) <= 100 for run in whole)
    assert all(sum(postings[i] for i in run) <= 100 or len(run) == 1 for run in wasted)
    assert sorted(chain(*wasted)) == list(range(len(postings))), "all of them are written again"


def test_large_segments_are_not_written_again_for_each_small_one() -> None:
    small, large = Weight(1, 1, 1), Weight(60, 60, 60)

    assert to_merge([small, small, large, large], most=100) == [[0, 1]]


def engine_of(pile: Pile) -> WhooshEngine:
    """Return the engine of a pile, whose inside is looked at."""
    return cast(WhooshEngine, pile.engine)


def test_merging_drops_deleted_articles_for_good_and_loses_no_other(whoosh_pile: Pile) -> None:
    for start in range(0, 60, 10):
        some = [
            record(f"a{n}", f"Number {n}", LONG[: n * 40 + 4]) for n in range(start, start + 10)
        ]
        whoosh_pile.write(f"{start}.jsonl", some)
    whoosh_pile.update()
    whoosh_pile.remove("0.jsonl")
    whoosh_pile.update()
    before = engine_of(whoosh_pile).snapshot()
    assert (before.size, before.articles) == (60, 50)

    whoosh_pile.remove("10.jsonl")
    whoosh_pile.update()

    after = engine_of(whoosh_pile).snapshot()
    assert (len(after.parts), after.size, after.articles) == (1, 40, 40)
    assert set(ids(whoosh_pile.search("number", size=100))) == {f"a{n}" for n in range(20, 60)}
    for n in range(20, 60):
        article = whoosh_pile.engine.article(f"a{n}")
        assert article is not None
        assert article.body == LONG[: n * 40 + 4].strip()


@pytest.mark.parametrize("q", ["ferry", '"ferry harbour"', "harb* -word17", "title:number ferry"])
def test_a_merged_index_scores_as_one_built_at_once(
    whoosh_pile: Pile, tmp_path: Path, q: str
) -> None:
    texts = [f"{'ferry ' * (n % 4)} harbour {'quay ' * (n % 7)} word{n}" for n in range(40)]
    for n, text in enumerate(texts):
        whoosh_pile.write(f"{n:02}.jsonl", [record(f"a{n:02}", f"Number {n}", text)])
        if n % 3 == 0:
            whoosh_pile.update()
    for n in range(0, 40, 2):
        whoosh_pile.remove(f"{n:02}.jsonl")
    whoosh_pile.update()
    fresh = WhooshEngine(tmp_path / "fresh")
    fresh.update(whoosh_pile.plan(full=True))
    parts = engine_of(whoosh_pile).snapshot().parts
    assert all(part.deleted is None for part in parts)

    merged, built = (engine.search(Query(q, size=100)) for engine in (whoosh_pile.engine, fresh))

    assert ids(merged) == ids(built)
    assert [hit.score for hit in merged.hits] == pytest.approx([hit.score for hit in built.hits])


def test_an_article_with_hundreds_of_one_word_keeps_every_place(whoosh_pile: Pile) -> None:
    whoosh_pile.write("a.jsonl", [record("long", "Long", LONG)])
    whoosh_pile.write("b.jsonl", [record("short", "Short", "ferry harbour word2999")])
    whoosh_pile.update()
    for step in range(2):  # as built, and as merged
        segment = engine_of(whoosh_pile).snapshot().parts[0].segment
        ferry = segment.find("ferry")
        tfs = segment.tfs("body", *segment.extent("body", ferry, ferry + 1))
        assert sorted(tfs.tolist()) == [1, 700]
        assert whoosh_pile.search('"ferry harbour"').articles == 2
        assert whoosh_pile.search('"harbour word0 word1"').articles == 1
        assert whoosh_pile.search('"word2998 word2999"').articles == 1
        whoosh_pile.write(f"more{step}.jsonl", [record(f"m{step}", "More", "quay")])
        whoosh_pile.write(f"more{step}b.jsonl", [record(f"n{step}", "More", "quay")])
        whoosh_pile.update()


def test_articles_stay_as_they_were_whatever_they_are_compressed_with(
    whoosh_pile: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "ENOUGH", 60_000)
    monkeypatch.setattr(merge, "COPIED", 3)
    texts = {
        f"a{n:02}": f"Ferry {n} left. {LONG[n * 50 : 3000 + n * 70].strip()}" for n in range(60)
    }
    records = [record(identifier, "Ferry", text) for identifier, text in texts.items()]
    for name, part in {"a": records[:25], "b": records[25:30], "c": records[30:]}.items():
        whoosh_pile.write(f"{name}.jsonl", part)
        whoosh_pile.update()
    whoosh_pile.write("a.jsonl", records[20:25])
    whoosh_pile.update()

    parts = engine_of(whoosh_pile).snapshot().parts
    assert max(len(part.segment.frames["stored"].dictionaries) for part in parts) > 1, (
        "merged from several"
    )
    articles = [whoosh_pile.engine.article(identifier) for identifier in list(texts)[20:]]
    assert [one and one.body for one in articles] == list(texts.values())[20:]
    assert all(whoosh_pile.engine.article(identifier) is None for identifier in list(texts)[:20])


def test_a_pile_larger_than_the_memory_for_it_becomes_several_segments(
    whoosh_pile: Pile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "memory", lambda: 400_000)
    articles = [record(f"a{n:02}", f"Number {n}", LONG[: 400 * n]) for n in range(1, 41)]
    whoosh_pile.write("all.jsonl", articles)
    folder.mkdir()
    built = workers.build(folder, whoosh_pile.plan().read, 1, lambda _: None)
    assert len(built) > 3

    assert whoosh_pile.update().added == 40
    assert set(ids(whoosh_pile.search("number", size=100))) == {one["id"] for one in articles}
    assert whoosh_pile.plan().read == ()
    whoosh_pile.remove("all.jsonl")
    whoosh_pile.write("other.jsonl", articles[:1])
    assert whoosh_pile.update().removed == 39, "all segments of the file are dropped"


@pytest.mark.parametrize("workers_", [1, 2, 3, 7])
@pytest.mark.parametrize("sizes", [[9_000_000], [100, 9_000_000, 100], [5_000_000, 8_000_000]])
def test_a_large_file_of_lines_is_read_by_several_processes(
    tmp_path: Path, workers_: int, sizes: list[int]
) -> None:
    files = []
    for number, size in enumerate(sizes):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("\n" * size)
        files.append(File(str(path), size, 0))

    runs = workers.shares(files, workers_)

    assert len(runs) == workers_
    shares = [sum(piece.size for piece in run) for run in runs]
    assert max(shares) - min(shares) <= workers.OPENING * (len(files) + 1)
    parts = [(piece.file, piece.part or Part(0, piece.size)) for run in runs for piece in run]
    for file in files:
        mine = [part for whose, part in parts if whose == file]
        assert (mine[0].start, mine[-1].stop) == (0, file.size)
        assert all(one.stop == following.start for one, following in pairwise(mine))


def test_segments_built_in_a_row_share_what_their_articles_are_compressed_with(
    whoosh_pile: Pile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "ENOUGH", 30_000)
    monkeypatch.setattr(workers, "memory", lambda: 800_000)
    alike = [" ".join(Random(n).choices(NAMES, k=50)) for n in range(600)]
    texts = {f"a{n}": text for n, text in enumerate(alike)}
    texts |= {f"b{n}": text.swapcase() for n, text in enumerate(alike)}
    whoosh_pile.write("all.jsonl", [record(id_, "Ferry", text) for id_, text in texts.items()])
    folder.mkdir()
    built = workers.build(folder, whoosh_pile.plan().read, 1, lambda _: None)
    segments = [Segment(folder / f"{name}.seg") for name in built]
    used = [one.data for s in segments for one in s.frames["stored"].dictionaries]
    assert len(segments) > 3
    assert used[0] == used[1], "as long as articles are alike"
    assert used[0] != used[-1], "not for others"
    assert b"" not in used

    whoosh_pile.update()

    (part,) = engine_of(whoosh_pile).snapshot().parts
    merged = [one.data for one in part.segment.frames["stored"].dictionaries]
    assert merged == [data for data, _ in groupby(used)]
    articles = {identifier: whoosh_pile.engine.article(identifier) for identifier in texts}
    assert {key: one and one.body for key, one in articles.items()} == texts


def test_what_cannot_be_removed_is_left_to_the_next_run(
    whoosh_pile: Pile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: bool) -> None:
        raise PermissionError(path)

    left: list[int] = []
    for text in ("herring", "cod", "eel"):
        whoosh_pile.write("news.jsonl", [record("one", "Quota", text)])
        with monkeypatch.context() as patched:
            if text == "cod":
                patched.setattr(Path, "unlink", refuse)
            whoosh_pile.update()
        assert whoosh_pile.search(text).articles == 1
        left.append(len(list(folder.iterdir())))

    assert left[0] == left[2] < left[1]


def test_articles_in_hundreds_of_languages_stay_apart_when_they_are_merged(pile: Pile) -> None:
    codes = sorted(set(locales.codes().values()))
    for day in ("monday", "friday"):
        pile.write(f"{day}.jsonl", [record(f"{day}/{c}", c, f"harbour {day}", c) for c in codes])
        pile.update()

    assert pile.search("harbour").articles == 2 * len(codes)
    assert pile.search("harb*").articles == 2 * len(codes)
    assert pile.search('"harbour friday"').articles == len(codes)


def test_what_a_question_finds_and_means_says_nothing_of_articles_merged_away(pile: Pile) -> None:
    danish = "Den gamle by ligger ved en havn, som ingen kender længere."
    other = "Skibet kom til en havn i går, og alle var glade for at se det."
    pile.write("one.jsonl", [record("e", "Ship", "The ship left the harbour by noon on Monday")])
    pile.write("two.jsonl", [record("d1", "A", danish, "da"), record("d2", "B", other, "da")])
    pile.update()

    pile.remove("one.jsonl")
    pile.update()

    found = pile.search("by havn", cross="on")  # "by" is a town in Danish, a small word in English
    assert ids(found) == ["d1"]
    assert dict(found.also) == {}
