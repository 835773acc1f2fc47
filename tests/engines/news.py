"""Two piles whose answers can be counted: one written for its words, one for its dates and facets.

`WRITTEN` are short articles; tests name them by their ids. `CATALOGUE` are many articles of equal
length whose words, dates, sources and languages follow from their numbers.
"""

from collections.abc import Sequence

from tests.engines.piles import Pile, Record, record

WRITTEN: Sequence[Record] = [
    record(
        "talks",
        "Peace talks resume in Velaria",
        "Ministers returned to the peace-talks on Monday. A truce would end the long war.",
        source="Tern Herald",
        date="2018-08-21",
    ),
    record(
        "strike",
        "Dockers strike in Hallem",
        "The dockers walked out on Friday. Their strike stopped every ferry from Hallem to Tern.",
        source="Tern Herald",
        date="2018-08",
    ),
    record(
        "ferry",
        "New ferry for Tern",
        "The council bought a ferry. The old ferries were slow, and many travellers waited.",
        source="Harbour Post",
        date="2018",
    ),
    record(
        "election",
        "The election in Hallem",
        "Voters elected a mayor. The election was close, and the count took all night.",
        date="2019-05-02",
    ),
    record(
        "mayor",
        "Mayor opens new harbour",
        "The harbour was opened by the mayor, who praised the dockers and their long patience.",
        source="Harbour Post",
    ),
    record(
        "seal",
        "Seal 🦭 at the party",
        "A seal 🦭 swam to the 🎉 party, and each child cheered the seals 🦭🦭 from the quay.",
    ),
    record(
        "soft",
        "Cabinet meets again",
        "The cabi\u00adnet met at dawn. Nobody saw the cab\u00adinets of other countries leave.",
    ),
    record("band", "The Who return", "The Who play again. To be or not to be, they sang."),
    record(
        "by",
        "En by ved fjorden",
        "Byen ligger ved fjorden. Alle store byer vokser, og huset er blevet dyrere.",
        language="da",
        source="Kystbladet",
        date="2018-08-22",
    ),
    record(
        "havn",
        "Skibet til Tern",
        "Ministeren åbnede den nye færgehavn. Skibene sejler igen om få dage.",
        language="da",
        source="Kystbladet",
        date="2017",
    ),
    record(
        "aarhus",
        "Året i Århus",
        "Festugen i Århus åbnede for børnene på øen. Man så både blåbær og æbletræer.",
        language="da",
    ),
]

FILLER = ["page", "letter", "column", "margin"]
WORDS = {"harbour": 2, "bridge": 3, "ferry": 5}
"""Word -> the numbers it divides have it."""
SOURCES = ["Reuters", "Tern", None, "Kystbladet", "Æ & Ø"]
LANGUAGES = ["en", "da", "de"]
DATES = [
    "2018-08-21",
    None,
    "2018",
    "2018-02",
    "2018-02-28",
    "2016-02-29",
    "2018-12-31",
    "2017-12",
    "2018-08-21",
    "2019-01-01",
    "2018-08",
]


def page(number: int) -> Record:
    """Return the article of that number."""
    words = [word if number % by == 0 else FILLER[i] for i, (word, by) in enumerate(WORDS.items())]
    return record(
        f"p{number * 7 % 1000:03}",
        f"Number {number}",
        " ".join([*words, FILLER[3]]),
        language=LANGUAGES[number % 3],
        source=SOURCES[number // 3 % 5],
        date=DATES[number % 11],
    )


CATALOGUE: Sequence[Record] = [page(number) for number in range(1, 241)]


def published(pile: Pile) -> Pile:
    """Index `WRITTEN` in three updates, with a file that changes and one that goes."""
    pile.write("one.jsonl", [*WRITTEN[:6], record("gone", "Gone harbour", "A ferry to Tern.")])
    pile.update()
    pile.write("two.jsonl", WRITTEN[6:9])
    pile.write("lost.jsonl", [record("lost", "Lost election", "The dockers of Hallem.")])
    pile.update()
    pile.write("one.jsonl", WRITTEN[:6])
    pile.write("three.jsonl", WRITTEN[9:])
    pile.remove("lost.jsonl")
    pile.update()
    return pile


def archived(pile: Pile) -> Pile:
    """Index `CATALOGUE` in updates that leave several segments, some with deleted articles."""
    for start in range(0, 180, 10):
        pile.write(f"{start:03}.jsonl", CATALOGUE[start : start + 10])
    pile.write("000.jsonl", [*CATALOGUE[:9], record("p999", "Old", "harbour bridge ferry")])
    pile.update()
    pile.write("000.jsonl", CATALOGUE[:10])
    pile.write("180.jsonl", CATALOGUE[180:220])
    pile.update()
    pile.write("220.jsonl", CATALOGUE[220:])
    pile.update()
    return pile
