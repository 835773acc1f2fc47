"""`python -m tests.benchmarks`: measure all peers on the same pile and print how they compare."""

import argparse
import json
import math
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks import http_rate, questions, report, runner
from tests.benchmarks.peer import PEERS
from tests.benchmarks.questions import ASKED, REQUESTED

SIZES = (10_000, 100_000)
HUGE = 1_000_000
SEED = 1
ROUNDS = 7
SHOWN = 10
"""Disagreements that are printed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 1 where peers that mean the same disagree."""
    chosen = parser().parse_args(argv)
    sizes = tuple(chosen.articles or SIZES) + ((HUGE,) if chosen.huge else ())
    outcome: dict[str, Any] = {"machine": machine(), "seed": chosen.seed, "sizes": {}}
    agreed = True
    for articles in sizes:
        figures, alike = one_size(articles, chosen)
        outcome["sizes"][articles] = figures
        agreed &= alike
        if chosen.json:
            chosen.json.write_text(json.dumps(outcome, indent=1, ensure_ascii=False) + "\n")
    return 0 if agreed else 1


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    command = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    add = command.add_argument
    add("--articles", type=int, nargs="+", metavar="N", help=f"sizes of the pile (default {SIZES})")
    add("--huge", action="store_true", help=f"measure {HUGE:,} articles too")
    add("--peers", nargs="+", choices=PEERS, help="default: all that do not take too long")
    add("--rounds", type=int, default=ROUNDS, help="times each question is put (%(default)s)")
    add("--seed", type=int, default=SEED, help="of the pile and the questions (%(default)s)")
    add("--no-http", action="store_true", help="leave requests over HTTP out")
    add("--json", type=Path, metavar="FILE", help="write all figures there")
    add("--keep", type=Path, metavar="FOLDER", help="build the indexes there and leave them")
    return command


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {"cores": runner.CORES, "machine": platform.machine(), "python": sys.version}


def one_size(articles: int, chosen: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Measure and print one size; return the figures, and whether all answers agree."""
    with tempfile.TemporaryDirectory(prefix="searchapp-peers-") as name:
        folder = Path(name)
        shards = make_pile(articles, chosen.seed, folder)
        asked = questions.read(folder / ASKED)
        peers = runner.able(chosen.peers, articles)
        where = (chosen.keep or folder) / str(articles)
        measured = runner.measure(peers, shards, articles, folder / ASKED, chosen.rounds, where)
        print(report.tables(measured, asked), end="\n\n", flush=True)
        figures, verdicts = report.as_json(measured, asked), report.verdicts(measured)
        if not chosen.no_http and any(peer.name == http_rate.SERVED for peer in peers):
            native = any(peer.name == http_rate.NATIVE for peer in peers)
            rates = http_rate.measure(where, folder / REQUESTED, native)
            known = {name: rate for name, rate in asdict(rates).items() if not math.isnan(rate)}
            figures["http"] = {**known, "ratio": rates.ratio}
            verdicts += report.http_verdicts(articles, rates)
    differences = runner.disagreements(measured, asked)
    shown = [*differences[:SHOWN], f"{len(differences)} answers disagree"]
    agreement = shown if differences else [f"counts and facets of all {len(asked)} questions agree"]
    print(*verdicts, *agreement, sep="\n", end="\n\n", flush=True)
    return figures, not differences


def make_pile(articles: int, seed: int, folder: Path) -> list[Path]:
    """Return the pile's shards, made if need be, and write its questions to a folder."""
    command = [sys.executable, "-m", "tests.benchmarks.prepare"]
    command += [str(articles), str(seed), str(folder)]
    done = subprocess.run(command, cwd=runner.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return [Path(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
