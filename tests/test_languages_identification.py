"""The language of a text and of its paragraphs, whatever the text looks like."""

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.languages import identify, passages
from searchapp.languages.common_words import COMMON, common_words, words_of
from searchapp.languages.levels import SPELLED
from searchapp.languages.profiles import LETTERS_READ, distances

NAMES = (
    "Peter Hansen, 41, Anna Schmidt, 35, John Walker, 28, Maria Rossi, 52, Ivan Petrov, 19, Li Wei,"
    " 33, Fatima Khan, 47, Pedro Alvarez, 61, Sofia Lund, 24, Omar Said, 38, Jane Miller, 29"
)
DANISH = (
    "Kommunen vil lukke tre af byens mindste skoler, men forældrene har ikke givet op. I aftes"
    " mødte flere hundrede af dem frem foran rådhuset, hvor de krævede, at politikerne ser på"
    " tallene en gang til, før de stemmer om forslaget i næste uge."
)
ENGLISH = (
    "The council wants to close three of the smallest schools in town, but parents have not given"
    " up. Last night several hundred of them gathered outside the town hall, where they asked the"
    " councillors to look at the figures once more before they vote next week."
)
TEXTS = {
    DANISH: "da",
    ENGLISH: "en",
    "Kommunen lukker tre skoler på øen": "da",
    "Council to close three schools on the island": "en",
    "Kommunen vil stenge tre av skolene på øya, sier ordføreren, men foreldrene gir seg ikke": "nb",
    "Kommunen vil stengja tre av skulane på øya, seier ordføraren, men foreldra gjev seg ikkje": (
        "nn"
    ),
    "Færre reiser med tog enn før krisen": "nb",
    "Færre rejser med tog end før krisen": "da",
    "Skipet gikk på grunn utenfor kysten i natt": "nb",
    "Skibet gik på grund ud for kysten i nat": "da",
    "Kommunen vill stänga tre av skolorna på ön, säger borgmästaren, men inte föräldrarna": "sv",
    "Die Gemeinde will drei Schulen auf der Insel schließen, sagt der Bürgermeister": "de",
    "De gemeente wil drie scholen op het eiland sluiten, zegt de burgemeester van de stad": "nl",
    "La mairie veut fermer trois écoles de l'île, mais les parents ne sont pas d'accord": "fr",
    "Bæjarstjórnin vill loka þremur skólum á eyjunni en foreldrarnir eru ekki sáttir við það": "is",
    "Trump stefnir á West Virginia": "und",
    "Муниципалитет хочет закрыть три школы на острове": "ru",
    "섬에 있는 학교 세 곳을 닫으려 한다": "ko",
    "The Long Wait: Wann fährt der nächste Zug?": "de",
    "The Long Wait: When does the next train leave?": "en",
    "Tomáš Novák and Zoë Müller win the Malmö marathon": "en",
    "": "und",
    "1 234 2018 14.30": "und",
    "!!! --- ???": "und",
}
SHAPES: dict[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "spelled out": lambda text: text.lower().translate(SPELLED),
    "in an English menu": lambda text: f"Home News Sport Weather Sign in\n\n{text}\n\nAbout us",
    "in a Danish menu": lambda text: f"Forside Nyheder Indland Log ind\n\n{text}\n\nOm os",
    "many times over": lambda text: f"{text} " * 40,
}
SAY = "import sys; from searchapp.languages import identify; print(identify(sys.argv[1]))"


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_in_this_language(text: str) -> None:
    assert identify(text) == TEXTS[text]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", [DANISH, ENGLISH])
def test_the_shape_of_a_text_does_not_matter(text: str, shape: str) -> None:
    assert identify(SHAPES[shape](text)) == TEXTS[text]


@given(st.text())
def test_any_text_has_a_code_and_always_the_same(text: str) -> None:
    code = identify(text)
    assert code == code.lower()
    assert len(code) in (2, 3)
    assert identify(text) == code


@pytest.mark.parametrize("seed", ["0", "1", "77"])
def test_the_answer_is_the_same_in_every_process(seed: str) -> None:
    doubtful = "Scherzer vil drille Rockies"
    said = subprocess.run(
        [sys.executable, "-c", SAY, doubtful],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == identify(doubtful)


def test_the_answer_is_the_same_in_every_thread_and_order() -> None:
    texts = [text for text in TEXTS if text] * 5
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(identify, reversed(texts))) == [TEXTS[t] for t in reversed(texts)]


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    loaded = (
        "import sys, searchapp.languages; print({'simplemma', 'langdetect'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", loaded],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "set()"


def test_a_quotation_in_another_language_is_a_passage_of_its_own() -> None:
    text = f"{DANISH}\n\n{DANISH}\n\n{ENGLISH}\n\n{DANISH}"
    found = passages(text, "da")
    assert [passage.language for passage in found] == ["da", "en", "da"]
    assert text[found[1].start : found[1].end] == f"{ENGLISH}\n\n"


def test_a_paragraph_that_says_too_little_is_in_the_language_of_the_text() -> None:
    assert [p.language for p in passages(f"{ENGLISH}\n\nOdense\n\n{ENGLISH}", "en")] == ["en"]
    assert [p.language for p in passages("Xyz\n\nZyx", "und")] == ["und"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_list_of_names_is_in_no_language_but_that_of_the_text_around_it(language: str) -> None:
    assert identify(NAMES) == "und"
    assert [p.language for p in passages(f"{NAMES}\n\n{NAMES}", language)] == [language]


@given(st.lists(st.sampled_from([*DANISH.split(), *ENGLISH.split(), "Ærø", "xyz"])))
def test_common_words_are_counted_for_each_language(found: list[str]) -> None:
    counts = common_words(found)
    assert counts == {code: sum(word in words_of(code) for word in found) for code in COMMON}


@given(st.lists(st.sampled_from(sorted(TEXTS)), max_size=3))
def test_letters_are_as_far_from_a_language_as_those_of_all_words_together(
    texts: list[str],
) -> None:
    words = " ".join(texts).lower()[:LETTERS_READ].split()
    apart, together = [distances([word]) for word in words], distances(words)
    for code in set(together) - {"zh"}:  # written in two ways, and near in either
        assert together[code] == sum(one.get(code, 0) for one in apart)


@given(st.lists(st.sampled_from([DANISH, ENGLISH, "", "Odense", "a\nb"])), st.sampled_from("de"))
def test_passages_cover_the_text_in_order(paragraphs: list[str], language: str) -> None:
    text = "\n\n".join(paragraphs)
    found = passages(text, language)
    assert "".join(text[passage.start : passage.end] for passage in found) == text
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(a.language != b.language for a, b in pairwise(found))
