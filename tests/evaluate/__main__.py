"""Print all figures, or those of the topics named: `python -m tests.evaluate identification`."""

import sys
from collections.abc import Callable, Iterator, Mapping

from tests.evaluate import compounds, cross, forms, identification, relevance, speed
from tests.evaluate.corpora import Absent

TOPICS: Mapping[str, Callable[[], Iterator[str]]] = {
    "identification": identification.figures,
    "forms": forms.figures,
    "compounds": compounds.figures,
    "cross": cross.figures,
    "relevance": relevance.figures,
    "speed": speed.figures,
}


def main(names: list[str]) -> int:
    """Print the figures of the topics, all of them by default; 2 for a topic that is none."""
    unknown = [name for name in names if name not in TOPICS]
    if unknown:
        print(f"no such topic: {', '.join(unknown)}; there are {', '.join(TOPICS)}")
        return 2
    for name in names or TOPICS:
        print(f"\n{name}\n{'-' * len(name)}")
        try:
            for line in TOPICS[name]():
                print(line, flush=True)
        except Absent as absent:
            print(f"SKIPPED: {absent}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
