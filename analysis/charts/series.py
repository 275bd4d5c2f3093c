"""What a picture of scaling shows of one group: its series, their ranges, and what is not there."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.estimate import Estimate
from analysis.figures import Missing
from analysis.overhead.curves import Curve, curves, law, share
from analysis.overhead.readings import Readings
from analysis.report import Group, Report
from analysis.speedups import SEQUENTIAL

FINE = (0.25, 0.5, 0.75, 0.9, 1.0, 1.5, 2.0, 3.0, 4.0)
STEPS = 9  # points of a law that is drawn


Points = Mapping[float, Estimate | None]  # by the number of workers; None: planned alone


@dataclass(frozen=True, slots=True)
class Series:
    """A strategy on an interpreter: speedups, and what its law says of more workers."""

    strategy: str
    speedups: Points
    continued: Points  # beyond what was fitted, no further than it may be; empty without a law

    @property
    def efficiencies(self) -> Points:
        return _shares(self.speedups)

    @property
    def efficiencies_continued(self) -> Points:
        return _shares(self.continued)


def _shares(points: Points) -> Points:
    return {count: share(one, count) if one else None for count, one in points.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One group as pictures have it, all of which share their ranges."""

    group: Group
    base: str
    strategies: tuple[str, ...]  # that have a number on any interpreter
    series: Mapping[str, Sequence[Series]]  # by interpreter

    @property
    def counts(self) -> list[int]:
        """All numbers of workers, and 1, where the base stands."""
        return sorted({1} | {workers for _, workers in self.group.rows})

    @property
    def furthest(self) -> float:
        """Of any law that is drawn, or of what was planned."""
        return max([*self.counts, *(count for one in self._all for count in one.continued)])

    @property
    def alone(self) -> bool:
        """Whether no series has two points to draw a line through."""
        return all(
            sum(point is not None for point in one.speedups.values()) < 2 for one in self._all
        )

    @property
    def has_laws(self) -> bool:
        return any(one.continued for one in self._all)

    @property
    def has_intervals(self) -> bool:
        return any(point and point.interval for one in self._all for point in one.speedups.values())

    def limits(self, efficiency: bool) -> tuple[float, float]:
        """The least and the largest of all values, or of their shares of the workers."""
        values = [
            point.value / (count if efficiency else 1)
            for one in self._all
            for points in (one.speedups, one.continued)
            for count, point in points.items()
            if point
        ]
        return min(values, default=1.0), max(values, default=1.0)

    @property
    def _all(self) -> list[Series]:
        return [one for own in self.series.values() for one in own]

    def absent(self, interpreters: Sequence[str]) -> Iterator[tuple[Missing, str]]:
        """Why there is no number, and where: those alike in one."""
        places: dict[tuple[Missing, str], list[str]] = {}
        for label in interpreters:
            for strategy in dict.fromkeys(strategy for strategy, _ in self.group.rows):
                for why, which in self._reasons(label, strategy).items():
                    places.setdefault((why, f"{strategy}{which}"), []).append(label)
        for (why, who), labels in places.items():
            everywhere = len(labels) == len(interpreters) > 1
            yield why, who if everywhere else f"{who} on {', '.join(labels)}"

    def _reasons(self, label: str, strategy: str) -> dict[Missing, str]:
        entries = {
            workers: self.group.entries.get((label, strategy, workers)) for workers in self.counts
        }
        known = {workers: entry for workers, entry in entries.items() if entry is not None}
        found: dict[Missing, list[int]] = {}
        for workers, entry in known.items():
            if entry.speedup is None:
                found.setdefault(Missing(entry.status, entry.reason), []).append(workers)
        return {
            why: "" if len(own) == len(known) else f" w={','.join(map(str, own))}"
            for why, own in found.items()
        }


def laws(report: Report) -> dict[tuple[str, str, str], Curve]:
    """The curves that may have one, by group, interpreter and strategy."""
    found = curves(report.readings)
    return {(curve.group, curve.interpreter, curve.strategy): curve for curve in found}


def shown(
    report: Report, group: Group, known: Mapping[tuple[str, str, str], Curve] | None = None
) -> Shown:
    """The numbers of the table of the group; laws, of the curves of `laws`, are those of theirs."""
    known = laws(report) if known is None else known
    base = group.bases[0] if group.bases else SEQUENTIAL
    names = dict.fromkeys(strategy for strategy, _ in group.rows if strategy != base)
    series = {
        label: [
            Series(
                name,
                _speedups(group, label, name),
                _continued(report.readings, known.get((group.name, label, name))),
            )
            for name in names
        ]
        for label in group.interpreters
    }
    strategies = tuple(
        name
        for name in names
        if any(
            one.strategy == name and any(one.speedups.values())
            for own in series.values()
            for one in own
        )
    )
    return Shown(group, base, strategies, series)


def _speedups(group: Group, label: str, strategy: str) -> Points:
    found = {
        workers: group.entries[label, strategy, workers].speedup
        for name, workers in group.rows
        if name == strategy and (label, strategy, workers) in group.entries
    }
    return {workers: one.own if one else None for workers, one in sorted(found.items())}


def _continued(readings: Readings, curve: Curve | None) -> Points:
    fit = law(readings, curve) if curve else None
    if fit is None:
        return {}
    steps = np.linspace(0, 1, STEPS)
    largest = max(fit.counts)
    places = [largest * (fit.furthest / largest) ** float(step) for step in steps]
    return {count: fit.at(count) for count in (*places[:-1], float(fit.furthest))}


def ticks(low: float, high: float, height: float, needed: float) -> list[float]:
    """Powers of two, or finer where few are within: as many as an axis of that height has room for.

    `needed` is what a label takes of it.
    """
    powers = [2.0**n for n in range(math.ceil(math.log2(low)), math.floor(math.log2(high)) + 1)]
    wanted = sorted(powers, key=lambda tick: (tick != 1, abs(math.log2(tick)) % 2))
    if len(powers) <= 3:
        wanted += [tick for tick in FINE if low <= tick <= high and tick not in powers]
    octave = height / math.log2(high / low)
    return sorted(apart(wanted, octave, lambda _: needed))


def apart(wanted: Sequence[float], octave: float, needed: Callable[[float], float]) -> list[float]:
    """Those of `wanted`, the first first, that are as far from each other as `needed` says.

    `octave` is how long a doubling is.
    """
    kept: list[float] = []
    for one in wanted:
        if all(abs(math.log2(one / other)) * octave >= needed(one) for other in kept):
            kept.append(one)
    return kept
