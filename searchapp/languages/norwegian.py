"""Norwegian: the dictionary and the stemmer as they come, stop words."""

from searchapp.languages.dictionary import reader, stemmer
from searchapp.languages.language import Language, no_parts, words

STOPWORDS = words(
    """
    en ei et den det de denne dette disse der som
    jeg meg min mi mitt mine du deg din di ditt dine han ham hans hun henne hennes seg sin si sitt
    sine vi oss vår vårt våre dere deres dem man
    hvem hva hvor når hvordan hvorfor hvilken hvilket hvilke
    og eller men for så verken enten samt å at om da fordi mens enn selv skjønt før siden inntil
    av på til med fra ved under over mellom mot etter hos gjennom omkring uten innen tross blant
    i inn ut opp ned inne ute oppe nede
    er var vært være blir ble blitt bli har hadde hatt ha
    kan kunne kunnet skal skulle skullet vil ville villet må måtte måttet bør burde
    ikke ei også bare mye nok jo nå her dog vel igjen ennå allerede alltid aldri
    alle alt all hele begge hver hvert noen noe ingen intet mange flere fleste mer mest
    annen annet andre slik slike samme
    """
)

NORWEGIAN = Language(
    code="nb",
    label="Norwegian",
    stopwords=STOPWORDS,
    stem=stemmer("norwegian"),
    readings=reader("nb"),
    parts=no_parts,
)
