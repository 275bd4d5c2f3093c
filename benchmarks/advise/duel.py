"""What was recommended beside the best that was found, in fresh interleaved rounds.

Who is beaten was chosen on other rounds than those that tell by how much.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from scipy import stats

from benchmarks.advise.candidates import Candidate
from benchmarks.advise.rounds import FIRST, Measure, Times

NEAR = 1.10  # within so much of the best is a hit
LEAST, MOST = 7, 31  # rounds


@dataclass(frozen=True, slots=True)
class Ratio:
    """A time over another's of the same rounds: the median, and its distribution-free interval."""

    value: float
    low: float
    high: float

    @property
    def decided(self) -> bool:
        return self.high <= NEAR or self.low > NEAR


@dataclass(frozen=True, slots=True)
class Verdict:
    rival: Candidate  # the best of these rounds; the recommendation itself, where that is it
    ratio: Ratio
    times: Times


def ratio(own: Sequence[float], others: Sequence[float]) -> Ratio:
    """95% from the order of the ratios (the sign test turned round)."""
    found = sorted(one / other for one, other in zip(own, others, strict=True))
    left_out = max(0, int(stats.binom.ppf(0.025, len(found), 0.5)) - 1)
    return Ratio(median(found), found[left_out], found[-1 - left_out])


def duel(chosen: Candidate, best: Sequence[Candidate], measure: Measure, seed: str) -> Verdict:
    """Until it is known whether `chosen` is within NEAR of the best of them.

    Raises RuntimeError where one cannot be measured any more.
    """
    every = list(dict.fromkeys((chosen, *best)))
    drawn = random.Random(seed)
    times = Times()
    for number in range(1, MOST + 1):
        drawn.shuffle(every)
        for candidate in every:
            times.add(candidate, measure(candidate, FIRST))
        if times.failed:
            raise RuntimeError("; ".join(f"{one}: {why}" for one, why in times.failed.items()))
        rival = times.finalists()[0]
        found = ratio(times.seconds[chosen], times.seconds[rival])
        if number >= LEAST and found.decided:
            break
    return Verdict(rival, found, times)
