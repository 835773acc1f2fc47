"""Which words stand where, by plain Python: what the index must say, and what phrases must find."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from whoosh import query as q
from whoosh.query.spans import SpanNear2

from searchapp import languages
from searchapp.article import Article
from searchapp.forms import AnyForm

Spans = set[tuple[int, int]]
"""First position, and the position after the last."""


class Concordance:
    """The words of some articles. `places[field, key][id]` is where a key's words stand, sorted;
    a position is there as often as different words there have the key."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.places: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(dict)
        self.lengths: dict[tuple[str, str], int] = {}
        for article in articles:
            for field, text in (("title", article.title), ("body", article.body)):
                self._add(article.id, field, text, languages.passages(text, article.language))

    def _add(self, name: str, field: str, text: str, passages: Sequence[languages.Passage]) -> None:
        tokens = languages.tokenize(text)
        self.lengths[field, name] = len(tokens.words)
        starts = [passage.start for passage in passages[1:]]
        for word, position in [*zip(tokens.words, range(len(tokens.words))), *tokens.also]:  # noqa: B905
            passage = bisect_right(starts, int(tokens.starts[position]))
            for key in {word, *languages.terms(word, passages[passage].language)}:
                self.places[field, key].setdefault(name, []).append(position)
                self.places[field, key][name].sort()

    def spans(self, node: Any, name: str) -> Spans:
        """Return where a Term, a Phrase, or any of several stands in an article."""
        if isinstance(node, AnyForm):
            return set().union(*(self.spans(child, name) for child in node.subqs))
        words = node.words if isinstance(node, q.Phrase) else [node.text]
        each = [self.places.get((node.fieldname, word), {}).get(name, []) for word in words]
        starts = set(each[0]).intersection(*({p - i for p in at} for i, at in enumerate(each)))
        return {(start, start + len(words)) for start in starts}

    def near(self, node: SpanNear2, name: str) -> bool:
        """Return whether both sides stand in an article, without overlap, close enough."""
        left, right = (self.spans(child, name) for child in node.qs)
        return any(0 <= max(a[0] - b[1], b[0] - a[1]) < node.slop for a, b in product(left, right))
