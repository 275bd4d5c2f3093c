"""When a run has measured enough: rules over what it has done, which can be combined."""

from collections.abc import Callable
from dataclasses import dataclass

from record import Goal


@dataclass(frozen=True, slots=True)
class Done:
    """What this run has done at the end of a block."""

    blocks: int  # complete, earlier sessions' too
    seconds: float  # that this session has taken
    next_block: float  # seconds that one more would take


Rule = Callable[[Done], bool]


def enough_blocks(blocks: int) -> Rule:
    return lambda done: done.blocks >= blocks


def budget_spent(seconds: float) -> Rule:
    """Before the block that would not fit; the first one is measured in any case."""
    return lambda done: done.blocks >= 1 and done.seconds + done.next_block > seconds


def rule_of(goal: Goal) -> Rule:
    rules: list[Rule] = []
    if goal.blocks is not None:
        rules.append(enough_blocks(goal.blocks))
    if goal.budget is not None:
        rules.append(budget_spent(goal.budget))
    return lambda done: any(rule(done) for rule in rules)
