"""Where `python -m searchapp.reindex` cannot say what it did: the index is what counts."""

import subprocess
from pathlib import Path

import pytest

from tests.indexing import found, in_shell, write


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with an article of herring and a file that cannot be read."""
    write(tmp_path / "pile" / "herring.txt", "herring")
    (tmp_path / "pile" / "empty.txt").touch()
    return tmp_path / "pile"


def redirected(pile: Path, where: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell does that was told where its output goes."""
    return in_shell(pile.parent, f'exec "$@" {where}', "pile", *options)


@pytest.mark.parametrize("options", [(), ("--json",)])
@pytest.mark.parametrize(
    ("where", "why"), [(">&-", "it is closed"), (">/dev/full", "No space left on device")]
)
def test_a_summary_that_cannot_be_written_is_reported_and_the_index_is_in_step(
    pile: Path, where: str, why: str, options: tuple[str, ...]
) -> None:
    done = redirected(pile, where, *options)
    assert done.returncode == 0
    assert done.stderr == (
        f"reindex: the index is in step, but the summary could not be written ({why}):"
        " give standard output another place.\n"
    )
    assert found(pile.parent / "index", "herring") == 1


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize("options", [("--quiet",), ("--strict",)])
def test_without_a_place_for_messages_the_exit_code_tells_of_the_index(
    pile: Path, where: str, options: tuple[str, ...]
) -> None:
    done = redirected(pile, where, *options)
    assert done.returncode == ("--strict" in options)
    assert done.stderr == ""
    assert found(pile.parent / "index", "herring") == 1
