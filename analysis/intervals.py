"""Student's t over arrays, and the level that a family of intervals is shown at.

Of SciPy only `special` is used: `stats` takes more than a second to import, which is longer than
everything else that comparing two runs needs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
CHANCE = 1 - CONFIDENCE  # how often an interval of two equal cells misses 1


def p_values(value: ArrayLike, error: ArrayLike, df: ArrayLike) -> Floats:
    """The probability of a difference as large where there is none; 1 where `error` is NaN."""
    size, errors = np.abs(np.asarray(value, float)), np.asarray(error, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 2 * special.stdtr(np.asarray(df, float), -size / errors)
    found = np.where(errors == 0, np.where(size == 0, 1.0, 0.0), found)
    return np.where(np.isnan(found), 1.0, found)


def half_widths(error: ArrayLike, df: ArrayLike, confidence: float = CONFIDENCE) -> Floats:
    """Of intervals, in what `error` is in; infinite where it is NaN."""
    errors = np.asarray(error, float)
    found = special.stdtrit(np.asarray(df, float), (1 + confidence) / 2) * errors
    return np.where(errors == 0, 0.0, np.where(np.isnan(found), np.inf, found))


def welch_df(first: ArrayLike, df: ArrayLike, second: ArrayLike, other: ArrayLike) -> Floats:
    """Degrees of freedom of a sum of two variances that have `df` and `other` (Welch 1947).

    Where both are zero, those of one pooled variance.
    """
    one, two = np.asarray(first, float), np.asarray(second, float)
    own, others = np.asarray(df, float), np.asarray(other, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (one + two) ** 2 / (one**2 / own + two**2 / others)
    return np.where(one + two == 0, own + others, found)


def family_level(ps: ArrayLike) -> float:
    """The level that all intervals of a family are shown at, from the p of each contrast.

    By the false coverage rate (Benjamini & Yekutieli 2005): where the false discovery control of
    Benjamini & Hochberg finds R of m, intervals at 1 - R/m x 5% have on average 95% of those found
    right; and exactly the R found exclude 1, so that an interval and a verdict cannot disagree.
    """
    ordered = np.sort(np.asarray(ps, float))
    count = len(ordered)
    if not count:
        return CONFIDENCE
    # `stats.false_discovery_control`, as far as the number of those found.
    found = np.flatnonzero(ordered * count / np.arange(1, count + 1) <= CHANCE)
    return 1 - CHANCE * (int(found[-1]) + 1 if len(found) else 1) / count


def at_least(hits: int, trials: int, chance: float = CHANCE) -> float:
    """The probability of at least so many hits of so many trials."""
    return float(special.bdtrc(hits - 1, trials, chance))


@dataclass(frozen=True, slots=True)
class Line:
    slope: float
    intercept: float
    intercept_stderr: float


def line(x: ArrayLike, y: ArrayLike) -> Line:
    """Least squares through at least 3 points whose `x` are not all the same."""
    xs, ys = np.asarray(x, float), np.asarray(y, float)
    middle = xs.mean()
    apart = xs - middle
    spread = float(apart @ apart)
    slope = float(apart @ ys) / spread
    intercept = float(ys.mean()) - slope * middle
    left = ys - intercept - slope * xs
    variance = float(left @ left) / (len(xs) - 2)
    error = np.sqrt(variance * (1 / len(xs) + middle**2 / spread))
    return Line(slope, float(intercept), float(error))
