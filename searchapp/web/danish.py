"""What the page says, in Danish: English text -> Danish text, {places} to fill in kept.

`DANISH` has every text of the templates. `SENTENCES` has what comes from elsewhere: how the query
language and the engines say what became of a question, why an index cannot be used (`FAULTS`), and
where a reader found a fact. Tests look for any that is missing.
"""

from collections.abc import Mapping

DANISH: Mapping[str, str] = {
    # The frame
    "Skip to the results": "Gå til resultaterne",
    "Skip to the article": "Gå til artiklen",
    "Search": "Søg",
    "Search the articles": "Søg i artiklerne",
    "In other languages": "På andre sprog",
    "Back to the search": "Tilbage til søgningen",
    # Counts
    "{n} article": "{n} artikel",
    "{n} articles": "{n} artikler",
    "in {n} story": "i {n} historie",
    "in {n} stories": "i {n} historier",
    "{n} ms": "{n} ms",
    "{n} more": "{n} flere",
    "{n} more in another choice": "{n} mere under et andet valg",
    "{n} more in other choices": "{n} flere under andre valg",
    "{n} undated article": "{n} artikel uden dato",
    "{n} undated articles": "{n} artikler uden dato",
    "and {n} like it": "og {n} magen til",
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
    "Also searched for:": "Der er også søgt efter:",
    "Search for my words alone": "Søg kun efter mine egne ord",
    "Search in the other language, too": "Søg også på det andet sprog",
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
    "Follow this search": "Følg denne søgning",
    "Download as {format}": "Hent som {format}",
    "Up to {n} articles can be downloaded": "Op til {n} artikler kan hentes",
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
    "peace talks": "minister forhandlinger",
    '"wind farm"': '"en halv time"',
    "ferry OR bridge": "færge OR bro",
    "negotiations -peace": "forhandlinger -fred",
    "title:ferry": "title:bro",
    "negotiat*": "forhandl*",
    "negotations~": "forhanlinger~",
    "talks NEAR/5 peace": "bro NEAR/5 lukkes",
    "date:2018..2019-06": "date:2018..2019-06",
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
    "must be the cursor of an earlier answer": "skal være en cursor fra et tidligere svar",
    "is not a parameter; there are {known}": "findes ikke som parameter; der er {known}",
    "cannot be given together with page": "kan ikke angives sammen med page",
    "must not be later than to": "må ikke ligge efter slutdatoen (to)",
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

FAULTS: Mapping[str, str] = {
    "something else stands in the place of the file": "noget andet står på filens plads",
    "a folder stands in the place of the file: remove it": (
        "en mappe står på filens plads: fjern den"
    ),
    "this user may not read the file: change its permissions": (
        "denne bruger må ikke læse filen: ret dens rettigheder"
    ),
    "the file cannot be read ({error})": "filen kan ikke læses ({error})",
    "the file is missing": "filen mangler",
    "the file is cut short": "filen er afkortet",
    "the file was cut short while it was in use": "filen blev afkortet, mens den var i brug",
    "not a file of this program": "filen er ikke fra dette program",
    "it is another file, {name}": "det er en anden fil, {name}",
    "the file is damaged": "filen er beskadiget",
    "the file is damaged (its directory)": "filen er beskadiget (dens fortegnelse)",
    "the file is damaged (at byte {n})": "filen er beskadiget (ved byte {n})",
    "format version {found}, expected {expected}": "formatversion {found}, forventet {expected}",
    "index version {found}, expected {expected}": "indeksversion {found}, forventet {expected}",
}
"""What may be wrong with a file of the index."""

SENTENCES: Mapping[str, str] = {
    **{
        f"{{path}}: {fault}. Rebuild the index from the articles: {{command}}": (
            f"{{path}}: {danish}. Byg indekset igen ud fra artiklerne: {{command}}"
        )
        for fault, danish in FAULTS.items()
    },
    "{folder} is a file, not the folder of an index": (
        "{folder} er en fil, ikke mappen med et indeks"
    ),
    "A quotation mark has no partner and was left out.": (
        "Et anførselstegn mangler sin makker og blev udeladt."
    ),
    "A ~ after a phrase was left out; write one NEAR/5 two.": (
        "Et ~ efter et udtryk blev udeladt; skriv én NEAR/5 to."
    ),
    "NEAR/1 to NEAR/{most} are possible; the closest was taken.": (
        "NEAR/1 til NEAR/{most} er muligt; det nærmeste blev brugt."
    ),
    "Some parentheses were left out: they have no partner or are more than {most} deep.": (
        "Nogle parenteser blev udeladt: De mangler deres makker eller er mere end {most} niveauer"
        " dybe."
    ),
    "{word} was read as a word: it has nothing to work on.": (
        "{word} blev læst som et ord: Det har intet at virke på."
    ),
    "Only the first {most} NEARs were searched for.": "Kun de første {most} NEAR blev brugt.",
    "Only the first {most} words with * or ~ were searched for.": (
        "Der blev kun søgt efter de første {most} ord med * eller ~."
    ),
    "Only the first {most} phrases were searched for.": (
        "Der blev kun søgt efter de første {most} udtryk."
    ),
    "Only {most} negations within each other were searched for.": (
        "Kun {most} nægtelser inden i hinanden blev brugt."
    ),
    "Only the first {most} words, phrases and filters were searched for.": (
        "Der blev kun søgt efter de første {most} ord, udtryk og filtre."
    ),
    "Nothing follows {name}, so it was read as a word.": (
        "Der følger intet efter {name}, så det blev læst som et ord."
    ),
    "{word} was read as {other}; write {third} for what is without it.": (
        "{word} blev læst som {other}; skriv {third} for det, der er uden."
    ),
    "{word} has no letter or digit, so it is not searched for.": (
        "{word} har hverken bogstav eller ciffer, så der søges ikke efter det."
    ),
    "{word} was read as a plain word: a * needs two letters before it,"
    " and a word may have {most} of them.": (
        "{word} blev læst som et almindeligt ord: En * skal have to bogstaver foran sig,"
        " og et ord må have {most} af dem."
    ),
    "{word} was read as {other}: one typo is the most.": (
        "{word} blev læst som {other}: Højst én slåfejl er mulig."
    ),
    "{word} was read as a plain word: a ~ stands at the end of three letters or more.": (
        "{word} blev læst som et almindeligt ord: Et ~ står efter mindst tre bogstaver."
    ),
    "{word} is no date, so it was read as words;"
    " write date:2018, date:2018-08-21 or date:2018-08..2018-09.": (
        "{word} er ingen dato, så det blev læst som ord;"
        " skriv date:2018, date:2018-08-21 eller date:2018-08..2018-09."
    ),
    "{word} ends before it begins, so its ends were swapped.": (
        "{word} slutter, før det begynder, så enderne blev byttet om."
    ),
    "There is no field {name}, so it was read as a word; the fields are {fields}.": (
        "Der er intet felt {name}, så det blev læst som et ord; felterne er {fields}."
    ),
    "No article has all of the words. Drop what no article has: {words}.": (
        "Ingen artikel har alle ordene. Udelad det, som ingen artikel har: {words}."
    ),
    "No article has all of the words; these have most of them. Drop some, or use OR.": (
        "Ingen artikel har alle ordene; disse har flest af dem. Udelad nogle, eller brug OR."
    ),
    "No article has all of the words; those that have most of them are not chosen.": (
        "Ingen artikel har alle ordene; de, der har flest af dem, er ikke valgt."
    ),
    "without the source": "uden kilden",
    "without the language": "uden sproget",
    "without the dates": "uden datoerne",
    "without {clause}": "uden {clause}",
    "{word} instead of {other}, {third} instead of {fourth}": (
        "{word} i stedet for {other}, {third} i stedet for {fourth}"
    ),
    "{word} instead of {other}": "{word} i stedet for {other}",
    "There is no index in {folder} yet. Make one: {command}": (
        "Der er endnu intet indeks i {folder}. Lav et: {command}"
    ),
    # Where a fact was found
    "agency mark": "bureaumærke",
    "byline": "bylinje",
    "channel": "kanal",
    "date line": "datolinje",
    "dateline": "datolinje",
    "feed (updated)": "feed (opdateret)",
    "first sentence": "første sætning",
    "front matter": "artiklens hoved",
    "heading": "overskrift",
    "headline": "overskrift",
    "html lang": "html-sprog",
    "label": "linje med feltnavn",
    "record": "post",
    "reprint note": "note om genoptryk",
    "saved from": "note om, hvor siden er gemt fra",
    "source line": "kildelinje",
    "text": "tekst",
    "time": "time-element",
    "title element": "title-element",
    "url": "adresse",
    "url line": "adresselinje",
}
