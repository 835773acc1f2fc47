"""How many random cases a run tries: SEARCHAPP_CASES=10 tries ten times as many as usual."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("SEARCHAPP_CASES", "1"))


def cases(number: int) -> Callable[[Any], Any]:
    """Try that many random cases, the same ones in every run."""
    return settings(
        max_examples=number * TIMES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
