"""Swedish: the dictionary and the stemmer as they come, stop words."""

from searchapp.languages.dictionary import reader, stemmer
from searchapp.languages.language import Language, no_parts, words

STOPWORDS = words(
    """
    en ett den det de denna detta dessa där som
    jag mig min mitt mina du dig din ditt dina han honom hans hon henne hennes sig sin sitt sina
    vi oss vår vårt våra ni er ert era dem deras man dom
    vem vad var när hur varför vilken vilket vilka vars
    och eller men för så varken antingen samt att om då eftersom medan än fast innan sedan tills
    av på till med från vid under över mellan mot efter hos genom omkring utan inom trots åt bland
    i in ut upp ner inne ute uppe nere
    är var varit vara blir blev blivit bli har hade haft ha
    kan kunde kunnat ska skall skulle vill ville velat må måste bör borde
    inte ej icke också bara mycket nog ju nu här dock väl igen ännu redan alltid aldrig
    alla allt all hela båda varje någon något några ingen inget inga många flera flesta mer mest
    annan annat andra sådan sådant sådana samma själv
    """
)

SWEDISH = Language(
    code="sv",
    label="Swedish",
    stopwords=STOPWORDS,
    stem=stemmer("swedish"),
    readings=reader("sv"),
    parts=no_parts,
)
