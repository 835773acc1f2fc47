"""What the site says of itself to Prometheus, read by Prometheus' own parser."""

import threading
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families as families

from searchapp.engines import open_engine
from searchapp.web import create_app, metrics
from searchapp.web.metrics import BOUNDS, Tally
from tests.conftest import ARTICLES
from tests.serving import serving

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def site(index: str) -> FlaskClient:
    """Return a client of a site that has answered nothing yet."""
    return create_app(open_engine(index)).test_client()


def samples(text: str) -> Samples:
    """Return the value of each sample, by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families(text)
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float | None:
    return found.get((f"searchapp_{name}", frozenset(labels.items())))


def test_answers_are_counted_by_endpoint_and_status(site: FlaskClient) -> None:
    for address in (
        "/api/search?q=harbour",
        "/api/search",
        "/api/search?size=0",
        "/?q=ferry",
        "/x",
    ):
        site.get(address)

    found = samples(site.get("/metrics").text)

    assert value(found, "requests_total", endpoint="api.search", status="2xx") == 2
    assert value(found, "requests_total", endpoint="api.search", status="4xx") == 1
    assert value(found, "requests_total", endpoint="pages.search", status="2xx") == 1
    assert value(found, "requests_total", endpoint="", status="4xx") == 1
    assert value(found, "requests_total", endpoint="api.suggest", status="2xx") is None


def test_times_are_a_histogram_of_the_same_answers(site: FlaskClient) -> None:
    for _ in range(3):
        site.get("/api/search?q=harbour")

    found = samples(site.get("/metrics").text)

    bounds = [*map(str, BOUNDS), "+Inf"]
    name = "request_seconds_bucket"
    upto = [value(found, name, endpoint="api.search", le=bound) or 0 for bound in bounds]
    seconds = value(found, "request_seconds_sum", endpoint="api.search")
    assert upto == sorted(upto)
    assert upto[-1] == value(found, "request_seconds_count", endpoint="api.search") == 3
    assert seconds is not None
    assert seconds > 0


@pytest.mark.parametrize(("seconds", "bound"), [(0.0, "0.001"), (0.001, "0.001"), (0.02, "0.025")])
def test_an_answer_counts_from_the_bound_on_that_it_kept_to(seconds: float, bound: str) -> None:
    tally = Tally()

    tally.add(1, 200, seconds)

    found = samples(metrics.text(["", "a"], tally.total(), None))
    kept = [
        b for b in map(str, BOUNDS) if value(found, "request_seconds_bucket", endpoint="a", le=b)
    ]
    assert kept[0] == bound


def test_what_takes_longer_than_every_bound_is_counted_too() -> None:
    tally = Tally()

    tally.add(0, 503, 99.0)

    found = samples(metrics.text([""], tally.total(), None))
    assert value(found, "request_seconds_bucket", endpoint="", le="10.0") == 0
    assert value(found, "request_seconds_bucket", endpoint="", le="+Inf") == 1


def test_the_index_that_is_searched_is_told(site: FlaskClient) -> None:
    generation = site.get("/healthz").get_json()["index"]["generation"]

    found = samples(site.get("/metrics").text)

    assert value(found, "index_usable") == 1
    assert value(found, "index_articles") == len(ARTICLES)
    assert value(found, "index_info", generation=generation) == 1


def test_without_an_index_the_metrics_are_there_and_say_so(tmp_path: Path) -> None:
    answer = create_app(open_engine(str(tmp_path / "none"))).test_client().get("/metrics")

    found = samples(answer.text)

    assert answer.status_code == 200
    assert value(found, "index_usable") == 0
    assert value(found, "index_articles") is None


def test_the_metrics_say_what_format_they_are_in_and_are_kept_by_nobody(site: FlaskClient) -> None:
    answer = site.get("/metrics")

    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_all_endpoints_of_the_site_have_a_row(app: Flask) -> None:
    assert len(metrics.endpoints(app)) <= metrics.ENDPOINTS


def test_workers_count_together_and_a_worker_that_ended_still_counts(tmp_path: Path) -> None:
    one, other = Tally(tmp_path), Tally(tmp_path)

    one.add(0, 200, 0.5)
    other.add(0, 200, 0.25)
    del other

    assert one.total()[0, metrics.SUM] == 0.75
    assert Tally(tmp_path).total()[0, 1] == 2


def test_threads_of_a_worker_lose_no_answer(tmp_path: Path) -> None:
    tally = Tally(tmp_path)

    def count() -> None:
        for _ in range(2_000):
            tally.add(3, 200, 0.001)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert tally.total()[3, 1] == 8_000


def test_a_worker_that_finds_no_room_counts_for_itself(tmp_path: Path) -> None:
    tally = Tally(tmp_path / "gone")

    tally.add(0, 200, 0.5)

    assert tally.total()[0, 1] == 1


def test_whichever_worker_is_asked_tells_of_all(index: str) -> None:
    with serving("--index", index) as (_, url):
        for _ in range(20):
            with urlopen(f"{url}/api/search?q=harbour") as answer:
                answer.read()
        counts = []
        for _ in range(6):
            with urlopen(f"{url}/metrics") as answer:
                found = samples(answer.read().decode())
            counts.append(value(found, "requests_total", endpoint="api.search", status="2xx"))

    assert counts == [20] * 6
