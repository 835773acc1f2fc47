"""Makes a pile and its questions, in a process of its own: a process inherits its parent's peak of
memory, and the one that starts the peers must stay small.

    python -m tests.benchmarks.prepare ARTICLES SEED QUESTIONS    prints the paths of the shards
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import pile, questions


def main(arguments: Sequence[str]) -> None:
    """Do what the command line says."""
    articles, seed, path = arguments
    shards = pile.shards(int(articles), int(seed))
    questions.write(questions.draw(shards[0], int(seed)), Path(path))
    print(*shards, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
