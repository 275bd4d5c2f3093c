"""Estimates with their intervals. The unit of all of it is one process's mean of logs.

Values of one process are far more alike than those of two (Kalibera & Jones 2013, "Rigorous
benchmarking in reasonable time"), so a process counts once. Cells are compared by block: both
ran within moments of each other there, and what they share drops out of the difference.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

CONFIDENCE = 0.95
CHANCE = 1 - CONFIDENCE  # how often an interval of two equal cells misses 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """A positive quantity, and its 95% interval: None where fewer than 2 blocks tell of it."""

    value: float
    interval: tuple[float, float] | None
    blocks: int

    @property
    def includes_one(self) -> bool | None:
        """Of a ratio: whether its interval allows for no difference. None without one."""
        return None if self.interval is None else self.interval[0] <= 1.0 <= self.interval[1]


def process_means(frame: pd.DataFrame, by: list[str]) -> dict[tuple[object, ...], pd.Series]:
    """The mean log of seconds of each process: for each cell, a series indexed by block.

    `frame` is that of `analysis.load`, and `by` the columns that tell its cells apart.
    """
    logs = np.log(frame["value"]).groupby([frame[name] for name in [*by, "block"]], observed=True)
    means = logs.mean()
    levels = list(range(len(by)))
    return {
        tuple(key): cell.droplevel(levels).sort_index()
        for key, cell in means.groupby(level=levels, observed=True)
    }


def paired_ratio(numerator: pd.Series, denominator: pd.Series) -> Estimate | None:
    """The ratio of two cells' times, by the paired t on the logs of their common blocks.

    Both are log means of seconds indexed by block (see `process_means`); the ratio is that of
    geometric means. None where the cells have no block in common.
    """
    first, second = numerator.align(denominator, join="inner")
    if first.empty:
        return None
    interval = None
    if len(first) > 1:
        with _extremes_allowed():
            limits = stats.ttest_rel(first, second).confidence_interval(CONFIDENCE)
            interval = (float(np.exp(limits.low)), float(np.exp(limits.high)))
    return Estimate(float(np.exp((first - second).mean())), interval, len(first))


def typical_time(means: pd.Series) -> Estimate:
    """Seconds a batch of one cell takes: the geometric mean over its processes."""
    interval = None
    if len(means) > 1:
        with _extremes_allowed():
            limits = stats.ttest_1samp(means, 0.0).confidence_interval(CONFIDENCE)
            interval = (float(np.exp(limits.low)), float(np.exp(limits.high)))
    return Estimate(float(np.exp(means.mean())), interval, len(means))


def more_than_chance(misses: int, trials: int) -> float:
    """The probability of at least `misses` of `trials` intervals missing 1 by chance alone."""
    return float(stats.binomtest(misses, trials, CHANCE, alternative="greater").pvalue)


@contextmanager
def _extremes_allowed() -> Iterator[None]:
    """Without warnings where all differences are equal, or 2 blocks differ enormously.

    An interval of no width is right for the first, and one up to infinity for the second.
    """
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        warnings.filterwarnings("ignore", "Precision loss occurred", RuntimeWarning)
        yield
