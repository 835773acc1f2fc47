"""What an engine indexes for a word, and what a query for a word looks for: the levels of match.

Each level is a marked key; the marks sort before all letters and keep the levels apart, and the
language in the key keeps the languages apart. To change how much a level counts, change `LEVELS`;
to add one, add its mark, its weight and its lines in `terms` and `expansion`.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

from searchapp.languages.danish import DANISH
from searchapp.languages.english import ENGLISH
from searchapp.languages.language import Language
from searchapp.languages.norwegian import NORWEGIAN
from searchapp.languages.swedish import SWEDISH

LANGUAGES: Mapping[str, Language] = {
    language.code: language for language in (ENGLISH, DANISH, SWEDISH, NORWEGIAN)
}

LEMMA, STEM, PART, FOLD = "\x01", "\x02", "\x03", "\x04"
"""The marks of the keys."""

LEVELS: Mapping[str, float] = {"surface": 1.0, LEMMA: 0.6, STEM: 0.2, PART: 0.15, FOLD: 0.1}
"""How much a match counts at each level; an exact match counts at all of them, in sum."""

SPELLED = str.maketrans(
    {"å": "aa", "ø": "oe", "ö": "oe", "æ": "ae", "ä": "ae", "ß": "ss", "'": "", "-": "", "&": ""}
)
"""Letters as they are spelled out where a keyboard lacks them."""


@cache
def folded(word: str) -> str:
    """Return a word as it is spelled without Danish letters, accents and inner marks."""
    spelled = word.translate(SPELLED)
    if spelled.isascii():
        return spelled
    bare = unicodedata.normalize("NFD", spelled)
    return "".join(c for c in bare if unicodedata.category(c) != "Mn")


def terms(word: str, language: str) -> tuple[str, ...]:
    """Return the keys under which a word is found beside the word itself.

    In a language that is not in `LANGUAGES` these are the language-free ones.
    """
    keys = []
    fold = folded(word)
    if fold != word:
        keys.append(FOLD + fold)
    known = LANGUAGES.get(language)
    if known is None:
        return tuple(keys)
    lemma = known.lemma(word)
    keys += [f"{LEMMA}{language}:{lemma}", f"{STEM}{language}:{known.stem(lemma)}"]
    keys += [f"{PART}{language}:{part}" for part in known.parts(word)]
    return tuple(dict.fromkeys(keys))


def expansion(word: str, language: str) -> tuple[tuple[str, float], ...]:
    """Return what a query for a word looks for, each with what a match there counts.

    The counts of all that match are summed, so the word as written outranks its other forms.
    """
    fold = folded(word)
    keys = {word: LEVELS["surface"]}
    known = LANGUAGES.get(language)
    if known is not None:
        lemma = known.lemma(word)
        keys[f"{LEMMA}{language}:{lemma}"] = LEVELS[LEMMA]
        keys[f"{STEM}{language}:{known.stem(lemma)}"] = LEVELS[STEM]
        keys[f"{PART}{language}:{lemma}"] = LEVELS[PART]
    keys[FOLD + fold] = LEVELS[FOLD]
    keys.setdefault(fold, LEVELS[FOLD])
    return tuple(keys.items())
