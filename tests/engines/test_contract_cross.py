"""Crossing languages: articles are found by what the words of a question are called in theirs."""

import pytest

from tests.engines.piles import Pile, ids, record

ARTICLES = [
    record(
        "en-ferry",
        "New ferry for the island",
        "The ferry was built in Germany and will sail between the islands twice a day.",
        source="Tern",
    ),
    record(
        "da-ferry",
        "Ny færge til øen",
        "Færgen er bygget i Tyskland og skal sejle mellem øerne to gange om dagen.",
        language="da",
        source="Kystbladet",
    ),
    record(
        "en-talks",
        "Peace negotiations begin",
        "The prime minister of the country hopes that the talks will end the war.",
    ),
    record(
        "da-talks",
        "Fredsforhandlinger begynder",
        "Landets statsminister håber, at samtalerne kan gøre en ende på krigen.",
        language="da",
    ),
    record(
        "en-barn",
        "Fire in a barn",
        "A barn burned down near the coast on Monday, and the farmer lost his hay.",
    ),
    record(
        "da-barn",
        "Barn fundet i god behold",
        "Et barn på fire år blev fundet i skoven, efter at hele landsbyen havde ledt.",
        language="da",
    ),
]


@pytest.fixture
def both(pile: Pile) -> Pile:
    """A pile whose articles come in pairs."""
    pile.write("both.jsonl", ARTICLES)
    pile.update()
    return pile


FINDS = [
    ("ferry", ["en-ferry", "da-ferry"], "a word"),
    ("ferries", ["en-ferry", "da-ferry"], "in any form"),
    ("færgerne", ["da-ferry", "en-ferry"], "the other way round"),
    ("Germany", ["en-ferry", "da-ferry"], "the name of a country"),
    ("ferry Germany", ["en-ferry", "da-ferry"], "every word"),
    ("the ferry of the island", ["en-ferry", "da-ferry"], "beside words of grammar"),
    ("title:ferry", ["en-ferry", "da-ferry"], "in a title"),
    ("ferry OR war", ["en-ferry", "en-talks", "da-ferry", "da-talks"], "either"),
    ("prime minister", ["en-talks", "da-talks"], "a name of several words"),
    ("statsministeren", ["da-talks", "en-talks"], "which one word is of"),
    ("peace negotiations", ["en-talks", "da-talks"], "two words that are one"),
    ("fredsforhandlingerne", ["da-talks", "en-talks"], "and one that is two"),
    ("island -Germany", [], "negated in both languages"),
    ("-war", ["en-ferry", "da-ferry", "en-barn", "da-barn"], "and by itself"),
    ("the -ferry", ["en-barn", "en-talks"], "which are asked for where nothing else is wanted"),
    ("peace-talks", ["da-talks"], "a hyphenated word, side by side in its own language"),
    ("ferry language:da", ["da-ferry"], "and a filter"),
    ('"ferry"', ["en-ferry"], "a quotation is as written"),
    ("ferr*", ["en-ferry"], "and so is a pattern"),
    ("ferri~", ["en-ferry"], "and a typo"),
    ("ferry NEAR/5 Germany", ["en-ferry"], "and what is near"),
    ("barn", ["en-barn", "da-barn"], "of which nobody knows what it means"),
    ("barn fire", ["en-barn", "da-barn"], "nor here"),
]


@pytest.mark.parametrize(("q", "expected", "why"), FINDS, ids=[f"{q}: {w}" for q, _, w in FINDS])
def test_a_query_finds_articles_of_both_languages(
    both: Pile, q: str, expected: list[str], why: str
) -> None:
    results = both.search(q, cross="on")

    assert sorted(ids(results)) == sorted(expected)
    assert results.articles == len(expected)
    assert sum(value.articles for value in results.facets["language"].values) == len(expected)


@pytest.mark.parametrize("q", ["ferry", "færge", "prime minister", "fredsforhandlingerne", "krig"])
def test_the_language_of_the_question_comes_first(both: Pile, q: str) -> None:
    written = ids(both.search(q, cross="off"))
    found = ids(both.search(q, cross="on"))

    assert len(written) == 1
    assert found[:1] == written
    assert len(found) == 2


@pytest.mark.parametrize("q", ["ferry", "færge", "Tyskland", "prime minister"])
def test_it_can_be_switched_off(both: Pile, q: str) -> None:
    off = both.search(q, cross="off")

    assert off.articles == 1
    assert off.also == {}


