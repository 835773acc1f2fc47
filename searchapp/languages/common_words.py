"""Common words by language: what tells languages apart at a glance.

The languages of `LANGUAGES` bring their stop words; here are more of their common words, and those
of close relatives, which must be able to win or their texts would pass for Danish or English. To
add a language, add a line to `COMMON`.
"""

from collections.abc import Mapping
from functools import cache

from searchapp.languages.language import words
from searchapp.languages.levels import LANGUAGES, SPELLED

COMMON: Mapping[str, frozenset[str]] = {
    "en": words(
        """
        new says said first two last year years people could get gets make makes take takes one
        man woman world day week time back off amid us mine may way many much home house long life
        children men women used using use uses need needs help work works working know see find
        found good best better big small high public national government president minister state
        country report reports million percent want wants like look looks looking set show shows
        start open end why who's let's today during near say call calls called face faces win wins
        won lead plan plans more less old young night days ago months
        """
    ),
    "da": words(
        """
        siger sagde får fik går gik ny nye nyt år to tre dag uge stor store stort dansk danske
        sidste første ugen året kommer kom tager tog giver gav lad se hele bruge bruger bruges
        brug brugt vælge vælg arbejde arbejder arbejdet børn mennesker nej ja penge lang længe
        måde sted tiden gang gange dage kroner procent viser vise mener mene ligger stå står gå
        gøre gør gjort gjorde lave laver sætte sætter synes måske ofte helt hel godt god gode
        bedre bedste kvinder mænd folk livet verden land landet byen hjem hjemme høj høje lille
        små ung unge gammel gamle vej vejen blot netop derfor derfra hvoraf herunder heller snart
        tit igennem derefter regeringen lørdag søndag mandag tirsdag onsdag torsdag fredag nødt
        slog tror vide ved viste holde holder tage tid spørgsmål mål næste fem fire seks syv otte
        ti halv bag nogensinde altså imidlertid kræver kræve krævede træner trænger hjælp hjælpe
        hjælper åbne åbner åbnede åbnet køre kører kørte købe køber købte købt kende kender kendt
        tænke tænker tænkte skabe skaber skabt håbe håber spillede vinde vinder vandt vundet sker
        skete aften aftenen eftermiddag uger chef chefen selskab selskabet sygehus sygehuset dreng
        drenge pige piger søn ven manden kvinden kvinderne vand sne regering nyhed nyheder nyheden
        ejer ejede fundet betyder gælder forskellige vigtig vigtigt vigtigste tilbage mulig mulige
        navnet kræft stemme stemmer folkeafstemning leve lever længere udvikle fortsætte endda
        modtager lægge lægger lagt sige sagt spurgte svarer fortæller fortalte næsten hinanden
        udenfor begynde begyndte begynder øget dræbe dræbt større størst værd forslag mistet
        sidder sad lå faldt loven sagen sager egen eget egne enkelte række
        """
    ),
    "nb": words(
        """
        sier sa får fikk går gikk ny nye nytt år to tre dag uke stor store stort norsk norske
        siste første uken året kommer kom tar tok gir ga la se hvis bruke bruker brukes bruk brukt
        velge velg arbeid arbeider arbeidet barn mennesker nei ja penger lang lenge måte sted
        tiden gang ganger dager kroner prosent viser vise mener mene ligger stå står gå gjøre gjør
        gjort gjorde lage lager sette setter synes kanskje ofte helt hel godt god gode bedre beste
        kvinner menn folk livet verden land landet byen hjem hjemme høy høye liten små ung unge
        gammel gamle vei veien bare nettopp derfor heller snart igjennom deretter regjeringen
        lørdag søndag mandag tirsdag onsdag torsdag fredag nødt slo tror vite vet viste holde
        holder ta tid spørsmål mål neste fem fire seks sju åtte ti halv bak noensinne altså
        imidlertid ikke etter si skjer skjedde skjønner kjent kjenner kjøre kjører kjørte kjøpe
        kjøper kjøpte kjøpt trenger trengte tenke tenker tenkte vinne vinner vunnet håpe håper
        skape skaper skapt åpne åpner åpnet kreve krever krevde drepe drept hjelp hjelpe hjelper
        nesten hverandre utenfor begynne begynte begynner ettermiddag kveld kvelden klokka ukene
        uker selskap selskapet sykehus sjef sjefen vann snø jente jenter gutt gutter kvinnen
        kvinnene mannen sønn venn seier trener spilte regjering nyhet nyheter nyheten eier eide
        funnet betyr gjelder ulike ulik viktig viktigste tilbake mulig mulige navnet kreft stemme
        stemmer folkeavstemning leve lever måtte vært utvikle fortsette enda mottar
        """
    ),
    "sv": words(
        """
        säger sa får fick går gick ny nya nytt år två tre dag vecka stor stora stort svensk
        svenska sista första kommer kom tar tog ger gav se använda använder används väljer arbete
        arbetar barn människor nej ja pengar lång länge sätt plats tiden gång gånger dagar kronor
        procent visar visa menar mena ligger stå står gå göra gör gjort gjorde sätta sätter kanske
        ofta helt hel bra god goda bättre bästa kvinnor män folk livet världen land landet hem
        hemma hög höga liten små ung unga gammal gamla väg vägen bara därför heller snart genom
        regeringen lördag söndag måndag tisdag onsdag torsdag fredag tror veta vet visade hålla
        håller tid fråga mål nästa fem fyra sex sju åtta tio halv bakom
        """
    ),
    "nn": words(
        """
        ein ei eit den det dei denne dette desse som eg meg min mi mitt mine du deg din han ho
        henne hennar seg sin si sitt sine vi oss vår vårt våre dykk deira kven kva kor korleis
        kvifor når og eller men for så verken anten samt å at om då fordi medan enn sjølv før
        sidan til av på med frå ved under over mellom mot etter hjå gjennom rundt utan innan blant
        i inn ut opp ned inne ute er var vore vere blir vart blei blitt bli har hadde hatt ha kan
        kunne skal skulle vil ville må måtte bør burde ikkje også berre mykje nok jo no her igjen
        enno alt alltid aldri alle heile begge kvar kvart nokon noko nokre ingen mange fleire
        flest meir mest annan anna andre slik slike same seier sa får fekk går gjekk ny nye nytt
        år to tre dag veke stor store stort norsk norske sist siste første fyrste kjem kom tek tok
        gjev gav bruke brukar nytta velje arbeid arbeider barn menneske nei ja pengar lang lenge
        måte stad tida gong gonger dagar kroner prosent viser vise meiner meine ligg stå står gå
        gjere gjer gjort gjorde lage lagar setje set kanskje ofte heilt heil godt god gode betre
        beste kvinner menn folk livet verda land landet byen heim heime høg høge liten små ung
        unge gammal gamle veg vegen derfor heller snart regjeringa laurdag søndag måndag tysdag
        onsdag torsdag fredag trur vite veit viste halde held tid spørsmål mål neste fem fire seks
        sju åtte ti halv bak
        """
    ),
    "is": words(
        """
        og að á í er sem við um til með það þetta ekki hann hún þeir þær þau en af fyrir var eru
        frá eða ég þú hefur hafa verið verða þegar þar eftir upp úr svo hér nú mjög allt allir
        vera mun segir sagði hans hennar þeirra sér sig hvað hver hvernig hvers þess því þá þessi
        eins undir yfir milli ár árið árum maður menn fólk kemur kom fór fer verður hefði gera
        gerir mikið margir fleiri hafði getur geta meðal síðan saman gegn alltaf aldrei enn dag
        daginn
        """
    ),
    "fo": words(
        """
        og at á í er sum við um til tað hetta ikki hann hon tey teir tær men av fyri var eru frá
        ella eg tú hevur hava verið verða tá har eftir upp úr so her nú sera alt allir vera skal
        segði sigur hansara hennara teirra seg hvat hvør hvussu tess tí hesin sama undir yvir
        millum eitt ein kann eisini nógv móti hjá ár árið árum maður menn fólk kemur kom fór fer
        verður hevði gera ger mong fleiri kunnu síðan saman ímóti altíð enn dag dagin vóru varð
        víst søgu bleiv
        """
    ),
    "de": words(
        """
        der die das und in zu den von mit ist im nicht ein eine einer eines einem einen auf für an
        des sich dem als es auch am werden aus er hat dass sie nach wird bei noch um wie über so
        zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei kann gegen vom schon
        wenn habe seine ihre ich wir ihr sind hatte keine kein diese dieser was wer wo warum will
        soll neue neuer jahr jahre sagt
        """
    ),
    "nl": words(
        """
        de het een van en in is dat op te zijn voor met die niet aan om ook als er maar bij nog
        naar uit door over ze hij heeft was dan wel geen worden wordt deze dit tot kan tegen meer
        werd of hun al zich onder na zal wat wie waar waarom hoe we wij jij ik mijn haar ons jaar
        nieuwe zegt moet veel
        """
    ),
    "fr": words(
        """
        le la les de des du un une et à au aux en dans pour par sur avec sans sous que qui ne pas
        plus est sont était été a ont il elle ils elles on nous vous je ce cette ces son sa ses
        leur leurs mais ou où comme se si après avant entre aussi être faire fait d l qu contre
        """
    ),
    "es": words(
        """
        el la los las de del un una y a al en para por con sin sobre que no es son fue era ha han
        se su sus lo le les más pero o como este esta estos cuando muy también entre ser está hay
        si ya desde hasta tras contra años
        """
    ),
    "pt": words(
        """
        o a os as de do da dos das um uma e em no na nos nas para por com sem sobre que não é são
        foi era há se seu sua mais mas ou como este esta quando muito também entre ser está já até
        após contra anos ao
        """
    ),
    "it": words(
        """
        il lo la i gli le di del della dei delle un una e a al alla in nel nella per con su da dal
        che non è sono era ha hanno si suo sua più ma o come questo questa quando anche tra essere
        dopo contro anni
        """
    ),
    "hu": words(
        """
        a az és hogy nem is egy van volt meg már csak de ha mint el ki be fel le ez azt ezt még
        lesz lett után között szerint pedig vagy által majd minden új
        """
    ),
    "fi": words(
        """
        ja on ei se että oli ovat hän joka mutta kun kuin tai myös sen ne olla ole vain jo niin
        jos mukaan jälkeen uusi yli nyt vuonna hänen kanssa mitä
        """
    ),
    "ga": words(
        """
        an na a agus ar go is i le do ag sa tá bhí ní sin mar ach leis ó nó faoi gur nach ann seo
        as bhfuil chun idir
        """
    ),
}


@cache
def words_of(code: str) -> frozenset[str]:
    """Return the common words of a language, none for one that is not listed.

    Danish words also stand as they are spelled without Danish letters: "paa", "ogsaa".
    """
    known = LANGUAGES.get(code)
    common = COMMON.get(code, frozenset()) | (known.stopwords if known else frozenset())
    spelled = {word.translate(SPELLED) for word in common} if code == "da" else set()
    return common | spelled


@cache
def languages_of() -> Mapping[str, tuple[str, ...]]:
    """Return the languages in which each common word is one."""
    table: dict[str, tuple[str, ...]] = {}
    for code in COMMON:
        for word in words_of(code):
            table[word] = (*table.get(word, ()), code)
    return table
