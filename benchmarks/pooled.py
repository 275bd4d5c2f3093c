"""pyperf's method on the same processes: one cell after the other, all values in one t-test."""

from collections.abc import Sequence

import numpy as np
from pyperf._utils import is_significant  # what `pyperf compare_to` decides by
from recording import Recorded
from trials import Rate, rate


def called_different(streams: Sequence[Sequence[Recorded]], processes: int, planted: float) -> Rate:
    """How often `processes` of a cell and as many that came next are called different.

    Each stream is of one cell, in the order in which it ran; `planted` (0.05: 5%) makes the
    second half of each window slower.
    """

    def decide(window: Sequence[Recorded]) -> bool:
        first = [value for one in window[:processes] for value in one.values]
        second = [value * (1 + planted) for one in window[processes:] for value in one.values]
        found, _ = is_significant(first, second)
        return bool(found) and (planted == 0 or np.mean(second) > np.mean(first))

    windows = (window for stream in streams for window in _windows(stream, 2 * processes))
    return rate([float(decide(window)) for window in windows])


def _windows(stream: Sequence[Recorded], width: int) -> list[Sequence[Recorded]]:
    return [stream[at : at + width] for at in range(0, len(stream) - width + 1, width)]
