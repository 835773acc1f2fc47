"""What Whoosh's own tools see: `whoosh.index.open_dir` reads the index through this codec.

The product does not search this way. It is here so that Whoosh stays the judge of what a query
means (the tests ask both), and so that an index can be looked into with Whoosh's tools. Reading
only: articles are added by `searchapp.reindex`, which Whoosh's writer cannot do.

Fields "title" and "body" hold the words, and, under marked keys, what their forms share; "source",
"language", "first" and "last" (the first and last possible day of publication) are looked up in
columns.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo

from searchapp.engines.whoosh.format.head import Head
from searchapp.engines.whoosh.format.segment import FIELDS, Bools, Segment
from searchapp.engines.whoosh.format.stored import Record
from searchapp.engines.whoosh.searching.occurrences import SHIFT, of_keys

NAME = "MAIN"
COLUMNS = ("first", "language", "last", "source")
REMEDY = "this index is written by python -m searchapp.reindex, not by Whoosh's writer"


def schema() -> fields.Schema:
    """Return the schema that Whoosh sees."""
    return fields.Schema(
        id=fields.STORED,
        title=fields.TEXT(stored=True),
        body=fields.TEXT(stored=True),
        source=fields.ID(stored=True),
        language=fields.ID(stored=True),
        published=fields.STORED,
        url=fields.STORED,
        first=fields.ID,
        last=fields.ID,
    )


def write_toc(folder: Path, head: Head, parts: Sequence[tuple[Segment, Bools]]) -> None:
    """Write Whoosh's table of contents of a generation."""
    segments = [WhooshSegment(segment, living) for segment, living in parts]
    TOC(schema(), segments, head.generation).write(FileStorage(str(folder)), NAME)


class WhooshSegment(base.Segment):  # type: ignore[misc]
    """A segment as Whoosh's table of contents lists it."""

    def __init__(self, segment: Segment, living: Bools) -> None:
        self.indexname = NAME
        self.segid = segment.path.stem.removeprefix(f"{NAME}_")
        self.compound = False
        self._size = segment.size
        self._deleted: frozenset[int] = frozenset(np.flatnonzero(~living).tolist())

    def codec(self) -> "ArrayCodec":
        """Return the codec that reads it."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """Return the number of documents, with the deleted ones."""
        return self._size

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterable[int]:
        """Return the deleted documents."""
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Refuse: articles go when their files go."""
        raise NotImplementedError(REMEDY)


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments of arrays; writes nothing."""

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> "ArrayTerms":
        """Return the reader of terms and postings."""
        return ArrayTerms(_opened(storage, segment))

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> "ArrayDocuments":
        """Return the reader of documents."""
        return ArrayDocuments(_opened(storage, segment), segment)

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Refuse to write."""
        raise NotImplementedError(REMEDY)

    field_writer = postings_writer = new_segment = per_document_writer


def _opened(storage: Any, segment: WhooshSegment) -> Segment:
    return Segment(Path(storage.folder) / f"{segment.segment_id()}.seg")


