"""An update: read files in several processes, build segments, merge small ones, commit.

Each process takes a run of files and writes segments of its own, so nothing is handed over but
their names; the main process marks what is gone as deleted, finds identifiers given twice, merges,
groups articles into stories, and commits by replacing HEAD. Until then nothing that a search uses
is touched.
"""

import resource
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchapp import stories
from searchapp.article import Overruled, Skipped
from searchapp.engines import File, IndexBusy, IndexMissing, IndexUnusable, Plan, Progress, Update
from searchapp.engines.whoosh import codec
from searchapp.engines.whoosh.format import head
from searchapp.engines.whoosh.format.head import Entry, Head
from searchapp.engines.whoosh.format.layout import ArrayWriter
from searchapp.engines.whoosh.format.segment import Segment
from searchapp.engines.whoosh.writing import merge, workers
from searchapp.engines.whoosh.writing.doubles import (
    Double,
    read_doubles,
    still,
    touched,
    with_rivals,
    without_doubles,
    write_doubles,
)
from searchapp.engines.whoosh.writing.living import Living, living

WASTE = 0.25
"""Share of deleted documents from which on a segment is written again."""
MOST_POSTINGS = 1 << 31
"""Postings of bodies that a merged segment has at most: half of what the format holds."""
FILES = 1 << 16
"""Files that a writer has open at most: one a segment, and as many again while it merges."""

Report = Callable[[Progress], None]
Ints = NDArray[Any]


def carry_out(folder: Path, plan: Plan, processes: int, report: Report) -> Update:
    """Carry out a plan."""
    _allow_files()
    analysis = workers.chosen_analysis().name
    with head.writing(folder), _tidy(folder, plan.full) as before:
        if not plan.full and plan.generation not in (None, before.name):
            raise IndexBusy("Another process has changed the index meanwhile. Run this again.")
        if not plan.full and before.analysis not in (None, analysis):
            raise IndexUnusable(
                f"{folder}: the index was made with SEARCHAPP_ANALYSIS={before.analysis}, and this"
                f" is {analysis}. Set it back, or build the index again with --full."
            )
        if not (plan.read or plan.drop or plan.full):
            return Update()
        old = [] if plan.full else list(living(folder, before))
        known = [] if plan.full else read_doubles(folder, before)
        plan = with_rivals(plan, known, _files_of(old))
        kept = [_without(part, touched(plan)) for part in old]
        names = workers.build(folder, plan.read, processes, report)
        new = [Living.whole(Segment(folder / f"{name}.seg")) for name in names]
        parts, doubles = without_doubles([*kept, *new])
        done = _changes(old, kept, parts[len(kept) :], plan, doubles)
        if not any(part.count for part in parts):
            _remove_strays(folder, plan.full)
            return Update(read=done.read, skipped=(*_unread(kept), *done.skipped))
        doubles = [*still(known, touched(plan)), *doubles]
        commit(folder, before.generation + 1, parts, doubles, analysis, report)
        return done


@contextmanager
def _tidy(folder: Path, full: bool) -> Iterator[Head]:
    """Yield the current generation, without what other writers left behind.

    Nor is anything left behind by one that fails: a disk that it filled would stay full.
    """
    before = _remove_strays(folder, full)
    try:
        yield before
    except BaseException:
        with suppress(OSError, IndexUnusable):
            _remove_strays(folder, full)
        raise


def _remove_strays(folder: Path, full: bool) -> Head:
    """Remove what does not belong to the current generation, and return that."""
    current, kept = _before(folder, full)
    head.remove_strays(folder, kept)
    return current


def _allow_files() -> None:
    """Let this process have more files open than the usual 1,024, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # some systems have a limit that they do not tell
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _before(folder: Path, full: bool) -> tuple[Head, set[str]]:
    """Return the current generation, and the files to leave alone until there is another.

    Without one it is an empty one. Where it cannot be read, and does not matter, either: then all
    files are left alone, because some of them may still be worth something to somebody. A folder in
    the place of HEAD always matters, since no HEAD can be put there.
    """
    try:
        current = head.read_head(folder)
    except IndexMissing:
        return Head(0), set()
    except IndexUnusable:
        if not full or (folder / head.HEAD).is_dir():
            raise
        return Head(head.last_generation(folder)), head.written(folder)
    return current, current.files() | {current.toc}


def live_files(folder: Path, current: Head) -> Mapping[str, File]:
    """Return the files a generation was made from, by path."""
    return _files_of(living(folder, current))


def _files_of(parts: Iterable[Living]) -> Mapping[str, File]:
    listings = ((part.files, part.segment.files["files"]) for part in parts)
    files = (File(*listing[number]) for numbers, listing in listings for number in numbers)
    return {file.path: file for file in files}


def live_skipped(folder: Path, current: Head) -> list[Skipped]:
    """Return what could not be read in the files of a generation, or had another's identifier."""
    unread = _unread(living(folder, current))
    return [*unread, *(double.skipped() for double in read_doubles(folder, current))]


def _unread(parts: Iterable[Living]) -> Iterator[Skipped]:
    for part in parts:
        for number, where, reason in part.segment.files["skipped"]:
            if number not in part.dead_files:
                yield Skipped(where, reason)


def _without(part: Living, paths: set[str]) -> Living:
    """Return a segment without the articles of some files."""
    listing = part.segment.files["files"]
    dead = [i for i, (path, *_) in enumerate(listing) if path in paths]
    if not dead:
        return part
    alive = part.alive & ~np.isin(part.segment.column("file"), dead)
    return Living(part.segment, alive, part.dead_files | frozenset(dead))


