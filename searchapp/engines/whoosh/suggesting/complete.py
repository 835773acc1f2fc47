"""What a text that is being typed may become: words, pairs of words, sources that are in the index.

Words that share a beginning stand side by side in the dictionary, and so do their postings: the
words that may follow another one in a title are found by one look at all places of a prefix. To
complete by something else, add what yields its completions to `completions`.

Costs, where k words begin as typed: O(k) for words; O(p) of their p places in titles for pairs.
Only what is shown is counted article by article. Small words are never offered; they say nothing.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from searchapp import languages, syntax
from searchapp.engines.whoosh.format.segment import FIELDS, Docs, Segment
from searchapp.engines.whoosh.searching.occurrences import (
    SHIFT,
    distinct,
    of_keys,
    of_postings,
    owners,
)
from searchapp.engines.whoosh.searching.snapshot import Part, Snapshot
from searchapp.engines.whoosh.searching.vocabulary import AFTER
from searchapp.query import MAX_Q
from searchapp.results import Completion
from searchapp.syntax.tokens import QUOTES

LAST_WORD = re.compile(r"""[^\W_][^\s"():*~]*$""")
"""The word at the end of a text, without what may stand before one."""
WORD_BEFORE = re.compile(r"""(?:^|(?<=[\s(]))[^\W_][^\s"():*~]*(?=\s+$)""")
"""The word before that, where nothing but white space stands between."""
NAMED = re.compile(
    r'(?P<head>(?:.*[\s(-])?)source:(?P<quote>"?)(?P<prefix>[^"]*)', re.DOTALL | re.IGNORECASE
)
NO_WORD = re.compile(r'(?:^|[\s(-])(?:source|language|date):"?$', re.IGNORECASE)
"""What stands before a name, a code or a date, which is no word of an article."""
LONGEST = 64
"""Letters of a beginning at most."""
LENGTH_OF_NAME = 4
"""Words at the end of a text at most that may begin the name of a source."""
SHORTEST_NAME = 2
"""Letters of such a beginning at least."""
PAIRS = 3
"""Pairs of words at most."""
MOST_POSTINGS = 25_000
"""Postings in titles that are looked at to complete a pair of words: more take too long."""
NAMES = 3
"""Sources at most, where it may be words that are typed."""
REMEMBERED = 1 << 10
"""Beginnings of which the small words are remembered."""


def completions(snapshot: Snapshot, text: str, size: int) -> tuple[Completion, ...]:
    """Return what a text may become: a few phrases, a few sources, then words.

    Each kind comes most frequent first. What would be too long to be asked for is left out.
    """
    text = QUOTES.sub('"', text)
    named = NAMED.fullmatch(text)
    if named and not named["head"].count('"') % 2:
        found = askable(_of_name(snapshot, named["head"], named["prefix"].lstrip()), size)
        if found or named["quote"]:
            return found
    few: list[Completion] = []
    if not text.count('"') % 2:  # neither can stand in a quotation
        few = [*by_count(pairs(snapshot, text)), *islice(sources(snapshot, text), NAMES)]
    return askable(chain(few, by_count(words(snapshot, text, size))), size)


def askable(found: Iterable[Completion], size: int) -> tuple[Completion, ...]:
    """Return the first completions that are short enough to be asked for."""
    return tuple(islice((one for one in found if len(one.text) <= MAX_Q), size))


def by_count(found: Iterable[Completion]) -> list[Completion]:
    """Return completions, most frequent first; of equal ones, in the order of letters."""
    return sorted(found, key=lambda one: (-one.count, one.text))


# Sources


def sources(snapshot: Snapshot, text: str) -> Iterator[Completion]:
    """Yield the sources whose names begin like the end of a text: like as much of it as can be.

    A source cannot stand behind the name of a field.
    """
    starts = [word.start() for word in re.finditer(r"(?:^|(?<=[\s(]))[^\s\"():]+", text)]
    for start in starts[-LENGTH_OF_NAME:]:
        found = list(_of_name(snapshot, text[:start], text[start:], SHORTEST_NAME))
        if found:
            yield from found
            return


