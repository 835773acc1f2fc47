"""Makes a pile and its questions.

It has a process of its own: a process inherits its parent's peak of memory, so the one that
starts the peers must stay small.

    python -m tests.benchmarks.prepare ARTICLES SEED FOLDER    prints the paths of the shards
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks import pile, questions

FILES: Mapping[str, Mapping[str, int]] = {
    questions.ASKED: questions.SHAPES,
    questions.REQUESTED: {"2 words": 6000},
}
"""What is written to the folder: the questions put to peers, and those put over HTTP."""


def main(arguments: Sequence[str]) -> None:
    """Do what the command line says."""
    articles, seed, folder = arguments
    shards = pile.shards(int(articles), int(seed))
    for name, each in FILES.items():
        questions.write(questions.draw(shards, int(seed), each), Path(folder) / name)
    print(*shards, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
