"""Runs that are killed, interrupted, in each other's way, or that find a broken index.

Whatever happens, the old index answers on, and the next run puts everything right.
"""

import errno
import json
import os
import random
import signal
import subprocess
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from searchapp import reindex
from searchapp.article import Skipped
from searchapp.engines import Plan, Update
from searchapp.engines.whoosh.engine import WhooshEngine
from searchapp.engines.whoosh.format import head
from tests.indexing import command, environment, found, in_shell, run, summary

ARTICLES = 400
PADDING = "x" * 12_000
"""Makes an article's file so large that all of them are worth a process for each worker."""


def publish(pile: Path, edition: str, articles: int = ARTICLES) -> None:
    """Write all articles anew, each with a word of this edition."""
    pile.mkdir(exist_ok=True)
    for number in range(articles):
        text = f"The council of {edition} met in room {number} and left before nine."
        article = {"text": text, "language": "en", "padding": PADDING}
        (pile / f"{number}.json").write_text(json.dumps(article))


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A pile in its first edition; the index beside it is in step."""
    publish(tmp_path / "pile", "spring")
    assert summary(tmp_path, "pile", "--workers", "1")["added"] == ARTICLES
    return tmp_path / "pile"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the command and let it run.

    It can be interrupted even where these tests cannot: a shell's background jobs ignore SIGINT,
    and so does what they start, unless it has a handler.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command(*arguments),
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    signal.signal(signal.SIGINT, before)
    for process in started:
        process.kill()
        process.communicate()


def wait_until_it_writes(index: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a run holds the lock of the index."""
    while f"process {process.pid}," not in (index / "LOCK").read_text():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def editions(index: Path) -> dict[str, int]:
    """Return how many articles of each edition can be found."""
    return {word: found(index, word) for word in ("spring", "summer", "autumn", "winter")}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_run_leaves_the_old_index_and_the_next_one_repairs_everything(
    pile: Path, start: Callable[..., subprocess.Popen[str]], workers: str
) -> None:
    index = pile.parent / "index"
    began = time.monotonic()
    assert run(pile.parent, "pile", "--full", "--workers", workers).returncode == 0
    whole = time.monotonic() - began
    files = len(list(index.iterdir()))
    old = "spring"
    for moment in range(10):
        new = ("summer", "autumn", "winter", "spring")[moment % 4]
        publish(pile, new)
        process = start("pile", "--workers", workers)
        time.sleep(whole * (moment + random.random()) / 10)  # at random, but early and late, too
        process.kill()
        process.wait()
        answered = editions(index)
        assert sorted(answered.values()) == [0, 0, 0, ARTICLES]
        assert answered[old] or answered[new]
        old = old if answered[old] else new
    assert summary(pile.parent, "pile")["articles"] == ARTICLES
    assert editions(index)[new] == ARTICLES
    assert len(list(index.iterdir())) == files


