"""What tests share: a small pile of articles, indexed by the real command, and a site over it.

`ARTICLES` is the pile; what a test expects can be counted in it.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from searchapp import reindex
from searchapp.engines import open_engine
from searchapp.web import create_app
from tests.serving import serving

settings.register_profile(
    "searchapp",
    deadline=None,  # a test says what is true, not how fast this machine is today
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("searchapp")

ENGLISH = (
    "The harbour of Skarholm was full of ferries on Monday. The captain of the {n}th ferry told"
    " the Harbour Post that the new quay had cost more than the whole council had promised, and"
    " that number {n} would be the last one to leave before winter."
)
DANISH = (
    "Havnen i Skarholm var fuld af færger mandag. Kaptajnen på færge nummer {n} fortalte avisen,"
    " at den nye kaj har kostet mere, end hele byrådet havde lovet, og at der ikke kommer flere"
    " før vinteren er forbi. Det bliver en lang ventetid på {n} dage for dem, der bor på øen."
)
ARTICLES: list[dict[str, Any]] = [
    *(
        {
            "id": f"en/{n}",
            "title": f"Ferry {n} leaves the harbour",
            "body": ENGLISH.format(n=n),
            "date": f"{2016 + n % 3}-{n:02d}-14",
            "source": "Harbour Post" if n % 2 else "Tern",
            "language": "en",
            "url": f"https://harbour.example/{n}",
        }
        for n in range(1, 13)
    ),
    *(
        {
            "id": f"da/{n}",
            "title": f"Færge {n} forlader havnen",
            "body": DANISH.format(n=n),
            "date": f"2018-0{n}",
            "source": "Kystbladet",
            "language": "da",
        }
        for n in range(1, 6)
    ),
    {
        "id": "hostile <&?#%> // id",
        "title": "Tide & <script>alert(1)</script> tables",
        "body": 'The harbour master keeps "tables" where 1 < 2 & 3 > 2, and nobody knows why.',
        "language": "en",
        "url": "javascript:alert(1)",
        "authors": ["Mary O'Hara"],
    },
]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of an index of `ARTICLES`."""
    pile = tmp_path_factory.mktemp("pile") / "articles.jsonl"
    pile.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
    where = str(tmp_path_factory.mktemp("index") / "index")
    assert reindex.main([str(pile), "--index", where, "--workers", "1", "--quiet"]) == 0
    return where


@pytest.fixture(scope="session")
def app(index: str) -> Flask:
    """The site over `index`."""
    return create_app(open_engine(index))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A program that asks `app` without a network."""
    return app.test_client()


@pytest.fixture(scope="session")
def server(index: str) -> Iterator[str]:
    """The address of a real server over `index`, workers and all."""
    with serving("--index", index) as (_, url):
        yield url
