"""The endpoints for programs."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from searchapp.engines import open_engine
from searchapp.web import create_app
from searchapp.web.openapi import DESCRIPTION
from searchapp.web.schemas import SCHEMAS
from tests.conftest import ARTICLES
from tests.engines.damage import overwrite


def search(client: FlaskClient, parameters: str = "") -> Any:
    response = client.get(f"/api/search?{parameters}")
    assert response.status_code == 200, response.text
    return response.json


def ids(answer: Any) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def walked(client: FlaskClient, parameters: str) -> list[Any]:
    """Return the answers that `next` leads to, from the first page on."""
    answers = [search(client, parameters)]
    while address := answers[-1]["page"]["next"]:
        answers.append(client.get(address).json)
    return answers


def test_without_a_question_every_article_is_found(client: FlaskClient) -> None:
    answer = search(client, "size=100")

    assert sorted(ids(answer)) == sorted(article["id"] for article in ARTICLES)
    assert answer["total"]["articles"] == answer["index"]["articles"] == len(ARTICLES)
    assert answer["query"] == {
        "q": "",
        "parsed": answer["query"]["parsed"],
        "source": [],
        "language": [],
        "from": None,
        "to": None,
        "sort": "newest",
        "cross": "on",
        "also": {},
    }


def test_a_hit_says_what_is_known_and_why_it_was_found(client: FlaskClient) -> None:
    (hit,) = search(client, "q=title:3&language=en")["hits"]

    assert (hit["id"], hit["title"]) == ("en/3", "Ferry 3 leaves the harbour")
    assert (hit["source"], hit["language"]) == ("Harbour Post", "en")
    assert hit["url"] == "https://harbour.example/3"
    assert hit["published"] == {"value": "2016-03-14", "precision": "day"}
    assert hit["story"]["size"] >= 1
    title = next(snippet for snippet in hit["snippets"] if snippet["field"] == "title")
    assert [title["text"][start:end] for start, end in title["ranges"]] == ["3"]


def test_a_snippet_is_text_and_never_html(client: FlaskClient) -> None:
    (hit,) = search(client, "q=%22harbour+master%22")["hits"]

    body = next(snippet for snippet in hit["snippets"] if snippet["field"] == "body")
    assert "1 < 2 & 3 > 2" in body["text"]


def test_a_facet_is_counted_without_its_own_filter(client: FlaskClient) -> None:
    answer = search(client, "source=Tern&language=en")

    counted = Counter(
        article.get("source", "unknown") for article in ARTICLES if article["language"] == "en"
    )
    sources = answer["facets"]["source"]
    assert {value["value"]: value["count"] for value in sources["values"]} == counted
    assert [value["value"] for value in sources["values"] if value["selected"]] == ["Tern"]
    assert answer["total"]["articles"] == counted["Tern"]


def test_languages_carry_their_name(client: FlaskClient) -> None:
    values = search(client)["facets"]["language"]["values"]

    assert {value["value"]: value["label"] for value in values} == {"en": "English", "da": "Danish"}


def test_several_values_of_a_facet_mean_any_of_them(client: FlaskClient) -> None:
    answer = search(client, "source=Tern&source=Kystbladet&source=unknown&size=100")

    wanted = {"Tern", "Kystbladet", None}
    expected = [article["id"] for article in ARTICLES if article.get("source") in wanted]
    assert sorted(ids(answer)) == sorted(expected)


def test_dates_include_both_ends(client: FlaskClient) -> None:
    answer = search(client, "from=2016-03-14&to=2016-06&size=100")

    assert sorted(ids(answer)) == ["en/3", "en/6"]


def test_years_are_counted_and_then_months(client: FlaskClient) -> None:
    years = search(client)["facets"]["published"]
    months = search(client, "from=2018&to=2018")["facets"]["published"]

    counted = Counter(article["date"][:4] for article in ARTICLES if "date" in article)
    assert years["interval"] == "year"
    assert {bar["value"]: bar["count"] for bar in years["values"]} == counted
    assert years["undated"] == 1
    assert months["interval"] == "month"
    assert {"value": "2018-02", "count": 2} in months["values"]


def test_pages_lead_through_the_whole_answer(client: FlaskClient) -> None:
    answers = walked(client, "q=harbour+OR+havnen&size=4")

    found = [one for answer in answers for one in ids(answer)]
    assert sorted(found) == sorted(article["id"] for article in ARTICLES)
    last = answers[-1]["page"]
    assert last["number"] == last["pages"] == 5
    assert last["prev"] == "/api/search?q=harbour+OR+havnen&page=4&size=4"


def test_a_cursor_leads_through_the_whole_answer(client: FlaskClient) -> None:
    answer = search(client, "size=4&sort=oldest")
    walked = ids(answer)
    while answer["page"]["next"]:
        address = f"size=4&sort=oldest&cursor={answer['page']['cursor']}"
        answer = search(client, address)
        walked += ids(answer)
        assert answer["page"]["number"] is None
        assert answer["page"]["prev"] is None

    assert walked == ids(search(client, "size=100&sort=oldest"))


def test_behind_the_last_page_with_a_number_a_cursor_leads_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchapp.web.asking.MAX_PAGE", 3)
    answers = walked(client, "size=2&sort=oldest")

    found = [one for answer in answers for one in ids(answer)]
    assert found == ids(search(client, "size=100&sort=oldest"))
    assert [answer["page"]["number"] for answer in answers][:4] == [1, 2, 3, None]


def test_behind_the_last_page_there_are_no_hits(client: FlaskClient) -> None:
    answer = search(client, "page=1000000")

    assert answer["hits"] == []
    assert answer["page"]["next"] is None
    assert answer["page"]["prev"] == "/api/search?page=2"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("search?foo=1", "foo"),
        ("search?page=0", "page"),
        ("search?from=2018-02-30", "from"),
        ("search?cursor=x", "cursor"),
        ("suggest?q=a&foo=1", "foo"),
        ("suggest?size=0", "size"),
        ("suggest?size=21", "size"),
        (f"suggest?q={'x' * 501}", "q"),
        ("feed?sort=newest", "sort"),
        ("feed?page=2", "page"),
        ("feed?cursor=x", "cursor"),
        ("feed?collapse=story", "collapse"),
        ("feed?format=rss", "format"),
        ("feed?size=0", "size"),
        ("feed?size=101", "size"),
        ("feed?from=2018-02-30", "from"),
        ("feed?from=2019&to=2018", "from"),
        ("export?format=xls", "format"),
        ("export?format=", "format"),
        ("export?format=csv&format=csv", "format"),
        ("export?size=10", "size"),
        ("export?page=1", "page"),
        ("export?cursor=x", "cursor"),
        ("export?collapse=story", "collapse"),
        ("export?sort=best", "sort"),
        ("export?from=2019&to=2018", "from"),
        ("../metrics?all=1", "all"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, address: str, name: str) -> None:
    response = client.get(urljoin("/api/", address))

    problem: Any = response.json
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert problem["parameter"] == name
    assert problem["status"] == 400
    assert problem["detail"].startswith(name)


def test_a_word_that_no_article_has_is_answered_with_one_that_some_have(
    client: FlaskClient,
) -> None:
    (better,) = search(client, "q=harbuor&language=en")["suggestions"]

    found = search(client, f"q={better['query']}&language=en")["total"]["articles"]
    assert better["query"] == "harbour"
    assert better["without"] == []
    assert better["count"] == found > 0


def test_where_nothing_is_found_the_answer_says_what_to_leave_out(client: FlaskClient) -> None:
    suggestions = search(client, "q=tables&source=Tern&from=1999")["suggestions"]
    (better,) = search(client, "q=tables&source=Tern")["suggestions"]

    assert suggestions == []
    assert better == {
        "text": "without the source",
        "query": "tables",
        "without": ["source"],
        "count": 1,
    }


def suggest(client: FlaskClient, parameters: str) -> Any:
    response = client.get(f"/api/suggest?{parameters}")
    assert response.status_code == 200, response.text
    return response.json


def test_what_is_typed_is_completed_with_counts(client: FlaskClient) -> None:
    answer = suggest(client, "q=the+ferri&size=1")

    (one,) = answer["completions"]
    assert answer["query"] == {"q": "the ferri", "size": 1}
    assert (one["text"], one["kind"]) == ("the ferries", "word")
    assert one["count"] == search(client, "q=%22ferries%22")["total"]["articles"]


def test_sources_are_completed_however_they_are_written(client: FlaskClient) -> None:
    named, meant = (
        suggest(client, f"q={q}")["completions"][0] for q in ("source:harb", "harbour+P")
    )

    number = sum(article.get("source") == "Harbour Post" for article in ARTICLES)
    assert (
        named
        == meant
        == {
            "text": 'source:"Harbour Post"',
            "kind": "source",
            "count": number,
        }
    )


@pytest.mark.parametrize("q", ["%00", "%FF%FE", "a%00b", "((((((", '"', "*", "%E2%80%AE", "~", "-"])
def test_any_question_is_answered(client: FlaskClient, q: str) -> None:
    search(client, f"q={q}")


def test_an_article_is_returned_whole(client: FlaskClient) -> None:
    article: Any = client.get("/api/articles/da%2F4").json

    assert article["id"] == "da/4"
    assert article["body"].startswith("Havnen i Skarholm")
    assert article["published"]["value"] == "2018-04"
    assert article["published"]["precision"] == "month"
    assert article["published"]["from"] == article["origins"]["published"]
    assert article["published"]["inferred"] is False


def test_an_id_may_be_any_text(client: FlaskClient) -> None:
    article: Any = client.get("/api/articles/hostile%20%3C%26%3F%23%25%3E%20%2F%2F%20id").json

    assert article["id"] == "hostile <&?#%> // id"
    assert article["published"] is None


@pytest.mark.parametrize(
    "address", ["/api/articles/nope", "/api/nope", "/api/articles/", "/api/", "/api"]
)
def test_what_is_not_there_is_a_problem_404(client: FlaskClient, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "address",
    ["/", "/api/search", "/api/feed", "/api/export", "/healthz", "/static/site.css"],
)
def test_a_site_can_only_be_read(client: FlaskClient, method: str, address: str) -> None:
    response = client.open(address, method=method)

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("address", ["/api/search?q=harbour", "/api/feed", "/api/export"])
def test_head_answers_like_get_without_a_body(client: FlaskClient, address: str) -> None:
    response = client.head(address)

    assert (response.status_code, response.data) == (200, b"")


def test_health_tells_which_state_answers(client: FlaskClient) -> None:
    health: Any = client.get("/healthz").json

    assert health["status"] == "ok"
    assert health["index"]["articles"] == len(ARTICLES)


@pytest.mark.parametrize(
    "address",
    [
        "/api/search",
        "/api/feed",
        "/api/export",
        "/api/suggest",
        "/api/articles/x",
        "/healthz",
    ],
)
def test_a_missing_index_is_a_503_with_the_remedy(tmp_path: Any, address: str) -> None:
    response = create_app(open_engine(str(tmp_path / "none"))).test_client().get(address)

    problem: Any = response.json
    assert (response.status_code, response.content_type) == (503, "application/problem+json")
    assert "searchapp.reindex" in problem["detail"]


def test_health_is_a_503_where_searches_are(index: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(index, tmp_path / "index"))
    for segment in copy.glob("*.seg"):
        overwrite(bytes(5_000), at=5_000)(segment)
    client = create_app(open_engine(str(copy))).test_client()

    health, answer = client.get("/healthz"), client.get("/api/search")

    assert (health.status_code, answer.status_code) == (503, 503)
    assert "--full" in health.text


def test_a_fault_of_ours_is_a_problem_500(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "searchapp", None)
    response = app.test_client().get("/api/search")

    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert "Traceback" not in response.text


KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def fits(value: Any, schema: Any) -> None:
    """Assert that a value has the form of a schema, every key of it described."""
    if "$ref" in schema:
        return fits(value, SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema:
        return fits(value, schema["anyOf"][0]) if value is not None else None
    assert isinstance(value, KINDS[schema["type"]]), (value, schema)
    if "enum" in schema:
        assert value in schema["enum"]
    for item in value if schema["type"] == "array" and "items" in schema else ():
        fits(item, schema["items"])
    if "properties" in schema:
        assert value.keys() <= schema["properties"].keys()
        assert set(schema["required"]) <= value.keys()
        for name, member in value.items():
            fits(member, schema["properties"][name])
    return None


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/api/search?q=harbour", "/api/search"),
        ("/api/search?q=hrabour~&source=Tern&collapse=story&size=2", "/api/search"),
        ("/api/search?sort=best", "/api/search"),
        ("/api/search?q=harbuor", "/api/search"),
        ("/api/search?q=tables&source=Tern", "/api/search"),
        ("/api/feed?q=harbour", "/api/feed"),
        ("/api/feed?page=1", "/api/feed"),
        ("/api/export?source=Tern", "/api/export"),
        ("/api/export?format=csv", "/api/export"),
        ("/api/export?format=xls", "/api/export"),
        ("/api/suggest?q=har", "/api/suggest"),
        ("/api/suggest?size=0", "/api/suggest"),
        ("/api/articles/en/3", "/api/articles/{id}"),
        ("/api/articles/hostile%20%3C%26%3F%23%25%3E%20%2F%2F%20id", "/api/articles/{id}"),
        ("/api/articles/nope", "/api/articles/{id}"),
        ("/api/articles/en/3?foo=1", "/api/articles/{id}"),
        ("/healthz", "/healthz"),
        ("/healthz?foo=1", "/healthz"),
        ("/metrics", "/metrics"),
        ("/metrics?foo=1", "/metrics"),
    ],
)
def test_the_description_describes_real_answers(
    client: FlaskClient, address: str, path: str
) -> None:
    response: TestResponse = client.get(address)

    replies = DESCRIPTION["paths"][path]["get"]["responses"]
    reply = replies[str(response.status_code)]["content"][response.mimetype]
    fits(response.json if response.is_json else response.text, reply["schema"])


@pytest.mark.parametrize("address", ["/api/search", "/api/suggest", "/api/feed", "/api/export"])
def test_the_description_lists_every_parameter(client: FlaskClient, address: str) -> None:
    description: Any = client.get("/openapi.json").json

    listed = [given["name"] for given in description["paths"][address]["get"]["parameters"]]
    problem: Any = client.get(f"{address}?foo=1").json
    assert problem["detail"].endswith(", ".join(listed))
