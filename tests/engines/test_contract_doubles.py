"""Identifiers given twice: the first article keeps one, the other waits for it to be free."""

import pytest

from searchapp.engines import Plan
from tests.engines.piles import Pile, ids, record


def test_of_two_articles_with_one_id_the_first_is_kept_and_the_other_reported(pile: Pile) -> None:
    pile.write("a.jsonl", [record("same", "First", "harbour")])
    pile.write("b.jsonl", [record("same", "Second", "bridge"), record("b", "B", "bridge")])

    update = pile.update()

    assert (update.added, update.changed, update.removed) == (2, 0, 0)
    (skip,) = update.skipped
    assert skip.where == f"{pile.folder}/b.jsonl"
    assert "'same'" in skip.reason
    assert f"{pile.folder}/a.jsonl" in skip.reason
    assert ids(pile.search("bridge")) == ["b"]
    article = pile.engine.article("same")
    assert article is not None
    assert article.title == "First"


def test_an_id_given_twice_in_one_file_is_reported(pile: Pile) -> None:
    pile.write("a.jsonl", [record("same", "First", "harbour"), record("same", "2nd", "bridge")])

    (skip,) = pile.update().skipped

    assert "this file" in skip.reason
    assert (pile.search().articles, ids(pile.search("harbour"))) == (1, ["same"])


@pytest.mark.parametrize("updates_between", range(4))
def test_when_the_first_of_two_goes_the_other_comes_back(pile: Pile, updates_between: int) -> None:
    pile.write("a.jsonl", [record("same", "First", "harbour")])
    pile.update()
    pile.write("b.jsonl", [record("same", "Second", "bridge"), record("b", "B", "bridge")])
    pile.update()
    for number in range(updates_between):
        pile.write(f"more{number}.jsonl", [record(f"more{number}", "More", "quay")])
        pile.update()

    pile.remove("a.jsonl")
    pile.update()

    assert set(ids(pile.search("bridge"))) == {"same", "b"}


def test_an_article_left_out_is_known_and_not_read_again_and_again(pile: Pile) -> None:
    pile.write("a.jsonl", [record("same", "First", "harbour")])
    pile.write("b.jsonl", [record("same", "Second", "bridge"), record("b", "B", "bridge")])
    skipped = pile.update().skipped
    pile.write("c.jsonl", [record(f"c{n}", "C", "quay") for n in range(9)])
    pile.update()

    assert list(pile.engine.skipped()) == list(skipped)
    assert pile.plan() == Plan()


def test_when_the_file_of_an_article_left_out_goes_all_its_articles_go(pile: Pile) -> None:
    pile.write("a.jsonl", [record("same", "First", "harbour")])
    some = [record(f"b{n}", "B", "bridge") for n in range(9)]
    pile.write("b.jsonl", [record("same", "B", "bridge"), *some])
    pile.update()

    pile.remove("b.jsonl")
    pile.update()

    assert ids(pile.search()) == ["same"]
    assert list(pile.engine.skipped()) == []


def test_of_three_with_one_id_the_next_comes_in_each_time(pile: Pile) -> None:
    for name in "abc":
        pile.write(f"{name}.jsonl", [record("same", name, "harbour"), record(name, "X", "quay")])
    pile.update()

    titles = [pile.search("harbour").hits[0].title]
    for name in "ab":
        pile.remove(f"{name}.jsonl")
        pile.update()
        titles.append(pile.search("harbour").hits[0].title)

    assert titles == ["a", "b", "c"]
    assert pile.search().articles == 2


def test_a_file_read_again_for_one_id_remembers_who_waits_for_another(pile: Pile) -> None:
    pile.write("a.jsonl", [record("one", "A", "harbour")])
    pile.write("b.jsonl", [record("one", "B", "bridge"), record("two", "B", "bridge")])
    pile.write("c.jsonl", [record("two", "C", "quay")])
    pile.update()

    pile.remove("a.jsonl")
    pile.update()
    waiting = list(pile.engine.skipped())
    pile.remove("b.jsonl")
    pile.update()

    assert [skip.where for skip in waiting] == [f"{pile.folder}/c.jsonl"]
    assert ids(pile.search()) == ["two"]
    assert list(pile.engine.skipped()) == []


def test_when_the_first_of_two_gives_up_its_id_the_other_takes_it(pile: Pile) -> None:
    pile.write("a.jsonl", [record("same", "First", "harbour")])
    pile.write("b.jsonl", [record("same", "Second", "bridge")])
    pile.update()

    pile.write("a.jsonl", [record("another", "First", "harbour")])
    pile.update()

    assert ids(pile.search("bridge")) == ["same"]
    assert ids(pile.search("harbour")) == ["another"]
