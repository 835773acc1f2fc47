"""`python -m searchapp.reindex [PATH ...]`: bring the index in step with files and folders.

The index afterwards holds the articles of exactly these PATHs: what lies elsewhere, even if an
earlier run read it, is dropped. Unchanged files (same path, size and time of change) are not read
again. Exit codes: 0 in step; 1 nothing could be indexed, or the index could not be written, or
`--strict` and something was skipped; 2 wrong usage; 130 interrupted. Whatever is not 0 or
`--strict`'s 1 has left the old index as it was, but for what says otherwise.

To add an option, add it to `arguments`; to add a figure, add it to `searchapp.summary`.
"""

import argparse
import errno
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from searchapp.article import Overruled, Skipped
from searchapp.changes import as_given, compare, survey
from searchapp.console import is_terminal, progress, say
from searchapp.engines import (
    NO_GENERATION,
    Engine,
    File,
    IndexBusy,
    IndexUnusable,
    Plan,
    open_engine,
)
from searchapp.results import IndexState
from searchapp.summary import Summary, as_json, as_text, language_notes, unread_lines

DEFAULT_INDEX = "index"
SEEDS = "seeds"
"""The folder of the sample articles in a checkout."""
NAME_IT = "Name the folder that holds the articles: python -m searchapp.reindex PATH."
UNTOLD = "the index is in step, but the summary could not be written"
AS_IT_WAS = "The index is as it was."
NOTHING = f"found nothing that could be indexed. {AS_IT_WAS}"
TOO_LATE = "The index is in step, but the summary was not written: run this again to read it."


