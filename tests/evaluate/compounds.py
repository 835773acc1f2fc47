"""Share of Danish compounds split in the right place, against a table checked by eye.

`compounds.txt`: a word, and the lemmas of its two parts, or nothing after it where it is none.
The words were drawn at random from nouns that no rule or exception had been made from; one of
them, "brandsår", led to a rule afterwards.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from searchapp.languages.compounds import split
from searchapp.languages.dictionary import listed

TABLE = Path(__file__).with_name("compounds.txt")
Parts = tuple[str, ...]


def table() -> Mapping[str, Parts]:
    """Return the parts of each word in the table."""
    rows = (line.split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {word: tuple(parts) for word, *parts in rows}


def parts_of(word: str) -> Parts:
    """Return the two parts a word is split into, none where it is left whole."""
    found = split(listed("da", word) or word)
    return (found.left, found.right) if found else ()


def measured() -> tuple[float, float]:
    """Return the share of splits that are right, and of compounds that are split right."""
    expected = table()
    found = {word: parts_of(word) for word in expected}
    splits = [word for word in expected if found[word]]
    compounds = [word for word in expected if expected[word]]
    right = sum(found[word] == expected[word] for word in splits)
    return right / len(splits), right / len(compounds)


def figures() -> Iterator[str]:
    """Yield the shares, and what is wrong."""
    precision, recall = measured()
    yield f"splits that are right: {100 * precision:.1f} %; compounds split: {100 * recall:.1f} %"
    for word, parts in table().items():
        if parts_of(word) and parts_of(word) != parts:
            yield f"  {word}: {'+'.join(parts_of(word))}, not {'+'.join(parts) or 'a compound'}"
