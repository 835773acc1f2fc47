"""What a run of `reindex` did, as JSON and as text.

To add a figure, add a field to `Summary`, which puts it into the JSON, and its words to `as_text`.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from searchapp.article import Overruled, Skipped

NO_CHARACTER = re.compile("[\ud800-\udfff]")
"""What stands for a byte of a file's name that is not UTF-8."""
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What moves to another line, or tells a terminal what to do: anyone may name a file so."""
FILES = 5
"""Files that a note names."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: `read` counts files, `added`, `changed` and `removed` articles.

    `articles` is what the index holds now. `unread` lists every file and record of the pile that
    could not be read, those of unchanged files too.
    """

    index: str
    articles: int
    read: int
    added: int
    changed: int
    removed: int
    seconds: float
    unread: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def articles_per_second(self) -> float:
        """Articles that were read, a second."""
        return (self.added + self.changed) / self.seconds if self.seconds else 0.0


def as_json(summary: Summary | None, error: str = "") -> str:
    """Return the summary as one JSON object on one line, with the error that ended the run, if any.

    A run that ended early has an error alone.
    """
    figures: dict[str, Any] = {"error": error} if error else {}
    if summary:
        figures |= asdict(summary) | {
            "skipped": len(summary.unread),
            "unread": [{"where": one.where, "reason": one.reason} for one in summary.unread],
            "articles_per_second": round(summary.articles_per_second, 1),
        }
    plain = legible(json.dumps(figures, ensure_ascii=False))  # escaped, a letter may be two halves
    return json.dumps(json.loads(plain))


def legible(text: str) -> str:
    """Return a text as it can be printed: what in the name of a file is not UTF-8 is replaced."""
    return NO_CHARACTER.sub("\ufffd", text)


def on_one_line(text: str) -> str:
    """Return a text as it can be shown on a line of its own."""
    return CONTROL.sub("\ufffd", text)


def as_text(summary: Summary) -> str:
    """Return the summary for people."""
    counts = (
        f"read {summary.read:,} files: added {summary.added:,}, changed {summary.changed:,},"
        f" removed {summary.removed:,}, skipped {len(summary.unread):,}"
    )
    pace = f"{summary.seconds:.1f} seconds, {summary.articles_per_second:,.0f} articles a second"
    total = f"The index {summary.index} holds {summary.articles:,} articles."
    return "\n".join((f"{counts}; {pace}.", total, *summary.notes, *unread_lines(summary)))


def language_notes(overruled: Iterable[Overruled]) -> Iterator[str]:
    """Yield a line for each language that articles are said to be in but are not."""
    by_language: dict[tuple[str, str], list[Overruled]] = defaultdict(list)
    for one in overruled:
        by_language[one.said, one.found].append(one)
    for (said, found), all_of_it in sorted(by_language.items()):
        articles = sum(one.count for one in all_of_it)
        most = sorted(all_of_it, key=lambda one: (-one.count, one.where))
        files = [f"{one.where} ({one.count:,}: {', '.join(one.ids)})" for one in most[:FILES]]
        if len(most) > FILES:
            files.append(f"{len(most) - FILES:,} more files")
        yield on_one_line(
            f'Marked as "{said}", but clearly in "{found}", and indexed so: {articles:,}'
            f" article{'s' * (articles > 1)}, in {'; '.join(files)}."
        )


def unread_lines(summary: Summary) -> Iterator[str]:
    """Yield a line for each file and record that could not be read."""
    if summary.unread:
        yield "Skipped, because they could not be read:"
    for skipped in summary.unread:
        yield on_one_line(f"  {skipped.where}: {skipped.reason}")
