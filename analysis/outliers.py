"""Processes that lie far from the others of their cell: flagged, never dropped."""

from collections.abc import Mapping

import numpy as np

from analysis.samples import Sample

FAR = 5.0  # robust standard deviations
ENOUGH = 5  # blocks: with fewer, nothing says what is usual


def outliers(measured: Mapping[int, Sample]) -> list[int]:
    """The blocks of a cell whose process is one, by its distance from the median in units of
    the median absolute deviation (scaled to a normal distribution's standard deviation).
    """
    from scipy import stats  # noqa: PLC0415 (a second to import; `compare` needs but FAR)

    if len(measured) < ENOUGH:
        return []
    blocks = sorted(measured)
    times = np.array([measured[block].time for block in blocks])
    usual = stats.median_abs_deviation(times, scale="normal")
    far = np.abs(times - np.median(times)) > FAR * usual
    return [block for block, is_far in zip(blocks, far, strict=True) if is_far]
