"""Merging: what comes out is what building at once makes, however little is merged at a time.

Segments are built of generated articles in two languages, and some articles of them are deleted.
The oracle is a segment built, at once, of those that live on.
"""

import json
import tracemalloc
from collections.abc import Iterator, Sequence
from itertools import accumulate, compress, pairwise, product
from pathlib import Path
from random import Random

import numpy as np
import pytest

from searchapp.engines import File
from searchapp.engines.whoosh.format import keys
from searchapp.engines.whoosh.format.layout import ArrayFile
from searchapp.engines.whoosh.format.segment import FIELDS, Segment
from searchapp.engines.whoosh.writing import dictionary, gather, groups, merge, workers
from searchapp.engines.whoosh.writing.living import Living
from tests.engines.piles import Record, record

WORDS = {
    "en": "ferry ferries harbour harbours sail sailed sailing quay quays in",
    "da": "havn havne havnen havnens færge færger færgen kaj kajen in",
}
"""Some share lemmas, so that there are groups; one is a word of both languages."""
OF_FILES = {"file", "files"}
PACKED = {f"{field}_{name}" for field in FIELDS for name in ("docs", "turns", "upper")}
"""Documents may be packed in several ways: what they are unpacked to is compared."""
LIMITS = [
    (gather, "AT_ONCE"),
    (gather, "UNITS_AT_ONCE"),
    (gather, "LONG"),
    (dictionary, "KEYS_AT_ONCE"),
    (groups, "AT_ONCE"),
    (keys, "TAKEN"),
]


def article(number: int) -> Record:
    random = Random(number)
    language = random.choice(["en", "da"])
    words = random.choices(WORDS[language].split(), k=random.choice([0, 3, 40, 700]))
    words += [f"{language}{random.randrange(60)}" for _ in range(random.randrange(1, 30))]
    random.shuffle(words)
    title = random.choice([None, "Ferry in harbour", f"Havn {number}"])
    day = random.choice([None, "2018", "2019-05-02"])
    known = {"date": day, "source": random.choice([None, "Tern", f"Post {number}"])}
    return record(f"a{number * 7919 % 1000:03}", title, " ".join(words), language, **known)


def built(folder: Path, name: str, articles: Sequence[Record]) -> Segment:
    """Return a segment of these articles."""
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in articles))
    file = File(str(path), path.stat().st_size, path.stat().st_mtime_ns)
    (segment,) = workers.build_run(folder, [workers.Piece(file)], 1 << 30, lambda _: None)
    return Segment(folder / f"{segment}.seg")


def merged(folder: Path, parts: Sequence[Living]) -> Segment:
    """Return a segment that is merged of these."""
    merge.merge(parts, folder / "merged.seg")
    return Segment(folder / "merged.seg")


def generated(folder: Path, sizes: Sequence[int]) -> tuple[list[Segment], list[Record]]:
    """Return segments of so many articles, and all the articles in order."""
    articles = [article(number) for number in range(sum(sizes))]
    ends = list(accumulate(sizes, initial=0))
    parts = [articles[a:b] for a, b in pairwise(ends)]
    return [built(folder, str(i), part) for i, part in enumerate(parts)], articles


def limit_to(monkeypatch: pytest.MonkeyPatch, limit: int | None) -> None:
    """Merge so little at a time, if a limit is given."""
    for module, name in LIMITS:
        if limit:
            monkeypatch.setattr(module, name, limit)


def arrays(segment: Segment) -> Iterator[tuple[str, list[int]]]:
    """Yield all that a segment says of words and documents, as numbers."""
    file = ArrayFile(segment.path)
    for name in sorted(set(file.names) - PACKED - OF_FILES):
        yield name, file.whole(name).tolist()
    for field in FIELDS:
        postings = segment.extent(field, 0, len(file.whole(f"{field}_ends")) - 1)
        yield f"{field}_docs", segment.docs(field, *postings).tolist()


def each_key(segment: Segment) -> list[bytes]:
    """Return what is in the dictionary of a segment."""
    return segment.keys_between(0, segment.keys).each()


def postings(segment: Segment) -> Iterator[tuple[tuple[str, bytes, str], list[list[int]]]]:
    """Yield documents and frequencies of all keys that have any, and positions of units, too."""
    keys, languages = each_key(segment), segment.languages
    lists = [(key, "", segment.list_of(number)) for number, key in enumerate(keys)]
    units = zip(segment.column("unit_key"), segment.column("unit_language"), strict=True)
    lists += [(keys[key], languages[code], number) for number, (key, code) in enumerate(units)]
    for field, (key, language, number) in product(FIELDS, lists):
        start, stop = segment.extent(field, number, number + 1)
        found = [segment.docs(field, start, stop), segment.tfs(field, start, stop)]
        if language and start < stop:
            places = segment.position_starts(field, start, stop)
            found.append(segment.positions(field, int(places[0]), int(places[-1])))
        if start < stop:
            yield (field, key, language), [one.tolist() for one in found]


@pytest.mark.parametrize("limit", [None, 1, 3, 20, 100])
@pytest.mark.parametrize("sizes", [[1], [0, 30], [40, 40], [3, 0, 25, 1, 60, 14]])
def test_what_is_merged_is_what_building_at_once_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: Sequence[int], limit: int | None
) -> None:
    segments, articles = generated(tmp_path, sizes)
    oracle = built(tmp_path, "oracle", articles)
    limit_to(monkeypatch, limit)

    found = merged(tmp_path, [*map(Living.whole, segments)])

    assert dict(arrays(found)) == dict(arrays(oracle))
    assert (found.tokens, found.languages) == (oracle.tokens, oracle.languages)


@pytest.mark.parametrize("limit", [None, 1, 3, 20, 100])
@pytest.mark.parametrize("share", [0.3, 1.0])
def test_what_is_deleted_leaves_no_trace_among_what_is_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float, limit: int | None
) -> None:
    segments, articles = generated(tmp_path, [3, 0, 25, 1, 60, 14])
    random = Random(1)
    docs = [np.array([random.random() >= share for _ in range(s.size)], bool) for s in segments]
    living = np.concatenate(docs).tolist()
    oracle = built(tmp_path, "oracle", [*compress(articles, living)])
    limit_to(monkeypatch, limit)

    found = merged(tmp_path, [*map(Living, segments, docs)])

    assert dict(postings(found)) == dict(postings(oracle))
    assert each_key(found) == each_key(oracle)
    assert (found.tokens, found.languages) == (oracle.tokens, oracle.languages)
    assert found.sources == oracle.sources
    assert found.article_languages == oracle.article_languages


def test_merging_takes_memory_for_a_piece_not_for_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHAPP_ANALYSIS", "words")
    words = [f"word{number}" for number in range(60_000)]
    texts = [" ".join(Random(n).choices(words, k=4_000)) for n in range(80)]
    articles = [record(f"a{n}", None, text) for n, text in enumerate(texts)]
    parts = [articles[at : at + 10] for at in range(0, 80, 10)]
    segments = [built(tmp_path, str(n), part) for n, part in enumerate(parts)]

    at_once = peak_of_merging(tmp_path, segments)
    limit_to(monkeypatch, 1 << 13)
    in_pieces = peak_of_merging(tmp_path, segments)

    assert in_pieces < at_once / 4


def peak_of_merging(folder: Path, segments: Sequence[Segment]) -> int:
    """Return how many bytes merging takes at its peak, mapped files aside."""
    tracemalloc.start()
    try:
        merged(folder, [*map(Living.whole, segments)])
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
