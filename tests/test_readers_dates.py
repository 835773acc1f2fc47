"""Dates: as much of them as is written, never more; years where the text fixes them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.article import Published
from searchapp.readers.dates import Stated, month_names, published, stated, weekday_names
from searchapp.readers.years import infer

DAYS = st.dates(date(1700, 1, 1), date.today())
ENGLISH_MONTHS = {
    n: name.title()
    for name, n in month_names().items()
    if name
    in {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    }
}
DANISH_MONTHS = {
    n: name
    for name, n in month_names().items()
    if name
    in {
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    }
}


@given(DAYS)
def test_any_day_is_read_back_in_every_way_of_writing_it(day: date) -> None:
    english, danish = ENGLISH_MONTHS[day.month], DANISH_MONTHS[day.month]
    for text in [
        day.isoformat(),
        f"{day}T23:59:59-11:00",
        f"{day.year:04}{day:%m%d}",
        f"{english} {day.day}, {day.year}",
        f"{day.day} {english[:3]} {day.year} 14:30",
        f"{english[:3]}. {day.day} {day.year}",
        f"{day.day}. {danish} {day.year} kl. 14.30",
        f"den {day.day}. {danish[:3]}. {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
    ]:
        assert published(text) == Published(day.isoformat()), text


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        *(("2018", "2018"), (2018, "2018"), ("2018-08", "2018-08"), ("August 2018", "2018-08")),
        *(("august 2018", "2018-08"), (20180821, "2018-08-21"), (1534888800, "2018-08-21")),
        *(
            (1534888800000, "2018-08-21"),
            ("1534888800", "2018-08-21"),
            (1534888800.5, "2018-08-21"),
        ),
        *(("Tue, 21 Aug 2018 23:30:00 -0700", "2018-08-21"), ("d. 25/9-2018", "2018-09-25")),
        *(("Wed Aug 22 10:11:12 +0000 2018", "2018-08-22"), ("25/9 2018", "2018-09-25")),
        *(("2018/8/1", "2018-08-01"), ("13/04/2018", "2018-04-13"), ("04/13/2018", "2018-04-13")),
        *(
            ("04/04/2018", "2018-04-04"),
            ("25.09.18", "2018-09-25"),
            ("1st of May 2019", "2019-05-01"),
        ),
        *(("MARCH 3, 2021 / 7:42 AM", "2021-03-03"), ("Sept. 4, 2018", "2018-09-04")),
        *(("Tue, 21 Aug 18 23:30:00 GMT", "2018-08-21"), ("21 Aug 99 23:30 EST", "1999-08-21")),
        *(("2018-08-00", "2018-08"), ("2018-00-00 00:00:00", "2018"), (20180800, "2018-08")),
        *(("/Date(1534888800000)/", "2018-08-21"), ("/Date(1534888800000+0200)/", "2018-08-21")),
        *(("00 Aug 2018", "2018-08"), ("00.08.2018", "2018-08"), ("August 0, 2018", "2018-08")),
    ],
)
def test_dates_of_records_and_feeds(raw: object, wanted: str) -> None:
    assert published(raw) == Published(wanted)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("", "2018"), ("en", "2018"), ("da", "2018-04-03"), ("en-US", "2018-03-04")],
)
def test_figures_in_an_unknown_order_give_the_year_alone(language: str, wanted: str) -> None:
    assert published("03/04/2018", language) == Published(wanted)


@pytest.mark.parametrize(
    "raw",
    [
        *("2018-02-31", "31. februar 2018", "2018-13-01", "0000-01-01", "3000-01-01", "9999", ""),
        *(
            "yesterday",
            "21 August",
            "14.30",
            "99/99/2018",
            "03/04/18",
            True,
            None,
            0,
            12,
            -1,
            10**400,
        ),
        *(
            float("nan"),
            -62_135_596_800_001,
            float("inf"),
            [],
            {},
            "1e500",
            "2018-08-21" * 0 + "12:30:00",
        ),
    ],
)
def test_what_is_no_date_stays_unknown(raw: object) -> None:
    assert published(raw) is None


@given(st.text(max_size=60) | st.integers() | st.floats())
def test_no_value_makes_reading_a_date_fail(raw: object) -> None:
    found = published(raw)
    assert found is None or found.precision in {"year", "month", "day"}


def test_a_day_without_year_is_kept_as_such() -> None:
    mention = stated("UNITED NATIONS, September 25. /TASS/")
    assert mention is not None
    assert mention.date == Stated(None, 9, 25)


class TestYears:
    """A year is inferred only where exactly one fits."""

    @given(st.dates(date(2000, 1, 1), date.today() - timedelta(days=1)))
    def test_an_inferred_year_is_the_true_one(self, day: date) -> None:
        # The article speaks of last year, so the true year lies within the bounds.
        text = f"It said in {day.year - 1} that nothing would change."
        found = infer(Stated(None, day.month, day.day, day.weekday()), text)
        assert found in (None, Published(day.isoformat(), inferred=True))

    def test_the_weekday_with_the_date_fixes_it_within_a_few_years(self) -> None:
        this_year = date.today().year
        day = date(this_year - 1, 3, 3)
        found = infer(Stated(None, 3, 3, day.weekday()), f"in {this_year - 1}")
        assert found == Published(day.isoformat(), inferred=True)

    def test_a_weekday_in_the_report_fixes_it_with_a_numbered_session(self) -> None:
        text = "said on Saturday at the 76th United Nations General Assembly."
        assert infer(Stated(None, 9, 25), text) == Published("2021-09-25", inferred=True)

    def test_danish_reports_do_so_too(self) -> None:
        text = "siger han lørdag ved FN's 76. generalforsamling."
        assert infer(Stated(None, 9, 25), text) == Published("2021-09-25", inferred=True)

    @pytest.mark.parametrize(
        "text",
        [
            "said on Saturday.",
            "at the 76th United Nations General Assembly.",
            "said on Monday at the 76th United Nations General Assembly.",
            "said on Saturday and on Sunday at the 76th United Nations General Assembly.",
            "said on Saturday, as it had been in 1999.",
            "said on Saturday that by 2040 all would be well.",
        ],
    )
    def test_less_than_that_does_not(self, text: str) -> None:
        assert infer(Stated(None, 9, 25), text) is None

    def test_a_past_year_and_the_weekday_with_the_date_fix_it_whatever_the_day_today(self) -> None:
        # 3 March is a Wednesday in 2010, 2021 and 2027: only five years from 2007 are looked at.
        wednesday = Stated(None, 3, 3, weekday=2)
        assert infer(wednesday, "built in 2007") == Published("2010-03-03", inferred=True)
        assert infer(wednesday, "built in 2011") is None

    @pytest.mark.parametrize(
        "text", ["It will open in 2007.", "Broen ventes færdig i 2007.", "A plan for 2007."]
    )
    def test_a_year_to_come_bounds_nothing(self, text: str) -> None:
        assert infer(Stated(None, 3, 3, weekday=2), text) is None

    def test_neither_a_month_nor_a_full_date_is_completed(self) -> None:
        text = "said on Saturday at the 76th United Nations General Assembly."
        assert infer(Stated(None, 9, None), text) is None
        assert infer(Stated(2019, 9, 25), text) is None


def test_the_names_of_both_languages_are_known() -> None:
    assert month_names()["maj"] == month_names()["may"] == 5
    assert weekday_names()["lørdag"] == weekday_names()["saturday"] == 5
    assert weekday_names()["tor"] == weekday_names()["tors"] == weekday_names()["thu"] == 3
