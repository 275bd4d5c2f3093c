"""How long is left, and when it is enough."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import attempt, cell

from harness.run.forecast import forecast
from harness.run.ledger import Ledger
from harness.run.stop import Done, rule_of
from record import Cell, Goal

CELLS = [cell(workers=workers) for workers in (1, 2, 3, 4)]


def estimate(one: Cell) -> float:
    return float(one.workers)


def test_before_anything_was_measured_it_is_the_estimate() -> None:
    assert forecast(CELLS, Ledger(CELLS, []), estimate) == 10.0


def test_what_was_measured_is_known() -> None:
    ledger = Ledger(CELLS, [attempt(one, seconds=7.0) for one in CELLS])
    assert forecast(CELLS, ledger, estimate) == 28.0


def test_the_rest_is_scaled_by_how_far_the_estimates_were_off() -> None:
    ledger = Ledger(CELLS, [attempt(CELLS[0], seconds=2.0), attempt(CELLS[1], seconds=4.0)])
    assert forecast(CELLS, ledger, estimate) == 2 + 4 + 2 * (3 + 4)


def test_nothing_takes_no_time() -> None:
    assert forecast([], Ledger(CELLS, []), estimate) == 0


seconds = st.floats(0.001, 1e4)


@given(st.lists(seconds, min_size=4, max_size=4), st.integers(0, 4))
def test_it_is_never_less_than_what_is_known(times: list[float], measured: int) -> None:
    known = [attempt(one, seconds=time) for one, time in zip(CELLS, times, strict=True)][:measured]
    found = forecast(CELLS, Ledger(CELLS, known), estimate)
    assert math.isfinite(found)
    assert found >= sum(one.seconds for one in known) * (1 - 1e-9)


def stops(goal: Goal, blocks: int = 0, seconds: float = 0.0, next_block: float = 10.0) -> bool:
    return rule_of(goal)(Done(blocks, seconds, next_block))


@pytest.mark.parametrize(("blocks", "enough"), [(0, False), (4, False), (5, True), (9, True)])
def test_blocks(blocks: int, enough: bool) -> None:
    assert stops(Goal(blocks=5), blocks, seconds=1e9) is enough


@pytest.mark.parametrize(
    ("blocks", "seconds", "enough"),
    [
        (1, 49.0, False),
        (1, 50.0, False),  # the next one just fits
        (1, 50.1, True),
        (3, 61.0, True),
        (0, 1e9, False),  # a run without one block is no run
    ],
)
def test_a_budget_is_kept_but_for_the_first_block(
    blocks: int, seconds: float, enough: bool
) -> None:
    assert stops(Goal(budget=60.0), blocks, seconds) is enough


def test_whichever_comes_first() -> None:
    goal = Goal(blocks=5, budget=60.0)
    assert stops(goal, blocks=5, seconds=1.0)
    assert stops(goal, blocks=2, seconds=55.0)
    assert not stops(goal, blocks=2, seconds=5.0)


@given(st.integers(1, 50), st.floats(1, 1e5), seconds)
def test_every_goal_is_reached(blocks: int, budget: float, block: float) -> None:
    """Blocks of whatever length: a run of this goal ends, and in its budget but for the first."""
    rule, done = rule_of(Goal(blocks=blocks, budget=budget)), 0
    while not rule(Done(done, done * block, block)):
        done += 1
    assert 1 <= done <= blocks
    assert done == 1 or done * block <= budget * (1 + 1e-9)