def test_searches_go_on_while_a_run_writes_and_a_second_run_is_refused(
    pile: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    publish(pile, "summer")
    process = start("pile", "--workers", "1")
    wait_until_it_writes(pile.parent / "index", process)
    process.send_signal(signal.SIGSTOP)
    assert editions(pile.parent / "index")["spring"] == ARTICLES
    refused = run(pile.parent, "pile")
    assert refused.returncode == 1
    assert f"process {process.pid}, since " in refused.stderr
    process.send_signal(signal.SIGCONT)
    assert process.wait() == 0
    assert editions(pile.parent / "index")["summer"] == ARTICLES


def test_a_run_that_another_one_came_before_is_refused_and_changes_nothing(
    pile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(pile.parent / "other", "autumn")
    planned = reindex.planned

    def late(*arguments: Any) -> Plan:
        plan = planned(*arguments)
        assert run(pile.parent, "pile", "--workers", "1").returncode == 0
        return plan

    publish(pile, "summer")
    monkeypatch.setattr(reindex, "planned", late)
    monkeypatch.chdir(pile.parent)

    assert reindex.main(["other", "--workers", "1"]) == 1

    assert "changed the index meanwhile" in capsys.readouterr().err
    assert editions(pile.parent / "index")["summer"] == ARTICLES


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_says_that_nothing_was_changed(
    pile: Path, start: Callable[..., subprocess.Popen[str]], workers: str
) -> None:
    publish(pile, "summer")
    before = sorted((pile.parent / "index").iterdir())
    process = start("pile", "--workers", workers)
    wait_until_it_writes(pile.parent / "index", process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err.strip() == "reindex: stopped. The index is as it was."
    assert sorted((pile.parent / "index").iterdir()) == before
    assert editions(pile.parent / "index")["spring"] == ARTICLES


def test_workers_leave_an_interrupt_to_the_run_that_started_them(
    pile: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    publish(pile, "summer")
    process = start("pile", "--workers", "2")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(started := children.read_text().split()) < 3:  # what tracks the workers is one, too
        assert process.poll() is None
    for pid in started:  # as Ctrl-C in a terminal does
        os.kill(int(pid), signal.SIGINT)
    assert process.communicate()[1] == ""
    assert process.returncode == 0
    assert editions(pile.parent / "index")["summer"] == ARTICLES


class Impatient(WhooshEngine):
    """An engine whose user presses Ctrl-C as soon as it is asked what was skipped."""

    def skipped(self) -> Iterable[Skipped]:
        raise KeyboardInterrupt


def test_a_run_interrupted_after_the_index_was_replaced_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tmp_path / "pile", "spring", articles=3)
    engine = Impatient(tmp_path / "index")
    monkeypatch.setattr(reindex, "open_engine", lambda _: engine)
    arguments = [str(tmp_path / "pile"), "--index", str(tmp_path / "index")]
    assert [reindex.main(arguments), reindex.main(arguments)] == [130, 130]
    late, idle = capsys.readouterr().err.split("reindex: ")[1:]
    assert late.startswith("stopped. The index is in step, but the summary was not written")
    assert idle.strip() == "stopped. The index is as it was."
    assert found(tmp_path / "index", "spring") == 3


class Cramped(WhooshEngine):
    """An engine that has no memory left for an update."""

    def update(self, *_: Any) -> Update:
        raise MemoryError


def test_a_run_that_is_short_of_memory_says_so_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tmp_path / "pile", "spring", articles=3)
    monkeypatch.setattr(reindex, "open_engine", lambda _: Cramped(tmp_path / "index"))
    assert reindex.main([str(tmp_path / "pile"), "--index", str(tmp_path / "index")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("reindex: Cannot allocate memory. ")
    assert "--workers 1" in said
    assert said.endswith("The index is as it was.\n")


def test_a_run_that_fails_after_the_index_was_replaced_does_not_say_it_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(path: Path) -> None:
        if path.is_dir():  # which comes last
            raise OSError(errno.EIO, "Input/output error")

    publish(tmp_path / "pile", "spring", articles=3)
    monkeypatch.setattr(head, "sync", failing)
    assert reindex.main([str(tmp_path / "pile"), "--index", str(tmp_path / "index")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("reindex: Input/output error. Mend this")
    assert "as it was" not in said
    assert "The index is in step, but the summary was not written" in said
    assert found(tmp_path / "index", "spring") == 3


def test_a_run_interrupted_while_it_writes_the_summary_says_so(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    publish(tmp_path / "pile", "spring", articles=3)
    (tmp_path / "pile" / "lines.jsonl").write_text("no JSON\n" * 5_000)  # more than a pipe holds
    process = start("pile", "--json")
    assert process.stdout
    assert process.stdout.read(1) == "{"
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert "The index is in step, but the summary was not" in process.communicate()[1]
    assert found(tmp_path / "index", "spring") == 3


def test_a_run_that_ignores_interrupts_as_in_the_background_is_stopped_by_none(
    pile: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    publish(pile, "summer")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which what is started inherits
    process = start("pile", "--workers", "2")
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        time.sleep(0.001)
    assert process.returncode == 0
    assert editions(pile.parent / "index")["summer"] == ARTICLES


@pytest.mark.parametrize(("workers", "blocks"), [("1", 40), ("2", 250)], ids=["build", "merge"])
def test_a_full_disk_is_said_plainly_and_the_old_index_answers_on(
    pile: Path, workers: str, blocks: int
) -> None:
    publish(pile, "summer")
    before = sorted((pile.parent / "index").iterdir())
    limited = f'ulimit -f {blocks}; exec "$@"'
    done = in_shell(pile.parent, limited, "pile", "--workers", workers)
    assert done.returncode == 1
    assert done.stderr.startswith("reindex: File too large")
    assert done.stderr.count("\n") == 1
    assert sorted((pile.parent / "index").iterdir()) == before  # nothing half-written fills it
    assert editions(pile.parent / "index")["spring"] == ARTICLES
    assert summary(pile.parent, "pile")["changed"] == ARTICLES


def test_what_a_killed_run_filled_a_disk_with_is_removed_though_nothing_can_be_written(
    tmp_path: Path,
) -> None:
    publish(tmp_path / "pile", "spring", articles=3)
    summary(tmp_path, "pile")
    publish(tmp_path / "pile", "summer", articles=3)
    left = tmp_path / "index" / "MAIN_0123456789abcdef.seg.tmp"
    left.write_bytes(b"half a segment")
    in_shell(tmp_path, 'ulimit -f 0; exec "$@"', "pile")
    assert not left.exists()
    assert found(tmp_path / "index", "spring") == 3


# Broken indexes


def shortened(index: Path) -> None:
    """Cut off the second half of the largest file."""
    largest = max(index.iterdir(), key=lambda path: path.stat().st_size)
    os.truncate(largest, largest.stat().st_size // 2)


def scribbled(index: Path) -> None:
    """Write something else into the file that names the others."""
    (index / "HEAD").write_text("no index at all")


def removed(index: Path) -> None:
    """Remove the largest file."""
    max(index.iterdir(), key=lambda path: path.stat().st_size).unlink()


def newer(index: Path) -> None:
    """Say that a later version of this program wrote the index."""
    text = (index / "HEAD").read_bytes().partition(b"\n")[2]
    later = json.dumps(json.loads(text) | {"format": 99}).encode()
    (index / "HEAD").write_bytes(b"%08x\n" % zlib.crc32(later) + later)


@pytest.mark.parametrize("broken", [shortened, scribbled, removed, newer])
def test_a_broken_index_is_named_with_the_remedy_which_works(
    tmp_path: Path, broken: Callable[[Path], None]
) -> None:
    publish(tmp_path / "pile", "spring", articles=3)
    summary(tmp_path, "pile")
    broken(tmp_path / "index")
    done = run(tmp_path, "pile")
    assert done.returncode == 1
    assert "index/" in done.stderr
    assert "--full" in done.stderr
    assert summary(tmp_path, "pile", "--full")["articles"] == 3
    assert found(tmp_path / "index", "spring") == 3


def test_the_place_of_the_index_must_not_be_a_file(tmp_path: Path) -> None:
    publish(tmp_path / "pile", "spring", articles=1)
    (tmp_path / "index").write_text("mine")
    done = run(tmp_path, "pile")
    assert done.returncode == 1
    assert "is a file" in done.stderr
    assert (tmp_path / "index").read_text() == "mine"


def test_the_place_of_the_index_must_not_be_a_link_to_itself(tmp_path: Path) -> None:
    publish(tmp_path / "pile", "spring", articles=1)
    (tmp_path / "index").symlink_to("index")
    done = run(tmp_path, "pile")
    assert done.returncode == 1
    assert "index/HEAD: the file cannot be read (Too many levels of symbolic links)" in done.stderr


def test_a_path_that_cannot_be_looked_up_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "x" * 300)
    assert done.returncode == 1
    assert done.stderr.startswith(f"reindex: File name too long: {'x' * 300}. ")


def test_what_the_index_consists_of_is_on_the_disk_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, synced = tmp_path / "index", set()

    def watched(path: Path) -> None:
        assert path == folder or not (folder / head.HEAD).exists()
        synced.add(path.name)

    publish(tmp_path / "pile", "spring", articles=3)
    monkeypatch.setattr(head, "sync", watched)
    assert reindex.main([str(tmp_path / "pile"), "--index", str(folder)]) == 0
    assert synced == {"index", *head.read_head(folder).files()}
