"""A law fitted to what one curve measured, and how sure its coefficients are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analysis.draws import Floats, draws, means
from analysis.estimate import Estimate, Interval
from analysis.scaling.law import AMDAHL, USL, Law, fitted, fitted_all

ENOUGH = 5  # blocks for an interval
TAILS = (0.025, 0.975)
ONE_SIDED = 0.95
FURTHEST = 2  # times the largest count that was fitted: beyond it nothing is predicted


class Kind(StrEnum):
    KARP_FLATT = "Karp-Flatt"
    AMDAHL = "Amdahl"
    USL = "USL"


COUNTS = {Kind.USL: 6, Kind.AMDAHL: 4, Kind.KARP_FLATT: 2}  # distinct ones that each needs
TERMS = {Kind.AMDAHL: AMDAHL, Kind.USL: USL}


@dataclass(frozen=True, slots=True)
class Parameter(Estimate):
    """A coefficient between limits. On one of them it has a one-sided bound of 95% instead."""

    limits: Interval = (0.0, float("inf"))
    bound: float | None = None  # above it where the value is the lower limit, else below it


@dataclass(frozen=True, slots=True)
class Peak(Estimate):
    """Workers; from `furthest` on nothing more is said than that it is not before."""

    furthest: float = float("inf")


@dataclass(frozen=True, slots=True)
class Fit:
    """Amdahl's law or the USL, of one curve."""

    kind: Kind
    counts: tuple[int, ...]  # that it was fitted to
    law: Law
    drawn: Law  # what it may be in truth; of no length without intervals
    beyond: Law  # the same without limits
    blocks: int
    off: float  # the largest difference from what was measured, as a share of that

    @property
    def furthest(self) -> int:
        """The number of workers up to which it may be drawn."""
        return FURTHEST * max(self.counts)

    @property
    def gain(self) -> Estimate:
        """The speedup of one worker over what the speedups are over."""
        interval = _ends(self.drawn.gain, self.beyond.gain)
        return Estimate(float(self.law.gain), interval, self.blocks)

    @property
    def sigma(self) -> Parameter:
        return self._parameter(self.law.sigma, self.drawn.sigma, self.beyond.sigma, (0.0, 1.0))

    @property
    def kappa(self) -> Parameter | None:
        """None of Amdahl's law."""
        if self.kind is not Kind.USL:
            return None
        limits = (0.0, float("inf"))
        return self._parameter(self.law.kappa, self.drawn.kappa, self.beyond.kappa, limits)

    @property
    def peak(self) -> Peak | None:
        """None of Amdahl's law, which has none."""
        if self.kind is not Kind.USL:
            return None
        interval = _ends(self.drawn.peak, self.beyond.peak)
        return Peak(float(self.law.peak), interval, self.blocks, float(self.furthest))

    def at(self, workers: float) -> Estimate:
        """The speedup with so many workers. Raises ValueError beyond `furthest`."""
        if workers > self.furthest:
            raise ValueError(f"nothing is said of more than {self.furthest} workers")
        interval = _ends(self.drawn.speedup(workers), self.beyond.speedup(workers))
        return Estimate(float(self.law.speedup(workers)), interval, self.blocks)

    def _parameter(
        self, value: Floats, drawn: Floats, beyond: Floats, limits: Interval
    ) -> Parameter:
        found = float(value)
        interval = _ends(drawn, np.clip(beyond, *limits))
        bound = None
        if drawn.size and found in limits:
            share = ONE_SIDED if found == limits[0] else 1 - ONE_SIDED
            bound = float(np.quantile(drawn, share))
        return Parameter(found, interval, self.blocks, limits, bound)


def kind_of(counts: int) -> Kind | None:
    """The law that so many distinct counts are enough for, the one with the most coefficients."""
    return next((kind for kind, least in COUNTS.items() if counts >= least), None)


def fit(workers: Sequence[int], logs: Floats, spent: int = 1) -> Fit | None:
    """Amdahl's law from 4 distinct counts of workers, the USL from 6; None of fewer.

    `logs` are of speedups, a row a block, a column each of `workers`; NaN where one was not
    measured, and every column has one that was. Intervals, of 95%, are drawn by block from 5
    blocks on (`analysis.draws`, which says what `spent` is).
    """
    kind = kind_of(len(set(workers)))
    if kind is None or kind is Kind.KARP_FLATT:
        return None
    order = np.argsort(workers, kind="stable")
    counts, own = np.asarray(workers, dtype=float)[order], logs[:, order]
    measured = np.exp(means(own))
    law = fitted(counts, measured, TERMS[kind])
    blocks = int(np.sum(~np.isnan(own), axis=0).min())
    rows = draws(own, spent) if blocks >= ENOUGH else np.empty((0, len(counts)))
    drawn = np.exp(rows)
    return Fit(
        kind=kind,
        counts=tuple(int(count) for count in counts),
        law=law,
        drawn=fitted_all(counts, drawn, TERMS[kind]),
        beyond=fitted_all(counts, drawn, TERMS[kind], limited=False),
        blocks=blocks,
        off=float(np.abs(law.speedup(counts) / measured - 1).max()),
    )


def _ends(drawn: Floats, beyond: Floats) -> Interval | None:
    """The interval that holds those of both draws, in which no value lies between two draws.

    Where a coefficient is at its limit in truth, the fit is drawn away from it and others with it.
    Draws that stop there, too, then held the truth in 84 to 92% only; both do in 87 to 100%
    (benchmarks/scaling_models.py).
    """
    if not drawn.size:
        return None
    ends = np.quantile([drawn, beyond], TAILS, axis=1, method="inverted_cdf")
    return float(ends[0].min()), float(ends[1].max())
