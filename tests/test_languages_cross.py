"""Counterparts: what words and names of one language are called in the other."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp import languages
from searchapp.languages import cross, cross_table
from searchapp.languages.cognates import cognates
from searchapp.languages.cross import Meant, counterparts, keys, opposite, spoken
from searchapp.languages.cross_names import names
from searchapp.languages.levels import SURFACE

FILES = sorted(Path(cross_table.__file__).parent.glob("cross_*.txt"))


def meant(text: str, source: str, certain: bool = True) -> list[Meant]:
    """Return what the words of a text mean."""
    return counterparts(languages.tokenize(text).words, source, certain)


def called(text: str, source: str, certain: bool = True) -> set[str]:
    """Return all counterparts of the words of a text."""
    found = meant(text, source, certain)
    return {" ".join(one.words) for each in found for one in each.counterparts}


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        # words, in any form
        ("election", "en", {"valg"}),
        ("elections", "en", {"valg"}),
        ("valgets", "da", {"election"}),
        ("soldaterne", "da", {"soldier"}),
        ("threatened", "en", {"true"}),
        ("bigger", "en", {"stor"}),
        # names, from CLDR and beside it
        ("Germany", "en", {"tyskland"}),
        ("Tyskland", "da", {"germany"}),
        ("Cairo", "en", {"kairo"}),
        ("Sweden", "en", {"sverige"}),
        ("august", "da", set()),
        ("februar", "da", {"february"}),
        ("onsdag", "da", {"wednesday"}),
        ("Swahili", "en", set()),
        ("fransk", "da", {"french"}),
        ("Danes", "en", {"dansk", "dansker"}),
        ("Zelensky", "en", {"zelenskyj", "zelenskij"}),
        ("United States", "en", {"usa", "amerika", "forenede stater"}),
        ("FN", "da", {"united nations", "un"}),
        ("Hvide Hus", "da", {"white house"}),
        ("prime ministers", "en", {"statsminister", "premierminister"}),
        # regular differences of spelling
        ("hypothetical", "en", {"hypotetisk"}),
        ("biofysik", "da", set()),
        ("monarchist", "en", {"monarkist"}),
        # nothing to be said
        ("the", "en", set()),
        ("og", "da", set()),
        ("Merkel", "en", set()),
        ("2018", "en", set()),
        ("minister", "en", set()),
    ],
)
def test_a_text_is_called(text: str, source: str, expected: set[str]) -> None:
    assert expected <= called(text, source)
    assert expected or not called(text, source)


def test_a_name_of_several_words_is_shared_by_them() -> None:
    united, states = meant("United Nations", "en")

    assert united.counterparts[0] == states.counterparts[0]
    assert {one.share for one in united.counterparts if one.words == ("fn",)} == {0.5}


def test_the_longest_name_is_taken() -> None:
    assert "sydkoreansk" in called("South Korean", "en")
    assert "fredspris" in called("the Nobel Peace Prize", "en")


def test_a_compound_without_counterpart_means_what_its_parts_mean() -> None:
    (fishing_boat,) = meant("fiskekutter", "da")
    (election_night,) = meant("valgnatten", "da")

    assert fishing_boat == cross.UNKNOWN
    assert not election_night.counterparts
    assert [set(part) & {"election", "night"} for part in election_night.parts] == [
        {"election"}, {"night"},
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["gift", "fire", "barn", "time", "bold", "slag", "island", "sky"])
def test_what_both_languages_spell_alike_has_counterparts_only_where_the_language_is_known(
    word: str,
) -> None:
    for source in cross_table.PAIR:
        assert called(word, source, certain=True)
        assert not called(word, source, certain=False)


@pytest.mark.parametrize(
    ("word", "source", "expected"),
    [
        ("tog", "da", {"train"}),
        ("press", "da", set()),
        ("plant", "da", set()),
        ("leaves", "en", {"blad", "forlade"}),
        ("found", "en", {"finde"}),
    ],
)
def test_a_word_in_the_table_is_not_taken_for_a_form_of_another(
    word: str, source: str, expected: set[str]
) -> None:
    assert expected <= called(word, source, certain=False)
    assert expected or not called(word, source, certain=False)
    assert not called(word, source) & {"take", "go", "grundlægge"}


@pytest.mark.parametrize("word", ["by", "for", "man", "men", "under", "over", "her", "have", "to"])
def test_words_of_grammar_in_either_language_have_no_counterparts(word: str) -> None:
    assert not called(word, "en")
    assert not called(word, "da")


def test_capitals_make_a_name_of_a_word_of_grammar() -> None:
    assert counterparts(["us"], "en", True) == [cross.UNKNOWN]
    assert ("usa",) in [one.words for one in counterparts(["us"], "en", True, [True])[0][0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the election", "en"),
        ("trade war with China", "en"),
        ("valget er afgjort", "da"),
        ("hund bider mand", "da"),
        ("minister", None),
        ("gift", None),
        ("Merkel 2018", None),
        ("valg election", None),
        ("", None),
    ],
)
def test_the_language_of_a_question_is_told_by_its_words(text: str, expected: str | None) -> None:
    assert spoken(languages.tokenize(text).words) == expected


def test_each_language_of_the_pair_is_the_opposite_of_the_other() -> None:
    assert [opposite(code) for code in ("en", "da", "sv", "und")] == ["da", "en", None, None]


def test_a_counterpart_is_looked_for_in_its_own_language_only() -> None:
    assert {key[1:3] for key, _ in keys("barn", "da")} == {"da"}
    assert {key for key, _ in keys("barn", "da")} <= set(languages.terms("barn", "da")) | {
        "\x03da:barn"
    }


def test_a_counterpart_that_the_dictionary_misreads_is_looked_for_as_written() -> None:
    assert languages.LANGUAGES["da"].lemma("planet") == "plan"
    assert {"planet"} < dict(keys("planet", "da")).keys() - {"\x01da:plan"}
    assert "\x01da:plan" not in dict(keys("planet", "da"))
    assert set(languages.terms("planeten", "da")) & set(dict(keys("planet", "da")))


@pytest.mark.parametrize(
    ("word", "source", "expected"),
    [
        ("photographic", "en", ("fotografisk",)),
        ("radioactivity", "en", ("radioaktivitet",)),
        ("aristokrati", "da", ("aristocracy",)),
        ("cold", "en", ()),
        ("qwertyic", "en", ()),
    ],
)
def test_cognates_are_words_that_the_other_dictionary_knows(
    word: str, source: str, expected: tuple[str, ...]
) -> None:
    assert cognates(word, source) == expected


@given(st.text(max_size=30), st.sampled_from(cross_table.PAIR))
def test_any_word_can_be_asked_about(word: str, source: str) -> None:
    (found,) = counterparts([word], source, True)

    assert len(found.counterparts) <= cross.MOST
    assert all(0 < one.share <= 1 and one.words != (word,) for one in found.counterparts)


@given(st.lists(st.sampled_from(["united", "nations", "states", "the", "red", "cross", "peace"])))
def test_each_word_of_a_text_gets_an_answer(words: list[str]) -> None:
    assert len(counterparts(words, "en", True)) == len(words)


# The tables


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_line_of_a_table_has_words_on_both_sides(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    fault = [line for line in entries if not re.fullmatch(r"[^=#]*[^=#\s] = [^=#\s][^=#]*", line)]

    assert not fault
    assert len(entries) == len(set(entries))


def test_every_pair_goes_both_ways() -> None:
    there, back = (cross_table.table(code) for code in cross_table.PAIR)

    pairs = {(one, other[0]) for one, others in there.words.items() for other in others[:1]
             if len(other) == 1}  # fmt: skip
    assert len(pairs) > 2500
    assert all((one,) in back.words[other] for one, other in pairs)


def test_every_counterpart_has_a_written_form() -> None:
    for code in cross_table.PAIR:
        table = cross_table.table(code)
        named = (others for found in table.names.values() for _, others in found)
        for others in (*table.words.values(), *named):
            assert set(others) <= table.written.keys()


def test_every_single_counterpart_is_found_by_some_key_other_than_a_bare_word_of_grammar() -> None:
    for code in cross_table.PAIR:
        target = opposite(code) or ""
        single = {other for others in cross_table.table(code).words.values() for other in others
                  if len(other) == 1}  # fmt: skip
        for (word,) in single:
            found = keys(word, target)
            assert found
            assert all(0 < weight < languages.LEVELS[SURFACE] for _, weight in found)


def test_names_that_both_languages_write_alike_are_left_out() -> None:
    found = list(names("en", "da"))

    assert ("Spain", "Spanien") in found
    assert ("Monday", "mandag") in found
    assert ("Prague", "Prag") in found
    assert not [pair for pair in found if pair[0] == pair[1]]
