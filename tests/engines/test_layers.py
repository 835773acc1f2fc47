"""The Whoosh engine's packages know only those below them."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import searchapp

ENGINE = Path(searchapp.__file__).parent / "engines" / "whoosh"
NAME = "searchapp.engines.whoosh."

KNOWS: Mapping[str, set[str]] = {
    "format": set(),
    "writing": {"format", "codec"},
    "searching": {"format", "suggesting"},
    "suggesting": {"format", "searching"},
}
"""What each package may import of the engine, beside itself."""


def imported(file: Path) -> Iterator[str]:
    """Yield the names of modules, and of what is taken from them, that a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("package", KNOWS)
def test_a_package_imports_only_what_it_may_know(package: str) -> None:
    files = sorted((ENGINE / package).glob("*.py"))
    names = [name for file in files for name in imported(file) if name.startswith(NAME)]

    known = {name.removeprefix(NAME).partition(".")[0] for name in names} - {package}

    assert len(files) > 1
    assert known <= KNOWS[package]


def test_every_package_has_its_line() -> None:
    assert {file.parent.name for file in ENGINE.glob("*/__init__.py")} == KNOWS.keys()
