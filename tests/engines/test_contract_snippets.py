"""Snippets: text and ranges that mark every word that matched, and nothing else."""

import pytest

from searchapp.results import Hit
from tests.engines.piles import Pile, record


def marked(hit: Hit) -> list[str]:
    """Return the marked pieces of a hit's snippets, in order."""
    return [piece.text[start:stop] for piece in hit.snippets for start, stop in piece.ranges]


def only(pile: Pile, q: str) -> Hit:
    """Return the only hit of a query."""
    (hit,) = pile.search(q).hits
    return hit


@pytest.mark.parametrize(
    ("q", "name", "expected"),
    [
        ("ferry", "ferry", ["ferry", "ferry", "ferries"]),
        ("election", "election", ["election", "elected", "election"]),
        ("seal", "seal", ["Seal", "seal", "seals"]),
        ("party", "seal", ["party", "party"]),
        ("cabinet", "soft", ["Cabinet", "cabinet", "cabinets"]),
        ("peace-talks", "talks", ["Peace talks", "peace-talks"]),
        ('"the long war"', "talks", ["the long war"]),
        ('"peace talks"', "talks", ["Peace talks", "peace-talks"]),
        ("skib", "havn", ["Skibet", "Skibene"]),
        ("æbletræ*", "aarhus", ["æbletræer"]),
        ("blåbær både", "aarhus", ["både", "blåbær"]),
        ("aarhus", "aarhus", ["Århus", "Århus"]),
        ("harboor~", "mayor", ["harbour", "harbour"]),
        ("title:mayor", "mayor", ["Mayor"]),
        ("dockers praised", "mayor", ["praised", "dockers"]),
        ("truce NEAR/8 war", "talks", ["truce", "war"]),
        ("by", "by", ["by", "Byen", "byer"]),
    ],
)
def test_every_form_that_matched_is_marked_where_it_stands(
    paper: Pile, q: str, name: str, expected: list[str]
) -> None:
    hits = {hit.id: hit for hit in paper.search(q).hits}

    assert marked(hits[name]) == expected


def test_the_whole_of_a_hyphenated_word_is_marked_however_it_is_found(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "Post", "He sent an e-mail to the town hall.")])
    pile.update()

    assert marked(only(pile, "e-mail")) == ["e-mail"]
    assert marked(only(pile, "email")) == ["e-mail"]


@pytest.mark.parametrize("q", ["tugb*", "tugboat-c*", "tu*crew"])
def test_a_pattern_marks_the_whole_of_a_hyphenated_word(pile: Pile, q: str) -> None:
    pile.write("a.jsonl", [record("a", "Post", "A tugboat-crew came.")])
    pile.update()

    assert marked(only(pile, q)) == ["tugboat-crew"]


def test_of_many_forms_each_article_has_its_own_marked_the_frequent_and_the_rare(
    pile: Pile,
) -> None:
    words = [f"havne{'-' * (number % 2)}lag{number % 60:02}" for number in range(700)]
    bodies = [f"Kajen og {word} ved havnen." for word in words]
    records = [record(f"{n:03}", "Kort", body, "da") for n, body in enumerate(bodies)]
    pile.write("a.jsonl", records)
    pile.update()

    hits = pile.search("havn*", size=100, sort="newest").hits

    assert {hit.id: marked(hit) for hit in hits} == {
        hit.id: [words[int(hit.id)], "havnen"] for hit in hits
    }
    assert len(hits) == 100


def test_what_is_negated_or_filtered_is_not_marked(paper: Pile) -> None:
    (hit,) = paper.search('ferry -dockers source:"Harbour Post"').hits

    assert set(marked(hit)) == {"ferry", "ferries"}


def test_without_words_the_beginning_of_the_text_is_shown_unmarked(paper: Pile) -> None:
    hit = paper.search(source=("Kystbladet",), sort="oldest").hits[0]

    (snippet,) = hit.snippets
    assert snippet.field == "body"
    assert snippet.text.startswith("Ministeren åbnede")
    assert snippet.ranges == ()


LONG = "\n".join(
    f"Paragraph {n} tells of nothing much, in words that are long enough to fill a line or two,"
    + (" until a walrus turns up on the beach with its mother." if n in {40, 80} else ".")
    for n in range(120)
)


def test_a_long_text_is_shown_where_the_words_stand(pile: Pile) -> None:
    pile.write("a.jsonl", [record("a", "Long", LONG)])
    pile.update()

    snippets = only(pile, "walrus beach").snippets

    assert [s.field for s in snippets] == ["body"] * len(snippets)
    assert all(len(snippet.text) <= 300 for snippet in snippets)
    assert all(snippet.text in LONG for snippet in snippets)
    assert marked(only(pile, "walrus beach"))[:2] == ["walrus", "beach"]


def test_of_two_passages_the_one_with_more_matches_is_shown_however_they_are_spelled(
    pile: Pile,
) -> None:
    far = " ".join(["nothing"] * 60)
    body = f"A café, a café. {far} A cafe, a cafe, a cafe."
    pile.write("a.jsonl", [record("a", "Long", body)])
    pile.update()

    assert marked(only(pile, "café")) == ["cafe", "cafe", "cafe"]


def test_what_a_snippet_shows_already_is_not_shown_again(pile: Pile) -> None:
    body = (
        "The gift was handed over on Monday by the mayor. Nobody in the town knew what it was or "
        "where it had come from before then, and so the old men talked of little else until "
        "evening. The union objected.\nMore followed on Tuesday."
    )
    pile.write("a.jsonl", [record("a", "Post", body)])
    pile.update()

    (snippet,) = only(pile, "gift union").snippets

    assert snippet.text.startswith("The gift")
    assert snippet.text.endswith("The union objected.")


def test_offsets_are_exact_after_letters_of_any_size(pile: Pile) -> None:
    body = (
        "🦭🎉 é e\u0301 ﬁ ß İ Æøå — “quoted” \u200bzero " * 30 + "the harbour, blåbærgrød; harbours"
    )
    pile.write("a.jsonl", [record("a", "𝔗itle 🦭 harbour", body)])
    pile.update()

    assert marked(only(pile, "harbour")) == ["harbour", "harbour", "harbours"]
    assert marked(only(pile, "blåbærgrød")) == ["blåbærgrød"]


def test_a_word_of_hundreds_of_letters_and_wide_gaps_keep_their_places(pile: Pile) -> None:
    body = f"{'x' * 400} {'-' * 700} harbour {'y' * 300} harbour"
    pile.write("a.jsonl", [record("a", "Wide", body), record("b", "Narrow", "harbour")])
    pile.update()

    hit = next(hit for hit in pile.search("harbour").hits if hit.id == "a")

    assert set(marked(hit)) == {"harbour"}


def test_ranges_never_overlap_or_leave_the_text(archive: Pile) -> None:
    for hit in archive.search('harbour OR bridge OR "harbour bridge" OR harb*', size=100).hits:
        for snippet in hit.snippets:
            edges = [edge for pair in snippet.ranges for edge in pair]
            assert edges == sorted(set(edges))
            assert not edges or (edges[0] >= 0 and edges[-1] <= len(snippet.text))
