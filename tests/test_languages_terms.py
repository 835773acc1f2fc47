"""What is indexed for a word, and what a query for a word finds: forms, stems, parts, spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.languages import LANGUAGES, LEVELS, expansion, terms
from searchapp.languages.levels import FOLD, LEMMA, PART, STEM, SURFACE
from searchapp.languages.spelling import BRITISH, british

TERMS = {
    ("ministre", "da"): ["\x01da:minister", "\x02da:minist", "\x02da:ministr"],
    ("byerne", "da"): ["\x01da:by", "\x02da:by", "\x02da:byern"],
    ("bombes", "da"): ["\x01da:bombe", "\x02da:bomb"],
    ("cities", "en"): ["\x01en:city", "\x02en:citi"],
    ("went", "en"): ["\x01en:go", "\x02en:go", "\x02en:went"],
    ("flickorna", "sv"): ["\x01sv:flicka", "\x02sv:flick"],
    ("jentene", "nb"): ["\x01nb:jente", "\x02nb:jent"],
    ("ugerne", "und"): [],
    ("ugerne", "de"): [],
    ("på", "da"): [],
    ("of", "en"): [],
    ("café", "und"): ["\x04cafe"],
    ("e-mail", "und"): ["\x04email"],
    ("2,3", "da"): ["\x01da:2,3", "\x02da:2,3"],
}
SAME = {
    "da": """
        minister ministre ministeren; by byer byen; uge uger ugerne; år året årene; mand mænd;
        bog bøger bøgerne; gå går gik gået; god godt gode bedre; tage tog taget; se så ser;
        finde fandt fundet; cykel cykler cyklerne; tand tænder; åben åbne åbent; grøn grønt grønne;
        sø søer; so søer; kø køer; ko køer; tale talte; tælle talte; løn lønninger
        """,
    "en": """
        city cities; go went gone going; think thought; leave left leaves; child children;
        person people; big bigger biggest; good better best; foot feet; win won; study studies;
        lens lenses; panic panicked panicking; 1990 1990s; f-16 f-16s; color colour colors colours;
        organize organise organizing organised; organization organisations; theater theatres;
        traveled travelled travelling; traveler travellers; defense defence; labor labour labours;
        program programmes; harbor harbours harboured; analyze analyses analysing; honor honoured;
        unfavorable unfavourable; judgment judgements; pediatric paediatric; enroll enrols enrolled
        """,
    "sv": "flicka flickor flickorna; stad städer; gå går gick",
    "nb": "jente jenter jentene; by byer byen",
}
APART = {
    "da": "for før; far får; bor bør; korte kørte; anden anders; se ser så",
    "en": "us use; new news; prize prise; tire tyre; story storey; arm armour; cold colour",
}
PARTS = {
    "udenrigsminister": "minister",
    "udenrigsministeren": "minister",
    "partilederen": "leder",
    "kræftforskerne": "forsker",
    "statsborgere": "borger",
    "fredsforhandlingerne": "forhandling",
    "selvmordsbomber": "bombe",
    "selvmordsbomberne": "bombe",
    "havnebestyrelsens": "bestyrelse",
    "cykelhjelmene": "cykel",
    "børnebøger": "barn",
    "idrætsparken": "park",
    "idrætspark": "idræt",
    "skoleeleverne": "elev",
    "feriejobbene": "job",
    "storklubbernes": "klub",
}
NO_COMPOUNDS = ["formanden", "natur", "kultur", "tillæg", "madsen", "fortsatte", "temperatur"]
NO_COMPOUNDS += ["transport", "tyskland", "søndag", "generation", "almindelige", "regeringen"]
SPELLINGS = [("aarhus", "århus"), ("koebenhavn", "københavn"), ("kobenhavn", "københavn")]
SPELLINGS += [
    ("cafe", "café"),
    ("email", "e-mail"),
    ("obrien", "o'brien"),
    ("lokkegard", "løkkegård"),
]


def groups(text: str) -> list[list[str]]:
    return [group.split() for group in text.split(";")]


def found(query: str, language: str, word: str) -> dict[str, float]:
    """What of a query matches a word that is indexed: the keys, with what they count."""
    keys = {word, *terms(word, language)}
    return {key: weight for key, weight in expansion(query, language) if key in keys}


@pytest.mark.parametrize(("word", "language"), TERMS)
def test_a_word_is_indexed_under_these_keys(word: str, language: str) -> None:
    assert list(terms(word, language)) == TERMS[word, language]


@pytest.mark.parametrize("language", SAME)
def test_the_forms_of_a_word_find_each_other_exact_ones_first(language: str) -> None:
    stopwords = LANGUAGES[language].stopwords
    for forms in groups(SAME[language]):
        kept = [form for form in forms if form not in stopwords]
        for query in kept:
            for word in kept:
                matched = found(query, language, word)
                assert matched, (query, word)
                assert word == query or sum(matched.values()) < sum(
                    found(query, language, query).values()
                )


@pytest.mark.parametrize("language", APART)
def test_other_words_do_not_find_each_other(language: str) -> None:
    for words in groups(APART[language]):
        first, last = words[0], words[-1]
        assert not found(first, language, last), (first, last)
        assert not found(last, language, first), (last, first)


@given(st.text(alphabet="abcehilnorstuyz", max_size=14) | st.sampled_from([*BRITISH]))
def test_what_stands_for_a_word_in_both_spellings_stands_for_itself(word: str) -> None:
    assert british(british(word)) == british(word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("faerge", "færgerne"), ("boern", "barnet"), ("aaret", "år"), ("oernes", "ørne")],
)
def test_a_word_typed_without_danish_letters_finds_its_forms_weakly(typed: str, word: str) -> None:
    matched = found(typed, "da", word)
    assert matched
    assert sum(matched.values()) <= LEVELS[FOLD] * len(matched)


@pytest.mark.parametrize(("typed", "word"), [("israel", "isrene"), ("poet", "pøt"), ("maal", "ål")])
def test_a_word_that_only_looks_typed_without_them_finds_no_other(typed: str, word: str) -> None:
    assert not [key for key in found(typed, "da", word) if key[0] == LEMMA]


@pytest.mark.parametrize("compound", PARTS)
def test_a_danish_compound_is_found_by_its_parts_weakly(compound: str) -> None:
    matched = found(PARTS[compound], "da", compound)
    assert f"{PART}da:{PARTS[compound]}" in matched
    assert all(key[0] == PART for key in matched)
    assert sum(matched.values()) < LEVELS[SURFACE] / 2


@pytest.mark.parametrize("word", NO_COMPOUNDS)
def test_a_word_that_only_looks_like_a_compound_has_no_parts(word: str) -> None:
    assert not [key for key in terms(word, "da") if key[0] == PART]


@pytest.mark.parametrize(("query", "word"), SPELLINGS)
@pytest.mark.parametrize("language", ["da", "en", "und"])
def test_other_spellings_find_each_other_weakly(query: str, word: str, language: str) -> None:
    for one, other in ((query, word), (word, query)):
        matched = found(one, language, other)
        assert matched, (one, other)
        assert sum(matched.values()) <= LEVELS[LEMMA] + LEVELS[STEM] + LEVELS[FOLD]


def test_levels_count_the_less_the_weaker_they_are() -> None:
    weights = [LEVELS[mark] for mark in (SURFACE, LEMMA, STEM, PART, FOLD)]
    assert weights == sorted(weights, reverse=True)


def test_marks_sort_before_all_letters_and_digits() -> None:
    assert all(mark < "'" for mark in (LEMMA, STEM, PART, FOLD))


def test_forms_of_stop_words_meet_and_single_ones_cost_no_key() -> None:
    assert found("is", "en", "are")
    assert found("var", "da", "været")
    assert terms("og", "da") == ()


@pytest.mark.parametrize("word", ["by", "may", "mine", "us"])
def test_words_that_mean_something_are_no_stop_words(word: str) -> None:
    assert word not in LANGUAGES["da" if word == "by" else "en"].stopwords


@pytest.mark.parametrize("word", ["a" * 5000, "å" * 300, "'", "0", "\x01", "ß", "e" * 59 + "n"])
def test_any_word_has_terms_and_an_expansion(word: str) -> None:
    for language in (*LANGUAGES, "und", "xx"):
        assert all(key for key in terms(word, language))
        assert expansion(word, language)[0] == (word, LEVELS[SURFACE])
