"""From the cells of one kind of work, or of any group, to who wins, or why nobody does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.estimate import Ratio, estimate, ratio
from analysis.figures import Figure, Missing
from analysis.framework.choice import Choice, Contest, Outcome, choose, contest
from analysis.framework.costs import costs, updates_lost
from analysis.framework.flips import flips
from analysis.framework.model import Answer, Candidate, Lost
from analysis.framework.options import run_option
from analysis.framework.traits import Demand, fits, in_place_of
from analysis.framework.works import Work
from analysis.overhead.readings import APART, SEQUENTIAL, Readings
from analysis.statistics import mean
from record import Cell, Unit

LEAST = 1e-6  # of updates: what is lost of numbers that are kept as logs


@dataclass(frozen=True, slots=True)
class Entrants:
    """The cells that may be chosen for one kind of work, before anything is decided."""

    work: Work
    demand: Demand
    interpreters: tuple[str, ...]  # one, or all of them
    cells: tuple[Cell, ...]  # planned
    wrong: Mapping[Cell, Missing]  # those that ran, but did not do all of the work
    contest: Contest[Cell] | None  # None: nothing was measured
    all_strategies: tuple[str, ...]  # that ran there, with whatever work


@dataclass(frozen=True, slots=True)
class Terms:
    """What all choices of a run have in common."""

    family: float  # the level of all of them together
    least: float  # the plan's: no interval is told at less
    margin: float
    trusted: bool
    reference: str | None


def entrants(
    readings: Readings, work: Work, demand: Demand, interpreters: Sequence[str]
) -> Entrants:
    """Of those cells that the demand allows, on the interpreters that it makes of these."""
    labels = [in_place_of(label, demand) for label in interpreters]
    cells = tuple(
        cell for cell in work.cells if cell.interpreter in labels and fits(cell.strategy, demand)
    )
    ran = dict.fromkeys(strategy for label, strategy in readings.ran if label in labels)
    return Entrants(
        work,
        demand,
        tuple(labels),
        cells,
        {cell: why for cell in cells if (why := _wrong(readings, cell)) is not None},
        compete(readings, cells),
        tuple(strategy for strategy in ran if fits(strategy, demand)),
    )


def compete(readings: Readings, cells: Sequence[Cell]) -> Contest[Cell] | None:
    """Among those of `cells` that were measured and did all of the work; None without any."""
    single = _single(cells)
    known = [
        cell
        for cell in cells
        if readings.samples(cell) and cell not in single and _wrong(readings, cell) is None
    ]
    # The first is what the others are ranked against: `sequential` where that was measured.
    known.sort(key=lambda cell: (cell.strategy != SEQUENTIAL, -len(readings.samples(cell))))
    return contest(known, readings.effect, lambda cell: (cell.interpreter, cell.strategy))


def _single(cells: Sequence[Cell]) -> set[Cell]:
    """One lane of what has several elsewhere: that is measured for its tax, and no choice."""
    several = {cell.strategy for cell in cells if cell.workers > 1}
    return {cell for cell in cells if cell.workers == 1 and cell.strategy in several}


def _wrong(readings: Readings, cell: Cell) -> Missing | None:
    """Updates that get lost are no answer, however fast that is."""
    found = updates_lost(readings, cell)
    if found is None or not isinstance(found.said, Figure):
        return None
    lost = found.said.estimate.value > LEAST
    return Missing("wrong", "some of its updates get lost") if lost else None


def answer(readings: Readings, own: Entrants, terms: Terms) -> Answer:
    """What they come to at the level that all choices of the run decided together."""
    apart = dict.fromkeys(own.contest.apart if own.contest else (), APART)
    lost = tuple(
        Lost(cell, why)
        for cell in own.cells
        if (why := own.wrong.get(cell) or readings.why_not([cell]) or apart.get(cell)) is not None
    )
    planned = {cell.strategy for cell in own.cells}
    untried = tuple(one for one in own.all_strategies if one not in planned)
    if own.contest is None:
        return Answer(
            Outcome.ABSENT, terms.least, lost=lost, untried=untried, needs=_needs(own, untried)
        )
    alone = len(own.interpreters) == 1
    base = _base(readings, own, own.contest.ranked[0], terms.reference)
    told = replace(
        decided(readings, own.contest, terms, base, alone=alone),
        lost=lost,
        untried=untried,
        needs=_needs(own, untried) if untried else "",
    )
    return _priced(readings, own.work, told) if alone else told


def decided(
    readings: Readings,
    found: Contest[Cell],
    terms: Terms,
    base: Cell | None,
    *,
    alone: bool = False,
    unit: Unit = "second",
) -> Answer:
    """Who wins; `alone`: on one interpreter, where `base` takes part as what doing nothing is."""
    confidence = max(terms.least, terms.family)
    against = {}
    if base is not None:
        effects = {cell: readings.effect(base, cell) for cell in found.ranked if cell != base}
        against = {cell: one for cell, one in effects.items() if one is not None}
    choice = choose(
        *(found, confidence, terms.margin),
        sequential=base if base in found.ranked and alone else None,
        against=against,
        trusted=terms.trusted,
    )
    gains = {
        cell: ratio(one, one, confidence, terms.margin, unit)
        for cell, effect in against.items()
        # Of times a ratio says how much faster, of all else how much more.
        for one in [effect if unit == "second" else replace(effect, value=-effect.value)]
    }
    ranked = tuple(_candidate(readings, cell, base, gains, choice) for cell in found.ranked)
    return Answer(choice.outcome, confidence, ranked, tuple(cell.key for cell in choice.tied))


def _priced(readings: Readings, work: Work, told: Answer) -> Answer:
    """With what the best takes, and all that equal it: of equals that may decide."""
    equals = [one.cell for one in told.equals]
    ranked = (
        replace(
            one,
            costs=tuple(costs(readings, one.cell)),
            flips=tuple(flips(readings, work, one, told.ranked)),
        )
        if one.cell in equals
        else one
        for one in told.ranked
    )
    return replace(told, ranked=tuple(ranked))


def _base(readings: Readings, own: Entrants, best: Cell, reference: str | None) -> Cell | None:
    """`sequential`: on its interpreter, among several on the reference's where it is there."""
    found = readings.sequential(best)
    if len(own.interpreters) > 1 and reference is not None and found is not None:
        other = readings.like(found, interpreter=reference)
        found = other if other is not None and readings.samples(other) else found
    return found if found is not None and readings.samples(found) else None


def _candidate(
    readings: Readings,
    cell: Cell,
    base: Cell | None,
    gains: dict[Cell, Ratio],
    choice: Choice[Cell],
) -> Candidate:
    logs = [one.time for one in readings.samples(cell).values()]
    return Candidate(cell, estimate(mean(logs)), base, gains.get(cell), choice.behind.get(cell))


def _needs(own: Entrants, untried: Iterable[str]) -> str:
    strategies = dict.fromkeys((SEQUENTIAL, *untried)) if own.cells else own.work.strategies
    wanted = [one for one in strategies if fits(one, own.demand) or one == SEQUENTIAL]
    return run_option([own.work.workload], own.interpreters, wanted)
