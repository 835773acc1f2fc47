"""Share of texts whose language is told, by shape of the text.

"Right" means the right analysis: da, en, or any other code (or none) for a text in another
language. The weights were fitted on every other title and article of the corpora; "held out" are
the rest. How much Danish is favoured over its relatives was chosen with the figures of both halves
in view: for that they are no blind test.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from searchapp.languages import LANGUAGES, identify, passages
from searchapp.languages.language import words
from searchapp.languages.levels import SPELLED
from tests.evaluate.corpora import Absent, articles, first_sentences, headlines, ntrex, records

ANALYSED = ("da", "en")
EUROPEAN = words(
    """
    bel bos bul cat ces cym deu ell est eus fao fin fra gle glg hrv hun isl ita lav lit ltz mkd mlt
    nld nno nob pol por ron rus slk slv spa sqi srp-Cyrl srp-Latn swe ukr
    """
)
"""The files of NTREX in other languages of Europe, 38 languages; Serbian is in both its scripts."""
TRANSLATED = 0.8
"""Share of a title's words that stand in the English one, from which on it is no translation."""
PIECE = (3, 11)
"""Words of a piece of running text, from and to."""
ENGLISH_MENU = """
Home News Politics Business Technology Science Health Sport Culture Travel Weather Video Live
Sign in Subscribe Newsletters Search Menu More Most read Advertisement Share this article Follow us
About us Contact Help Terms of use Privacy policy Cookies All rights reserved Back to top
"""
DANISH_MENU = """
Forside Nyheder Indland Udland Politik Økonomi Kultur Sport Vejret Debat Navne Mad Rejser Biler
Bolig Sundhed Podcast Log ind Bliv abonnent Søg Menu Mest læste Seneste nyt Del artiklen Følg os
Om os Kontakt Hjælp Annoncer Vilkår for brug Cookies Alle rettigheder forbeholdes Til toppen
"""


def rate(name: str, language: str, texts: Sequence[str]) -> str:
    """Return a line: how many of the texts get the language, and what the others get."""
    found = Counter(map(identify, texts))
    wrong = [f"{code} {count}" for code, count in found.most_common(4) if code != language]
    share = 100 * found[language] / max(1, len(texts))
    return f"{name:<38} {language:>5} {len(texts):>6} {share:7.2f} %   {' '.join(wrong)}"


def within(menu: str, text: str, count: int = 60) -> str:
    """Return some words of a text in the middle of a menu."""
    items = menu.split()
    turn = 2 * len(items) // 3
    body = " ".join(text.split()[:count])
    return f"{' '.join(items[:turn])}\n\n{body}\n\n{' '.join(items[turn:])}"


def figures() -> Iterator[str]:
    """Yield a line a shape."""
    danish = articles("parole_dk") + articles("ntrex_da")
    english = articles("usgov_digital_news") + articles("ntrex_en")
    titles = {
        "da": headlines("parole_dk") + headlines("ntrex_da"),
        "en": headlines("usgov_digital_news") + headlines("ntrex_en"),
    }
    yield f"{'shape':<38} {'right':>5} {'texts':>6} {'told':>9}"
    yield rate("articles", "da", danish)
    yield rate("articles", "en", english)
    yield rate("long technical articles", "da", articles("manual_da"))
    yield from _paragraphs()
    yield from (rate("titles", language, texts) for language, texts in titles.items())
    yield rate("titles held out", "da", headlines("parole_dk")[1::2])
    yield rate("first sentences", "da", first_sentences("parole_dk"))
    yield rate("one-sentence news", "en", [r["body"] for r in records("wikipedia_current_events")])
    yield from _altered(titles)
    yield rate("60 words within an English menu", "da", [within(ENGLISH_MENU, t) for t in danish])
    yield rate("60 words within a Danish menu", "en", [within(DANISH_MENU, t) for t in english])
    yield from _others()
    yield from _quotations(danish, english)
    try:
        yield from _european()
    except Absent as absent:
        yield f"SKIPPED: titles in 38 languages: {absent}"


def _paragraphs() -> Iterator[str]:
    for language in ANALYSED:
        found = [r["text"] for r in records("paragraphs_10langs") if r["language"] == language]
        yield rate("paragraphs", language, found)


