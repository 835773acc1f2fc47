"""Days: what an ISO 8601 prefix ("2018", "2018-08", "2018-08-21") means as days of the calendar."""

import calendar
import datetime


def span(first: str | None, last: str | None) -> tuple[str | None, str | None]:
    """Return the first day of one ISO 8601 prefix and the last day of another."""
    return first and (first + "-01-01"[len(first) - 4 :])[:10], last and last_day(last)


def ordinal(day: str | None) -> int | None:
    """Return an ISO date as the number of its day, None for none."""
    return None if day is None else datetime.date.fromisoformat(day).toordinal()


def last_day(prefix: str) -> str:
    """Return the last day of a year, month or day, as an ISO date."""
    year, month, day = (*map(int, prefix.split("-")), 0, 0)[:3]
    month = month or 12
    return f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"
