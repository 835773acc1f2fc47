"""Danish."""

from searchapp.languages.dictionary import lemmatizer, stemmer, whole
from searchapp.languages.language import Language, words

STOPWORDS = words(
    """
    en et den det de denne dette disse der som
    jeg mig min mit mine du dig din dit dine han ham hans hun hende hendes sig sin sit sine
    vi os vor vort vore vores i jer jeres dem deres man
    hvem hvad hvor hvornår hvordan hvorfor hvilken hvilket hvilke hvis
    og eller men for så hverken enten samt at om når da fordi mens end selvom skønt før siden indtil
    af på til med fra ved under over mellem mod efter hos gennem omkring uden inden indtil trods
    ad bag blandt langs per ind ud op ned hen inde ude oppe nede
    er var været være bliver blev blevet blive har havde haft have
    kan kunne kunnet skal skulle skullet vil ville villet må måtte måttet bør burde
    ikke ej også kun meget nok jo nu da her dér dog vel lige igen endnu allerede altid aldrig
    alle alt al hele begge hver hvert nogen noget nogle ingen intet mange flere fleste mere mest
    anden andet andre sådan sådanne samme selv
    """
)

DANISH = Language(
    code="da",
    label="Danish",
    stopwords=STOPWORDS,
    stem=stemmer("danish"),
    lemma=lemmatizer("da"),
    parts=whole,
)
