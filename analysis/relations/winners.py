"""Who wins in each group, of the cells that both runs have."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.relations.orders import Known
from analysis.relations.relation import Agreement
from analysis.relations.side import Side
from analysis.speedups import Speedup
from analysis.summary import lead
from record import Cell, Unit


@dataclass(frozen=True, slots=True)
class Winner:
    """`there` and `here`: the best cell first, then those that cannot be told from it."""

    title: str
    there: tuple[Cell, ...]
    here: tuple[Cell, ...]
    agreement: Agreement


def winners(there: Side, here: Side, known: Known) -> tuple[Winner, ...]:
    """Of each group that has at least two strategies, or interpreters, in both runs."""
    found = []
    for group in there.report.groups:
        if group.unit == "integer":
            continue  # nothing says whether many are good
        ours = {
            entry.cell: entry.speedup
            for entry in group.measured()
            if entry.cell.key in known and entry.speedup is not None
        }
        if len({(cell.interpreter, cell.strategy) for cell in ours}) < 2:
            continue
        theirs = {cell: one for cell in ours if (one := known[cell.key].speedup) is not None}
        first = _leaders(there, group.unit, ours)
        second = _leaders(here, group.unit, theirs)
        found.append(Winner(group.title.text, first, second, _agreement(first, second)))
    return tuple(found)


def _leaders(side: Side, unit: Unit, speedups: Mapping[Cell, Speedup]) -> tuple[Cell, ...]:
    """As the report's sentences have them; empty where too few blocks tell."""
    found = lead(unit, speedups, side.report.readings.controls)
    return (found.best[0], *found.tied) if found.decided else ()


def _agreement(there: tuple[Cell, ...], here: tuple[Cell, ...]) -> Agreement:
    if not there or not here:
        if not there and not here:
            return Agreement.NEITHER
        return Agreement.ONLY_THERE if there else Agreement.ONLY_HERE
    ours, theirs = ({(cell.interpreter, cell.strategy) for cell in one} for one in (there, here))
    if not ours & theirs:
        return Agreement.DISAGREE
    if len(ours) == 1:
        return Agreement.AGREE if len(theirs) == 1 else Agreement.WEAKER_HERE
    return Agreement.WEAKER_THERE if len(theirs) == 1 else Agreement.OPEN