def _of_name(snapshot: Snapshot, head: str, prefix: str, least: int = 0) -> Iterator[Completion]:
    """Yield the sources whose names begin with a prefix, most frequent first."""
    folded = prefix.casefold()
    if len(folded) < least:
        return
    every = snapshot.sources
    first = bisect_left(every, folded, key=lambda one: one[0])
    last = bisect_left(every, folded + chr(0x10FFFF), key=lambda one: one[0])
    for _, name, number in sorted(every[first:last], key=lambda one: -one[2]):
        asking = syntax.Filter("source", name)
        text = syntax.show(asking)
        if number and syntax.parse(text).tree == asking:  # a name may have quotation marks
            yield Completion(head + text, "source", number)


# Words


def words(snapshot: Snapshot, text: str, size: int, times: int = 2) -> list[Completion]:
    """Return the most frequent words that begin like the last word of a text.

    Of several segments, only words that are among the most frequent ones in one are considered, so
    many `times` as are wanted; more where too few of them are left in any article.
    """
    last = LAST_WORD.search(text)
    if not last or NO_WORD.search(text[: last.start()]):
        return []
    prefix = lowered(last[0])
    small = small_words(snapshot, prefix)
    each = [frequent(part.segment, prefix, times * size, small) for part in snapshot.parts]
    likely = sum(map(Counter, each), Counter[str]())
    ranked = sorted(likely.items(), key=lambda one: (-one[1], one[0]))
    counts = ((word, sum(articles(part, word) for part in snapshot.parts)) for word, _ in ranked)
    living = islice(((word, number) for word, number in counts if number), size)
    found = [Completion(text[: last.start()] + word, "word", number) for word, number in living]
    if len(found) < size and any(len(one) == times * size for one in each):
        return words(snapshot, text, size, 8 * times)
    return found


def lowered(word: str) -> str:
    """Return a word, or its beginning, as words are in the dictionary."""
    return unicodedata.normalize("NFC", word[:LONGEST]).lower().replace("’", "'")


def small_words(snapshot: Snapshot, prefix: str) -> frozenset[str]:
    """Return the words with a prefix that say little in a language of the index."""
    return _small_words(tuple(snapshot.languages), prefix)


@lru_cache(REMEMBERED)
def _small_words(codes: Sequence[str], prefix: str) -> frozenset[str]:
    known = [languages.LANGUAGES[code] for code in codes if code in languages.LANGUAGES]
    return frozenset(
        word for language in known for word in language.stopwords if word.startswith(prefix)
    )


def frequent(segment: Segment, prefix: str, size: int, small: frozenset[str]) -> dict[str, int]:
    """Return the words that begin with a prefix and occur most, with how often (by field)."""
    start, stop = beginning(segment, prefix)
    lists = segment.column("key_list")[start:stop].astype(np.intp)
    counts = np.zeros(len(lists), np.int64)
    for field in FIELDS:
        ends = segment.column(f"{field}_ends")
        counts += ends.take(lists + 1) - ends.take(lists)
    return _words_of(segment, start, counts, size, small)


def _words_of(
    segment: Segment, start: int, counts: NDArray[np.int64], size: int, small: frozenset[str]
) -> dict[str, int]:
    """Return the words with the greatest counts, of the keys from `start` on, no small ones."""
    top = _greatest(counts, size + len(small))
    found = ((segment.key(start + i).decode(), i) for i in top)
    telling = ((word, int(counts[i])) for word, i in found if word not in small)
    return dict(islice(telling, size))


def beginning(segment: Segment, prefix: str) -> tuple[int, int]:
    """Return which keys begin with a prefix."""
    key = prefix.encode("utf-8", "surrogatepass")
    return segment.key_at(key), segment.key_at(key + AFTER)