def _changes(
    old: Sequence[Living],
    kept: Sequence[Living],
    new: Sequence[Living],
    plan: Plan,
    doubles: Sequence[Double],
) -> Update:
    """Return what an update did, counted by identifier."""
    gone = _ids(replace(a, alive=a.alive & ~b.alive) for a, b in zip(old, kept, strict=True))
    come = sum(part.count for part in new)
    changed = len(gone & _ids(new)) if gone else 0
    return Update(
        added=come - changed,
        changed=changed,
        removed=len(gone) - changed,
        read=len(plan.read),
        skipped=(*_unread(new), *(double.skipped() for double in doubles)),
        overruled=tuple(_overruled(part.segment for part in new)),
    )


def _overruled(new: Iterable[Segment]) -> Iterable[Overruled]:
    """Return which articles of each file were not believed in what language they are."""
    found: dict[tuple[str, str, str], Overruled] = {}
    for listing in (segment.files for segment in new):
        for number, said, language, count, ids in listing["overruled"]:
            key = (listing["files"][number][0], said, language)
            before = found.get(key, Overruled(*key, count=0))
            some = (*before.ids, *ids)[: workers.EXAMPLES]
            found[key] = replace(before, count=before.count + count, ids=some)
    return found.values()


def _ids(parts: Iterable[Living]) -> set[bytes]:
    return {identifier for part in parts if part.count for identifier in part.ids().each()}


# Committing


def commit(
    folder: Path,
    generation: int,
    parts: Sequence[Living],
    doubles: Sequence[Double],
    analysis: str,
    report: Report,
) -> None:
    """Make these segments the current generation, merged as far as is worth it.

    Stories are found while segments are merged: sketches are known before.
    """
    parts = [part for part in parts if part.files]
    weights = [Weight(part.count, part.segment.size, part.segment.postings) for part in parts]
    chosen = to_merge(weights)
    runs = [[parts[i] for i in run] for run in chosen]
    rest = [part for i, part in enumerate(parts) if i not in chain.from_iterable(chosen)]
    mark = head.new_mark(generation)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(stories.stories, _sketches(rest, [*chain.from_iterable(runs)]))
        report(Progress(1, 1, "merging"))
        parts = [*rest, *(_merged(folder, run) for run in runs)]
        report(Progress(1, 1, "finding stories"))
        story_file = _write_stories(folder, mark, found.result())
    entries = tuple(_entry(folder, mark, part) for part in parts)
    double_file = write_doubles(folder, mark, doubles)
    new = Head(generation, entries, story_file, double_file, analysis)
    codec.write_toc(folder, new, [(p.segment, p.alive) for p in parts])
    head.write_head(folder, new)
    with suppress(OSError):  # it is committed: the next run takes away what this one cannot
        head.remove_strays(folder, new.files() | {new.toc})


def _sketches(rest: Sequence[Living], small: Sequence[Living]) -> NDArray[np.uint16]:
    """Return the sketch of each document there will be, when the small segments are merged."""
    whole = [part.sketches() for part in rest]
    return np.concatenate([*whole, *(part.sketches()[part.docs] for part in small)])


def _merged(folder: Path, parts: Sequence[Living]) -> Living:
    name = head.new_name()
    merge.merge(parts, folder / f"{name}.seg")
    return Living.whole(Segment(folder / f"{name}.seg"))


class Weight(NamedTuple):
    """A segment, as merging sees it: documents that live on, and had; postings of the bodies."""

    living: int
    size: int
    postings: int


def to_merge(weights: Sequence[Weight], most: int = MOST_POSTINGS) -> list[list[int]]:
    """Return which segments to merge: the small ones, up to where the next is large beside them.

    So sizes grow geometrically, there are O(log n) segments, and an article is written again
    O(log n) times. A segment with too many deleted documents is always one of them. They become one
    segment, or several where one would have more than `most` postings.
    """
    order = sorted(range(len(weights)), key=lambda i: (weights[i].living, i))
    wasted = {i for i in order if weights[i].living < (1 - WASTE) * weights[i].size}
    total, postings, run = 0, 0, 0
    for at, number in enumerate(order):
        postings += weights[number].postings
        if postings > most:
            break
        if weights[number].living <= 2 * total:
            run = at + 1
        total += weights[number].living
    found: list[list[int]] = [[]]
    for number in (i for at, i in enumerate(order) if at < run or i in wasted):
        if sum(weights[i].postings for i in [*found[-1], number]) > most:
            found.append([])
        found[-1].append(number)
    return [sorted(some) for some in found if len(some) > 1 or wasted.intersection(some)]


def _entry(folder: Path, mark: str, part: Living) -> Entry:
    name = part.segment.path.stem
    if part.all_live and not part.dead_files:
        return Entry(name)
    deletions = f"{name}.{mark}.del"
    out = ArrayWriter(folder / deletions)
    out.append("deleted", np.flatnonzero(~part.alive), np.uint32)
    out.append("dead_files", np.array(sorted(part.dead_files), np.int64), np.uint32)
    out.close()
    return Entry(name, deletions)


def _write_stories(folder: Path, mark: str, found: NDArray[np.uint32]) -> str:
    name = f"stories.{mark}"
    out = ArrayWriter(folder / name)
    out.append("story", found, np.uint32)
    out.close()
    return name
