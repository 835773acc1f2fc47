"""Posting lists to documents with scores: what words match, alone and side by side.

Words score by BM25 (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond", 2009, eq. 3.15; with Whoosh's idf, ln(N / (df + 1)) + 1, over the whole index):

    boost * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length))
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from whoosh import query as q

from searchapp.engines.whoosh.format.segment import Docs
from searchapp.engines.whoosh.searching import occurrences, scratch
from searchapp.engines.whoosh.searching.found import Found, Scores, bm25, nothing, unite
from searchapp.engines.whoosh.searching.occurrences import looked_up
from searchapp.engines.whoosh.searching.scratch import Marks
from searchapp.engines.whoosh.searching.snapshot import Part, Snapshot
from searchapp.forms import Forms

Weights = Mapping[tuple[str, int, int], float]
"""What each posting list counts: field, its first posting, the one after its last."""
CACHED_WORDS = 1 << 14
GALLOP, FEW = 1 << 5, 1 << 13
"""A list this many times longer than what is asked of it is searched, not scanned, and not even
unpacked."""


class Asked(NamedTuple):
    """The only documents that are asked for, each once, and a room with a mark for each."""

    docs: Docs
    marks: Marks


class Context(NamedTuple):
    """What finding needs to know: where to look, the statistics, what is asked."""

    snapshot: Snapshot
    part: Part
    asked: Asked | None = None


def only_asked(docs: Docs, context: Context) -> Docs:
    """Return those of some documents that are asked for."""
    return docs if context.asked is None else docs[context.asked.marks.take(docs)]


def bound_forms(node: Forms, context: Context) -> Weights:
    """Return `bound` of a word; what a word means in a part is worked out once."""
    known = context.part.bound
    found = known.get(id(node))
    if found is None:
        if len(known) > CACHED_WORDS:
            known.clear()
        found = known[id(node)] = node, bound(node.subqueries, context)
    weights: Weights = found[1]
    return weights


def bound(terms: Sequence[q.Term], context: Context) -> Weights:
    """Return the posting lists of terms in the part, and what each counts: boost times idf.

    Terms that share a list there (a word and its lemma, where no other form occurs) become one.
    """
    weights: dict[tuple[str, int, int], float] = {}
    segment, snapshot = context.part.segment, context.snapshot
    for term in terms:
        start, stop = segment.listed(term.fieldname, term.text)
        if start < stop:
            at = term.fieldname, start, stop
            weight = term.boost * snapshot.idf(term.fieldname, term.text)
            weights[at] = weights.get(at, 0.0) + weight
    return weights


def of_lists(weights: Weights, context: Context) -> Found:
    """Return what is in any of these posting lists."""
    found = [_of_list(*at, weight, context) for at, weight in weights.items()]
    return unite(found, context.part.segment.size)


def docs_in_lists(weights: Weights, context: Context) -> Docs:
    """Return the documents in any of these posting lists that are asked for, each once."""
    segment = context.part.segment
    lists = [_asked_of(*at, context)[1] for at in weights]
    if len(lists) < 2:
        return lists[0] if lists else nothing().docs
    marks = scratch.marks(segment.size)
    for docs in lists:
        marks[docs] = True
    found: Docs = marks[: segment.size].nonzero()[0]
    marks[found] = False
    scratch.give_back(marks)
    return found


def _of_list(field: str, start: int, stop: int, weight: float, context: Context) -> Found:
    """Return the documents of a posting list that are asked for, and their scores."""
    part = context.part
    at, docs = _asked_of(field, start, stop, context)
    if not len(docs):
        return nothing()
    tfs = part.segment.tfs(field, start, stop)
    if at is not None:
        tfs = tfs.take(at)
    return Found(docs, bm25(tfs, part.norms(field, docs), weight * part.scoring.gain))


def _asked_of(field: str, start: int, stop: int, context: Context) -> tuple[Docs | None, Docs]:
    """Return where in a posting list the documents stand that are asked for, and which they are.

    None where all are.
    """
    segment, asked = context.part.segment, context.asked
    if asked is None:
        return None, segment.docs(field, start, stop)
    if stop - start > FEW * len(asked.docs):
        found = segment.few_docs(field, start, stop, sorted(asked.docs.tolist()))
        docs, at = np.array(found, np.intp).reshape(-1, 2).T
        return at - start, docs
    listed = segment.docs(field, start, stop)
    if len(listed) > GALLOP * len(asked.docs):
        kept, at = looked_up(listed, asked.docs)
        return at, asked.docs.take(kept)
    at = asked.marks.take(listed).nonzero()[0]
    return at, listed.take(at)


# Words side by side


class Together(NamedTuple):
    """Documents that have several words, and in each word's posting list their postings."""

    docs: Docs
    at: Mapping[str, Docs]

    def some(self, numbers: slice) -> "Together":
        """Return those of a range of numbers."""
        return Together(self.docs[numbers], {word: at[numbers] for word, at in self.at.items()})

    def only(self, kept: Docs) -> "Together":
        """Return those of these numbers."""
        return Together(self.docs.take(kept), {word: at.take(kept) for word, at in self.at.items()})


def of_phrase(node: q.Phrase, context: Context) -> Found:
    """Return what has the words of a phrase side by side; it scores as they do by themselves."""
    segment, field = context.part.segment, node.fieldname
    words = sorted(node.words, key=lambda word: segment.count(field, word))
    together = _having_all(field, words, context)
    docs = occurrences.docs_with(
        lambda some: occurrences.of_phrase(segment, node, *together.some(some)), together.docs
    )
    if not len(docs):
        return nothing()
    together = together.only(together.docs.searchsorted(docs))
    scores = [_scored(field, word, together, context) for word in words]
    return Found(docs, sum(scores[1:], scores[0]) * np.float32(node.boost))


def _having_all(field: str, words: Sequence[str], context: Context) -> Together:
    """Return the documents that have all of these words, the rarest first, of those asked for."""
    segment = context.part.segment
    start, stop = segment.listed(field, words[0])
    docs = segment.docs(field, start, stop)
    found = Together(docs, {words[0]: np.arange(start, stop)})
    if context.asked is not None:
        found = found.only(context.asked.marks.take(docs).nonzero()[0])
    for word in words[1:]:
        if not len(found.docs):
            break
        start, stop = segment.listed(field, word)
        kept, at = _common(segment.docs(field, start, stop), found.docs, context)
        docs, known = found.only(kept)
        found = Together(docs, {**known, word: at + start})
    return found


def _common(listed: Docs, docs: Docs, context: Context) -> tuple[Docs, Docs]:
    """Return which of some documents are in a posting list, by number, and where they are there."""
    if len(listed) > GALLOP * len(docs):
        return looked_up(listed, docs)
    marks = scratch.marks(context.part.segment.size)
    marks[docs] = True
    at = marks.take(listed).nonzero()[0]
    marks[docs] = False
    both = listed.take(at)
    marks[both] = True
    kept = marks.take(docs).nonzero()[0]
    marks[both] = False
    scratch.give_back(marks)
    return kept, at


def _scored(field: str, word: str, together: Together, context: Context) -> Scores:
    """Return the scores that documents have from one of their words."""
    part, weight = context.part, context.snapshot.idf(field, word)
    start, stop = part.segment.listed(field, word)
    tfs = part.segment.tfs(field, start, stop).take(together.at[word] - start)
    return bm25(tfs, part.norms(field, together.docs), weight * part.scoring.gain)
