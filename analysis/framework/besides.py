"""Groups that lead to no row: of other quantities than a batch's time, or of unusual settings.

Who has least of them is found by the same rule.
"""

from collections.abc import Collection, Mapping, Sequence

from analysis.framework.answers import Terms, compete, decided
from analysis.framework.choice import Contest, together
from analysis.framework.model import Answer
from analysis.overhead.readings import Readings
from analysis.own import decides
from analysis.samples import of_batch
from analysis.speedups import Base, bases
from record import Cell
from record.manifest import RATES

Contests = Mapping[str, Contest[Cell]]  # by group


def besides(readings: Readings, known: Collection[str]) -> Contests:
    """Of all groups but those `known`; of counts nothing says whether many are good."""
    groups: dict[str, list[Cell]] = {}
    for cell, unit in readings.plan.readings():
        if not cell.replicate and unit != "integer" and unit not in RATES:
            groups.setdefault(cell.group, []).append(cell)
    return contests(readings, {name: own for name, own in groups.items() if name not in known})


def contests(readings: Readings, groups: Mapping[str, Sequence[Cell]]) -> Contests:
    """Of the groups that something was measured of, by these of their cells."""
    found = {name: compete(readings, _alike(readings, own)) for name, own in groups.items()}
    return {name: one for name, one in found.items() if one is not None}


def answers(readings: Readings, found: Contests, terms: Terms) -> dict[str, Answer]:
    """At the level that all choices decided together; gains are over what the plan compares."""
    units = {cell.key: unit for cell, unit in readings.plan.readings()}
    declared = bases(readings.plan)
    told = {}
    for name, one in found.items():
        best = one.ranked[0]
        base = declared.get(best.key, Base())
        # Where it is the reference's base itself, there is nothing to tell.
        over = base.reference or base.own
        told[name] = decided(readings, one, terms, over, unit=units[best.key])
    return told


def choices(
    readings: Readings,
    groups: Mapping[str, Sequence[Cell]],
    least: float,
    margin: float,
    *,
    sound: bool,
) -> dict[str, Answer]:
    """Of these cells alone, decided together."""
    found = contests(readings, groups)
    level = together(found.values())
    terms = Terms(level, least, margin, sound, readings.plan.reference)
    return answers(readings, found, terms)


def _alike(readings: Readings, cells: Sequence[Cell]) -> list[Cell]:
    """Those measured; what is no time of a batch grows with workers: of that, with the most."""
    measured = [cell for cell in cells if readings.samples(cell)]
    most = max((cell.workers for cell in measured), default=0)
    return [cell for cell in measured if _whole(cell) or cell.workers == most]


def _whole(cell: Cell) -> bool:
    """Whether it is the same with any number of workers."""
    return of_batch(cell) or decides(cell)
