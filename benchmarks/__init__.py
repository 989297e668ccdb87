"""Speed and size, each as a ratio to a floor measured in the same run.

Absolute times of a shared machine say little; the ratio to a floor (the least work that could do the same
job), measured on the same machine within minutes, shows whether our part is slow. Each module has one `measure()`
that returns rows.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """One row of the table.

    Attributes:
        name: What was measured.
        value: Median of several runs, in `unit`.
        unit: `s`, `posts/s`, `MB`, ...
        floor: The floor measured in the same run, in `unit`; null where there is none.
        floor_name: What the floor measures.
        target: The bound as text, e.g. ">= 0.2x".
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_name: str = ""
    target: str = ""

    @property
    def ratio(self) -> float | None:
        """Value divided by the floor; null without a floor."""
        return None if not self.floor else self.value / self.floor


def median_seconds(task: Callable[[], object], *, runs: int = 3) -> float:
    """Return the median wall-clock seconds of `runs` calls of `task`."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
