"""Danish: forms with two readings that simplemma's dictionary gives but one, stop words."""

import re
from collections.abc import Iterator

from searchapp.languages.compounds import head, noun, parts
from searchapp.languages.dictionary import Find, irregular, reader, stemmer
from searchapp.languages.language import Language, words

STOPWORDS = words(
    """
    en et den det de denne dette disse der som
    jeg mig min mit mine du dig din dit dine han ham hans hun hende hendes sig sin sit sine
    vi os vor vort vore vores i jer jeres dem deres man
    hvem hvad hvor hvornår hvordan hvorfor hvilken hvilket hvilke hvis
    og eller men for så hverken enten samt at om når da fordi mens end selvom skønt før siden
    indtil
    af på til med fra ved under over mellem mod efter hos gennem omkring uden inden trods
    ad bag blandt langs per ind ud op ned hen inde ude oppe nede
    er var været være bliver blev blevet blive har havde haft
    kan kunne kunnet skal skulle skullet vil ville villet må måtte måttet bør burde
    ikke ej også kun meget nok jo nu her dér dog vel lige igen endnu allerede altid aldrig
    alle alt al begge hver hvert nogen noget nogle ingen intet mange flere fleste mere mest
    anden andet andre sådan sådanne samme selv
    """
)

CORRECTED = irregular(
    """
    bede: bed
    bog: bøger bøgerne bøgers bøgernes
    byde: bød bydende
    center: centre centrene
    far: fars
    finger: fingre fingrene
    fryse: frøs
    gale: galte
    gammel: gamles ældre ældres ældste
    god: god godt gode godes bedre bedst bedste
    gå: gås
    gås: gæs gæssene
    have: haves
    jage: jog
    ko: køer køerne køernes
    kvinde: kvinder
    leder: lederne lederen
    megen: mest meste
    mene: mentes
    mor: mors
    skrue: skruet
    skulder: skuldre skuldrene
    stang: stænger stængerne
    tale: talte talt talende
    tand: tænder tænderne
    time: timers timerne
    """
)
FURTHER = irregular(
    """
    aftale: aftalt aftalte
    al: alt alle
    anden: andens
    angribe: angrebet
    bede: bede bedes
    bestemme: bestemt bestemte
    betjene: betjent
    bide: bed
    billet: billetter billetten
    binde: bundet bundne
    blive: bli
    bod: bøder bøderne
    bred: bredt
    broder: brødre brødrene
    bror: broder
    bryde: brød brudt
    budget: budgetter
    byde: budt budet bud
    dag: dags
    del: dels
    der: dér
    drage: drog draget drages
    drikke: drukket
    due: duen duens
    dårlig: værre værst værste
    egen: egne eget
    eje: ejer ejes
    en: ét én
    enkel: enkelt enkle
    fader: fædre
    falde: faldet faldne
    far: fædre fader
    fed: fedt fede
    finde: fundet fundne
    flyve: fløj
    forbinde: forbundet
    fortsætte: fortsat
    få: får
    gal: galt gale
    give: gir gi
    gyde: gød
    gælde: gjaldet
    have: ha hav
    hedde: hed
    hel: hele helt
    her: hér
    hugge: hug hugget
    høne: høns
    hånd: hænde
    jage: jaget
    kende: kendt kendte
    kø: køer køerne køernes
    køre: kør kører
    lade: lad lod ladet
    lang: længe længst
    le: lo
    lede: ledet ledede
    leve: levende
    levere: leveres
    lide: lidt
    lig: lige
    lille: små mindst
    lun: lunt lune
    lyde: lød
    lyse: lyst lyste
    lyve: løj løjet
    lægge: læg
    læse: læst læste
    løn: lønninger lønningerne
    mange: flere flest fleste
    mangel: mangler
    megen: meget mere
    moder: mødre mødrene mor moderen
    mor: moder mødre mødrene moderen moderens
    møde: mødes mødtes
    mølle: møller
    møller: møllen
    nyde: nød
    nær: nærmest
    nå: når
    ond: ondt onde
    optage: optog
    pege: peget
    ret: rette
    rinde: rundet
    ryge: røg røget
    råd: råder
    råde: rådet
    se: så sås sér
    sen: sent senere senest
    side: siden
    sige: sir
    skille: skilt
    skrue: skru
    skyde: skød
    skære: skåret
    skøn: skønt skønne
    slem: værre værst værste
    so: søer
    stryge: strøg strøget
    svide: sved svedet
    sæde: sæder
    tag: tage
    tage: tag tog toges taget
    toilet: toiletter toilettet toiletterne
    tom: tomt tomme
    turde: tør
    tælle: talt talte
    tør: tørre
    tørre: tør
    udtale: udtalt udtalte udtaltes
    vid: vidt videre
    vide: ved véd videre
    vige: veg
    vis: vist
    vise: vist viste
    værre: værst værste
    åben: åbne
    år: årene
    """
)

ADJECTIVE = ("e", "t", "ere")
"""Endings that show a lemma to be an adjective's: grøn, as "grønne" or "grønt" is of it."""
NOUN = ("en", "et")
"""Endings that show a lemma to be a noun's."""
SHORTENED = re.compile("(.+?[^aeiouyæøå])([lnr])(?:er?n?e?|et)").fullmatch
"""A form that may have lost the last e of its lemma: sikre of sikker, cyklerne of cykel."""


def _second(word: str, find: Find) -> Iterator[str]:
    """Yield what a word is a form of beside what the dictionary says."""
    if len(word) < 4 or word[-1] not in "enrt":
        return
    if word[-1] == "t" and _has(word[:-1], ADJECTIVE, find):
        yield word[:-1]
    if word[-1] == "e" and word[-2] == word[-3] and _has(word[:-2], ADJECTIVE, find):
        yield word[:-2]
    if word.endswith("er") and noun(word):  # "leder" leads, and is one who does
        yield word
    match = SHORTENED(word)
    if match:
        start, last = match.groups()
        for lemma in (f"{start}e{last}", f"{start}{start[-1]}e{last}"):
            if _has(lemma, ADJECTIVE + NOUN, find):
                yield lemma


def _has(lemma: str, endings: tuple[str, ...], find: Find) -> bool:
    """Say whether a word is a lemma, and forms of it with one of these endings are known."""
    forms = (f"{lemma}{lemma[-1]}e", *(lemma + ending for ending in endings))
    return find(lemma) == lemma and any(find(form) == lemma for form in forms)


DANISH = Language(
    code="da",
    label="Danish",
    stopwords=STOPWORDS,
    stem=stemmer("danish"),
    readings=reader("da", CORRECTED, FURTHER, _second, head),
    parts=parts,
)
