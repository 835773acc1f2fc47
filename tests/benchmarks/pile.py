"""The benchmarks' pile: generated articles in JSON Lines shards, the same for the same parameters.

A shard depends on the seed and its own number only, so a pile of 10,000 is the beginning of a pile
of 100,000. Shards are written once, to a cache folder under the system's temporary directory named
after the parameters, and used again. Text is drawn after Zipf's law, with three traits of real
news: an article returns to its own topic's words, some words like a certain neighbour, and
sources differ in size. After a change to what is generated, raise `VERSION`.
"""

import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks import vocabulary

VERSION = 3
SHARD = 2_500
"""Articles a shard (fewer where the whole pile is smaller)."""
SOURCES = 200
DANISH_SHARE = 0.4
BODY_MEDIAN, BODY_SIGMA, BODY_LENGTHS = 350, 0.5, (40, 3_000)
TITLE_LENGTHS = (6, 11)
TOPIC_WORDS, TOPIC_SHARE, NEIGHBOUR_SHARE = 25, 0.3, 0.15
SENTENCE, SENTENCES_A_PARAGRAPH, COMMA_SHARE = 17, 4, 0.05
FIRST_DAY, DAYS = np.datetime64("2015-01-01"), 3_653

Ranks = NDArray[np.int64]


@dataclass(frozen=True)
class Lexicon:
    """One language's words: as written, lower-case then capitalised, with shares and neighbours."""

    written: NDArray[Any]
    shares: NDArray[np.float64]
    neighbours: Ranks
    size: int = field(default=vocabulary.WORDS)


@dataclass(frozen=True)
class World:
    """What all shards share: lexicons by language, and the sources' names, languages and shares."""

    lexicons: dict[str, Lexicon]
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    shares: NDArray[np.float64]


def folder(seed: int, shard: int) -> Path:
    """Return the cache folder for piles with these parameters."""
    return Path(tempfile.gettempdir()) / f"searchapp-benchmarks/pile-v{VERSION}-{seed}-{shard}"


