"""What the tests of engines share: the table of engines, and piles for each of them.

To hold another engine to the contract, add its line to `OPENERS`: what opens an empty index in a
folder of the test.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from searchapp.engines import Engine, open_engine
from tests.engines import news
from tests.engines.piles import Pile

Opener = Callable[[Path], Engine]

OPENERS: Mapping[str, Opener] = {
    "whoosh": lambda folder: open_engine(str(folder / "index")),
}


@pytest.fixture(scope="session", params=OPENERS)
def opener(request: pytest.FixtureRequest) -> Opener:
    """Each engine in turn."""
    return OPENERS[request.param]


@pytest.fixture
def pile(tmp_path: Path, opener: Opener) -> Pile:
    """An empty pile with an index that does not exist yet."""
    return Pile(tmp_path / "pile", opener(tmp_path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the index of `whoosh_pile`."""
    return tmp_path / "index"


@pytest.fixture
def whoosh_pile(tmp_path: Path, folder: Path) -> Pile:
    """An empty pile for the Whoosh engine alone."""
    return Pile(tmp_path / "pile", open_engine(str(folder)))


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory, opener: Opener) -> Pile:
    """The pile of `news.WRITTEN`, indexed in several updates. Only to be searched."""
    folder = tmp_path_factory.mktemp("paper")
    return news.published(Pile(folder / "pile", opener(folder)))


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, opener: Opener) -> Pile:
    """The pile of `news.CATALOGUE`, indexed in several updates. Only to be searched."""
    folder = tmp_path_factory.mktemp("archive")
    return news.archived(Pile(folder / "pile", opener(folder)))
