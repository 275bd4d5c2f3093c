"""From readings to one way: the framework's rule says who cannot be told from the best.

Of these the simplest is recommended, where it is near enough to the best by its estimate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.advice.model import Outcome
from analysis.framework import choice
from analysis.framework.answers import Terms, compete, decided
from analysis.framework.choice import together
from analysis.framework.model import Answer
from analysis.intervals import CONFIDENCE
from analysis.overhead.readings import SEQUENTIAL, Readings
from record import Cell

WORTH = 0.1  # of the time of sequential: what may gain no more is not worth lanes
NEAR = 0.05  # of the time of the best: what is simpler may take so much more

# What takes least to write, to start and to understand comes first.
SIMPLEST = (
    *(SEQUENTIAL, "threads", "asyncio", "asyncio-threads", "interpreter-pool"),
    *("processes-forkserver", "processes-spawn", "processes-fork"),
)


@dataclass(frozen=True, slots=True)
class Decision:
    answer: Answer
    picked: Cell
    outcome: Outcome
    equals: tuple[str, ...] = ()  # other interpreters, where nothing but these is open


def decide(
    readings: Readings, cells: Sequence[Cell], *, asynchronous: bool = False, trusted: bool = True
) -> Decision | None:
    """Among the readings that were measured, of all interpreters together; None without any."""
    found = compete(readings, cells)
    if found is None:
        return None
    best = found.ranked[0]
    alone = len({cell.interpreter for cell in found.ranked}) == 1
    base = readings.sequential(best)
    base = base if base is not None and readings.samples(base) else None
    margin = readings.plan.margin
    terms = Terms(together([found]), CONFIDENCE, margin, trusted, readings.plan.reference)
    answer = decided(readings, found, terms, base, alone=alone)
    behind = {one.cell: one.behind for one in answer.ranked}
    equals = [
        cell
        for cell in found.ranked
        if (ratio := behind[cell]) is None or (cell.key in answer.tied and ratio.value <= 1 + NEAR)
    ]
    order = order_of(readings, asynchronous=asynchronous)
    picked = min(equals, key=lambda cell: (*order(cell), found.ranked.index(cell)))
    outcome = _outcome(readings, answer, picked)
    return Decision(answer, picked, outcome, _elsewhere(answer, picked))


def _elsewhere(answer: Answer, picked: Cell) -> tuple[str, ...]:
    """Interpreters on which the same strategy cannot be told apart, where no other strategy can."""
    open_ = [one.cell for one in answer.ranked if one.behind is None or one.cell.key in answer.tied]
    if any(cell.strategy != picked.strategy for cell in open_):
        return ()
    labels = dict.fromkeys(cell.interpreter for cell in open_)
    return tuple(label for label in labels if label != picked.interpreter)


def order_of(readings: Readings, *, asynchronous: bool) -> Callable[[Cell], tuple[int, bool, int]]:
    """How simple a way is, least first: its strategy, its build, its workers."""
    builds = readings.plan.builds
    known = list(SIMPLEST)
    if asynchronous:  # a loop is what it was written for
        known.remove("asyncio")
        known.insert(1, "asyncio")

    def order(cell: Cell) -> tuple[int, bool, int]:
        place = known.index(cell.strategy) if cell.strategy in known else len(known)
        return place, builds[cell.interpreter].free_threaded, cell.workers

    return order


def _outcome(readings: Readings, answer: Answer, picked: Cell) -> Outcome:
    if answer.outcome is choice.Outcome.ALONE:
        return Outcome.ALONE
    if answer.outcome is choice.Outcome.TOO_LITTLE:
        return Outcome.FEW
    if picked.strategy == SEQUENTIAL and _nothing_gains(readings, answer, picked):
        return Outcome.STAY
    return Outcome.CLEAR if answer.outcome is choice.Outcome.WINNER else Outcome.OPEN


def _nothing_gains(readings: Readings, answer: Answer, picked: Cell) -> bool:
    """Whether no other strategy can be much faster, by its interval."""
    others = (one.cell for one in answer.ranked if one.cell.strategy != SEQUENTIAL)
    effects = (readings.effect(picked, other) for other in others)
    ends = [None if one is None else one.interval(answer.confidence) for one in effects]
    return all(end is not None and end[1] <= 1 + WORTH for end in ends)
