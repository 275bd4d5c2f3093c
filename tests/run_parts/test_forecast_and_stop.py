"""How long is left, and when a group was measured enough."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import attempt, cell

from harness.run.forecast import Forecast, blocks_to_go
from harness.run.ledger import Ledger
from harness.run.stop import LEAST_BLOCKS, Done, all_of, any_of, rule_of, time_rule
from record import Attempt, Goal

CELLS = [cell(workers=workers) for workers in (1, 2, 3, 4)]
ESTIMATES = {one.key: float(one.workers) for one in CELLS}


def forecast(*known: Attempt) -> Forecast:
    return Forecast(Ledger(CELLS, known), ESTIMATES)


def test_before_anything_was_measured_it_is_the_estimate() -> None:
    assert forecast().seconds(CELLS) == 10.0


def test_what_was_measured_is_known() -> None:
    assert forecast(*(attempt(one, seconds=7.0) for one in CELLS)).seconds(CELLS) == 28.0


def test_the_rest_is_scaled_by_how_far_the_estimates_were_off() -> None:
    known = forecast(attempt(CELLS[0], seconds=2.0), attempt(CELLS[1], seconds=4.0))
    assert known.seconds(CELLS) == 2 + 4 + 2 * (3 + 4)
    assert known.seconds(CELLS[3:]) == 2 * 4  # by what is known of the others, too


def test_nothing_takes_no_time() -> None:
    assert forecast().seconds([]) == 0


seconds = st.floats(0.001, 1e4)


@given(st.lists(seconds, min_size=4, max_size=4), st.integers(0, 4))
def test_it_is_never_less_than_what_is_known(times: list[float], measured: int) -> None:
    known = [attempt(one, seconds=time) for one, time in zip(CELLS, times, strict=True)][:measured]
    found = forecast(*known).seconds(CELLS)
    assert math.isfinite(found)
    assert found >= sum(one.seconds for one in known) * (1 - 1e-9)


def stops(
    goal: Goal,
    blocks: int = 0,
    seconds: float = 0.0,
    next_block: float = 10.0,
    half_width: float = math.inf,
) -> bool:
    return rule_of(goal)(Done(blocks, seconds, next_block, half_width))


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
        (0, 1e9, False),  # a group without one block is not measured
    ],
)
def test_a_budget_is_kept_but_for_the_first_block(
    blocks: int, seconds: float, enough: bool
) -> None:
    assert stops(Goal(budget=60.0), blocks, seconds) is enough
    done = Done(blocks, seconds, 10.0)
    assert time_rule(Goal(budget=60.0, blocks=1, precision=0.5))(done) is enough
    assert time_rule(Goal(blocks=1, precision=0.5))(done) is False


@pytest.mark.parametrize(
    ("blocks", "half_width", "enough"),
    [
        (LEAST_BLOCKS, 0.03, True),
        (LEAST_BLOCKS, 0.0301, False),
        (LEAST_BLOCKS - 1, 0.001, False),  # a width this early is luck
        (LEAST_BLOCKS, 0.0, True),  # nothing to estimate
        (1000, math.inf, False),
        (1000, math.nan, False),
    ],
)
def test_a_precision_is_reached_by_width_alone_and_not_early(
    blocks: int, half_width: float, enough: bool
) -> None:
    assert stops(Goal(precision=0.03), blocks, half_width=half_width) is enough


def test_whichever_comes_first() -> None:
    goal = Goal(blocks=40, budget=60.0, precision=0.03)
    assert stops(goal, blocks=40)
    assert stops(goal, blocks=2, seconds=55.0)
    assert stops(goal, blocks=20, half_width=0.02)
    assert not stops(goal, blocks=20, seconds=5.0, half_width=0.04)


def test_rules_combine() -> None:
    done = Done(1, 0.0, 0.0)
    yes, no = (lambda done: True), (lambda done: False)
    assert any_of(no, yes)(done)
    assert not any_of(no, no)(done)
    assert not any_of()(done)
    assert all_of(yes, yes)(done)
    assert not all_of(yes, no)(done)
    assert all_of(any_of(no, yes), all_of(yes))(done)


@given(st.integers(1, 50), st.floats(1, 1e5), seconds)
def test_every_goal_is_reached(blocks: int, budget: float, block: float) -> None:
    """Blocks of whatever length: a run of this goal ends, and in its budget but for the first."""
    rule, done = rule_of(Goal(blocks=blocks, budget=budget)), 0
    while not rule(Done(done, done * block, block)):
        done += 1
    assert 1 <= done <= blocks
    assert done == 1 or done * block <= budget * (1 + 1e-9)


def to_go(goal: Goal, blocks: int, half_width: float = math.inf) -> float:
    return blocks_to_go(goal, Done(blocks, 0.0, 1.0, half_width))


def test_blocks_to_go_of_a_number_of_them() -> None:
    assert to_go(Goal(blocks=6), 2) == 4
    assert to_go(Goal(blocks=6), 7) == 0
    assert to_go(Goal(budget=60.0), 7) == math.inf  # the budget ends it


def test_blocks_to_go_of_a_precision_are_extrapolated_from_the_width() -> None:
    goal = Goal(precision=0.03)
    assert to_go(goal, 20, 0.06) == pytest.approx(60)  # half the width, four times the blocks
    assert to_go(goal, 2, 0.03) == LEAST_BLOCKS - 2
    assert to_go(goal, 3) == LEAST_BLOCKS - 3  # without a width yet
    assert to_go(goal, 20) == math.inf
    assert to_go(goal, 20, 0.01) == 0
    assert to_go(Goal(precision=0.03, blocks=22), 20, 0.06) == 2
    assert to_go(Goal(precision=0.03, blocks=22), 20, math.inf) == 2


goals = st.builds(
    Goal,
    blocks=st.none() | st.integers(1, 100),
    budget=st.none() | st.floats(1, 1e6),
    precision=st.none() | st.floats(0.001, 0.999),
)


@given(goals, st.integers(0, 200), st.floats(0, math.inf))
def test_blocks_to_go_and_the_rule_agree(goal: Goal, blocks: int, half_width: float) -> None:
    """None are to go exactly where the rule would stop, were there time without end."""
    endless = Goal(blocks=goal.blocks, precision=goal.precision)
    left = to_go(goal, blocks, half_width)
    assert left >= 0
    assert (left == 0) == stops(endless, blocks, half_width=half_width)