def shards(articles: int, seed: int) -> list[Path]:
    """Return the shards of a pile, generated where they are missing.

    Raises ValueError for a number of articles above a shard's that is not a multiple of it.
    """
    shard = min(articles, SHARD)
    if articles % shard:
        raise ValueError(f"{articles} articles: above {SHARD}, give a multiple of it")
    where = folder(seed, shard)
    where.mkdir(parents=True, exist_ok=True)
    paths = [where / f"{number:03d}.jsonl" for number in range(articles // shard)]
    missing = [number for number, path in enumerate(paths) if not path.exists()]
    if missing:
        generate(where, missing, seed, shard)
    return paths


def generate(where: Path, numbers: list[int], seed: int, shard: int) -> None:
    """Write the shards of these numbers, on all cores."""
    print(f"generating {len(numbers) * shard:,} articles in {where}", file=sys.stderr)
    make_world(seed)  # before the processes fork: they have it then
    write = partial(write_shard, where, seed, shard)
    if len(numbers) == 1:
        write(numbers[0])
        return
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        for _ in pool.imap_unordered(write, numbers):
            pass


@lru_cache(maxsize=1)
def make_world(seed: int) -> World:
    """Return the lexicons and the sources for a seed."""
    rng = np.random.default_rng([seed, 1])
    lexicons = {code: make_lexicon(code, seed) for code in vocabulary.SPELLINGS}
    languages = ["da" if draw < DANISH_SHARE else "en" for draw in rng.random(SOURCES)]
    kinds = {"en": ("Post", "Times", "Herald"), "da": ("Tidende", "Avis", "Nyt")}
    names = [
        f"{lexicons[code].written[vocabulary.WORDS + 5_000 + i]} {kinds[code][i % 3]}"
        for i, code in enumerate(languages)
    ]
    weights = np.cumsum(1.0 / np.arange(2, SOURCES + 2))
    return World(lexicons, tuple(names), tuple(languages), weights / weights[-1])


def make_lexicon(language: str, seed: int) -> Lexicon:
    """Return a language's words; a word's neighbour is about as frequent as itself."""
    lower = vocabulary.words(language, seed)
    written = np.array(lower + [word.capitalize() for word in lower], dtype=object)
    rng = np.random.default_rng([seed, 2, *language.encode()])
    near = np.arange(vocabulary.WORDS) * rng.uniform(0.5, 2.0, vocabulary.WORDS)
    neighbours = np.minimum(near.astype(np.int64) + 1, vocabulary.WORDS - 1)
    return Lexicon(written, vocabulary.cumulative_shares(), neighbours)


def write_shard(where: Path, seed: int, shard: int, number: int) -> None:
    """Write one shard, whole or not at all."""
    world = make_world(seed)
    target = where / f"{number:03d}.jsonl"
    part = target.with_suffix(f".{os.getpid()}")
    with part.open("w", encoding="utf-8") as lines:
        for record in records(world, np.random.default_rng([seed, 3, number]), shard, number):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    part.replace(target)


def records(
    world: World, rng: np.random.Generator, shard: int, number: int
) -> Iterator[dict[str, str]]:
    """Yield the records of one shard, in the order of their ids."""
    source = np.searchsorted(world.shares, rng.random(shard))
    dates = FIRST_DAY + rng.integers(0, DAYS, shard)
    languages = [world.languages[i] for i in source]
    titles, bodies = [""] * shard, [""] * shard
    for code, lexicon in world.lexicons.items():
        here = [i for i, language in enumerate(languages) if language == code]
        for i, title, body in zip(here, *texts(lexicon, rng, len(here)), strict=True):
            titles[i], bodies[i] = title, body
    for i in range(shard):
        yield {
            "id": f"a{number * shard + i:07d}",
            "title": titles[i],
            "body": bodies[i],
            "date": str(dates[i]),
            "source": world.sources[source[i]],
            "language": languages[i],
        }


def texts(lexicon: Lexicon, rng: np.random.Generator, articles: int) -> tuple[list[str], list[str]]:
    """Return titles and bodies of so many articles in one language."""
    titles = rng.integers(*TITLE_LENGTHS, articles)
    bodies = np.clip(
        rng.lognormal(np.log(BODY_MEDIAN), BODY_SIGMA, articles).astype(np.int64), *BODY_LENGTHS
    )
    topics = np.searchsorted(lexicon.shares, rng.random((articles, TOPIC_WORDS)))
    title_text = compose(lexicon, rng, titles, topics, title=True)
    return title_text, compose(lexicon, rng, bodies, topics, title=False)


def compose(
    lexicon: Lexicon, rng: np.random.Generator, lengths: Ranks, topics: Ranks, title: bool
) -> list[str]:
    """Return one text an article: `lengths[i]` words, some of them from `topics[i]`."""
    ends = np.cumsum(lengths)
    starts = ends - lengths
    drawn = draw_ranks(lexicon, rng, np.repeat(np.arange(len(lengths)), lengths), topics)
    stops = np.zeros(len(drawn), dtype=bool) if title else rng.random(len(drawn)) < 1 / SENTENCE
    stops[ends - 1] = True
    capital = np.roll(stops, 1)
    pieces = np.empty(2 * len(drawn), dtype=object)
    pieces[0::2] = lexicon.written[drawn + capital * lexicon.size]
    pieces[1::2] = separators(rng, stops)
    flat = pieces.tolist()
    close = "" if title else "."
    return [
        "".join(flat[2 * a : 2 * b - 1]) + close
        for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def draw_ranks(lexicon: Lexicon, rng: np.random.Generator, article: Ranks, topics: Ranks) -> Ranks:
    """Return a word's rank for each place in a text; `article` is the text's row in `topics`."""
    size = len(article)
    drawn = np.searchsorted(lexicon.shares, rng.random(size))
    topical = np.flatnonzero(rng.random(size) < TOPIC_SHARE)
    drawn[topical] = topics[article[topical], rng.integers(0, TOPIC_WORDS, len(topical))]
    led = np.flatnonzero(rng.random(size - 1) < NEIGHBOUR_SHARE)
    drawn[led + 1] = lexicon.neighbours[drawn[led]]
    return drawn


def separators(rng: np.random.Generator, stops: NDArray[np.bool_]) -> NDArray[Any]:
    """Return what stands after each word: a space, a comma, a full stop, a new paragraph."""
    marks = np.array([" ", ", ", ". ", ".\n\n"], dtype=object)
    kinds = (rng.random(len(stops)) < COMMA_SHARE).astype(np.int64)
    paragraph = rng.random(len(stops)) < 1 / SENTENCES_A_PARAGRAPH
    kinds[stops] = np.where(paragraph[stops], 3, 2)
    picked: NDArray[Any] = marks[kinds]
    return picked
