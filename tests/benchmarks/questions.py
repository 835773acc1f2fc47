"""The benchmarks' questions: drawn with a fixed seed from the pile they are put to.

Words come from one article a question (so that every question has an answer) and from a band of
frequency: common, middle, rare. Questions are drawn from the first articles of a pile, so that
piles of every size are asked the same. This module needs the standard library alone, because a
peer may run under another Python. To add a shape, add a line to `SHAPES`, its drawing to `DRAW`
and its meaning to every peer.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path

SHAPES: Mapping[str, int] = {
    "1 word": 30,
    "2 words": 30,
    "3 words": 30,
    "or": 25,
    "phrase": 25,
    "prefix": 20,
    "filtered": 30,
    "every": 10,
}
"""How many questions of each shape are put."""

BANDS = ("common", "middle", "rare")
COMMON, RARE = 0.05, 0.005
"""In at least this share of articles a word is common; in less than that, rare."""
LETTERS = 4
"""A searched word has so many letters at least: shorter ones may be stop words to some."""
ASKED, REQUESTED = "questions.json", "requests.json"
"""The files of what is put to peers and of what is put to the site over HTTP."""
FACETS = ("source", "language", "year")


@dataclass(frozen=True)
class Question:
    """One question. All of `words` must match, in title or body, but for these shapes:

    "or": any of them; "phrase": side by side, in title or in body; "prefix": words that begin
    with the only one; "every": there are none, every article matches and the newest come first.
    At most one of `source`, `language` and `years` (both included) narrows the matches; the
    counts of the facet it belongs to do not obey it, as a choice made in that facet.
    """

    shape: str
    words: tuple[str, ...] = ()
    source: str | None = None
    language: str | None = None
    years: tuple[int, int] | None = None

    @property
    def narrowed(self) -> str | None:
        """The facet whose choice narrows the matches."""
        given = zip(FACETS, (self.source, self.language, self.years), strict=True)
        return next((name for name, value in given if value is not None), None)


@dataclass(frozen=True)
class Sample:
    """Articles to draw from, and the share of them that a word is in."""

    articles: Sequence[Mapping[str, str]]
    words: Sequence[Sequence[str]]
    share: Mapping[str, float]


def sample(shards: Iterable[Path], most: int = 10_000) -> Sample:
    """Read a sample from the beginning of a pile."""
    articles = [json.loads(line) for line in islice(lines(shards), most)]
    words = [re.findall(r"\w+", article["body"].lower()) for article in articles]
    counts = Counter(word for body in words for word in set(body))
    return Sample(articles, words, {word: n / len(words) for word, n in counts.items()})


def lines(shards: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of the shards in order, one JSON object each."""
    for shard in shards:
        with shard.open(encoding="utf-8") as text:
            yield from text


def draw(shards: Iterable[Path], seed: int, each: Mapping[str, int] = SHAPES) -> list[Question]:
    """Return the questions for a pile, so many of each shape."""
    rng, found = random.Random(seed), sample(shards)
    return [
        DRAW[shape](found, rng, BANDS[i % len(BANDS)])
        for shape, count in each.items()
        for i in range(count)
    ]


def band(share: float) -> str:
    """Return the band of a word that is in this share of the articles."""
    return "common" if share >= COMMON else "middle" if share >= RARE else "rare"


def pick(found: Sample, rng: random.Random, bands: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Return an article's number and different words of it, one from each band."""
    while True:
        number = rng.randrange(len(found.articles))
        known: dict[str, set[str]] = {name: set() for name in BANDS}
        for word in found.words[number]:
            if len(word) >= LETTERS:
                known[band(found.share[word])].add(word)
        if all(len(known[name]) >= bands.count(name) for name in bands):
            picked: list[str] = []
            for name in bands:
                picked.append(rng.choice(sorted(known[name] - set(picked))))
            return number, tuple(picked)


def some_words(shape: str, count: int, found: Sample, rng: random.Random, rarest: str) -> Question:
    """Draw words of which one is from the band `rarest` and the others from it or above."""
    above = BANDS[: BANDS.index(rarest) + 1]
    bands = [rarest, *(rng.choice(above) for _ in range(count - 1))]
    return Question(shape, pick(found, rng, bands)[1])


def phrase(found: Sample, rng: random.Random, rarest: str) -> Question:
    """Draw two or three words that stand side by side, the first one from the band `rarest`."""
    length = rng.choice((2, 2, 3))
    while True:
        words = rng.choice(found.words)
        at = rng.randrange(len(words) - length)
        side_by_side = tuple(words[at : at + length])
        if band(found.share[words[at]]) == rarest and all(len(w) >= 3 for w in side_by_side):
            return Question("phrase", side_by_side)


def prefix(found: Sample, rng: random.Random, rarest: str) -> Question:
    """Draw the beginning of a word: the rarer, the longer."""
    length = {"common": 3, "middle": 4, "rare": 6}[rarest]
    while True:
        word = pick(found, rng, [rarest])[1][0]
        if len(word) > length:
            return Question("prefix", (word[:length],))


def filtered(found: Sample, rng: random.Random, rarest: str) -> Question:
    """Draw one or two words and a choice in one facet that their article obeys."""
    number, words = pick(found, rng, [rarest, "common"][: rng.choice((1, 2))])
    article = found.articles[number]
    year = int(article["date"][:4])
    kind = rng.choice(FACETS)
    return Question(
        "filtered",
        words,
        source=article["source"] if kind == "source" else None,
        language=article["language"] if kind == "language" else None,
        years=(year - 1, year + 1) if kind == "year" else None,
    )


def every(found: Sample, rng: random.Random, rarest: str) -> Question:
    """Return the question without words: there is only one."""
    return Question("every")


DRAW: Mapping[str, Callable[[Sample, random.Random, str], Question]] = {
    "1 word": partial(some_words, "1 word", 1),
    "2 words": partial(some_words, "2 words", 2),
    "3 words": partial(some_words, "3 words", 3),
    "or": lambda found, rng, rarest: some_words("or", rng.choice((2, 3)), found, rng, rarest),
    "phrase": phrase,
    "prefix": prefix,
    "filtered": filtered,
    "every": every,
}


def write(questions: Sequence[Question], path: Path) -> None:
    """Write questions as JSON."""
    path.write_text(json.dumps([asdict(question) for question in questions]), encoding="utf-8")


def read(path: Path) -> list[Question]:
    """Read questions that `write` wrote."""
    return [
        Question(
            found["shape"],
            tuple(found["words"]),
            found["source"],
            found["language"],
            tuple(found["years"]) if found["years"] else None,
        )
        for found in json.loads(path.read_text(encoding="utf-8"))
    ]