def _altered(titles: dict[str, list[str]]) -> Iterator[str]:
    changes: dict[str, Callable[[str], str]] = {
        "in capitals": str.upper,
        "decomposed (NFD)": lambda text: unicodedata.normalize("NFD", text),
        "spelled with ae, oe, aa": lambda text: text.lower().translate(SPELLED),
    }
    for name, change in changes.items():
        for language in ANALYSED if name == "in capitals" else ("da",):
            yield rate(f"titles {name}", language, [change(text) for text in titles[language]])


def held_out(code: str, titles: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the titles in a language that nothing was fitted on."""
    return [title for title in titles if title[0] == code][1::2]


def _others() -> Iterator[str]:
    titles = [(r["language"], r["title"]) for r in records("ntrex_9langs")]
    spoken = sorted({code for code, _ in titles})
    shapes = {
        "titles": titles,
        "titles held out": [pair for code in spoken for pair in held_out(code, titles)],
        "articles": [(r["language"], r["body"]) for r in records("ntrex_9langs")],
        "paragraphs": [(r["language"], r["text"]) for r in records("paragraphs_10langs")],
    }
    for name, found in shapes.items():
        others = [(language, text) for language, text in found if language not in ANALYSED]
        taken = Counter(language for language, text in others if identify(text) in ANALYSED)
        codes = " ".join(sorted({language for language, _ in others}))
        share = 100 * taken.total() / len(others)
        yield f"{name} in {codes} taken for da or en: {share:.2f} % of {len(others)} {dict(taken)}"


def _quotations(danish: list[str], english: list[str]) -> Iterator[str]:
    """Yield how often an English paragraph amid a Danish article gets its own analysis."""
    pairs = list(zip(danish, english, strict=False))
    told = 0
    for body, quotation in pairs:
        quoted = " ".join(quotation.split()[20:60])
        text = f"{body}\n\n{quoted}\n\n{body}"
        told += [p.language for p in passages(text, "da")] == ["da", "en", "da"]
    share = 100 * told / len(pairs)
    yield f"40 English words quoted in a Danish article, both told: {share:.2f} % of {len(pairs)}"
    yield f"languages with an analysis: {' '.join(LANGUAGES)}"


def translated(title: str, english: str) -> bool:
    """Say whether a title is a translation: fewer than 80 % of its words are in the English one."""
    own, given = (re.findall(r"[^\W\d_]+", text.lower()) for text in (title, english))
    return sum(word in given for word in own) < TRANSLATED * len(own)


def pieces(language: str) -> list[str]:
    """Return a piece of every line, but for the titles, of the articles that nothing is fitted on.

    Half begin where the line does, half anywhere.
    """
    chance = random.Random(language)
    found = []
    for line in (line for article in ntrex(language)[1::2] for line in article[1:]):
        there = line.split()
        size = chance.randint(*PIECE)
        start = chance.choice((0, chance.randrange(max(1, len(there) - size + 1))))
        found.append(" ".join(there[start : start + size]))
    return [piece for piece in found if len(piece.split()) >= PIECE[0]]


def _european() -> Iterator[str]:
    english = [article[0] for article in ntrex("eng")]
    titles = {code: [article[0] for article in ntrex(code)] for code in sorted(EUROPEAN)}
    kept = {
        code: [t if translated(t, e) else "" for t, e in zip(found, english, strict=True)]
        for code, found in titles.items()
    }
    yield taken("titles in 38 languages", titles)
    yield taken("  translated ones", kept)
    yield taken("  translated ones held out", {code: found[1::2] for code, found in kept.items()})
    for language, name in (("da", "dan"), ("en", "eng")):
        yield rate("pieces of 3 to 11 words held out", language, pieces(name))
    yield taken(
        "pieces in 38 languages held out", {code: pieces(code) for code in sorted(EUROPEAN)}
    )


def taken(name: str, texts: dict[str, list[str]]) -> str:
    """Return a line: how many of the texts in other languages pass for Danish or English."""
    there = {code: list(filter(None, found)) for code, found in texts.items()}
    wrong = Counter(
        (code, told)
        for code, found in there.items()
        for told in map(identify, found)
        if told in ANALYSED
    )
    share = 100 * wrong.total() / sum(map(len, there.values()))
    most = " ".join(f"{code}:{told} {count}" for (code, told), count in wrong.most_common(6))
    return f"{name}: {share:.2f} % of {sum(map(len, there.values()))} for da or en: {most}"
