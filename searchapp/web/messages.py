"""What the page says, in the reader's language.

Templates and views write English; `DANISH` translates it. To add a language, add its table here
and its code to `TABLES`. Numbers, dates, plurals and names of languages come from CLDR (Babel).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from searchapp.article import Published

DANISH: Mapping[str, str] = {
    # The frame
    "Skip to the results": "Gå til resultaterne",
    "Skip to the article": "Gå til artiklen",
    "Search": "Søg",
    "Search the articles": "Søg i artiklerne",
    "Words, “exact phrases”, OR, -without": "Ord, “præcise udtryk”, OR, -uden",
    "In other languages": "På andre sprog",
    "Back to the search": "Tilbage til søgningen",
    # Counts
    "{n} article": "{n} artikel",
    "{n} articles": "{n} artikler",
    "in {n} story": "i {n} historie",
    "in {n} stories": "i {n} historier",
    "{n} ms": "{n} ms",
    "{n} more": "{n} flere",
    "{n} more in other choices": "{n} flere under andre valg",
    "{n} undated article": "{n} artikel uden dato",
    "{n} undated articles": "{n} artikler uden dato",
    "and {n} like it": "og {n} magen til",
    "page {n} of {pages}": "side {n} af {pages}",
    # Facets and order
    "Filters": "Filtre",
    "Narrow the search": "Afgræns søgningen",
    "Source": "Kilde",
    "Language": "Sprog",
    "Date": "Dato",
    "From": "Fra",
    "To": "Til",
    "yyyy-mm-dd": "åååå-mm-dd",
    "A year, a month or a day": "Et år, en måned eller en dag",
    "Articles over time": "Artikler over tid",
    "All years": "Alle år",
    "Show results": "Vis resultater",
    "Remove": "Fjern",
    "Remove all filters": "Fjern alle filtre",
    "Chosen filters": "Valgte filtre",
    "from {date}": "fra {date}",
    "to {date}": "til {date}",
    "Sort by": "Sortér efter",
    "Relevance": "Relevans",
    "Newest": "Nyeste",
    "Oldest": "Ældste",
    "Every article": "Alle artikler",
    "One per story": "Én pr. historie",
    "Show": "Vis",
    "unknown": "ukendt",
    "undated": "uden dato",
    "Unknown language": "Ukendt sprog",
    # Results
    "Results": "Resultater",
    "The newest articles": "De nyeste artikler",
    "Untitled": "Uden titel",
    "Good to know": "Værd at vide",
    "Did you mean": "Mente du",
    "Nothing found": "Intet fundet",
    "No article answers this search.": "Ingen artikel svarer på denne søgning.",
    "Try fewer words, or another form of a name.": "Prøv færre ord eller en anden form af et navn.",
    "Take away a filter:": "Fjern et filter:",
    "There is no such page of results.": "Den side med resultater findes ikke.",
    "Go to the first page": "Gå til første side",
    "Pages of results": "Sider med resultater",
    "Previous": "Forrige",
    "Next": "Næste",
    "Page {n}": "Side {n}",
    # How to search
    "How to search": "Sådan søger du",
    "every word, in all its forms": "alle ord, i alle deres former",
    "the words as written": "ordene som skrevet",
    "either of them": "et af dem",
    "without the word": "uden ordet",
    "only in the title": "kun i titlen",
    "words that begin like this": "ord, der begynder sådan",
    "with at most one typo": "med højst én slåfejl",
    "at most 5 words apart": "højst 5 ord fra hinanden",
    "between two dates": "mellem to datoer",
    "peace talks": "fredsforhandlinger genève",
    "“peace talks”": "“åbne havne”",
    "harbour OR port": "havn OR kaj",
    "harbour -ferry": "havn -færge",
    "title:harbour": "title:havn",
    "harb*": "havn*",
    "harbuor~": "hanv~",
    "harbour NEAR/5 ferry": "havn NEAR/5 færge",
    # The article
    "About this article": "Om artiklen",
    "Published": "Udgivet",
    "Authors": "Forfattere",
    "Topics": "Emner",
    "Original": "Original",
    "Identifier": "Nøgle",
    "inferred from the text": "udledt af teksten",
    "found in: {origin}": "fundet i: {origin}",
    "Read the original at {host}": "Læs originalen hos {host}",
    "This article has no text.": "Artiklen har ingen tekst.",
    # Errors
    "This search could not be run": "Søgningen kunne ikke udføres",
    "What you typed is still there; nothing was searched for.": (
        "Det, du skrev, står der stadig; der er ikke søgt."
    ),
    "The search was not run: {parameter} {detail}.": "Der er ikke søgt: {parameter} {detail}.",
    "may be given only once": "må kun angives én gang",
    "may have at most {most} characters": "må højst have {most} tegn",
    "may be given at most {most} times": "må højst angives {most} gange",
    "must have from 1 to {most} characters": "skal have mellem 1 og {most} tegn",
    'must be a language code such as "en" or "da"': 'skal være en sprogkode som "en" eller "da"',
    "must be a date such as 2018, 2018-08 or 2018-08-21": (
        "skal være en dato som 2018, 2018-08 eller 2018-08-21"
    ),
    "is a date that does not exist": "er en dato, der ikke findes",
    "must be a whole number from 1 to {most}": "skal være et helt tal fra 1 til {most}",
    "must be one of: {allowed}": "skal være en af: {allowed}",
    "must be the cursor of an earlier answer": "skal være cursor fra et tidligere svar",
    "is not a parameter; there are {known}": "findes ikke som parameter; der er {known}",
    "cannot be given together with page": "kan ikke angives sammen med page",
    "must not be later than to": "må ikke ligge efter to",
    "There is nothing to search in yet": "Der er endnu intet at søge i",
    "The index cannot be used": "Indekset kan ikke bruges",
    "Index a folder of articles, then load this page again:": (
        "Indeksér en mappe med artikler, og genindlæs siden:"
    ),
    "Not found": "Ikke fundet",
    "There is no such page or article here.": "Her er ingen sådan side eller artikel.",
    "Something went wrong": "Noget gik galt",
    "The error has been written to the log of the server.": "Fejlen er skrevet i serverens log.",
    "This address can only be read.": "Denne adresse kan kun læses.",
    "Not allowed": "Ikke tilladt",
}

TABLES: Mapping[str, Mapping[str, str]] = {"en": {}, "da": DANISH}
"""The languages of the page; the first one is for readers who ask for none of them."""


@dataclass(frozen=True, slots=True)
class Ui:
    """The reader's language. `asked` is set where the URL names it, so that links keep it."""

    code: str
    asked: bool = False

    @property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        return locale_of(self.code)

    def say(self, text: str, **values: object) -> str:
        """Return a text in this language, its {places} filled in.

        A text that no table knows, as an engine may write it, stays as it is.
        """
        said = TABLES[self.code].get(text, text)
        return said.format(**values) if values else said

    def count(self, n: int, one: str, many: str) -> str:
        """Return `one` or `many` as the number demands, the number filled in."""
        return self.say(one if self.locale.plural_form(n) == "one" else many, n=self.number(n))

    def number(self, n: float) -> str:
        """Return a number as it is written in this language."""
        return format_decimal(n, locale=self.locale)

    def date(self, published: Published | None) -> str:
        """Return a date as exactly as it is known."""
        return self.span(published.value) if published else self.say("undated")

    def span(self, value: str, short: bool = False) -> str:
        """Return "2018", "2018-08" or "2018-08-21" in words; `short` drops what stands above."""
        moment = date.fromisoformat((value + "-01-01")[:10])
        if len(value) == 4:
            return value
        if len(value) == 7:
            return format_skeleton("MMM" if short else "yMMMM", moment, locale=self.locale)
        return str(moment.day) if short else format_date(moment, "long", locale=self.locale)

    def language(self, code: str) -> str:
        """Return the name of a language, as it stands alone."""
        name = language_name(code, self.code)
        return name[0].upper() + name[1:] if name else self.say("Unknown language")


@lru_cache(maxsize=8)
def locale_of(code: str) -> Locale:
    """Return the locale of a language of the page; English as most of Europe writes its dates."""
    return Locale("en", "GB") if code == "en" else Locale(code)


@lru_cache(maxsize=1024)
def language_name(code: str, reader: str) -> str:
    """Return the name of a language in the reader's, "" where it is unknown."""
    if code == "und":
        return ""
    return str(locale_of(reader).languages.get(code, code))
