"""Where words stand is the same whether posting lists are searched one by one or read at once."""

import random
from itertools import permutations
from pathlib import Path

import pytest

from searchapp.engines import open_engine
from searchapp.engines.whoosh.searching import occurrences
from searchapp.query import Query
from searchapp.results import Results
from tests.engines.piles import Pile, record

FORMS = ["ferry", "ferries", "harbour", "harbours", "election", "elections", "elected", "elects"]
QUESTIONS = [
    *(f"{one} NEAR/3 {other}" for one, other in permutations(FORMS[::2], 2)),
    *(f"{one} {other}" for one, other in permutations(FORMS[::2], 2)),
    "ha* el*",
    "title:ferries NEAR/5 harbour",
]


def filled(folder: Path) -> str:
    """Index articles that have few words in many places; return where."""
    rng = random.Random(1)
    pile = Pile(folder / "pile", open_engine(str(folder / "index")))
    words = [*FORMS, *(f"word{n}" for n in range(40))]
    sizes = [5000 if number == 7 else rng.randrange(5, 60) for number in range(300)]
    texts = [" ".join(rng.choices(words, k=size)) for size in sizes]
    pile.write("a.jsonl", [record(f"a{n:03}", text[:40], text) for n, text in enumerate(texts)])
    pile.update()
    return str(folder / "index")


def answers(index: str) -> list[Results]:
    """Return what a newly opened engine answers."""
    engine = open_engine(index)
    return [engine.search(Query(question, size=50)) for question in QUESTIONS]


@pytest.mark.parametrize("short", [1 << 20, 40])
def test_lists_that_are_read_have_what_is_found_in_them_by_searching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short: int
) -> None:
    index = filled(tmp_path)
    searched = answers(index)

    monkeypatch.setattr(occurrences, "MANY", 0)
    monkeypatch.setattr(occurrences, "SHORT", short)
    read = answers(index)

    assert read == searched
    assert all(results.hits and results.hits[0].snippets for results in searched)
