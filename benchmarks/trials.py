"""Trials of a method on recorded processes whose truth is known: identical cells.

A trial is a window of blocks that ran one after another. Within each of its blocks a cell and
its twin are exchanged at random, as the random order of a block could have had it: so one
window gives many trials, and the windows, which share no process, tell how sure the rates are.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.control import Controls
from analysis.intervals import CHANCE
from analysis.samples import Sample, Samples
from analysis.statistics import Effect, paired
from record import Cell

Method = Callable[[Samples, Cell, Cell], Effect | None]
Window = Mapping[str, Mapping[int, Sample]]

KINDS = {"primes": "cpu"}


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of trials, with the 95% interval that its windows give it."""

    value: float
    low: float
    high: float
    windows: int

    def contains(self, share: float) -> bool:
        return self.low <= share <= self.high


@dataclass(frozen=True, slots=True)
class Trials:
    """The effects that a method found between identical cells, window by window."""

    windows: Sequence[Sequence[Effect]]

    @property
    def false_positives(self) -> Rate:
        return self._rate(lambda effect: effect.p < CHANCE)

    @property
    def coverage(self) -> Rate:
        return self._rate(lambda effect: abs(effect.value) <= effect.half_width())

    def power(self, planted: float) -> Rate:
        """How often a difference of `planted` (0.05: 5%) is found, with the right sign."""
        log = math.log1p(planted)
        return self._rate(lambda one: one.value + log > one.half_width())

    @property
    def half_width(self) -> float:
        """The median, relative."""
        return float(np.median([one.precision for one in self._all()]))

    @property
    def blocks(self) -> float:
        return float(np.mean([one.blocks for one in self._all()]))

    def _all(self) -> Iterator[Effect]:
        return (effect for window in self.windows for effect in window)

    def _rate(self, holds: Callable[[Effect], bool]) -> Rate:
        return rate([float(np.mean([holds(one) for one in window])) for window in self.windows])


def rate(shares: Sequence[float]) -> Rate:
    """Of one share a window: by the t over windows, or where each is all or none the binomial."""
    value = float(np.mean(shares))
    if not set(shares) <= {0.0, 1.0}:
        low, high = stats.t.interval(0.95, len(shares) - 1, value, stats.sem(shares))
        return Rate(value, max(0.0, float(low)), min(1.0, float(high)), len(shares))
    limits = stats.binomtest(round(value * len(shares)), len(shares)).proportion_ci()
    return Rate(value, float(limits.low), float(limits.high), len(shares))


def unadjusted(samples: Samples, base: Cell, cell: Cell) -> Effect | None:
    return paired(samples[base.key], samples[cell.key])


def with_control(samples: Samples, base: Cell, cell: Cell) -> Effect | None:
    """What `gilbench report` does."""
    return Controls((base, cell), KINDS, samples).contrast(base, cell)[0]


def windows(samples: Samples, blocks: int) -> Iterator[Window]:
    """As many as fit, one after another, of blocks that all cells have."""
    known = sorted(set.intersection(*(set(cell) for cell in samples.values())))
    for start in range(0, len(known) - blocks + 1, blocks):
        chosen = known[start : start + blocks]
        yield {key: {block: cell[block] for block in chosen} for key, cell in samples.items()}


def exchanged(
    window: Window, pairs: Iterable[tuple[Cell, Cell]], rng: np.random.Generator
) -> dict[str, dict[int, Sample]]:
    """The same window, a cell and its twin changing places in a random half of the blocks."""
    found = {key: dict(cell) for key, cell in window.items()}
    for one, twin in pairs:
        for block in found[one.key]:
            if rng.random() < 0.5:
                first, second = found[one.key], found[twin.key]
                first[block], second[block] = second[block], first[block]
    return found


def identical_pairs(
    samples: Samples, pairs: Sequence[tuple[Cell, Cell]], blocks: int, method: Method, repeats: int
) -> Trials:
    """Each pair against each other, in windows of `blocks`."""
    rng = np.random.default_rng(0)
    found = []
    for one, twin in pairs:
        own = {cell.key: samples[cell.key] for cell in (one, twin)}
        for window in windows(own, blocks):
            drawn = (exchanged(window, [(one, twin)], rng) for _ in range(repeats))
            found.append(_effects(method(each, one, twin) for each in drawn))
    return Trials(found)


def stopped_early(
    samples: Samples,
    pairs: Sequence[tuple[Cell, Cell]],
    most: int,
    least: int,
    precision: float,
    method: Method,
    repeats: int,
) -> Trials:
    """The same, each trial ending at the first block at which its interval is narrow enough."""
    rng = np.random.default_rng(0)
    found = []
    for one, twin in pairs:
        own = {cell.key: samples[cell.key] for cell in (one, twin)}
        for window in windows(own, most):
            drawn = (exchanged(window, [(one, twin)], rng) for _ in range(repeats))
            found.append(
                _effects(_until_narrow(each, one, twin, least, precision, method) for each in drawn)
            )
    return Trials(found)


def _until_narrow(
    window: Window, one: Cell, twin: Cell, least: int, precision: float, method: Method
) -> Effect | None:
    blocks = sorted(window[one.key])
    effect = None
    for count in range(least, len(blocks) + 1):
        so_far = {key: {b: cell[b] for b in blocks[:count]} for key, cell in window.items()}
        effect = method(so_far, one, twin)
        if effect is not None and effect.precision <= precision:
            break
    return effect


def across(
    samples: Samples, pairs: Sequence[tuple[Cell, Cell]], blocks: int, repeats: int, adjust: bool
) -> Trials:
    """One interpreter's cells against their twins as if these were another interpreter's.

    Then the controls of both have to be estimated, from all processes in the window.
    """
    rng = np.random.default_rng(0)
    found = []
    for window in windows({cell.key: samples[cell.key] for pair in pairs for cell in pair}, blocks):
        effects = []
        for _ in range(repeats):
            drawn = exchanged(window, pairs, rng)
            other = {twin: _elsewhere(twin) for _, twin in pairs}
            renamed = {other[twin].key: drawn[twin.key] for twin in other}
            renamed |= {one.key: drawn[one.key] for one, _ in pairs}
            cells = [*(one for one, _ in pairs), *other.values()]
            controls = Controls(cells, KINDS, renamed)
            for one, twin in pairs:
                adjusted, plain = controls.contrast(one, other[twin])
                effects.append(adjusted if adjust else plain)
        found.append(_effects(effects))
    return Trials(found)


def _elsewhere(cell: Cell) -> Cell:
    return Cell(
        interpreter=f"{cell.interpreter}-twin",
        strategy=cell.strategy,
        workload=cell.workload,
        parameters=cell.parameters,
        workers=cell.workers,
        mode=cell.mode,
    )


def _effects(found: Iterable[Effect | None]) -> list[Effect]:
    return [effect for effect in found if effect is not None]
