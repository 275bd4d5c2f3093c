"""Where a curve reaches a speedup: exactly where nothing disturbs it, else within its interval."""

import numpy as np
import pytest

from analysis.overhead.crossing import Floats, crossings

LENGTHS = 10.0 ** np.arange(-6, 0)  # a microsecond to 0.1 s
TARGETS = [1.0, 1.8]  # break-even, and 90% of two lanes


def curve(cost: float, blocks: int = 4, own: float = 0.0, seed: int = 1) -> tuple[Floats, Floats]:
    """Two lanes, and `cost` seconds to hand out a task: logs of lengths and of speedups."""
    rng = np.random.default_rng(seed)
    slow = rng.normal(0, 0.15, (blocks, len(LENGTHS)))  # a block's, of a group
    base = np.log(LENGTHS) + slow + rng.normal(0, own, slow.shape)
    lanes = np.log(LENGTHS / 2 + cost) + slow + rng.normal(0, own, slow.shape)
    return base, base - lanes


def truths(cost: float) -> list[float]:
    """Where L / (L / 2 + cost) is each target."""
    return [cost / (1 / target - 1 / 2) for target in TARGETS]


@pytest.mark.parametrize("cost", [2e-6, 1.3e-5, 4e-4, 5e-4])
def test_the_truth_is_recovered_wherever_it_lies_between_two_lengths(cost: float) -> None:
    lengths = np.tile(np.log(LENGTHS), (4, 1))
    speedups = np.log(np.exp(lengths) / (np.exp(lengths) / 2 + cost))
    found = crossings(lengths, speedups, TARGETS)
    assert [one.value for one in found] == pytest.approx(truths(cost))
    for one in found:
        assert one.interval == pytest.approx((one.value, one.value))


def test_what_lies_outside_is_said_to_be_so() -> None:
    lengths = np.tile(np.log(LENGTHS), (4, 1))
    (below, beyond) = (crossings(lengths, lengths * 0 + level, [1.0])[0] for level in (0.5, -0.5))
    assert (below.value, below.interval) == (0.0, (0.0, 0.0))
    assert (beyond.value, beyond.interval) == (np.inf, (np.inf, np.inf))
    assert (below.shortest, below.longest) == pytest.approx((1e-6, 0.1))


def test_a_curve_that_falls_somewhere_is_made_to_rise() -> None:
    """Between the second and third length it falls: both have their mean, below the target."""
    speedups = np.tile([-2.0, 0.3, -0.5, 0.5, 0.6, 0.6], (4, 1))
    (found,) = crossings(np.tile(np.log(LENGTHS), (4, 1)), speedups, [1.0])
    assert LENGTHS[2] < found.value < LENGTHS[3]


def test_one_block_has_no_interval() -> None:
    (found,) = crossings(*curve(1e-5, blocks=1), [1.0])
    assert found.interval is None
    assert found.blocks == 1


def test_the_same_blocks_say_the_same_again() -> None:
    first, second = (crossings(*curve(1e-5, own=0.1), TARGETS) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("blocks", [3, 8])
def test_the_intervals_cover_the_truth_as_often_as_they_say(blocks: int) -> None:
    """Of 100 curves 95 on average, 89 or more in all but 1.2 of 100 (binomial)."""
    hits = [0, 0]
    for seed in range(100):
        cost = 10 ** np.random.default_rng(seed).uniform(-5, -3)
        found = crossings(*curve(cost, blocks, own=0.05, seed=seed), TARGETS)
        for number, (one, truth) in enumerate(zip(found, truths(cost), strict=True)):
            assert one.interval is not None
            hits[number] += one.interval[0] <= truth <= one.interval[1]
    assert min(hits) >= 89
    assert max(hits) <= 99
