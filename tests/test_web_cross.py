"""Crossing languages at the three doors: what is added is shown, and can be switched off."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.test_web_page import page


def search(client: FlaskClient, parameters: str) -> Any:
    """Return an answer of the endpoint."""
    response = client.get(f"/api/search?{parameters}")
    assert response.status_code == 200, response.text
    return response.json


def test_the_answer_says_what_was_looked_for_too(client: FlaskClient) -> None:
    on, off = search(client, "q=ferry&size=100"), search(client, "q=ferry&size=100&cross=off")

    assert (on["query"]["cross"], on["query"]["also"]) == ("on", {"da": ["færge"]})
    assert (off["query"]["cross"], off["query"]["also"]) == ("off", {})
    assert {hit["language"] for hit in on["hits"]} == {"en", "da"}
    assert {hit["language"] for hit in off["hits"]} == {"en"}


def test_the_next_page_is_asked_for_alike(client: FlaskClient) -> None:
    answer = search(client, "q=ferry&size=1&cross=off")

    assert dict(parse_qsl(urlsplit(answer["page"]["next"]).query))["cross"] == "off"


def test_the_page_shows_what_was_looked_for_and_switches_it_off_and_on(client: FlaskClient) -> None:
    on = page(client, "/?q=ferry&language=da")
    off = page(client, "/?q=ferry&language=da&cross=off")

    assert "Also searched for:" in on.text
    assert on.all("span", lang="da")
    assert "/?q=ferry&language=da&cross=off" in on.links()
    assert "Also searched for:" not in off.text
    assert "Search in the other language, too" in off.text
    assert "/?q=ferry&language=da" in off.links()


def test_the_form_keeps_the_choice(client: FlaskClient) -> None:
    assert page(client, "/?q=ferry&cross=off").all("input", name="cross", value="off")
    assert not page(client, "/?q=ferry").all("input", name="cross")


@pytest.mark.parametrize("address", ["/", "/?cross=off", '/?q="ferry"', "/?q=Skarholm"])
def test_where_nothing_is_added_nothing_is_said(client: FlaskClient, address: str) -> None:
    shown = page(client, address)

    assert "Also searched for:" not in shown.text
    assert "Search for my words alone" not in shown.text


def test_the_page_says_it_in_danish(client: FlaskClient) -> None:
    shown = page(client, "/?q=ferry&ui=da")

    assert "Der er også søgt efter:" in shown.text
    assert "Søg kun efter mine egne ord" in shown.text
    assert "/?q=ferry&cross=off&ui=da" in shown.links()


@pytest.mark.parametrize("value", ["", "no", "ON", "1", "on&cross=on"])
def test_other_values_are_refused(client: FlaskClient, value: str) -> None:
    refused = client.get(f"/api/search?q=ferry&cross={value}")

    problem: Any = refused.json
    assert (refused.status_code, problem["parameter"]) == (400, "cross")
    page(client, f"/?q=ferry&cross={value}", status=400)
