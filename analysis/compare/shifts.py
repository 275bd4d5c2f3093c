"""How far subjects lie apart between two runs: Welch's t over arrays, a process an observation.

The runs are not paired by block: their blocks were measured at other times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.compare.subjects import Ints, Logs
from analysis.intervals import half_widths, p_values, welch_df
from analysis.reading.columns import Floats
from analysis.statistics import Effect

TINY = 1e-12  # of a log: what rounding alone makes of equal values


@dataclass(frozen=True, slots=True)
class Moments:
    """Of one run, by subject; NaN where no process, or for a variance one alone, tells of it."""

    count: Ints
    mean: Floats
    variance: Floats


@dataclass(frozen=True)
class Shifts:
    """From BASE to HEAD, in logs, by subject; errors are NaN where one has fewer than 2 processes.

    Where both have the very same values they are one measurement, and nothing lies between them.
    """

    base: Moments
    head: Moments
    value: Floats
    error: Floats
    df: Floats

    @cached_property
    def same(self) -> NDArray[np.bool_]:
        """Where both are one measurement."""
        return _same(self.base, self.head)

    @property
    def p(self) -> Floats:
        return p_values(self.value, self.error, self.df)

    def moved(self, by: Mapping[int, Effect], group: Ints, groups: int) -> "Shifts":
        """By what their group moved, which has an error of its own; NaN where that is unknown."""
        effects = [by.get(number) for number in range(groups)]
        parts = [(np.nan,) * 3 if one is None else (one.value, one.error, one.df)
                 for one in (*effects, None)]  # fmt: skip
        value, error, df = np.array(parts, float)[group].T
        joined = welch_df(self.error**2, self.df, error**2, df)
        return replace(self, value=self.value + value, error=np.hypot(self.error, error), df=joined)

    def limits(self, confidence: float) -> tuple[Floats, Floats]:
        """The ends of the intervals, as ratios; NaN where there is none."""
        half = half_widths(self.error, self.df, confidence)
        half = np.where(np.isfinite(half), half, np.nan)
        with np.errstate(over="ignore"):
            return np.exp(self.value - half), np.exp(self.value + half)


def shifts(base: Logs, head: Logs, count: int) -> Shifts:
    """Of `count` subjects."""
    first, second = _moments(base, count), _moments(head, count)
    value = second.mean - first.mean
    with np.errstate(divide="ignore", invalid="ignore"):
        own, others = (one.variance / one.count for one in (first, second))
        df = welch_df(own, first.count - 1, others, second.count - 1)
        error = np.sqrt(own + others)
    still = _same(first, second)
    error = np.where(still | (error < TINY), 0.0, error)
    value = np.where(still | (np.abs(value) < TINY), 0.0, value)
    return Shifts(first, second, value, error, df)


def by_group(base: Logs, head: Logs, found: Shifts, group: Ints, groups: int) -> dict[int, Effect]:
    """The mean shift of each group of subjects (-1: of none), which have one weight each.

    Of those that have an error; where none has, of all, and it has none either. The processes of a
    block ran within moments of each other, and what they share is no evidence twice: the error is
    that of the blocks' own means (a linearised estimator, clustered by block).
    """
    known = np.isfinite(found.value) & (group >= 0)
    sure = known & np.isfinite(found.error)
    any_sure = np.bincount(group[sure], minlength=groups) > 0
    known = np.where(any_sure[group], sure, known)
    own = np.where(known, group, -1)
    sizes = np.bincount(group[known], minlength=groups)
    values = np.bincount(group[known], found.value[known], groups)
    first, blocks = _clustered(base, found.base, own, sizes)
    second, others = _clustered(head, found.head, own, sizes)
    moving = np.bincount(group[known & ~found.same], minlength=groups) > 0
    effects = {}
    for number in np.flatnonzero(sizes):
        squares = (first[number], second[number]) if moving[number] else (0.0, 0.0)
        counts = int(blocks[number]), int(others[number])
        value, error = float(values[number] / sizes[number]), float(np.sqrt(sum(squares)))
        df = float(welch_df(squares[0], counts[0] - 1, squares[1], counts[1] - 1))
        unknown = np.isnan(error)
        effects[int(number)] = Effect(
            value, None if unknown else error, None if unknown else df, min(counts)
        )
    return effects


def _moments(logs: Logs, count: int) -> Moments:
    number = np.bincount(logs.subject, minlength=count)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.bincount(logs.subject, logs.value, count) / number
        squares = (logs.value - mean[logs.subject]) ** 2
        variance = np.bincount(logs.subject, squares, count) / (number - 1)
    return Moments(number, mean, np.where(number > 1, variance, np.nan))


def _same(first: Moments, second: Moments) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (
        (first.count == second.count)
        & (first.mean == second.mean)
        & (first.variance == second.variance)
    )
    return found


def _clustered(logs: Logs, moments: Moments, group: Ints, sizes: Ints) -> tuple[Floats, Ints]:
    """The variance of each group's mean in one run, NaN below 2 blocks; and how many it has."""
    of = group[logs.subject]
    rows = np.flatnonzero(of >= 0)
    of, subject = of[rows], logs.subject[rows]
    block, names = pd.factorize(logs.block[rows])
    count = moments.count[subject]
    with np.errstate(divide="ignore", invalid="ignore"):
        left = (logs.value[rows] - moments.mean[subject]) * np.sqrt(count / (count - 1))
    shares = left / (sizes[of] * count)
    places, shape = of * len(names) + block, (len(sizes), len(names))
    sums = np.bincount(places, shares, len(sizes) * len(names)).reshape(shape)
    there = np.bincount(places, minlength=len(sizes) * len(names)).reshape(shape) > 0
    blocks = there.sum(axis=1)
    return np.where(blocks > 1, (sums**2).sum(axis=1), np.nan), blocks
