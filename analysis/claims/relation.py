"""Whether an effect lies within limits, by its interval alone, and the level of all intervals."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from analysis.claims.evidence import Evidence
from analysis.claims.model import Limits
from analysis.claims.verdict import Outcome
from analysis.estimate import Estimate
from analysis.figures import Figure
from analysis.intervals import CHANCE
from analysis.statistics import Effect


def confidence(ps: Sequence[float]) -> float:
    """The level of all intervals, so that any wrong verdict at all is rarer than 5%.

    `ps` are those of the nearest limits. Where Holm's steps (1979; of directions: Shaffer 1980)
    decide R of m, they decide the last at 5% / (m - R + 1), and exactly these R intervals of that
    level exclude their limits. The false coverage rate of the tables would not do: most claims are
    easily decided, and by that it hardly corrects those that are not.
    """
    ordered = np.sort(np.asarray(ps, float))
    count = len(ordered)
    if not count:
        return 1 - CHANCE
    kept = ordered > CHANCE / np.arange(count, 0, -1)
    decided = int(np.argmax(kept)) if kept.any() else count
    return 1 - CHANCE / (count - max(decided, 1) + 1)


def p_value(evidence: Evidence, limits: Limits) -> float:
    """The probability of a value as far from the nearest limit where it is that limit."""
    effect = evidence.effect
    return max(
        Effect(effect.value - limit, effect.error, effect.df, effect.blocks).p
        for limit in _limits(evidence, limits)
    )


def outcome(evidence: Evidence, limits: Limits, level: float) -> Outcome:
    """Holds where the whole interval lies within the limits, is refuted where none of it does."""
    scale = _scale(evidence)
    low = -math.inf if limits[0] is None else scale(limits[0])
    high = math.inf if limits[1] is None else scale(limits[1])
    value, half = evidence.effect.value, evidence.effect.half_width(level)
    if low < value - half and value + half < high:
        return Outcome.HOLDS
    if value + half < low or value - half > high:
        return Outcome.REFUTED
    return Outcome.UNDECIDED


def figure(evidence: Evidence, level: float) -> Figure:
    effect = evidence.effect
    if evidence.logs:
        one = Estimate(math.exp(effect.value), effect.interval(level), effect.blocks)
    else:
        half = effect.half_width(level)
        interval = None if effect.error is None else (effect.value - half, effect.value + half)
        one = Estimate(effect.value, interval, effect.blocks)
    return Figure(one, evidence.form)


def _limits(evidence: Evidence, limits: Limits) -> list[float]:
    scale = _scale(evidence)
    return [scale(limit) for limit in limits if limit is not None]


def _scale(evidence: Evidence) -> Callable[[float], float]:
    """From what a metric is in to what its effect is in; bounds of ratios are positive."""
    return math.log if evidence.logs else float