class PostingMatcher(ListMatcher):  # type: ignore[misc]
    """A list of postings whose positions are read when they are asked for."""

    positions: Callable[[int], list[int]]

    def supports(self, astype: str) -> bool:
        """Return whether postings can be had in this form."""
        return astype in {"frequency", "weight", "positions"}

    def value_as(self, astype: str) -> Any:
        """Return the current posting in a form."""
        return self.positions(self.id()) if astype == "positions" else self.weight()

    def copy(self) -> "PostingMatcher":
        """Return a matcher at the same place."""
        other: PostingMatcher = super().copy()
        other._term, other._terminfo = self._term, self._terminfo
        other.positions = self.positions
        return other


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """The terms and postings of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._sorted: dict[str, list[bytes]] = {}
        self._by_doc: dict[str, list[bytes | None]] = {}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(len(self._postings(*term)[0]))

    def _postings(self, field: str, text: bytes) -> tuple[Any, Any]:
        segment = self._segment
        if field in COLUMNS:
            docs = np.array([d for d, v in enumerate(self._values(field)) if v == text], np.uint32)
            return docs, np.ones(len(docs))
        if field not in FIELDS:
            return np.empty(0, np.uint32), np.empty(0)
        start, stop = segment.listed(field, text.decode())
        return segment.docs(field, start, stop), segment.tfs(field, start, stop)

    def _values(self, field: str) -> list[bytes | None]:
        if field not in self._by_doc:
            self._by_doc[field] = self._read_values(field)
        return self._by_doc[field]

    def _read_values(self, field: str) -> list[bytes | None]:
        segment = self._segment
        if field in {"first", "last"}:
            days = segment.column(field).tolist()
            return [date.fromordinal(day).isoformat().encode() if day else None for day in days]
        names = segment.sources if field == "source" else segment.article_languages
        combos = segment.column("combos").reshape(-1, 3)[segment.column("combo")]
        numbers = combos[:, 0 if field == "source" else 1].tolist()
        return [names[n].encode() if n >= 0 else b"unknown" for n in numbers]

    def _texts(self, field: str) -> list[bytes]:
        if field not in self._sorted:
            self._sorted[field] = self._read_texts(field)
        return self._sorted[field]

    def _read_texts(self, field: str) -> list[bytes]:
        if field in COLUMNS:
            return sorted({value for value in self._values(field) if value is not None})
        segment = self._segment
        has_postings = np.diff(segment.column(f"{field}_ends"))[segment.column("key_list")] > 0
        return list(compress(segment.keys_between(0, segment.keys).each(), has_postings.tolist()))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms."""
        for field in self.indexed_field_names():
            for text in self._texts(field):
                yield field, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of a field from one on."""
        texts = self._texts(fieldname)
        return ((fieldname, text) for text in texts[bisect_left(texts, prefix) :])

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield all terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield the terms from one on with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> "ArrayCursor":
        """Return a cursor over the terms of a field."""
        return ArrayCursor([text.decode() for text in self._texts(fieldname)])

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term. Raises KeyError."""
        docs, tfs = self._postings(fieldname, text)
        if not len(docs):
            raise KeyError(f"{fieldname}:{text!r}")
        lengths = np.ones(1)
        if fieldname in FIELDS:
            lengths = self._segment.column(f"{fieldname}_lengths")[docs]
        return TermInfo(
            weight=float(tfs.sum()),
            df=len(docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(tfs.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> PostingMatcher:
        """Return a matcher for the postings of a term."""
        docs, tfs = self._postings(fieldname, text)
        info = self.term_info(fieldname, text)
        found = PostingMatcher(
            docs.tolist(),
            weights=[float(tf) for tf in tfs],
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=info,
        )
        found.positions = lambda doc: self._positions(fieldname, text.decode(), doc)
        return found

    def _positions(self, field: str, key: str, doc: int) -> list[int]:
        starts = of_keys(self._segment, field, [key], np.array([doc], np.uint32)).starts
        positions: list[int] = (starts & ((1 << SHIFT) - 1)).tolist()
        return positions

    def indexed_field_names(self) -> Sequence[str]:
        """Return the fields that have terms, sorted."""
        return sorted([*FIELDS, *COLUMNS])


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """A place in the sorted terms of a field."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before a text."""
        wanted = string.decode() if isinstance(string, bytes) else string
        self._at = int(np.searchsorted(np.array(self._texts, object), wanted))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term here, None after the last."""
        return self._texts[self._at] if self._at < len(self._texts) else None

    term = text


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment."""

    def __init__(self, segment: Segment, listed: WhooshSegment) -> None:
        self._segment = segment
        self._listed = listed

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        count: int = self._listed.doc_count()
        return count

    def doc_count_all(self) -> int:
        """Return the number of documents."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Return whether any document is deleted."""
        return self._listed.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return self._listed.is_deleted(docnum)

    def deleted_docs(self) -> Iterable[int]:
        """Return the deleted documents."""
        return self._listed.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the number of words in a field of a document."""
        if fieldname not in FIELDS:
            return default
        return int(self._segment.column(f"{fieldname}_lengths")[docnum])

    def field_length(self, fieldname: str) -> int:
        """Return the number of words in a field of all documents."""
        return self._segment.tokens.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """Return the number of words in the shortest document's field."""
        return int(self._segment.column(f"{fieldname}_lengths").min())

    def max_field_length(self, fieldname: str) -> int:
        """Return the number of words in the longest document's field."""
        return int(self._segment.column(f"{fieldname}_lengths").max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a document."""
        article = Record(self._segment.record(docnum)).article()
        return {
            "id": article.id,
            "title": article.title,
            "body": article.body,
            "source": article.source,
            "language": article.language,
            "published": article.published and article.published.value,
            "url": article.url,
        }
