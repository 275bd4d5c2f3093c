"""Differences of logs with their errors, and what a family of them allows to be said.

Cells are compared by block: both ran within moments of each other there, and what they share
drops out of the difference.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.intervals import (
    CONFIDENCE,
    family_level,
    half_widths,
    line,
    p_values,
)
from analysis.samples import Sample

ENOUGH_TO_ADJUST = 5  # blocks: a regression spends two degrees of freedom


@dataclass(frozen=True, slots=True)
class Effect:
    """A log, or a difference of logs: Student's t around `value` with `df` degrees of freedom.

    `error` and `df` are None where fewer than 2 blocks tell of it.
    """

    value: float
    error: float | None
    df: float | None
    blocks: int

    @property
    def p(self) -> float:
        """The probability of a difference as large where there is none; 1 without an error."""
        if self.error is None or self.df is None:
            return 1.0
        return float(p_values(self.value, self.error, self.df))

    def half_width(self, confidence: float = CONFIDENCE) -> float:
        """Of its interval, in logs; infinite without an error."""
        if self.error is None or self.df is None:
            return math.inf
        return float(half_widths(self.error, self.df, confidence))

    @property
    def precision(self) -> float:
        """Half the width of its 95% interval, relative to the ratio."""
        half = self.half_width()
        return math.expm1(half) if half < 709 else math.inf

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float] | None:
        """As a ratio; None without an error."""
        if self.error is None:
            return None
        half = self.half_width(confidence)
        return _exp(self.value - half), _exp(self.value + half)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the controls of two cells lie apart where nothing disturbs them, in logs.

    Nothing within one interpreter. Between two it is estimated, with an error of its own.
    """

    value: float = 0.0
    error: float = 0.0
    df: float = math.inf


def paired(first: Mapping[int, Sample], second: Mapping[int, Sample]) -> Effect | None:
    """The log of the ratio of two cells' times, by the paired t over their common blocks.

    Both map blocks to samples. None where the cells have no block in common.
    """
    found = log_ratios(first, second)
    return mean(found) if found else None


def adjusted(first: Mapping[int, Sample], second: Mapping[int, Sample], gap: Gap) -> Effect | None:
    """The same, with what the controls of the same processes saw of the machine taken out.

    The differences of the times are regressed on those of the controls; the effect is what is
    left where the controls differ by `gap` (analysis of covariance: Fisher 1932; as a control
    variate with an estimated coefficient: Lavenberg & Welch 1981). Its error is that of the
    intercept, with n - 2 degrees of freedom, and that of the gap, joined by Welch and
    Satterthwaite. None where that cannot be had: a control is missing, or all are alike, or
    there are too few blocks.
    """
    controls = _controls(first, second, gap)
    if controls is None:
        return None
    fit = line(controls, log_ratios(first, second))
    df = len(controls) - 2.0
    own, borrowed = fit.intercept_stderr**2, (fit.slope * gap.error) ** 2
    if borrowed:
        df = (own + borrowed) ** 2 / (own**2 / df + borrowed**2 / gap.df)
    return Effect(float(fit.intercept), math.sqrt(own + borrowed), float(df), len(controls))


def adjusted_by_block(
    first: Mapping[int, Sample], second: Mapping[int, Sample]
) -> list[float] | None:
    """What each common block tells of `adjusted` without a gap, in their order.

    Their mean is its effect, and they differ by as much as its error is (the intercept's influence
    function); two degrees of freedom are spent. None where it is.
    """
    controls = _controls(first, second, Gap())
    if controls is None:
        return None
    own, values = np.asarray(controls), np.asarray(log_ratios(first, second))
    fit = line(own, values)
    apart = own - own.mean()
    shares = 1 - len(own) * own.mean() * apart / (apart**2).sum()
    left = values - fit.intercept - fit.slope * own
    return [float(one) for one in fit.intercept + left * shares]


def _controls(
    first: Mapping[int, Sample], second: Mapping[int, Sample], gap: Gap
) -> list[float] | None:
    """How far the controls lie apart by block, less the gap; None where they cannot adjust."""
    pairs = [(first[block], second[block]) for block in common(first, second)]
    found = [
        one.control - other.control - gap.value
        for one, other in pairs
        if one.control is not None and other.control is not None
    ]
    if len(found) < len(pairs) or len(pairs) < ENOUGH_TO_ADJUST or np.ptp(found) == 0:
        return None
    return found


def mean(logs: Sequence[float]) -> Effect:
    """Of at least one log."""
    value = float(np.mean(logs))
    if len(logs) < 2:
        return Effect(value, None, None, len(logs))
    error = float(np.std(logs, ddof=1)) / math.sqrt(len(logs))
    return Effect(value, error, len(logs) - 1, len(logs))


def log_ratios(first: Mapping[int, Sample], second: Mapping[int, Sample]) -> list[float]:
    """Of the logs of their times, in the order of the common blocks."""
    return [first[block].time - second[block].time for block in common(first, second)]


def common(first: Mapping[int, Sample], second: Mapping[int, Sample]) -> list[int]:
    """The blocks in which both cells were measured."""
    return sorted(first.keys() & second.keys())


def family_confidence(effects: Iterable[Effect | None], declared: int) -> float:
    """The level that all intervals of a family of contrasts are shown at: see `family_level`.

    `declared` is how many there are: those that could not be estimated count as not found.
    """
    ps = [effect.p for effect in effects if effect is not None]
    return family_level(ps + [1.0] * (declared - len(ps)))


def _exp(log: float) -> float:
    return math.exp(log) if log < 709 else math.inf
