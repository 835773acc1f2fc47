"""How many random cases a run tries: SEARCHAPP_CASES=10 tries ten times as many as usual."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings

TIMES = int(os.environ.get("SEARCHAPP_CASES", "1"))


def cases(number: int) -> Callable[[Any], Any]:
    """Try that many random cases, the same ones in every run.

    A failing case is shown as it is: building an index for every attempt to shrink it takes long.
    """
    return settings(
        max_examples=number * TIMES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