def _greatest(counts: NDArray[np.int64], wanted: int) -> list[int]:
    """Return where the greatest counts are, those of nothing left out; of equal ones, the first."""
    if len(counts) > wanted:
        least = np.partition(counts, -wanted)[-wanted]
        some = np.flatnonzero(counts >= max(least, 1))
    else:
        some = np.flatnonzero(counts)
    greatest: list[int] = some[np.argsort(-counts[some], kind="stable")][:wanted].tolist()
    return greatest


def articles(part: Part, word: str) -> int:
    """Return how many articles of a part have a word as written."""
    segment = part.segment
    title, body = (part.living(segment.docs(f, *segment.listed(f, word))) for f in FIELDS)
    seen = np.zeros(segment.size, np.bool_)
    seen[body] = True
    return len(body) + len(title) - int(np.count_nonzero(seen[title]))


# Pairs of words


def pairs(snapshot: Snapshot, text: str) -> Iterator[Completion]:
    """Yield the phrases that the last two words of a text begin, by how often titles have them."""
    last = LAST_WORD.search(text)
    before = WORD_BEFORE.search(text[: last.start()]) if last else None
    if not last or not before or before[0].isupper():
        return
    first, prefix = lowered(before[0]), lowered(last[0])
    if first in small_words(snapshot, first):
        return
    small = small_words(snapshot, prefix)
    found = [
        (part, following(part, first, beginning(part.segment, prefix), small))
        for part in snapshot.parts
    ]
    likely = sum((Counter(counts) for _, counts in found), Counter())
    for word, _ in sorted(likely.items(), key=lambda one: (-one[1], one[0]))[:PAIRS]:
        number = sum(counts.get(word) or _together(part, first, word) for part, counts in found)
        if number:
            phrase = syntax.show(syntax.Phrase(f"{first} {word}"))
            yield Completion(text[: before.start()] + phrase, "phrase", number)


def _together(part: Part, first: str, second: str) -> int:
    """Return how many articles of a part have two words side by side in their title."""
    key = part.segment.key_at(second.encode())
    return following(part, first, (key, key + 1), frozenset()).get(second, 0)


def following(
    part: Part, first: str, keys: tuple[int, int], small: frozenset[str]
) -> Mapping[str, int]:
    """Return which words of a range of keys follow a word in titles most, with the articles."""
    segment = part.segment
    units = segment.units_between(*keys)
    own, others = segment.listed("title", first), segment.extent("title", *units)
    if others[0] == others[1] or own[1] - own[0] + others[1] - others[0] > MOST_POSTINGS:
        return {}
    having = np.zeros(segment.size, np.bool_)
    having[segment.docs("title", *others)] = True
    docs = part.living(segment.docs("title", *own))
    docs = docs[having[docs]]
    if not len(docs):
        return {}
    left = of_keys(segment, "title", [first], docs).starts + 1
    right, units_there = _places(segment, units, docs)
    fits = left[np.minimum(np.searchsorted(left, right), len(left) - 1)] == right
    seconds = segment.column("unit_key")[units_there[fits]].astype(np.int64)
    once = distinct(np.sort(seconds << 32 | right[fits] >> SHIFT))
    counts = np.bincount((once >> 32) - keys[0], minlength=keys[1] - keys[0])
    return _words_of(segment, keys[0], counts, PAIRS, small)


def _places(
    segment: Segment, units: tuple[int, int], docs: Docs
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where a range of units stands in the titles of documents, and which of them it is.

    Places are numbers as in `occurrences`.
    """
    first, last = segment.extent("title", *units)
    wanted = np.zeros(segment.size, np.bool_)
    wanted[docs] = True
    listed = segment.docs("title", first, last)
    kept = np.flatnonzero(wanted[listed])
    there = of_postings(segment, "title", kept + first, listed[kept])
    tfs = segment.tfs("title", first, last)[kept]
    return there, np.repeat(owners(segment, "title", units, kept + first), tfs)
