"""An answer to one query from one snapshot: find, choose, count, rank, show."""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from whoosh.query import Or, Phrase
from whoosh.query import Query as WhooshQuery

from searchapp import compile as meaning
from searchapp import crossing, syntax
from searchapp.days import ordinal, span
from searchapp.engines.whoosh.format.stored import Record
from searchapp.engines.whoosh.searching import collect, counting, evaluate, marks, snippets
from searchapp.engines.whoosh.searching.collect import Candidate, Choice, Matched, Place
from searchapp.engines.whoosh.searching.found import Found
from searchapp.engines.whoosh.searching.postings import Context
from searchapp.engines.whoosh.searching.snapshot import Snapshot
from searchapp.engines.whoosh.suggesting import suggest
from searchapp.forms import FIELDS
from searchapp.query import Query, Sort
from searchapp.results import Hit, IndexState, Results, Story
from searchapp.scoring import weighed

MOST = 0.6
"""Where no article has every word: those are shown that have this share of the most any has,
and two words at least where any has two."""
LIKELY = 0.9
"""The share of the clauses that the best article is expected to have; if it has less, all that have
any are counted, which takes longer."""
NO_CHOICE = Choice({})
SOME = 100
"""Articles in which a clause is looked for before it is looked for in all."""


def answer(snapshot: Snapshot, query: Query) -> Results:
    """Return the answer to a query."""
    parsed = syntax.parse(query.q)
    tree = compiled(snapshot, parsed.tree, query)
    matched = matches(snapshot, tree, query)
    warnings = list(parsed.warnings)
    found = any(len(m.docs) for m in matched)
    counting_others = partial(count, snapshot)
    better = suggest.suggestions(snapshot, parsed.tree, query, found, counting_others)
    if not any(len(m.all) for m in matched):
        loose = loosened(snapshot, parsed.tree, query)
        if loose is not None:
            tree, matched, warning = loose
            warnings.append(warning)
    hits, following = page(snapshot, tree, matched, query)
    return Results(
        hits=hits,
        articles=sum(len(m.docs) for m in matched),
        stories=collect.count_stories(snapshot, matched),
        facets=counting.facets(snapshot, matched, query),
        index=IndexState(snapshot.head.name, snapshot.articles),
        parsed=syntax.show(parsed.tree),
        cursor=following,
        suggestions=better,
        warnings=tuple(warnings),
        also=also(snapshot, parsed.tree, query),
    )


def compiled(
    snapshot: Snapshot,
    tree: syntax.Node,
    query: Query,
    enough: int = 0,
    counted: bool = False,
    question: syntax.Node | None = None,
) -> WhooshQuery:
    """Return what a tree means in this index, crossed with the other language if that is on."""
    crossed = query.cross == "on"
    found = meaning.compiled(tree, snapshot.languages, enough, crossed, counted, question)
    return weighed(found, snapshot.scoring)


def also(snapshot: Snapshot, tree: syntax.Node, query: Query) -> Mapping[str, tuple[str, ...]]:
    """Return what is looked for beside the words, in the languages that are asked for."""
    if query.cross == "off":
        return {}
    chosen = suggest.spoken(tree, query)
    codes = [code for code in snapshot.languages if code in (chosen or [code])]
    return crossing.also(tree, codes, partial(_has, snapshot))


def _has(snapshot: Snapshot, words: Sequence[str]) -> bool:
    """Return whether the index has a key, or several words side by side."""
    if len(words) == 1:
        return any(part.segment.find(words[0]) >= 0 for part in snapshot.parts)
    phrase = Or([Phrase(field, list(words)) for field in FIELDS])
    return any(len(m.docs) for m in matches(snapshot, phrase, Query()))


def matches(snapshot: Snapshot, tree: WhooshQuery, query: Query) -> list[Matched]:
    """Return what matches a tree and the choices of a query, part by part."""
    found = [evaluate.find(tree, Context(snapshot, part)) for part in snapshot.parts]
    return narrowed(snapshot, found, chosen(query))


def narrowed(snapshot: Snapshot, found: Sequence[Found], choice: Choice) -> list[Matched]:
    """Narrow what was found down to what is chosen, part by part."""
    return [collect.choose(*one, choice) for one in zip(snapshot.parts, found, strict=True)]


def among(snapshot: Snapshot, found: Sequence[Found], tree: WhooshQuery) -> list[Found]:
    """Return which of what was found matches a tree, too, part by part."""
    return [
        evaluate.among(some.docs, tree, Context(snapshot, part))
        for part, some in zip(snapshot.parts, found, strict=True)
    ]


def count(snapshot: Snapshot, query: Query) -> int:
    """Return how many articles a query finds as it is asked."""
    tree = compiled(snapshot, syntax.parse(query.q).tree, query)
    return sum(len(m.docs) for m in matches(snapshot, tree, query))


def chosen(query: Query) -> Choice:
    """Return the choices beside the words of a query."""
    first, last = span(query.from_, query.to)
    values = {"source": query.source, "language": query.language}
    return Choice(values, ordinal(first), ordinal(last))


