"""When a group has been measured enough: rules over what was done for it, which combine.

By the width of intervals alone, never by what they say: stopping when a difference shows finds
differences that are not there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from record import Goal

# Blocks before a width counts. Of one interval, 95% held the truth in 93.1 to 93.8% when stopping
# was allowed from 8 on, in 94 to 95% from 12 on (normal differences; benchmarks/validity.py has
# real ones).
LEAST_BLOCKS = 12
MOST_BLOCKS = 60  # of a goal that names a precision and no other end


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has done for one group."""

    blocks: int  # complete, earlier sessions' too
    seconds: float  # that this session has taken, for all groups
    next_block: float  # seconds that one more of this group would take
    half_width: float = math.inf  # of its widest interval, relative


Rule = Callable[[Done], bool]


def enough_blocks(blocks: int) -> Rule:
    return lambda done: done.blocks >= blocks


def narrow_enough(precision: float) -> Rule:
    return lambda done: done.half_width <= precision


def budget_spent(seconds: float) -> Rule:
    """Before the block that would not fit; the first one is measured in any case."""
    return lambda done: done.blocks >= 1 and done.seconds + done.next_block > seconds


def any_of(*rules: Rule) -> Rule:
    return lambda done: any(rule(done) for rule in rules)


def all_of(*rules: Rule) -> Rule:
    return lambda done: all(rule(done) for rule in rules)


def rule_of(goal: Goal) -> Rule:
    """Whether a group needs no more blocks, or there is no time for them."""
    rules = [time_rule(goal)]
    if goal.blocks is not None:
        rules.append(enough_blocks(goal.blocks))
    if goal.precision is not None:
        rules.append(all_of(enough_blocks(LEAST_BLOCKS), narrow_enough(goal.precision)))
    return any_of(*rules)


def time_rule(goal: Goal) -> Rule:
    """Whether the budget has no room for one more block."""
    return any_of() if goal.budget is None else budget_spent(goal.budget)
