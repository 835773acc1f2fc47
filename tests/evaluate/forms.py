"""Share of pairs of forms of one lemma that meet, and pairs that meet wrongly.

Two forms meet where they share a key. A pair meets wrongly where the list gives the two no lemma
in common. Snowball alone is the yardstick. Lists: form, lemma, part of speech, count; for English
any such list put beside the others as `ud_lemmas_en.tsv.gz` is measured too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations

from searchapp.languages import LANGUAGES, terms
from searchapp.languages.levels import LEMMA, STEM
from tests.evaluate.corpora import Absent, lines

LISTS = {"parole_lemmas": "da", "ud_lemmas_da": "da", "ud_lemmas_en": "en"}
Keys = Callable[[str], frozenset[str]]


def read(name: str) -> tuple[Mapping[tuple[str, str], set[str]], Mapping[str, set[str]]]:
    """Return the forms of each lemma and part of speech, and the lemmas of each form."""
    forms: dict[tuple[str, str], set[str]] = defaultdict(set)
    lemmas: dict[str, set[str]] = defaultdict(set)
    for line in lines(f"{name}.tsv.gz"):
        form, lemma, part, _ = line.lower().split("\t")
        if form.isalpha():
            forms[lemma, part].add(form)
            lemmas[form].add(lemma)
    return forms, lemmas


def met(forms: Mapping[tuple[str, str], set[str]], keys: Keys) -> tuple[int, int]:
    """Return how many pairs of forms of one lemma share a key, and how many there are."""
    pairs = [pair for group in forms.values() for pair in combinations(sorted(group), 2)]
    return sum(not keys(a).isdisjoint(keys(b)) for a, b in pairs), len(pairs)


def wrong(lemmas: Mapping[str, set[str]], keys: Keys) -> int:
    """Return how many pairs of forms without a common lemma share a key."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for form in sorted(lemmas):
        for key in keys(form):
            by_key[key].append(form)
    pairs = {pair for group in by_key.values() for pair in combinations(group, 2)}
    return sum(lemmas[a].isdisjoint(lemmas[b]) for a, b in pairs)


def figures() -> Iterator[str]:
    """Yield a line a list and level."""
    yield f"{'list':<16} {'level':<22} {'pairs':>7} {'meet':>9} {'wrong':>7}"
    for name, language in LISTS.items():
        try:
            forms, lemmas = read(name)
        except Absent as absent:
            yield f"SKIPPED: {absent}"
            continue
        for level, keys in _levels(language).items():
            together, pairs = met(forms, keys)
            share = 100 * together / pairs
            yield f"{name:<16} {level:<22} {pairs:>7} {share:>7.2f} % {wrong(lemmas, keys):>7}"


def _levels(language: str) -> Mapping[str, Keys]:
    stem = LANGUAGES[language].stem

    @cache
    def strong(word: str) -> frozenset[str]:
        return frozenset({word, *(key for key in terms(word, language) if key[0] == LEMMA)})

    @cache
    def every(word: str) -> frozenset[str]:
        return strong(word) | {key for key in terms(word, language) if key[0] == STEM}

    return {
        "Snowball alone": cache(lambda word: frozenset({stem(word)})),
        "word and lemma": strong,
        "word, lemma and stem": every,
    }
