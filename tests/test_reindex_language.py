"""What `python -m searchapp.reindex` makes of the language that articles say they are in."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searchapp import reindex
from searchapp.engines import open_engine
from searchapp.query import Query

DANISH = (
    "Havnen har fået en ny færge, og den skal sejle til øen hver dag. Borgmesteren siger, at det"
    " er godt for alle, som bor der, men at billetten nok bliver lidt dyrere end før. De unge, der"
    " går i skole i byen, har ventet længe på den, og nu kan de være hjemme til aften."
)
ENGLISH = (
    "The harbour has a new ferry, and it will sail to the island every day. The mayor says that"
    " this is good for all who live there, but that tickets may well be a little dearer than"
    " before. The young people who go to school in town have waited for it for a long time."
)
NORWEGIAN = (
    "Havnen har fått en ny ferge, og den skal seile til øya hver dag. Ordføreren sier at det er"
    " bra for alle som bor der, men at billetten nok blir litt dyrere enn før. De unge som går på"
    " skole i byen, har ventet lenge på den, og nå kan de være hjemme til kvelden."
)
PORTUGUESE = (
    "O porto tem uma nova balsa que vai para a ilha todos os dias. O prefeito diz que isto é muito"
    " bom para as pessoas que estão lá, mas que os bilhetes também são mais caros do que antes. Os"
    " jovens que vão à escola na cidade já não ficam sem barco quando chega a noite."
)
SHORT = "A ferry for the island"

Indexed = Callable[..., list[str]]
"""From the path of a pile to the notes of the run that indexed it."""


def pile(folder: Path, *records: tuple[str, str, str]) -> list[str]:
    """Write articles to a file (id, language said, text); return its lines."""
    keys = ("id", "language", "text")
    lines = [json.dumps(dict(zip(keys, record, strict=True))) for record in records]
    (folder / "pile.jsonl").write_text("\n".join(lines))
    return lines


@pytest.fixture
def indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Indexed:
    """A function that runs the command in the folder of the test."""
    monkeypatch.chdir(tmp_path)

    def notes(path: str = "pile.jsonl", workers: int = 1) -> list[str]:
        assert reindex.main([path, "--workers", f"{workers}", "--strict", "--json"]) == 0
        found: list[str] = json.loads(capsys.readouterr().out)["notes"]
        return found

    return notes


def language(folder: Path, identifier: str) -> str:
    article = open_engine(str(folder / "index")).article(identifier)
    assert article
    return article.language


@pytest.mark.parametrize("said", ["da", "da-DK", "dan", "Danish", "dansk", "DA", "da_DK.UTF-8"])
def test_a_language_may_be_said_in_many_ways(tmp_path: Path, indexed: Indexed, said: str) -> None:
    pile(tmp_path, ("one", said, DANISH), ("two", said, SHORT))
    assert indexed() == []
    assert [language(tmp_path, name) for name in ("one", "two")] == ["da", "da"]


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ("en", DANISH, "da"),
        ("da", ENGLISH, "en"),
        ("da", NORWEGIAN, "nb"),
        ("nb", DANISH, "da"),
        ("pl", DANISH, "da"),
        ("en", PORTUGUESE, "pt"),
    ],
)
def test_a_long_text_overrules_what_is_said(
    tmp_path: Path, indexed: Indexed, said: str, text: str, found: str
) -> None:
    pile(tmp_path, ("one", said, text))
    notes = indexed()
    assert language(tmp_path, "one") == found
    assert notes == [
        f'Marked as "{said}", but clearly in "{found}", and indexed so: 1 article,'
        " in pile.jsonl (1: one)."
    ]


@pytest.mark.parametrize(
    ("said", "text", "believed"),
    [
        ("da", DANISH, "da"),
        ("en", ENGLISH, "en"),
        ("da", SHORT, "da"),
        ("gl", PORTUGUESE, "gl"),
        ("no", NORWEGIAN, "nb"),
        ("nn", NORWEGIAN, "nn"),
        ("und", DANISH, "da"),
        ("mul", ENGLISH, "en"),
    ],
)
def test_what_is_said_is_believed_where_nothing_speaks_clearly_against_it(
    tmp_path: Path, indexed: Indexed, said: str, text: str, believed: str
) -> None:
    pile(tmp_path, ("one", said, text))
    assert indexed() == []
    assert language(tmp_path, "one") == believed


@pytest.mark.parametrize("said", ["", "mul"])
def test_a_language_that_could_not_be_told_was_found_nowhere(
    tmp_path: Path, indexed: Indexed, said: str
) -> None:
    pile(tmp_path, ("one", said, "1234 5678"), ("two", said, ENGLISH))
    indexed()

    engine = open_engine(str(tmp_path / "index"))
    one, two = engine.article("one"), engine.article("two")
    assert one
    assert two
    assert (one.origins.get("language"), two.origins["language"]) == (None, "text")


def test_a_quotation_does_not_overrule(tmp_path: Path, indexed: Indexed) -> None:
    pile(tmp_path, ("one", "da", f"{DANISH}\n\n{ENGLISH[:120]}\n\n{DANISH}"))
    assert indexed() == []


def test_a_note_counts_and_names_some(tmp_path: Path, indexed: Indexed) -> None:
    (tmp_path / "many").mkdir()
    for number in range(7):
        (tmp_path / "many" / f"{number}").mkdir()
        wrong = [(f"{number}-{i}", "en", DANISH) for i in range(number + 1)]
        pile(tmp_path / "many" / f"{number}", *wrong, (f"right-{number}", "en", ENGLISH))
    (note,) = indexed("many")
    assert '"en", but clearly in "da", and indexed so: 28 articles' in note
    assert "many/6/pile.jsonl (7: 6-0, 6-1, 6-2); many/5/pile.jsonl (6: " in note
    assert note.endswith("many/2/pile.jsonl (3: 2-0, 2-1, 2-2); 2 more files.")


def test_a_file_that_several_processes_read_is_named_once(tmp_path: Path, indexed: Indexed) -> None:
    (record,) = pile(tmp_path, ("one", "en", DANISH))
    lines = [record.replace('"one"', f'"{n}"') for n in range(5 * 2**20 // len(record))]
    (tmp_path / "pile.jsonl").write_text("\n".join(lines))
    (note,) = indexed(workers=3)
    assert f"indexed so: {len(lines):,} articles, in pile.jsonl ({len(lines):,}: 0, 1, 2)." in note


def test_the_facet_obeys_the_text(tmp_path: Path, indexed: Indexed) -> None:
    pile(tmp_path, ("one", "en", DANISH), ("two", "en", ENGLISH))
    indexed()
    found = open_engine(str(tmp_path / "index")).search(Query(language=("da",)))
    assert [hit.id for hit in found.hits] == ["one"]


def test_people_are_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pile(tmp_path, ("one", "en", DANISH))
    assert reindex.main(["pile.jsonl"]) == 0
    assert 'Marked as "en", but clearly in "da"' in capsys.readouterr().out
