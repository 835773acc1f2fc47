"""Random piles, and random questions to them, over a small vocabulary of both languages."""

from hypothesis import strategies as st
from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import syntax
from searchapp.forms import AnyForm
from tests.engines.piles import Pile, Record, record

ENGLISH = ["ferry", "ferries", "harbour", "the", "by", "minister", "ministers", "peace-talks"]
DANISH = ["færge", "færgen", "by", "byer", "ministre", "ministeren", "og", "Århus", "færgehavn"]
NEUTRAL = ["U.S.", "2.300", "e-mail", "Tern"]
WORDS = [*ENGLISH, *DANISH, *NEUTRAL]
KEYS = ["ferry", "harbour", "by", "minister", "\x01en:ferry", "\x02da:minist", "\x03da:havn", "ø"]
SOURCES = ["Reuters", "Tern", "unknown", "nobody"]
DAYS = ["2017", "2018", "2018-02", "2018-08-21", "2018-08-22", "2019-01"]
SIDE_BY_SIDE = ["ferry", "the", "by", "peace", "talks"]
FIELD = st.sampled_from(["title", "body"])


def sentences(most: int) -> st.SearchStrategy[str]:
    """Return texts of so many words, in one or more paragraphs."""
    word = st.sampled_from([*WORDS, *(f"{w}\n\n" for w in ("ferry", "byer"))])
    return st.lists(word, max_size=most).map(" ".join)


def records(number: int) -> st.SearchStrategy[Record]:
    """Return articles of that number."""
    return st.builds(
        record,
        st.just(f"a{number}"),
        sentences(4).map(lambda title: f"{title} {number}"),
        sentences(25).map(lambda body: f"{body} x"),
        st.sampled_from(["en", "da", "de"]),
        source=st.sampled_from(["Reuters", "Tern", None]),
        date=st.none() | st.sampled_from(DAYS),
    )


@st.composite
def piles(draw: st.DrawFn) -> list[dict[str, list[Record]]]:
    """Draw the files written before each of some updates.

    The first writes enough that a small change later leaves it as it is, with deleted articles.
    """
    first = {f"{n}.jsonl": [draw(records(2 * n)), draw(records(2 * n + 1))] for n in range(6)}
    updates = [first]
    for step in range(draw(st.integers(0, 3))):
        name = f"{draw(st.integers(0, 7))}.jsonl"
        some = [draw(records(100 + 10 * step + n)) for n in range(draw(st.integers(1, 3)))]
        updates.append({name: some})
    return updates


def index(pile: Pile, updates: list[dict[str, list[Record]]]) -> dict[str, Record]:
    """Index a drawn pile; return the articles that are in it in the end, by id."""
    held: dict[str, list[Record]] = {}
    for files in updates:
        for name, some in files.items():
            pile.write(name, some)
        held |= files
        pile.update()
    return {one["id"]: one for some in held.values() for one in some}


# Questions as users ask them


def nodes() -> st.SearchStrategy[syntax.Node]:
    """Return trees of the query language, of every kind of node."""
    field = st.sampled_from([None, None, "title"])
    word = st.builds(syntax.Word, st.sampled_from(WORDS), field)
    text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
    phrase = st.builds(syntax.Phrase, text, field)
    stars = st.sampled_from(["fe*", "ferr*", "mi*er", "by*", "fæ*", "u*s", "minist*e*", "zz*"])
    typos = st.sampled_from(["ferri", "fery", "frery", "gerry", "harbour", "byen", "ærge", "byre"])
    near = st.builds(syntax.Near, word, word | phrase, st.integers(1, 6))
    first, last = st.none() | st.sampled_from(DAYS), st.none() | st.sampled_from(DAYS)
    leaf = st.one_of(
        word,
        word,
        phrase,
        st.builds(syntax.Pattern, stars, field),
        st.builds(syntax.Fuzzy, typos, field),
        near.filter(lambda n: n.left.field == n.right.field),
        st.builds(syntax.Filter, st.just("source"), st.sampled_from(SOURCES)),
        st.builds(syntax.Filter, st.just("language"), st.sampled_from(["en", "da", "de"])),
        st.builds(syntax.Dates, first, last).filter(lambda d: d != syntax.Dates(None, None)),
        st.just(syntax.Every()),
    )
    return st.recursive(leaf, _joined, max_leaves=6)


def _joined(children: st.SearchStrategy[syntax.Node]) -> st.SearchStrategy[syntax.Node]:
    several = st.lists(children | st.builds(syntax.Not, children), min_size=2, max_size=3).map(
        tuple
    )
    return st.builds(syntax.And, several) | st.builds(syntax.Or, several)


# Trees as an engine evaluates them


def terms() -> st.SearchStrategy[q.Term]:
    """Return words, lemmas, stems and parts of compounds, in a field."""
    boost = st.sampled_from([0.5, 1.0, 2.0])
    return st.builds(q.Term, FIELD, st.sampled_from(KEYS), boost=boost)


def phrases() -> st.SearchStrategy[q.Phrase]:
    """Return phrases of two or three words, also of one word repeated."""
    words = st.lists(st.sampled_from(SIDE_BY_SIDE), min_size=2, max_size=3)
    return st.builds(q.Phrase, FIELD, words, boost=st.sampled_from([0.5, 1.0]))


@st.composite
def nears(draw: st.DrawFn) -> SpanNear2:
    """Draw a NEAR of words, of words in several forms, and of phrases."""
    field = draw(FIELD)

    def side() -> q.Query:
        keys = draw(st.lists(st.sampled_from(KEYS[:7]), min_size=1, max_size=3, unique=True))
        phrase = q.Phrase(field, draw(st.lists(st.sampled_from(SIDE_BY_SIDE), min_size=2)))
        some = AnyForm([q.Term(field, key, boost=0.5) for key in keys])
        return draw(st.sampled_from([q.Term(field, keys[0]), some, phrase]))

    return SpanNear2([side(), side()], draw(st.integers(1, 6)), ordered=False)


def trees() -> st.SearchStrategy[q.Query]:
    """Return trees of every kind of node."""
    day = st.none() | st.sampled_from(["2018-01-01", "2018-08-21", "2019-12-31"])
    ranges = st.builds(q.TermRange, st.sampled_from(["first", "last"]), day, day)
    constant = st.one_of(
        st.sampled_from(SOURCES).map(lambda name: q.Term("source", name)),
        ranges.filter(lambda r: r.start or r.end),
        st.builds(q.Prefix, FIELD, st.sampled_from(["fe", "b", "zz", "fæ"])),
        st.builds(q.Wildcard, FIELD, st.sampled_from(["f*y", "b*er", "fe*ies"])),
        st.builds(q.FuzzyTerm, FIELD, st.sampled_from(["frery", "byen", "erry", "harbour"])),
        st.just(q.Every()),
    )
    scored = st.builds(q.ConstantScoreQuery, constant, st.sampled_from([1.0, 2.5]))
    leaf = st.one_of(terms(), terms(), phrases(), scored, nears())
    return st.recursive(leaf, _combined, max_leaves=8)


def _combined(children: st.SearchStrategy[q.Query]) -> st.SearchStrategy[q.Query]:
    several = st.lists(children, min_size=1, max_size=4)
    return st.one_of(
        st.builds(q.And, several),
        st.builds(q.Or, several),
        st.builds(q.Or, several, minmatch=st.integers(1, 4)),
        st.builds(q.DisjunctionMax, several),
        st.builds(q.AndNot, children, children),
        st.builds(q.Require, children, children),
    )
