"""Danish compounds: "fredsforhandlingerne" has the parts "fred" and "forhandling".

A word is split where a known noun, verb or adjective, with or without a linking s, e or er, meets
a known noun. What the rules get wrong goes into one of the lists: `WHOLE` for a word that is no
compound, `NO_LEFT` and `NO_RIGHT` for what never is a part (endings and prefixes that happen to be
words), `SHORT` for parts of two or three letters, which are only taken from there.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from searchapp.languages.dictionary import dictionary, listed
from searchapp.languages.language import words

LONG = 4
"""Letters of a part that need not be in `SHORT`."""
SHORTEST = 6
"""Letters of a compound at least."""
LONGEST = 60
"""Letters of a word that is still looked at: longer ones are no words."""
REMEMBERED = 1 << 15
"""Parts whose kind is remembered."""

SHORT = words(
    """
    bil bog bus by båd bæk bær dag dør dyr el fag far fly fod gas gud hal hav haj hat hus hær hår
    is jul job kor kul kur kød køb køn lov lyd lys løb løn mad mor mål mus nat net næb nød olie ord
    ost øl ø pas pen pil rum råd rør sag sal sky ski sko sne sol sang søn sæd tab tag tal tid tog
    top tro træ tur tv tøj vin vej ven øje øre år ånd arm sex ret liv art ild rod æg ben bad par
    sår død amt dal røg knæ egn dæk to tre fri ny høj lav rød grå blå små stor mini grøn
    """
)
FIRST = {
    "børne": "barn",
    "øjen": "øje",
    "hjemme": "hjem",
    "udenrigs": "udenrigs",
    "indenrigs": "indenrigs",
    "penge": "penge",
    "mande": "mand",
    "fælles": "fælles",
    "arbejds": "arbejde",
    "handels": "handel",
    "samarbejds": "samarbejde",
    "maskin": "maskine",
    "billed": "billede",
    "krydder": "krydderi",
    "forældre": "forælder",
    "dagpenge": "dagpenge",
    "tele": "tele",
}
"""What nouns look like in front of others, where no linking letter explains it."""
NO_LEFT = words(
    """
    fort over under efter foran mellem inden uden siden gennem imod frem hver hvor anden første
    demo delta form fore former trans mini super sammen tilbage tilstede
    mere mest ende inge alle alene selve
    """
)
NO_RIGHT = words(
    """
    agne esse essens gere krater else ende inde ening ning skab skaber hed dom isme eri inge
    ener elle nier lande rige sion tion ation ring ringe ering ist ister tær leri neri seri ling
    lighed løshed trup tiske amme trigge rinde stalle rive vande el is æg ø synlighed gerrighed
    færdighed værdighed
    """
)
WHOLE = words(
    """
    formand kultur natur bordel stabel tyskland rusland finland holland england
    sjælland transport island muskel svendborg fællesskab
    slagtehus morgenmad temperatur tillæg generation gæstfrihed skibby
    mandag tirsdag onsdag torsdag fredag lørdag søndag lærerinde
    passager centrum konkret tropisk benægte halvanden diskret rutineret elleve udlevere
    marketing plantage beskrive barslund selvsamme
    telegram atlantis fartøj kurstab gyldendal pålæg anlæg indlæg oplæg
    """
)
LINKS = ("s", "e", "er")
"""What may stand between two parts."""
LINKED = (
    "ing",
    "hed",
    "ion",
    "tet",
    "skab",
    "dom",
    "ling",
    "else",
    "ulykke",
    "verden",
    "dag",
    "handel",
)
"""Endings after which a linking s always stands."""
UNLINKED = ("e", "el", "er", "en", "or")
"""Endings after which a linking s is rare."""
DEFINITE = ("en", "et", "ene", "erne")
"""The endings of definite forms."""
VOWELS = "aeiouyæøåéöü"
ONSETS = words(
    """
    bl br dr fj fl fr gl gn gr hj hv kj kl kn kr kv pl pr sc sj sk sl sm sn sp st sv tj tr tv vr ch
    """
)
"""The pairs of consonants a Danish word may begin with."""
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåéöü"
STARTS = ONSETS | {a + b for a in LETTERS for b in LETTERS if a in VOWELS or b in VOWELS}
"""The pairs of letters with which a last part may begin: those of a Danish syllable."""


class Split(NamedTuple):
    """A word in two: the text and the lemma of its left part, the lemma of its right part."""

    text: str
    left: str
    right: str


@lru_cache(REMEMBERED)
def noun(word: str) -> bool:
    """Say whether a word is the lemma of a noun: its definite form is known to be of it."""
    find = dictionary("da")
    if len(word) < 2 or word.isdecimal() or find(word) is None:
        return False
    return word in map(find, _definite(word))


def _definite(word: str) -> Iterator[str]:
    """Yield what the definite forms of a noun may be."""
    last = word[-1]
    if last == "e":
        yield word + "n"
        yield word + "t"
        yield word + "rne"
        return
    bases = [word, word + last] if word[-2] in VOWELS else [word]
    if word[-2:] in ("el", "er", "en"):
        bases.append(word[:-2] + last)
        if word[-3:-2] == word[-4:-3]:
            bases.append(word[:-3] + last)
    elif word.endswith("um"):
        bases.append(word[:-2])
    for base in bases:
        for ending in DEFINITE:
            yield base + ending


@lru_cache(REMEMBERED)
def first(text: str) -> str | None:
    """Return the lemma of what may stand first in a compound, its linking letters included."""
    if text in FIRST:
        return FIRST[text]
    if text in SHORT:
        return text
    if text in NO_LEFT:
        return None
    genitive = text[-1] == "s" and dictionary("da")(text) == text[:-1] and noun(text[:-1])
    if genitive and len(text) > LONG:
        return text[:-1]
    if len(text) >= LONG and (noun(text) or _verb(text) or _adjective(text)):
        return text
    for link in LINKS:
        lemma = text.removesuffix(link)
        if lemma != text and (noun(lemma) if len(lemma) >= LONG else lemma in SHORT):
            return lemma
    doubled = text[-1:] == "e" and text[-2:-1] == text[-3:-2]
    return text[:-2] if doubled and text[:-2] in SHORT else None


def _verb(word: str) -> bool:
    find = dictionary("da")
    return word[-1] == "e" and find(word) == word and find(f"{word}nde") == word


def _adjective(word: str) -> bool:
    find = dictionary("da")
    return find(word) == word and word in (find(f"{word}e"), find(f"{word}t"))


def _last(text: str, lemma: str) -> str | None:
    """Return the lemma of a form of what may stand last in a compound, given one it has."""
    if len(text) < LONG and text not in SHORT:
        return None
    if noun(text):
        lemma = text
    elif text.endswith("ere") and noun(text[:-1]):
        lemma = text[:-1]
    if lemma in NO_RIGHT or (len(lemma) < LONG and lemma not in SHORT):
        return None
    return lemma if noun(lemma) else None


@lru_cache(REMEMBERED)
def split(word: str) -> Split | None:
    """Return a compound in two, None for a word that is none.

    Of several ways, the one with the longest last part is taken, a likely link before any other.
    """
    if not SHORTEST <= len(word) <= LONGEST or word in WHOLE:
        return None
    find = dictionary("da")
    shortest = 2 if word[:2] in SHORT else 3 if word[:3] in SHORT else LONG
    last = 2 if word[-2:] in SHORT else 3 if word[-3:] in SHORT else LONG
    best = None
    for place in range(shortest, len(word) - last + 1):
        if word[place : place + 2] not in STARTS:
            continue
        lemma = find(word[place:])
        right = lemma and _last(word[place:], lemma)
        left = right and first(word[:place])
        if left and right:
            found = Split(word[:place], left, right)
            if _likely(found):
                return found
            best = best or found
    return best


def _likely(found: Split) -> bool:
    """Say whether a linking s is where it belongs: idræts-park, not idræt-spark."""
    left = found.left
    always = left.endswith(LINKED)
    linking = always or (len(left) > LONG and not left.endswith(UNLINKED))
    if found.text == left:
        return not (linking and found.right.startswith("s"))
    doubtful = not always and (not linking or len(found.right) < LONG)
    return not (doubtful and found.text.endswith("s"))


def head(word: str) -> str | None:
    """Return the lemma of a compound that is in no dictionary, by that of its last part."""
    found = split(word)
    return found and found.text + found.right


def parts(word: str) -> tuple[str, ...]:
    """Return the lemmas of a compound's parts, and of the parts' parts; none for a simple word."""
    found = split(listed("da", word) or word)
    if not found:
        return ()
    _, left, right = found
    whole = (left, *parts(left), right, *parts(right), *_plural(word, right))
    return tuple(dict.fromkeys(whole))


def _plural(word: str, right: str) -> tuple[str, ...]:
    """Return the other lemma of a last part such as "bomber": an aircraft, or several bombs."""
    forms = tuple(right + ending for ending in ("", "s", "ne", "nes"))
    other = dictionary("da")(right) if right.endswith("er") and word.endswith(forms) else None
    return (other,) if other and other + "r" == right and noun(other) else ()
