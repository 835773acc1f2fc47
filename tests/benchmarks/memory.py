"""The peak memory of a process and all that it starts.

Two measures, each too low in its own way, of which the larger is taken: the system's record of
the largest single process (`resource.getrusage`), and samples of the sum over the whole tree, in
which pages that processes share count once (Linux only).
"""

import resource
import threading
from pathlib import Path

INTERVAL_S = 0.2


def largest_process_mb() -> float:
    """Return the peak of this process or of the largest one that it has waited for."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in whose) / 1024


class TreePeak(threading.Thread):
    """Watches a process and its descendants while it runs; `peak_mb` is 0.0 without /proc."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak_mb = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(INTERVAL_S):
            self.peak_mb = max(self.peak_mb, tree_mb(self.pid))


def tree_mb(pid: int) -> float:
    """Return what a process and its descendants take now; 0.0 for one that has ended."""
    process = Path(f"/proc/{pid}")
    try:
        rollup = (process / "smaps_rollup").read_text()
        children = (process / f"task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    kilobytes = next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(kilobytes) / 1024 + sum(tree_mb(int(child)) for child in children)
