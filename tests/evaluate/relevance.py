"""How well hits are ordered, as a user gets them: the whole engine, with one thing left out a line.

Two collections: news of 1963 with judged questions (MAP, nDCG at 10; every hit counts, not only
the first page's), and Danish articles that are looked for by their own titles, which are not
indexed (MRR of the first hundred hits). Questions are asked as they stand, in small letters: every
word must match, and where no article has all of them, the best partial matches answer. The judged
ones are asked a second time with OR between the words: what the order alone is worth, and what
figures of other engines mostly mean.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from searchapp.changes import survey
from searchapp.engines import Engine, Plan, open_engine
from searchapp.query import MAX_Q, MAX_SIZE, Query
from searchapp.scoring import Scoring
from tests.evaluate.corpora import FOLDER, HEADLINE, Absent, records

FULL = Scoring()
ABLATIONS: Mapping[str, Scoring] = {
    "full": FULL,
    "without lemmas": replace(FULL, lemma=0),
    "without stems": replace(FULL, stem=0),
    "without parts of compounds": replace(FULL, part=0),
    "words as written only": replace(FULL, lemma=0, stem=0, part=0, fold=0),
    "as written no more than a lemma": replace(FULL, surface=FULL.lemma),
    "title counts half": replace(FULL, title=0.5),
    "title counts as body": replace(FULL, title=1.0),
    "title counts twice": replace(FULL, title=2.0),
    "k1 0.9": replace(FULL, k1=0.9),
    "k1 1.6": replace(FULL, k1=1.6),
    "b 0.5": replace(FULL, b=0.5),
    "b 0.9": replace(FULL, b=0.9),
}
AT = 10
EVERY = 2
"""Of the Danish titles, each one in so many is looked for."""


def ranked(engine: Engine, text: str, most: int) -> list[str]:
    """Return the ids of the hits, best first, up to about so many."""
    query = Query(q=text[:MAX_Q], size=MAX_SIZE)
    found: list[str] = []
    while True:
        results = engine.search(query)
        found += [hit.id for hit in results.hits]
        if results.cursor is None or len(found) >= most:
            return found
        query = replace(query, cursor=results.cursor)


def average_precision(found: Sequence[str], relevant: set[str]) -> float:
    """Return the mean of the precision at each relevant article; one that is not found adds 0."""
    places = [place for place, one in enumerate(found, 1) if one in relevant]
    return sum(n / place for n, place in enumerate(places, 1)) / len(relevant)


def ndcg(found: Sequence[str], relevant: set[str]) -> float:
    """Return the discounted gain of the first hits, as a share of what it could be."""
    gains = [1 / log2(place + 1) for place in range(1, AT + 1)]
    best = sum(gains[: len(relevant)])
    hits = zip(gains, found, strict=False)
    return sum(gain for gain, one in hits if one in relevant) / best


@cache
def judged() -> Sequence[tuple[str, set[str]]]:
    """Return each question and the articles that are relevant to it. Raises Absent."""
    folder = FOLDER / "time"
    if not (folder / "qrels.txt").exists():
        raise Absent(f"time/qrels.txt is not in {FOLDER}")
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.txt").read_text().splitlines():
        number, _, article, is_relevant = line.split()
        if int(is_relevant):
            relevant[number].add(article)
    asked = map(json.loads, (folder / "queries.jsonl").read_text().splitlines())
    return [(one["text"], relevant[one["id"]]) for one in asked if relevant[one["id"]]]


def any_of(text: str) -> str:
    """Return a question that any of the words answers."""
    return " OR ".join(re.findall(r"[^\W_]+", text.lower()))


def of_questions(engine: Engine, asked: Callable[[str], str]) -> tuple[float, float]:
    """Return MAP and nDCG of the judged questions, each as it is `asked`."""
    answers = [(ranked(engine, asked(text), 10_000), wanted) for text, wanted in judged()]
    precision = sum(average_precision(*answer) for answer in answers)
    return precision / len(answers), sum(ndcg(*answer) for answer in answers) / len(answers)


def of_titles(engine: Engine) -> float:
    """Return the mean reciprocal rank of articles among what their titles find."""
    wanted = [r for r in records("parole_dk") if len(r["title"].split()) >= HEADLINE][::EVERY]
    total = 0.0
    for record in wanted:
        found = ranked(engine, record["title"].lower(), MAX_SIZE)
        total += 1 / (1 + found.index(record["id"])) if record["id"] in found else 0
    return total / len(wanted)


def indexed(folder: Path, name: str, articles: Sequence[dict[str, Any]]) -> str:
    """Index the bodies of articles and return where."""
    pile, index = folder / f"{name}.jsonl", str(folder / name)
    bodies = [{key: one[key] for key in ("id", "body", "language")} for one in articles]
    pile.write_text("\n".join(map(json.dumps, bodies)))
    open_engine(index).update(Plan(read=tuple(survey([pile]))))
    return index


def figures() -> Iterator[str]:
    """Yield a line for each way to score."""
    judged()
    with TemporaryDirectory() as name:
        questions = indexed(Path(name), "questions", records("time/docs"))
        titles = indexed(Path(name), "titles", records("parole_dk"))
        yield f"{'':<34} {'MAP':>6} {'nDCG@10':>8} {'MRR':>6} {'OR: MAP':>9} {'nDCG@10':>8}"
        for label, scoring in ABLATIONS.items():
            judge = open_engine(questions, scoring)
            precision, gain = of_questions(judge, str.lower)
            any_precision, any_gain = of_questions(judge, any_of)
            rank = of_titles(open_engine(titles, scoring))
            figures_of_or = f"{any_precision:>9.3f} {any_gain:>8.3f}"
            yield f"{label:<34} {precision:>6.3f} {gain:>8.3f} {rank:>6.3f} {figures_of_or}"
