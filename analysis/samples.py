"""The unit of all statistics: one process, as the means of logs of what it timed.

Values of one process are far more alike than those of two (Kalibera & Jones 2013, "Rigorous
benchmarking in reasonable time"), so a process counts once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

IDENTITY = ["interpreter", "strategy", "workload", "parameters", "workers", "mode", "replicate"]


@dataclass(frozen=True, slots=True)
class Sample:
    """Mean logs of seconds of one process: of its values, and of its control's loops."""

    time: float
    control: float | None = None  # None: the control was not timed


Samples = Mapping[str, Mapping[int, Sample]]  # Cell.key -> block -> its process


def sample(values: Sequence[float], control: Sequence[float]) -> Sample:
    """Of one process; `values` and `control` are seconds, `control` may be empty."""
    return Sample(float(np.log(values).mean()), float(np.log(control).mean()) if control else None)


def samples_of(frame: pd.DataFrame, identities: pd.DataFrame) -> dict[str, dict[int, Sample]]:
    """The samples of each cell that was measured.

    `frame` is that of `analysis.load`, `identities` that of `analysis.cells`.
    """
    keys = {
        tuple(row): key
        for key, *row in identities[["cell", *IDENTITY]].astype(object).itertuples(index=False)
    }
    logs = pd.DataFrame({"time": np.log(frame["value"]), "control": np.log(frame["control"])})
    by = [frame[name].astype(object) for name in [*IDENTITY, "block"]]
    found: dict[str, dict[int, Sample]] = {}
    for (*identity, block), time, control in logs.groupby(by).mean().itertuples():
        one = Sample(time, None if np.isnan(control) else control)
        found.setdefault(keys[tuple(identity)], {})[block] = one
    return found
