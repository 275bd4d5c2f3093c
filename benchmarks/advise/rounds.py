"""Interleaved rounds: each candidate once a round in random order, the hopeless ones dropped."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.advise.candidates import Candidate
from benchmarks.advise.timing import SLOW, Timing

Measure = Callable[[Candidate, float], Timing | str]
Say = Callable[[str], None]

# Whoever's fastest time was so many times the best median after a round is left out of the next;
# the same program differs by 18% from process to process on a virtual machine.
KEPT = (2.5, 1.7, 1.4)
FAILED = 2  # failures of a strategy on an interpreter, after which it is left alone
FIRST = 60.0  # seconds at the most while nothing is known


@dataclass(slots=True)
class Times:
    """What was measured so far."""

    seconds: dict[Candidate, list[float]] = field(default_factory=dict)
    failed: dict[Candidate, str] = field(default_factory=dict)
    beside: float = 0.0  # seconds of a process that are not timed, at the most

    def median(self, candidate: Candidate) -> float:
        return median(self.seconds[candidate])

    def best(self) -> float:
        """Of those that were measured most often."""
        return min(map(self.median, self.finalists()), default=FIRST)

    def finalists(self) -> list[Candidate]:
        """Those that were in every round, the best first."""
        most = max(map(len, self.seconds.values()), default=0)
        through = [one for one, values in self.seconds.items() if len(values) == most]
        return sorted(through, key=self.median)

    def add(self, candidate: Candidate, found: Timing | str) -> None:
        if isinstance(found, str):
            self.failed[candidate] = found
        else:
            self.seconds.setdefault(candidate, []).append(found.total)
            self.beside = max(self.beside, found.beside)

    def limit(self) -> float:
        """Whoever needs more seconds than this would be left out all the same."""
        fastest = min((min(values) for values in self.seconds.values()), default=None)
        return FIRST if fastest is None else 0.5 + 2 * self.beside + 1.2 * KEPT[0] * fastest


def exhaust(
    every: Sequence[Candidate], measure: Measure, rounds: int, seed: str, say: Say
) -> Times:
    """Each candidate once, then `rounds` in all of those that can still be the best."""
    drawn = random.Random(seed)
    times = Times()
    for candidate in _first_round(every, drawn):
        if not _hopeless(candidate, times):
            times.add(candidate, measure(candidate, times.limit()))
    alive = _left(times, KEPT[0])
    for number in range(1, rounds):
        say(f"round {number} of {rounds}: {len(alive)} of {len(every)} are left")
        drawn.shuffle(alive)
        for candidate in alive:
            times.add(candidate, measure(candidate, times.limit()))
        alive = _left(times, KEPT[min(number, len(KEPT) - 1)])
    return times


def _first_round(every: Sequence[Candidate], drawn: random.Random) -> list[Candidate]:
    """Sequential first, to know how long is long; extreme chunk sizes before those between."""
    shuffled = drawn.sample(every, len(every))
    lanes: dict[tuple[str, str, int], list[int]] = {}
    for one in shuffled:
        lanes.setdefault(_lanes(one), []).append(one.chunk)

    def turn(one: Candidate) -> tuple[bool, bool]:
        sizes = lanes[_lanes(one)]
        return one.strategy != "sequential", one.chunk not in (min(sizes), max(sizes))

    return sorted(shuffled, key=turn)


def _hopeless(candidate: Candidate, times: Times) -> bool:
    """Its strategy fails there, or its lanes were slow with the least and the largest chunks."""
    alike = (candidate.interpreter, candidate.strategy)
    broken = [
        one
        for one, why in times.failed.items()
        if (one.interpreter, one.strategy) == alike and not why.startswith(SLOW)
    ]
    if len(broken) >= FAILED:
        return True
    of_lanes = [one for one in (*times.seconds, *times.failed) if _lanes(one) == _lanes(candidate)]
    reach = KEPT[0] * times.best()
    slow = [one for one in of_lanes if min(times.seconds.get(one, [FIRST])) > reach]
    return len(of_lanes) >= 2 and len(slow) == len(of_lanes)


def _lanes(one: Candidate) -> tuple[str, str, int]:
    return one.interpreter, one.strategy, one.workers


def _left(times: Times, kept: float) -> list[Candidate]:
    reach = kept * times.best()
    return [one for one in times.finalists() if min(times.seconds[one]) <= reach]
