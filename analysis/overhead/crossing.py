"""At which length of a task a strategy reaches a speedup.

A task of length L that costs c to hand out takes T(L) = a L + c of the pool's time, so its speedup
is found from 1 / speedup = a + c / L. Between two lengths that were measured this line is exact
for any a and c. Straight lines of log speedup over log length are not, for the curve is bent: at
lengths ten times apart and with 2 lanes they made break-even up to 40% too long, and 90% of the
efficiency 75%.

The curve is made to rise first (isotonic regression: Barlow et al. 1972), for noise may bend it.

The interval is a bootstrap over blocks (`analysis.draws`). Of 250 made-up curves it held the truth
in 94 to 97%, with 3, 5, 8 and 12 blocks; the percentiles of blocks drawn with replacement in 76
to 93%.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from analysis.draws import Floats, draws
from analysis.estimate import Estimate

TAILS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Crossing(Estimate):
    """Seconds; 0 is below the shortest length measured, infinity is not reached by the longest."""

    shortest: float = 0.0
    longest: float = float("inf")


def crossings(lengths: Floats, speedups: Floats, targets: list[float]) -> list[Crossing]:
    """Where each of `targets` is reached.

    `lengths` (of a task, in seconds) and `speedups` are logs, a row a block, a column a length,
    in the order of their lengths.
    """
    own = np.hstack([lengths, speedups])
    found = _reached(own.mean(axis=0, keepdims=True), targets)[0]
    drawn = _reached(draws(own), targets)
    shortest, longest = np.exp(lengths.mean(axis=0)[[0, -1]])
    result = []
    for value, values in zip(found, drawn.T, strict=True):
        interval = None
        if values.size:
            # No value between two draws: one of them may be infinite.
            ends = np.quantile(values, TAILS, method="inverted_cdf")
            interval = (float(ends[0]), float(ends[1]))
        result.append(Crossing(float(value), interval, len(own), float(shortest), float(longest)))
    return result


def _reached(rows: Floats, targets: list[float]) -> Floats:
    """Of each row, half lengths and half speedups: where it reaches each target."""
    lengths, speedups = np.split(rows, 2, axis=1)
    for row in np.flatnonzero((np.diff(speedups) < 0).any(axis=1)):
        speedups[row] = optimize.isotonic_regression(speedups[row]).x
    rates, costs = np.exp(-lengths), np.exp(-speedups)
    return np.stack([_where(rates, costs, 1 / target) for target in targets], axis=1)


def _where(rates: Floats, costs: Floats, target: float) -> Floats:
    """Of each row: the length (1 / rate) at which its falling `costs` come to `target`."""
    reached = costs <= target
    at = np.argmax(reached, axis=1)  # the first that does; 0 where none does
    rows = np.arange(len(costs))
    before = np.maximum(at - 1, 0)
    above, below = costs[rows, before], costs[rows, at]
    # Where nothing lies between, what is computed is not used.
    share = (above - target) / np.where(above > below, above - below, 1.0)
    rate = rates[rows, before] + share * (rates[rows, at] - rates[rows, before])
    inside = 1 / np.where((at > 0) & (rate > 0), rate, 1.0)
    return np.where(reached[:, 0], 0.0, np.where(reached[:, -1], inside, np.inf))
