"""English."""

from searchapp.languages.dictionary import lemmatizer, stemmer, whole
from searchapp.languages.language import Language, words

STOPWORDS = words(
    """
    a an the this that these those
    i me my mine myself you your yours yourself yourselves he him his himself she her hers herself
    it its itself we us our ours ourselves they them their theirs themselves
    who whom whose which what when where why how
    and or but nor so yet if then than because while although though unless until whether since as
    of in on at by for from to into onto with without within about against between among through
    during before after above below over under up down out off toward towards upon via per
    be am is are was were been being have has had having do does did doing done
    will would shall should can could may might must ought cannot
    not no nor only very too also just even still again once here there now
    all any both each few more most other others some such own same every either neither
    don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't
    couldn't shouldn't i'm you're we're they're i've you've we've they've i'll you'll he'll she'll
    we'll they'll i'd you'd he'd she'd we'd they'd
    """
)

ENGLISH = Language(
    code="en",
    label="English",
    stopwords=STOPWORDS,
    stem=stemmer("english"),
    lemma=lemmatizer("en"),
    parts=whole,
)
