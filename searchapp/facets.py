"""The facets: what the answers to a question are counted by.

To add one, add its field to `Article`, its parameter to `searchapp.query`, and a line here; the
page, the JSON endpoint and the engines go by this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from searchapp.query import Query
from searchapp.results import FacetCount, FacetValue


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet. `name` is the field of the article; of the URL too, where it offers choices.

    `label` heads it on the page. `missing` is the value that stands for articles without one.
    `shown` says how: "choices" to tick, or "dates" as bars along a line of time. `codes` marks
    values that are language codes, to be shown by name.
    """

    name: str
    label: str
    missing: str = "unknown"
    shown: Literal["choices", "dates"] = "choices"
    codes: bool = False


FACETS = (
    Facet("source", "Source"),
    Facet("published", "Date", missing="undated", shown="dates"),
    Facet("language", "Language", missing="und", codes=True),
)
MISSING: Mapping[str, str] = {facet.name: facet.missing for facet in FACETS}
"""What stands for articles without a value, by the name of the facet."""


def offered(facet: Facet, count: FacetCount, query: Query) -> tuple[FacetValue, ...]:
    """Return what can be chosen in a facet: its values, those without one, and what is chosen.

    A choice that finds nothing any more must stay in sight, or it could not be taken back.
    """
    chosen: tuple[str, ...] = getattr(query, facet.name)
    values = list(count.values)
    if count.missing:
        values.append(FacetValue(facet.missing, count.missing, facet.missing in chosen))
    listed = {value.value for value in values}
    values.extend(FacetValue(value, 0, selected=True) for value in chosen if value not in listed)
    return tuple(values)
