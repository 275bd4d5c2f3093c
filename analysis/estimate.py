"""What is shown of an estimate: a value, its interval, and what that interval says."""

import math
from dataclasses import dataclass
from enum import StrEnum

from analysis.intervals import CONFIDENCE
from analysis.statistics import Effect

Interval = tuple[float, float]


class Verdict(StrEnum):
    FASTER = "faster"
    SLOWER = "slower"
    LESS = "less"  # of what is not a time
    MORE = "more"
    SAME = "same"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A positive quantity and its interval; None where fewer than 2 blocks tell of it."""

    value: float
    interval: Interval | None
    blocks: int

    @property
    def includes_one(self) -> bool | None:
        """Of a ratio: whether its interval allows for no difference. None without one."""
        return None if self.interval is None else self.interval[0] <= 1.0 <= self.interval[1]


@dataclass(frozen=True, slots=True)
class Ratio(Estimate):
    """A speedup, or times as much of what is no time, with the verdict of the interval shown."""

    verdict: Verdict = Verdict.INCONCLUSIVE
    unadjusted: Interval | None = None  # what it would be without the control, where that counts


def estimate(effect: Effect, confidence: float = CONFIDENCE) -> Estimate:
    return Estimate(math.exp(effect.value), effect.interval(confidence), effect.blocks)


def ratio(
    effect: Effect, plain: Effect, confidence: float, margin: float, unit: str = "second"
) -> Ratio:
    """Of an effect as it counts, and without the control (the same where it is not adjusted)."""
    interval = effect.interval(confidence)
    return Ratio(
        value=math.exp(effect.value),
        interval=interval,
        blocks=effect.blocks,
        verdict=verdict(interval, margin, unit),
        unadjusted=None if plain is effect else plain.interval(confidence),
    )


def verdict(interval: Interval | None, margin: float, unit: str = "second") -> Verdict:
    """Of a speedup, or of times as much of what is no time (`unit`), by its interval alone.

    `margin` is what does not matter (0.03: 3%).
    """
    below, above = (
        (Verdict.SLOWER, Verdict.FASTER) if unit == "second" else (Verdict.LESS, Verdict.MORE)
    )
    if interval is None:
        return Verdict.INCONCLUSIVE
    low, high = interval
    if 1 / (1 + margin) <= low and high <= 1 + margin:
        return Verdict.SAME
    if low > 1:
        return above
    return below if high < 1 else Verdict.INCONCLUSIVE
