"""A search as a URL, and back."""

from unicodedata import normalize
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.query import MAX_CHOICES, MAX_PAGE, BadParameter, Query, from_url, to_url

GOOD = [
    ("", Query()),
    ("q=", Query()),
    ("q=peace+talks", Query(q="peace talks")),
    ("q=%22s%C3%B8en%22", Query(q='"søen"')),
    ("q=a%00b", Query(q="a b")),
    ("source=Tern&source=Fjordposten", Query(source=("Tern", "Fjordposten"))),
    ("source=Tern&source=Tern", Query(source=("Tern",))),
    ("source=Kystposten%20A%CC%8A&source=Kystposten%20%C3%85", Query(source=("Kystposten Å",))),
    ("language=DA", Query(language=("da",))),
    ("language=und&source=unknown", Query(language=("und",), source=("unknown",))),
    ("from=2018&to=2018", Query(from_="2018", to="2018")),
    ("from=2018-08&to=2018", Query(from_="2018-08", to="2018")),
    ("from=&to=2018-08-21", Query(to="2018-08-21")),
    ("from=2020-02-29", Query(from_="2020-02-29")),
    ("sort=newest&page=2&size=100", Query(sort="newest", page=2, size=100)),
    ("cursor=abc&collapse=story", Query(cursor="abc", collapse="story")),
    ("cross=on", Query()),
    ("cross=off", Query(cross="off")),
]

BAD = [
    ("qq=a", "qq"),
    ("Q=a", "Q"),
    ("ui=da", "ui"),
    ("q=a&q=b", "q"),
    ("q=" + "a" * 501, "q"),
    ("source=", "source"),
    ("source=" + "a" * 501, "source"),
    ("&".join(f"source={n}" for n in range(MAX_CHOICES + 1)), "source"),
    ("language=english", "language"),
    ("language=d4", "language"),
    ("from=yesterday", "from"),
    ("from=18", "from"),
    ("from=2018-8", "from"),
    ("from=2018-13", "from"),
    ("from=2018-02-29", "from"),
    ("to=0000", "to"),
    ("to=%D9%A2%D9%A0%D9%A1%D9%A8", "to"),
    ("from=2019&to=2018", "from"),
    ("from=2018-09&to=2018-08-31", "from"),
    ("sort=oldest&sort=newest", "sort"),
    ("sort=best", "sort"),
    ("sort=", "sort"),
    ("page=0", "page"),
    ("page=-1", "page"),
    ("page=1.0", "page"),
    ("page=%D9%A1", "page"),
    (f"page={MAX_PAGE + 1}", "page"),
    ("page=" + "9" * 5000, "page"),
    ("size=0", "size"),
    ("size=101", "size"),
    ("size=", "size"),
    ("cursor=a&page=1", "cursor"),
    ("cursor=", "cursor"),
    ("collapse=all", "collapse"),
    ("cross=no", "cross"),
    ("cross=", "cross"),
    ("cross=on&cross=off", "cross"),
]


def read(url: str) -> Query:
    return from_url(parse_qsl(url, keep_blank_values=True))


@pytest.mark.parametrize(("url", "query"), GOOD)
def test_a_url_is_read(url: str, query: Query) -> None:
    assert read(url) == query


@pytest.mark.parametrize(("url", "name"), BAD, ids=[url[:30] for url, _ in BAD])
def test_a_fault_is_refused_by_its_name(url: str, name: str) -> None:
    with pytest.raises(BadParameter) as refusal:
        read(url)

    assert refusal.value.name == name
    assert str(refusal.value).startswith(name + " ")


def test_defaults_are_left_out_of_a_url() -> None:
    assert to_url(Query()) == ""


def test_parameters_are_written_in_a_fixed_order() -> None:
    query = Query(collapse="story", page=2, to="2018", source=("B & C", "A"), q="æble")

    assert to_url(query) == "q=%C3%A6ble&source=B+%26+C&source=A&to=2018&page=2&collapse=story"


dates = st.dates().map(str).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))
values = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda value: value == normalize("NFC", value.strip())  # as sources are in an index
)
queries = st.builds(
    Query,
    q=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50),
    source=st.lists(values, unique=True, max_size=3).map(tuple),
    language=st.lists(st.sampled_from(["en", "da", "und"]), unique=True).map(tuple),
    from_=st.none() | dates,
    sort=st.sampled_from([None, "relevance", "newest", "oldest"]),
    page=st.integers(1, MAX_PAGE),
    size=st.integers(1, 100),
    collapse=st.sampled_from(["none", "story"]),
    cross=st.sampled_from(["on", "off"]),
)


@given(queries)
def test_a_query_survives_the_way_through_a_url(query: Query) -> None:
    assert read(to_url(query)) == query


@given(st.text(max_size=500))
def test_any_question_of_up_to_500_characters_is_read(q: str) -> None:
    read_back = from_url([("q", q)]).q

    assert len(read_back) == len(q)
    assert "\0" not in read_back
