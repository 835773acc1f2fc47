"""Whatever the README tells its readers to type, expect or set is true."""

import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from searchapp import __main__ as site
from searchapp import reindex
from searchapp.engines import Engine, open_engine
from searchapp.query import Query
from searchapp.syntax import parse
from tests.indexing import ROOT, run
from tests.serving import serving

README = (ROOT / "README.md").read_text()
PYTHON = ".venv/bin/python -m "
VOLATILE = {"took_ms", "generation", "cursor", "score"}
"""What differs from run to run, or with every improvement of the ranking; a story's id too, which
may be made from where an article lies."""


def blocks(language: str) -> list[str]:
    """Return the code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def lines() -> list[str]:
    """Return all commands."""
    return [line for block in blocks("sh") for line in block.splitlines()]


def table(heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading."""
    rows = re.findall(r"^\| (.*) \|$", README.split(f"\n## {heading}\n")[1].split("\n## ")[0], re.M)
    return [re.split(r" \| ", row) for row in rows[2:]]


def coded(text: str) -> list[str]:
    """Return what stands in a text as code."""
    return re.findall(r"`([^`]+)`", text)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of an index of the sample articles."""
    where = str(tmp_path_factory.mktemp("samples") / "index")
    assert reindex.main([str(ROOT / "seeds"), "--index", where, "--quiet"]) == 0
    return where


@pytest.fixture(scope="module")
def engine(samples: str) -> Engine:
    """An engine over the sample articles."""
    return open_engine(samples)


@pytest.fixture(scope="module")
def server(samples: str) -> Iterator[str]:
    """The address of a site over the sample articles."""
    with serving("--index", samples) as (_, url):
        yield url


def test_it_opens_with_a_sentence_a_picture_and_two_commands() -> None:
    title, what, picture, _, first, _, second = README.split("\n\n")[:7]
    assert title == "# searchapp"
    assert what.startswith("searchapp turns a folder of news articles into a search service.")
    assert (ROOT / re.findall(r"!\[.+\]\((.+)\)", picture)[0]).is_file()
    assert [first, second] == [f"```sh\n{block}```" for block in blocks("sh")[:2]]


def test_the_first_two_commands_set_up_and_then_do_one_thing() -> None:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for line, extras, last in (
        (lines()[0], set(), "searchapp"),
        (lines()[1], {"test"}, "pytest"),
    ):
        venv, pip, do = line.split(" && ")
        assert venv == "python3 -m venv .venv"
        target = shlex.split(pip.removeprefix(".venv/bin/pip install --quiet -e "))[0]
        assert set(re.findall(r"\w+", target)) == extras <= set(known["optional-dependencies"])
        assert do == PYTHON + last


def test_the_first_command_serves_the_sample_articles_where_it_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    assert vars(site.arguments().parse_args([]))["port"] == 8000
    assert "http://127.0.0.1:8000" in README.split("```sh")[0]
    with serving(folder=tmp_path) as (_, url), urlopen(f"{url}/api/search?q=herring") as answer:
        assert json.load(answer)["total"]["articles"] > 0


@pytest.mark.parametrize("line", [line for line in lines()[2:] if "reindex" in line])
def test_each_run_of_reindex_works(tmp_path: Path, line: str) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "more").mkdir()
    (tmp_path / "articles" / "cod.txt").write_text("News of the cod\n\nNobody talked about it.\n")
    (tmp_path / "more" / "dump.jsonl").write_text('{"text": "Nobody talked about the herring."}\n')
    arguments = shlex.split(line.removeprefix(f"{PYTHON}searchapp.reindex "))
    done = run(tmp_path, *(part.replace("~", str(tmp_path)) for part in arguments))
    assert done.returncode == 0, done.stderr
    assert bool(done.stdout) != ("--quiet" in arguments)


def test_the_site_takes_the_options_it_is_shown_with(samples: str) -> None:
    (line,) = (line for line in lines()[2:] if line.startswith(f"{PYTHON}searchapp "))
    options = shlex.split(line.removeprefix(f"{PYTHON}searchapp "))
    assert vars(site.arguments().parse_args(options))["workers"] == 2


def test_every_option_is_told_of_and_every_one_told_of_is_there() -> None:
    told = {name for cells in table("Search your own articles") for name in coded(cells[0])}
    known = site.arguments().format_help() + reindex.arguments().format_help()
    assert {name.split()[0] for name in told} == set(re.findall(r"--\w+", known)) - {"--help"}


def test_the_help_says_of_the_index_what_is_told_here() -> None:
    rows = {cells[0]: cells[2] for cells in table("Search your own articles")}
    told = rows["`--index WHERE`"].split(";")[0]
    for parser in (site.arguments(), reindex.arguments()):
        assert told in " ".join(parser.format_help().split())


def test_every_setting_is_told_of_and_every_one_told_of_is_there() -> None:
    told = {name for cells in table("Settings") for name in coded(cells[0])}
    sources = [path.read_text() for path in (ROOT / "searchapp").rglob("*.py")]
    assert told == {name for text in sources for name in re.findall(r"SEARCHAPP_[A-Z]+", text)}


@pytest.mark.parametrize("q", [q for row in table("The query language") for q in coded(row[0])])
def test_each_query_is_understood_and_finds_a_sample(engine: Engine, q: str) -> None:
    assert not parse(q).warnings
    assert engine.search(Query(q=q)).articles > 0


def test_the_forms_it_promises_to_find_are_found(engine: Engine) -> None:
    for word, form in re.findall(r"\*(\w+)\* finds \*(\w+)\*", README):
        matched = {hit.id for hit in engine.search(Query(q=word, size=100)).hits}
        exact = {hit.id for hit in engine.search(Query(q=f'"{form}"', size=100)).hits}
        assert exact
        assert exact <= matched


def lasting(value: Any) -> Any:
    """Return JSON without what differs from run to run and from place to place."""
    if isinstance(value, list):
        return [lasting(item) for item in value]
    if isinstance(value, dict):
        volatile = VOLATILE | ({"id"} if set(value) == {"id", "size"} else set())
        return {name: lasting(item) for name, item in value.items() if name not in volatile}
    return value


def test_the_example_answer_is_what_the_example_question_gets(server: str) -> None:
    (line,) = (line for line in lines() if line.startswith("curl "))
    (block,) = blocks("json")
    with urlopen(shlex.split(line)[1].replace("http://127.0.0.1:8000", server)) as answer:
        real = json.load(answer)
    assert lasting(json.loads(block)) == lasting(real), json.dumps(real, ensure_ascii=False)


def test_the_text_it_completes_is_completed(server: str) -> None:
    (typed,) = re.findall(r"`GET (/api/suggest\S+)`", README)
    with urlopen(server + typed) as answer:
        assert json.load(answer)["completions"]


def test_the_folders_and_modules_of_its_map_are_there() -> None:
    (block,) = blocks("text")
    for line in block.splitlines():
        name = line.split()[0]
        path = ROOT / "searchapp" / name if line.startswith("  ") else ROOT / name
        assert path.is_dir() if name.endswith("/") else path.is_file(), name
