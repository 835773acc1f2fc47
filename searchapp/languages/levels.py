"""What an engine indexes for a word, and what a query for a word looks for: the levels of match.

Each level is a marked key; the marks sort before all letters and keep the levels apart, and the
language in the key keeps the languages apart. To change how much a level counts, change `LEVELS`;
to add one, add its mark, its weight and its lines in `terms` and `expansion`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from unicodedata import combining, normalize

from searchapp.languages.danish import DANISH
from searchapp.languages.dictionary import dictionary, foresee, listed, respelled
from searchapp.languages.english import ENGLISH
from searchapp.languages.language import Language
from searchapp.languages.norwegian import NORWEGIAN
from searchapp.languages.swedish import SWEDISH

LANGUAGES: Mapping[str, Language] = {
    language.code: language for language in (ENGLISH, DANISH, SWEDISH, NORWEGIAN)
}

SURFACE, LEMMA, STEM, PART, FOLD = "", "\x01", "\x02", "\x03", "\x04"
"""The marks of the keys; the word itself has none."""

LEVELS: Mapping[str, float] = {SURFACE: 1.0, LEMMA: 0.6, STEM: 0.2, PART: 0.15, FOLD: 0.1}
"""How much a match counts at each level; the word as written matches at all of them, in sum."""

REMEMBERED = 1 << 12
"""Query words whose expansion is remembered."""

SPELLED = str.maketrans({"å": "aa", "ø": "oe", "ö": "oe", "æ": "ae", "ä": "ae", "ß": "ss"})
"""Letters as they are spelled out where a keyboard lacks them."""
BARE = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "ı": "i"})
"""Letters without their mark, as foreign newspapers print them, where that is not in Unicode."""
JOINTS = str.maketrans("", "", "'-‐‑&.")
"""What may be left out of a word."""
SHORTEST_BARE = 5
"""Letters of a name that is also found without the marks of its letters."""


def spellings(word: str) -> tuple[str, ...]:
    """Return what a word may be spelled like where letters or marks are lacking.

    Blåbær is blaabaer, e-mail email, café cafe; a name is also found bare: Løkkegård is Lokkegard.
    Other words are not, as they would be taken for each other: får for far, kørte for korte.
    """
    if word.isascii() and word.isalnum():
        return ()
    joined = word if word[0].isdecimal() else word.translate(JOINTS)
    spelled = [_plain(joined.translate(SPELLED))]
    if len(word) >= SHORTEST_BARE and not joined.isascii() and not dictionary("da")(word):
        bare = _plain(joined.translate(BARE))
        spelled += [] if listed("da", bare) else [bare]
    return tuple(dict.fromkeys(spelling for spelling in spelled if spelling not in ("", word)))


def _plain(word: str) -> str:
    """Return a word without accents."""
    if word.isascii():
        return word
    return normalize("NFC", "".join(c for c in normalize("NFD", word) if not combining(c)))


@cache
def _shared(language: str) -> frozenset[str]:
    """Return the lemmas that several stop words have in common: be, of is and are.

    What but one has is left out, or a search for Danish "se" would find every "så".
    """
    known = LANGUAGES[language]
    lemmas = Counter(lemma for word in known.stopwords for lemma in known.readings(word))
    return frozenset(lemma for lemma, forms in lemmas.items() if forms > 1)


def _forms(word: str, language: str) -> tuple[str, ...]:
    """Return the keys a word shares with its other forms: of its lemmas, then of their stems.

    A stop word has no stem, and a lemma only where there are other forms of it: most of a text is
    made of words that need no second entry in an index.
    """
    known = LANGUAGES[language]
    lemmas = known.readings(word)
    if word in known.stopwords:
        shared = _shared(language)
        return tuple([f"{LEMMA}{language}:{lemma}" for lemma in lemmas if lemma in shared])
    stem = known.stem
    lemmas = tuple(dict.fromkeys(map(known.spelling, lemmas)))
    stems = dict.fromkeys([stem(form) for form in (*lemmas, word)])
    return (
        *[f"{LEMMA}{language}:{lemma}" for lemma in lemmas],
        *[f"{STEM}{language}:{stem}" for stem in stems],
    )


def _meant(word: str, language: str) -> Iterator[str]:
    """Yield the lemmas of the word that is meant where one is typed without its letters.

    Faerge is færge, and so færgen; a word that the dictionary has is meant as it is.
    """
    if not listed(language, word):
        for spelled in respelled(language, word):
            if listed(language, spelled):
                yield from (key for key in _forms(spelled, language) if key[0] == LEMMA)


def terms(word: str, language: str) -> tuple[str, ...]:
    """Return the keys under which a word is found beside the word itself.

    In a language that is not in `LANGUAGES` these are the language-free ones.
    """
    known = LANGUAGES.get(language)
    folds = () if known and word in known.stopwords else spellings(word)
    keys = [FOLD + spelling for spelling in folds]
    if known:
        keys += _forms(word, language)
        keys += [f"{PART}{language}:{part}" for part in known.parts(word)]
    return tuple(keys)


def terms_of_many(words: Sequence[str], languages: Sequence[str]) -> list[tuple[str, ...]]:
    """Return `terms` of each of many words in its language."""
    for language, number in Counter(languages).items():
        if language in LANGUAGES:
            foresee(language, number)
    return list(map(terms, words, languages))


@lru_cache(REMEMBERED)
def expansion(word: str, language: str) -> tuple[tuple[str, float], ...]:
    """Return what a query for a word looks for, each with what a match there counts.

    The counts of all that match are summed, so the word as written outranks its other forms.
    """
    keys = [(word, LEVELS[SURFACE])]
    if language in LANGUAGES:
        forms = _forms(word, language)
        keys += [(key, LEVELS[key[0]]) for key in forms]
        keys += [(PART + key[1:], LEVELS[PART]) for key in forms if key[0] == LEMMA]
        keys += [(key, LEVELS[FOLD]) for key in _meant(word, language)]
    keys += [(FOLD + spelling, LEVELS[FOLD]) for spelling in (word, *spellings(word))]
    keys += [(spelling, LEVELS[FOLD]) for spelling in spellings(word)]
    return tuple(keys)
