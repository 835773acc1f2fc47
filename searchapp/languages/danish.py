"""Danish: forms with two readings that simplemma's dictionary gives but one, stop words."""

from collections.abc import Iterator

from searchapp.languages.compounds import head, parts
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
    alle alt al hele begge hver hvert nogen noget nogle ingen intet mange flere fleste mere mest
    anden andet andre sådan sådanne samme selv
    """
)

CORRECTED = irregular(
    """
    bede: bed
    bog: bøger bøgerne bøgers bøgernes
    byde: bød bydende
    fryse: frøs
    gale: galte
    gammel: gamles ældre ældres ældste
    god: god godt gode godes bedre bedst bedste
    gå: gås
    gås: gæs gæssene
    have: haves
    jage: jog
    kvinde: kvinder
    ko: køer køerne køernes
    leder: lederne lederen
    mene: mentes
    mor: mors
    far: fars
    megen: mest meste
    skulder: skuldre skuldrene
    finger: fingre fingrene
    center: centre centrene
    skrue: skruet
    so: søer
    stang: stænger stængerne
    tand: tænder tænderne
    tale: talte talt talende
    time: timers timerne
    """
)
FURTHER = irregular(
    """
    al: alt alle
    anden: andens
    bede: bede bedes
    bide: bed
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
    drage: drog draget drages
    drikke: drukket
    due: duen duens
    dårlig: værre værst værste
    egen: egne eget
    en: ens ét én
    fader: fædre
    falde: faldet faldne
    far: fædre fader
    fare: for
    finde: fundet fundne
    flyve: fløj
    fortsætte: fortsat
    få: får
    give: gir gi
    gyde: gød
    gælde: gjaldet
    have: ha hav
    hedde: hed
    hel: hele helt
    her: hér
    der: dér
    hugge: hug hugget
    høne: høns
    hånd: hænde
    jage: jaget
    kende: kendt kendte
    køre: kør kører
    lade: lad lod ladet
    lang: længe længst
    le: lo
    lede: ledet ledede
    leve: levende
    levere: leveres
    lide: lidt
    lille: små mindst
    lyde: lød
    lyse: lyst lyste
    lyve: løj løjet
    lægge: læg
    læse: læst læste
    mange: flere flest fleste
    mangel: mangler
    megen: meget mere
    moder: mødre mødrene mor moderen
    mor: moder mødre mødrene moderen moderens
    møde: mødes mødtes
    mølle: møller
    møller: møllen
    nyde: nød
    nå: når
    nær: nærmest
    ond: ondt onde
    pege: peget
    ret: rette
    rinde: rundet
    ryge: røg røget
    råd: råder
    råde: rådet
    se: så sås sér
    side: siden
    sige: sir
    skyde: skød
    skære: skåret
    slem: værre værst værste
    stryge: strøg strøget
    svide: sved svedet
    sæde: sæder
    tag: tage
    tage: tag tog toges taget
    toilet: toiletter toilettet toiletterne
    tør: tørre
    tørre: tør
    turde: tør
    udtale: udtalt udtalte udtaltes
    vide: ved véd videre
    vige: veg
    vis: vist
    vise: vist viste
    værre: værst værste
    år: årene
    """
)


def _second(word: str, find: Find) -> Iterator[str]:
    """Yield the adjective or the verb a word is a form of beside what the dictionary says."""
    last = word[-1]
    if len(word) > 3 and last == "t":
        yield from (word[:-1],) if _adjective(word[:-1], find) else ()
    elif len(word) > 4 and last == "e":
        yield from (lemma for lemma in _bare(word) if _adjective(lemma, find))


def _adjective(lemma: str, find: Find) -> bool:
    """Say whether a word is the lemma of an adjective: grøn, as grønne is known to be of it."""
    forms = (f"{lemma}e", f"{lemma}{lemma[-1]}e", f"{lemma}t")
    return find(lemma) == lemma and any(find(form) == lemma for form in forms)


def _bare(word: str) -> Iterator[str]:
    """Yield what a word in -e may be a plural of: tomme of tom, sikre of sikker, åbne of åben."""
    if word[-2] == word[-3]:
        yield word[:-2]
    if word[-2] in "lnr":
        yield f"{word[:-2]}e{word[-2]}"
        yield f"{word[:-2]}{word[-3]}e{word[-2]}"


DANISH = Language(
    code="da",
    label="Danish",
    stopwords=STOPWORDS,
    stem=stemmer("danish"),
    readings=reader("da", CORRECTED, FURTHER, _second, head),
    parts=parts,
)
