"""The unit of all statistics: one process, as the means of logs of what it timed.

Values of one process are far more alike than those of two (Kalibera & Jones 2013, "Rigorous
benchmarking in reasonable time"), so a process counts once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Sample:
    """Mean logs of seconds of one process: of its values, and of its control's loops."""

    time: float
    control: float | None = None  # None: the control was not timed


Samples = Mapping[str, Mapping[int, Sample]]  # Cell.key -> block -> its process


def sample(values: Sequence[float], control: Sequence[float]) -> Sample:
    """Of one process; `values` and `control` are seconds, `control` may be empty."""
    return Sample(float(np.log(values).mean()), float(np.log(control).mean()) if control else None)
