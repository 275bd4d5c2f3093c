"""Seeded trials on machines that are not quiet: how often the method errs, and what it finds.

False positives and coverage have exact binomial intervals; what is required is that they allow
for 5% and 95%. Where noise has heavy tails the t errs less often than it may.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from noise import Machine, Speeds, bimodal, blocked, drift, heavy
from scipy import stats

from analysis.intervals import CHANCE
from analysis.samples import Sample
from analysis.statistics import Effect, Gap, adjusted, paired
from harness.run.stop import LEAST_BLOCKS

TRIALS = 600
MACHINES = [blocked, drift, bimodal, heavy]

Cells = tuple[dict[int, Sample], dict[int, Sample]]
Method = Callable[[dict[int, Sample], dict[int, Sample]], Effect | None]


def with_control(first: dict[int, Sample], second: dict[int, Sample]) -> Effect | None:
    return adjusted(first, second, Gap())


METHODS = [paired, with_control]


def effects(
    speeds: Speeds, method: Method, blocks: int, planted: float = 0.0, seed: int = 1
) -> list[Effect]:
    """Of `TRIALS` runs of two cells whose times differ by `planted`, a log."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(TRIALS):
        first, second = Machine(speeds).cells(rng, (planted, 0.0), blocks)
        effect = method(first, second)
        assert effect is not None
        found.append(effect)
    return found


def share(hits: int, trials: int = TRIALS) -> tuple[float, float]:
    limits = stats.binomtest(hits, trials).proportion_ci(0.99)  # one of 20 would fail at 95%
    return float(limits.low), float(limits.high)


@pytest.mark.parametrize("blocks", [6, 12])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("speeds", MACHINES)
def test_equal_cells_are_told_apart_as_often_as_chance_does(
    speeds: Speeds, method: Method, blocks: int
) -> None:
    low, high = share(sum(one.p < CHANCE for one in effects(speeds, method, blocks)))
    assert low <= 0.05
    assert speeds is heavy or high >= 0.05


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("speeds", MACHINES)
def test_intervals_hold_what_was_planted(speeds: Speeds, method: Method) -> None:
    planted = math.log(1.05)
    found = effects(speeds, method, 10, planted)
    hits = sum(abs(one.value - planted) <= one.half_width() for one in found)
    assert share(hits)[1] >= 0.95


def power(speeds: Speeds, method: Method, blocks: int, planted: float) -> float:
    found = effects(speeds, method, blocks, math.log1p(planted))
    return sum(one.p < CHANCE and one.value > 0 for one in found) / TRIALS


@pytest.mark.parametrize("speeds", [bimodal, heavy, drift])
def test_the_control_finds_what_is_lost_in_noise(speeds: Speeds) -> None:
    assert power(speeds, with_control, 12, 0.05) > 0.8 > power(speeds, paired, 12, 0.05)
    assert power(speeds, with_control, 12, 0.05) < power(speeds, with_control, 12, 0.10)


def test_a_control_that_sees_nothing_costs_two_degrees_of_freedom_and_no_more() -> None:
    """Coverage stays; the interval is a little wider."""
    rng = np.random.default_rng(3)
    blind = Machine(blocked, weight=0.0, unseen=0.1)
    pairs = [blind.cells(rng, (0.0, 0.0), 10) for _ in range(TRIALS)]
    with_it = [adjusted(first, second, Gap()) for first, second in pairs]
    without = [paired(first, second) for first, second in pairs]
    assert share(sum(one is not None and one.p < CHANCE for one in with_it))[0] <= 0.05
    widths = [
        np.median([one.half_width() for one in some if one is not None])
        for some in (with_it, without)
    ]
    assert 1.0 < widths[0] / widths[1] < 1.2


def until_narrow(
    cells: list[dict[int, Sample]], method: Method, least: int, precision: float
) -> Effect:
    """When its interval is narrow enough, from `least` blocks on."""
    for blocks in range(least, len(cells[0]) + 1):
        effect = method(*({block: cell[block] for block in range(blocks)} for cell in cells))
        assert effect is not None
        if effect.half_width() <= precision:
            break
    return effect


@pytest.mark.parametrize(
    ("method", "least", "precision", "honest"),
    [
        (paired, 3, 0.06, False),
        (paired, LEAST_BLOCKS, 0.06, True),
        (with_control, LEAST_BLOCKS, 0.03, True),
    ],
)
def test_stopping_when_an_interval_is_narrow_keeps_it_honest_from_enough_blocks_on(
    method: Method, least: int, precision: float, honest: bool
) -> None:
    """Stopping too early is seen to fail the same test."""
    rng = np.random.default_rng(11)
    runs = (Machine(blocked).cells(rng, (0.0, 0.0), 40) for _ in range(TRIALS))
    found = [until_narrow(cells, method, least, precision) for cells in runs]
    assert np.mean([effect.blocks for effect in found]) < 20  # it does stop
    low, _ = share(sum(effect.p < CHANCE for effect in found))
    assert (low <= 0.05) == honest