def test_it_says_what_it_looked_for(both: Pile) -> None:
    assert both.search("ferry Germany", cross="on").also == {"da": ("færge", "Tyskland")}
    assert both.search("krig", cross="on").also == {"en": ("war",)}
    assert both.search('"ferry" Merkel', cross="on").also == {}


def test_it_says_so_for_the_chosen_languages_alone(both: Pile) -> None:
    assert both.search("ferry", cross="on", language=("en",)).also == {}
    assert both.search("ferry", cross="on", language=("da",)).also == {"da": ("færge",)}
    assert both.search("ferry language:en", cross="on").also == {}


def test_it_says_only_names_that_stand_in_an_article(pile: Pile) -> None:
    apart = record("da", "To stater", "De stater er nu forenede med USA.", language="da")
    pile.write("apart.jsonl", [apart])
    pile.update()
    assert "Forenede Stater" not in pile.search("United States", cross="on").also["da"]

    pile.write(
        "name.jsonl", [record("name", "Valg", "Et valg i De Forenede Stater.", language="da")]
    )
    pile.update()
    assert "Forenede Stater" in pile.search("United States", cross="on").also["da"]


def test_counterparts_are_marked_where_they_stand(both: Pile) -> None:
    (hit,) = both.search("ferry", cross="on", language=("da",)).hits

    marked = [s.text[start:end] for s in hit.snippets for start, end in s.ranges]
    assert marked == ["færge", "Færgen"]


def test_a_sentence_finds_its_translation_by_most_of_its_words(both: Pile) -> None:
    question = "Prime minister of a small country hopes negotiations will end a long war"

    results = both.search(question, cross="on", language=("da",))

    assert ids(results)[:1] == ["da-talks"]
    assert results.warnings


@pytest.mark.parametrize("q", ["statsministeren", "2 p.m."])
def test_an_hour_of_the_afternoon_is_no_prime_minister(pile: Pile, q: str) -> None:
    danish = record("da", "Statsministeren taler", "Møde nr. 2 er i dag.", language="da")
    pile.write("one.jsonl", [danish, record("en", "Kick-off", "The match begins at 2 p.m.")])
    pile.update()

    assert len(ids(pile.search(q, cross="on"))) == 1


@pytest.mark.parametrize("q", ["wedding gift zzqq", "United States wedding zzqq"])
def test_what_no_article_has_is_told_of_the_words_as_they_were_read(pile: Pile, q: str) -> None:
    body = "De fik en gave til deres bryllup i USA, og alle var glade for den."
    pile.write("one.jsonl", [record("da", "En fest", body, language="da")])
    pile.update()

    (warning,) = pile.search(q, cross="on").warnings

    assert warning.endswith("Drop what no article has: zzqq.")


@pytest.mark.parametrize(
    "q", ["the quota zzqq in Denmark", "a zzqq (quota OR herring) for the USA"]
)
def test_small_words_of_the_other_language_are_no_obstacle(pile: Pile, q: str) -> None:
    body = "De fik en kvote i Danmark, og USA var glad for den."
    pile.write("one.jsonl", [record("da", "En kvote", body, language="da")])
    pile.update()

    results = pile.search(q, cross="on")

    assert [w for w in results.warnings if w.endswith("Drop what no article has: zzqq.")]
    assert [one.text for one in results.suggestions] == ["without zzqq"]


def test_an_index_of_one_language_is_found_in_by_words_of_the_other(pile: Pile) -> None:
    pile.write("en.jsonl", [one for one in ARTICLES if one["language"] == "en"])
    pile.update()

    assert ids(pile.search("færge", cross="on")) == ["en-ferry"]
    assert ids(pile.search("færge", cross="off")) == []


@pytest.mark.parametrize(
    ("q", "expected"),
    [("ferry source:Nobody", ["ferry"]), ("ferry minsteren", ["ferry ministeren", "ferry"])],
)
def test_a_word_that_has_a_counterpart_in_the_index_is_not_what_is_wrong(
    pile: Pile, q: str, expected: list[str]
) -> None:
    body = "Færgen sejler til byen Ferre, siger ministeren."
    pile.write("da.jsonl", [record("da", "Ny rute", body, language="da")])
    pile.update()

    assert [one.query for one in pile.search(q, cross="on").suggestions] == expected
