"""The benchmarks compare like with like: peers that mean the same count the same."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from searchapp import syntax
from tests.benchmarks import ours, pile, questions, runner, stages
from tests.benchmarks.peer import PEERS, Answer, disagreement

ARTICLES = 300
REFERENCE = "sqlite"
COMPARED = [name for name, peer in PEERS.items() if peer.surface_words and name != REFERENCE]
EACH = dict.fromkeys(questions.SHAPES, 3)


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("pile")
    pile.generate(where, [0], seed=1, shard=ARTICLES)
    return where / "000.jsonl"


@pytest.fixture(scope="module")
def asked(shard: Path) -> list[questions.Question]:
    return questions.draw([shard], seed=1, each=EACH)


@pytest.fixture(scope="module")
def reference(
    shard: Path, asked: Sequence[questions.Question], tmp_path_factory: pytest.TempPathFactory
) -> runner.Measured:
    return measured(REFERENCE, shard, asked, tmp_path_factory.mktemp("reference"))


def measured(
    name: str, shard: Path, asked: Sequence[questions.Question], where: Path
) -> runner.Measured:
    path = where / "questions.json"
    questions.write(asked, path)
    return runner.measure([PEERS[name]], [shard], ARTICLES, path, 0, where)[0]


@pytest.mark.parametrize("name", COMPARED)
def test_peers_that_mean_the_same_count_the_same(
    name: str,
    shard: Path,
    asked: Sequence[questions.Question],
    reference: runner.Measured,
    tmp_path: Path,
) -> None:
    if runner.python_with(PEERS[name].needs) is None:
        pytest.skip(f"{PEERS[name].label} is not installed (module {PEERS[name].needs})")

    other = measured(name, shard, asked, tmp_path)

    assert runner.disagreements([reference, other], asked) == []


@pytest.mark.parametrize("quoted", [True, False])
def test_our_tree_of_a_question_is_that_of_its_text(
    asked: Sequence[questions.Question], quoted: bool
) -> None:
    for question in asked:
        assert ours.asked(question, quoted) == syntax.parse(ours.text(question, quoted)).tree


def test_every_question_has_an_answer_and_every_shape_is_asked(
    asked: Sequence[questions.Question], reference: runner.Measured
) -> None:
    assert {question.shape for question in asked} == set(questions.SHAPES)
    assert all(answer.count > 0 for answer in reference.answers)


def test_the_same_parameters_make_the_same_pile_and_questions(
    shard: Path, asked: Sequence[questions.Question], tmp_path: Path
) -> None:
    pile.generate(tmp_path, [0], seed=1, shard=ARTICLES)

    assert (tmp_path / "000.jsonl").read_bytes() == shard.read_bytes()
    assert questions.draw([tmp_path / "000.jsonl"], seed=1, each=EACH) == asked


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Answer(2, (), {"language": {"en": 1, "da": 1}}), "3 articles against 2"),
        (Answer(3, (), {"language": {"en": 1, "da": 2}}), "facet language"),
        (Answer(3, (), {"language": {"en": 3}}), "facet language"),
    ],
)
def test_a_difference_in_counts_is_found(other: Answer, said: str) -> None:
    one = Answer(3, ("a1",), {"language": {"en": 2, "da": 1}})

    assert said in str(disagreement(one, other))


def test_hits_and_values_on_the_edge_of_a_facet_may_differ() -> None:
    one = Answer(3, ("a1",), {"source": {"Post": 2, "Times": 1}})
    other = Answer(3, ("a2",), {"source": {"Post": 2, "Herald": 1}})

    assert disagreement(one, other) is None


def test_the_stages_of_indexing_and_answering_add_up(
    shard: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = stages.BUILDING["words: cutting"]
    before = [getattr(*place) for place in kept]

    stages.index([shard, shard], tmp_path)

    title, *lines = capsys.readouterr().out.split("\n\n")[0].splitlines()
    total = float(title.split()[-2].replace(",", ""))
    each = [float(line.split()[-2]) for line in lines]
    assert len(each) == len(stages.BUILDING)
    assert min(each) > 0
    assert sum(each) == pytest.approx(total, abs=1)
    assert [getattr(*place) for place in kept] == before
