"""Which articles are copies of each other, and so one story."""

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchapp import languages, stories
from searchapp.hashing import hash64

FLOOD = (
    "The harbour master of Tern ordered every ferry to stay in port on Monday, after the water had"
    " risen by two metres in a single night. Nobody was hurt, he said, but the old quay will have"
    " to be built again from the ground. The council meets on Thursday to decide who is to pay for"
    " it, and the mayor has asked the government for help. It is the third flood in five years."
)
BUDGET = (
    "The council has agreed on next year's budget after nine hours of talks. Schools and libraries"
    " are spared, while the swimming bath will close on Sundays. The opposition called the deal a"
    " disgrace, but voted for it all the same. Taxes stay where they are, the mayor promised, and"
    " so does the price of a ticket for the ferry."
)


def told(bodies: Sequence[str]) -> list[int]:
    """Return the story of each body: the number of its first article."""
    words = [languages.tokenize(body).words for body in bodies]
    hashes = np.array([hash64(word.encode()) for ws in words for word in ws], np.uint64)
    lengths = np.array([len(ws) for ws in words])
    found: list[int] = stories.stories(stories.sketches(hashes, lengths)).tolist()
    return found


@pytest.mark.parametrize(
    ("what", "copy"),
    [
        ("a copy", FLOOD),
        ("in capitals", FLOOD.upper()),
        ("with a lead-in", "TERN, Monday (Reuters) - " + FLOOD),
        ("with a line of its own", FLOOD + " Read more about the weather on page seven."),
        ("with a byline", "By our own reporter in Tern. " + FLOOD),
        ("in other paragraphs", FLOOD.replace(". ", ".\n\n")),
        ("with a word changed", FLOOD.replace("disgrace", "shame").replace("old quay", "new quay")),
        ("without its last sentence", FLOOD.rpartition(" It is")[0]),
    ],
)
def test_copies_and_near_copies_are_one_story(what: str, copy: str) -> None:
    assert told([FLOOD, BUDGET, copy]) == [0, 1, 0], what


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("another text", BUDGET),
        ("a short quotation", FLOOD.partition(". ")[0] + ". " + BUDGET),
        ("the same words in another order", " ".join(sorted(FLOOD.split()))),
        ("a summary", "Every ferry stayed in port in Tern after a flood; the third in five years,"
         " said the harbour master, who wants the quay built again at once."),
    ],
)  # fmt: skip
def test_different_articles_are_different_stories(what: str, other: str) -> None:
    assert told([FLOOD, other]) == [0, 1], what


def test_a_body_too_short_to_be_told_apart_is_a_story_of_its_own() -> None:
    assert told(["The ferry is late.", "The ferry is late.", "", ""]) == [0, 1, 2, 3]


def test_a_story_is_named_after_its_first_article() -> None:
    assert told([BUDGET, FLOOD, BUDGET, FLOOD, FLOOD]) == [0, 1, 0, 1, 1]


def test_many_copies_are_one_story() -> None:
    assert set(told([FLOOD] * 500)) == {0}


def test_stories_are_the_same_in_every_run() -> None:
    hashes = np.array([hash64(bytes([n])) for n in [*range(30), *range(5, 40)]], np.uint64)
    sketch = stories.sketches(hashes, np.array([30, 35]))

    assert hash64(sketch.tobytes()) == KEPT


KEPT = 3978276178404268412
"""Of the sketches that indexes keep: where this changes, new segments no longer know old copies."""


def test_no_articles_have_no_stories() -> None:
    assert told([]) == []


def groups(story: Sequence[int], names: Sequence[int]) -> set[frozenset[int]]:
    """Return which articles are together."""
    found: dict[int, set[int]] = defaultdict(set)
    for number, name in zip(story, names, strict=True):
        found[number].add(name)
    return set(map(frozenset, found.values()))


def edited(text: str, seed: int) -> str:
    """Return a text with up to a fifth of its sentences replaced or left out."""
    pick = random.Random(seed)
    sentences = [text, *FLOOD.split(". "), *BUDGET.split(". ")][1:]
    own = text.split(". ")
    for _ in range(seed % 3):
        own[pick.randrange(len(own))] = pick.choice(sentences)
    return ". ".join(own)


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(
    seeds=st.lists(st.integers(0, 40), min_size=3, max_size=12),
    order=st.randoms(use_true_random=False),
)
def test_what_is_one_story_does_not_depend_on_the_order_of_the_articles(
    seeds: list[int], order: random.Random
) -> None:
    bodies = [edited(FLOOD if seed % 2 else BUDGET, seed) for seed in seeds]
    names = list(range(len(bodies)))
    shuffled = order.sample(names, len(names))

    straight = groups(told(bodies), names)

    assert groups(told([bodies[i] for i in shuffled]), shuffled) == straight
