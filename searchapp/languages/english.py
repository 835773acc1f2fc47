"""English: forms that simplemma's dictionary misses, irregular and regular, and stop words."""

from collections.abc import Iterator

from searchapp.languages.dictionary import Find, irregular, reader, stemmer
from searchapp.languages.language import Language, no_parts, words
from searchapp.languages.spelling import british

STOPWORDS = words(
    """
    a an the this that these those
    i me my myself you your yours yourself yourselves he him his himself she her hers herself
    it its itself we our ours ourselves they them their theirs themselves
    who whom whose which what when where why how
    and or but nor so yet if then than because while although though unless until whether since as
    of in on at by for from to into onto with without within about against between among through
    during before after above below over under up down out off toward towards upon via per
    be am is are was were been being have has had having do does did doing done
    will would shall should can could might must ought cannot
    not no nor only very too also just even still again once here there now
    all any both each few more most other others some such own same every either neither
    don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't
    couldn't shouldn't i'm you're we're they're i've you've we've they've i'll you'll he'll she'll
    we'll they'll i'd you'd he'd she'd we'd they'd
    """
)

CORRECTED = irregular(
    """
    go: gone
    lay: lay
    bid: bade bidden
    swear: swore
    bad: worse worst
    well: well
    person: people
    wife: wives
    thief: thieves
    loaf: loaves
    think: thinks thinking
    """
)
FURTHER = irregular(
    """
    awake: awoken
    axis: axes
    basis: bases
    bear: bore born
    bend: bent
    bind: bound
    bite: bit
    break: broke
    calf: calves
    cut: cutting
    datum: data
    diagnosis: diagnoses
    drink: drunk
    far: further
    feel: felt
    good: well better
    grind: ground
    half: halves
    know: known
    leaf: leaves
    leave: left
    lens: lenses
    lie: lay
    life: lives
    little: less least
    many: more most
    mimic: mimicked mimicking
    much: more most
    old: elder eldest
    panic: panicked panicking
    ring: rung
    rise: rose
    shake: shook
    shelf: shelves
    shoot: shot
    slay: slew
    think: thought
    tread: trod
    well: better best
    win: won
    wind: wound
    """
)


def _regular(word: str, find: Find) -> Iterator[str]:
    """Yield what no dictionary has every form of: F-16, big for bigger, travel for travelling.

    An adjective is known by its superlative.
    """
    if word.endswith("s") and word[-2:-1].isdecimal():
        yield word[:-1]
    if word.endswith("er") and len(word) > 5:
        lemma = find(f"{word[:-1]}st")
        if lemma and lemma != word and word.startswith(lemma[:-1]):
            yield lemma.lower()
    if word.endswith(("lled", "lling")):
        lemma = word[: word.rindex("ll") + 1]
        if len(lemma) > 4 and find(lemma) == lemma:
            yield lemma


ENGLISH = Language(
    code="en",
    label="English",
    stopwords=STOPWORDS,
    stem=stemmer("english"),
    readings=reader("en", CORRECTED, FURTHER, _regular),
    parts=no_parts,
    spelling=british,
)