class Refused(Exception):
    """The run ends here: `code` is the exit code, the message is for the user.

    A run that read files has a summary all the same.
    """

    def __init__(self, message: str, code: int = 1, summary: Summary | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.summary = summary


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code (SystemExit 2 where the usage is wrong)."""
    options = arguments().parse_args(argv)
    try:
        summary = reindex(options)
    except Refused as refusal:
        if options.json:
            say(as_json(refusal.summary, str(refusal)), sys.stdout)
        unread = unread_lines(refusal.summary) if refusal.summary else ()
        say("\n".join((f"reindex: {refusal}", *unread)), sys.stderr)
        return refusal.code
    except KeyboardInterrupt as stop:
        say(f"\nreindex: {stop.args[0] if stop.args else f'stopped. {AS_IT_WAS}'}", sys.stderr)
        return 130
    return 1 if options.strict and summary.unread else 0


def tell(summary: Summary, options: argparse.Namespace) -> None:
    """Print a summary in the form that was asked for."""
    if not options.quiet or options.json:
        why = say(as_json(summary) if options.json else as_text(summary), sys.stdout)
        if why:
            say(f"reindex: {UNTOLD} ({why}): give standard output another place.", sys.stderr)
    elif summary.unread:
        say("\n".join(unread_lines(summary)), sys.stderr)


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m searchapp.reindex",
        description="Bring the index in step with files and folders of articles: read what is new"
        " or changed, drop what is gone. Searches go on meanwhile.",
        epilog="Exit codes: 0 the index is in step; 1 nothing could be indexed, or --strict and"
        " something was skipped; 2 wrong usage or a PATH that does not exist.",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders (default: seeds/)")
    add(
        "--index",
        metavar="WHERE",
        default=os.environ.get("SEARCHAPP_INDEX") or DEFAULT_INDEX,
        help="the folder of the index (default: SEARCHAPP_INDEX, else index/)",
    )
    add("--workers", type=workers, default=cores(), metavar="N", help="default: one a core")
    add("--full", action="store_true", help="build the index again from nothing")
    add("--strict", action="store_true", help="exit with 1 if anything was skipped")
    add("--quiet", action="store_true", help="print nothing but what could not be read")
    add("--json", action="store_true", help="print the summary as one JSON object")
    return parser


def workers(text: str) -> int:
    """Return a number of workers. Raises ValueError, which makes wrong usage."""
    number = int(text)
    if not 1 <= number <= 1024:
        raise ValueError(text)
    return number


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def reindex(options: argparse.Namespace) -> Summary:
    """Carry out one run and tell what it did. Raises Refused; KeyboardInterrupt, as `told` does."""
    try:
        engine = open_engine(options.index)
    except ValueError as error:
        raise Refused(str(error), 2) from error
    with refusals():
        index = folder(options.index)
        paths = existing(options.paths or [SEEDS])
        refuse_inside(index, paths)
        files = survey(map(Path, paths), but=index)
        if not files:
            raise Refused(f"found no files in {', '.join(paths.values())}. {NAME_IT} {AS_IT_WAS}")
        return told(engine, files, paths, options)


def told(
    engine: Engine, files: list[File], paths: Mapping[str, str], options: argparse.Namespace
) -> Summary:
    """Bring an engine in step with the files and tell. Raises Refused.

    What ends it early says whether the index is still as it was, which only the index knows.
    """
    before = state(engine)
    try:
        summary = carried_out(engine, before, files, paths, options)
        tell(summary, options)
    except (KeyboardInterrupt, OSError, MemoryError) as stop:
        now = AS_IT_WAS if state(engine) == before else TOO_LATE
        if isinstance(stop, KeyboardInterrupt):
            raise KeyboardInterrupt(f"stopped. {now}") from stop
        short = OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
        raise Refused(trouble(stop if isinstance(stop, OSError) else short, now)) from stop
    return summary


def carried_out(
    engine: Engine,
    before: IndexState | None,
    files: list[File],
    paths: Mapping[str, str],
    options: argparse.Namespace,
) -> Summary:
    """Bring an engine in step with the files and sum up. Raises Refused."""
    started = time.perf_counter()
    plan = planned(engine, before, files, options.full)
    with progress(shown=not options.quiet and is_terminal(sys.stderr)) as report:
        update = engine.update(plan, options.workers, report)
    after = state(engine)
    written = after is not None and after != before
    in_step = written or not (plan.read or plan.drop)
    unread = engine.skipped() if in_step else update.skipped
    summary = Summary(
        index=options.index,
        articles=after.articles if after else 0,
        read=update.read,
        added=update.added,
        changed=update.changed,
        removed=update.removed,
        seconds=round(time.perf_counter() - started, 3),
        unread=tuple(_as_given(one, paths) for one in unread),
        notes=(*update.notes, *language_notes(_placed(update.overruled, paths))),
    )
    if not in_step:
        raise Refused(NOTHING, summary=summary)
    return summary


def planned(engine: Engine, before: IndexState | None, files: list[File], full: bool) -> Plan:
    """Return what has to be done, and for which generation: none where there is no index."""
    known = {} if full else engine.files()
    generation = before.generation if before else None if known else NO_GENERATION
    return replace(compare(files, known, full), generation=generation)


def _as_given(one: Skipped, paths: Mapping[str, str]) -> Skipped:
    """Return what could not be read, each file in it as the user would name it."""
    reason = one.reason.removesuffix(one.other) + as_given(one.other, paths)
    return Skipped(as_given(one.where, paths), reason)


def _placed(found: Iterable[Overruled], paths: Mapping[str, str]) -> Iterator[Overruled]:
    """Yield what was not believed, each file as the user would name it."""
    return (replace(one, where=as_given(one.where, paths)) for one in found)


def state(engine: Engine) -> IndexState | None:
    """Return which generation answers, None where none can: a full run mends that."""
    try:
        return engine.state()
    except IndexUnusable:
        return None


def existing(given: Sequence[str]) -> dict[str, str]:
    """Return the absolute paths and how they were given. Raises Refused where one is missing."""
    missing = [path or "''" for path in given if not path or not Path(path).exists()]
    if missing:
        raise Refused(f"there is no {', '.join(missing)}. {NAME_IT} {AS_IT_WAS}", 2)
    return {str(absolute(Path(path))): path.rstrip("/") or path for path in given}


def absolute(path: Path) -> Path:
    """Return the one absolute path of a folder, or of a file: a link to one keeps its own name.

    The name says how to read the file, and what it links to may be named otherwise.
    """
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def refuse_inside(index: Path | None, paths: Mapping[str, str]) -> None:
    """Raise Refused where a path lies in the folder of the index, which must not read itself."""
    inside = [given for path, given in paths.items() if index and Path(path).is_relative_to(index)]
    if inside:
        raise Refused(
            f"{', '.join(inside)} lies in the folder of the index, {index}, of which nothing is"
            " read. Move the articles elsewhere, or choose another folder with --index."
            f" {AS_IT_WAS}",
            2,
        )


def folder(where: str) -> Path | None:
    """Return the folder of an index, None for one that is not on this disk."""
    return None if "://" in where else Path(os.path.realpath(where))  # whose links may be a loop


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what an engine may raise into words that say what to do."""
    try:
        yield
    except (IndexBusy, IndexUnusable) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(trouble(error)) from error


def trouble(error: OSError, now: str = AS_IT_WAS) -> str:
    """Return what went wrong with a disk or a network, the remedy, and what the index is now."""
    what = error.strerror or str(error)
    where = f": {error.filename}" if error.filename else ""
    remedy = REMEDIES.get(error.errno or 0, "Mend this and run it again.")
    return f"{what}{where}. {remedy} {now}"


REMEDIES: Mapping[int, str] = {
    errno.ENOSPC: "Make room and run this again.",
    errno.EDQUOT: "Make room and run this again.",
    errno.ENOMEM: "Try --workers 1, or a smaller SEARCHAPP_MEMORY.",
    errno.EACCES: "Run this as a user who may read the articles and write the index.",
    errno.EROFS: "Choose a place that can be written with --index.",
}


if __name__ == "__main__":
    sys.exit(main())