def loosened(
    snapshot: Snapshot, tree: syntax.Node, query: Query
) -> tuple[WhooshQuery, list[Matched], str] | None:
    """Return the articles that have most of the clauses, where none has all; None for none.

    That is told by all articles, whatever is chosen beside the words: what another choice would
    find is what is counted beside it.
    """
    if not isinstance(tree, syntax.And):
        return None
    clauses = _clauses(tree)
    for needed in (int(len(clauses) * LIKELY * MOST) or 1, 1):
        each = compiled(snapshot, tree, query, needed, counted=True)
        counted = [evaluate.find(each, Context(snapshot, part)) for part in snapshot.parts]
        fitting = narrowed(snapshot, counted, NO_CHOICE)
        most = max((int(m.scores.max()) for m in fitting if len(m.docs)), default=0)
        enough = max(int(most * MOST), min(most, 2))
        if enough >= needed:
            break
    if not most or not clauses:
        return None
    best = compiled(snapshot, tree, query, enough)
    likely = [Found(docs[n >= enough], n[n >= enough]) for docs, n in counted]
    found = among(snapshot, likely, best)
    every, matched = (narrowed(snapshot, found, one) for one in (NO_CHOICE, chosen(query)))
    return best, matched, _what_to_drop(snapshot, tree, query, every, matched)


def _clauses(tree: syntax.And) -> Sequence[syntax.Node]:
    """Return what is asked for, each once, without filters and negations."""
    return [child for child in dict.fromkeys(tree.children) if meaning.is_scored(child)]


def _what_to_drop(
    snapshot: Snapshot,
    tree: syntax.And,
    query: Query,
    every: Sequence[Matched],
    matched: Sequence[Matched],
) -> str:
    """Return a sentence that says which clauses find nothing, or that they do not meet.

    Nearly all are in some of `every`, the articles that have most clauses, of which those that are
    chosen are `matched`.
    """
    some = [Found(m.docs[:SOME], m.scores[:SOME]) for m in every]
    missing = []
    for clause in meaning.needed(tree, snapshot.languages, query.cross == "on"):
        meant = compiled(snapshot, clause, query, question=tree)
        if any(len(found.docs) for found in among(snapshot, some, meant)):
            continue
        if not any(len(m.all) for m in matches(snapshot, meant, query)):
            missing.append(syntax.mentioned(clause))
    if missing:
        words = ", ".join(missing)
        return f"No article has all of the words. Drop what no article has: {words}."
    if not any(len(m.docs) for m in matched):
        return "No article has all of the words; those that have most of them are not chosen."
    return "No article has all of the words; these have most of them. Drop some, or use OR."


def page(
    snapshot: Snapshot, tree: WhooshQuery, matched: Sequence[Matched], query: Query
) -> tuple[tuple[Hit, ...], str | None]:
    """Return the hits of the page that is asked for, and the cursor that goes on from there."""
    after = unpacked(query.cursor, query.order) if query.cursor else None
    skip = 0 if after else (query.page - 1) * query.size
    if query.collapse == "story" and matched:
        matched = collect.first_of_each_story(snapshot, matched, query.order)
    wanted = collect.best(matched, query.order, skip + query.size + 1, after)[skip:]
    following = None
    if len(wanted) > query.size:
        wanted = wanted[: query.size]
        following = packed(wanted[-1].place, query.order)
    return tuple(shown(snapshot, tree, wanted)), following


def packed(place: Place, order: Sort) -> str:
    """Return a place in an order as a cursor."""
    said = [order, float(place.score).hex(), place.first, place.id]
    text = json.dumps(said, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpacked(cursor: str, order: Sort) -> Place:
    """Return the place a cursor means. Raises ValueError for what is no cursor of this order."""
    try:
        text = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        own, score, first, identifier = json.loads(text)
        place = Place(float.fromhex(score), int(first), str(identifier))
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        own = None
    if own != order:
        raise ValueError("the cursor is not one that this search returned")
    return place


def shown(snapshot: Snapshot, tree: WhooshQuery, wanted: Sequence[Candidate]) -> Iterable[Hit]:
    """Yield the hits, with snippets."""
    question = marks.leaves(tree)
    found: dict[tuple[int, int], list[list[marks.Match]]] = {}
    for part in dict.fromkeys(candidate.part.base for candidate in wanted):
        here = [c for c in wanted if c.part.base == part]
        segment, docs = here[0].part.segment, [c.doc for c in here]
        matches = marks.matches(segment, question, docs)
        found |= {(part, doc): of_doc for doc, of_doc in matches.items()}
    for candidate in wanted:
        title, body = found[candidate.part.base, candidate.doc]
        yield hit(snapshot, candidate, title, body)


def story_of(snapshot: Snapshot, candidate: Candidate) -> Story:
    """Return the story of a candidate; most have one of their own."""
    story = int(candidate.part.story[candidate.doc])
    size = int(snapshot.story_sizes[story])
    return Story(snapshot.story_name(story) if size > 1 else candidate.place.id, size)


def hit(
    snapshot: Snapshot,
    candidate: Candidate,
    title: Sequence[marks.Match],
    body: Sequence[marks.Match],
) -> Hit:
    """Return a candidate as it is shown."""
    part, doc = candidate.part, candidate.doc
    record = Record(part.segment.record(doc))
    return Hit(
        id=candidate.place.id,
        title=record.text("title"),
        url=record.meta["url"],
        source=record.meta["source"],
        language=record.meta["language"],
        published=record.published,
        score=candidate.place.score,
        snippets=snippets.snippets(record, title, body),
        story=story_of(snapshot, candidate),
    )
