"""Who wins in each group, of the cells that both runs have, by the rule of `analysis.framework`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.aa import Soundness
from analysis.framework.besides import choices
from analysis.relations.orders import Known
from analysis.relations.relation import Agreement
from analysis.relations.side import Side
from record import Cell


@dataclass(frozen=True, slots=True)
class Winner:
    """`there` and `here`: the best cell first, then those that cannot be told from it."""

    title: str
    there: tuple[Cell, ...]
    here: tuple[Cell, ...]
    agreement: Agreement


def winners(there: Side, here: Side, known: Known, margin: float) -> tuple[Winner, ...]:
    """Of each group that has at least two strategies, or interpreters, in both runs."""
    cells: dict[str, list[Cell]] = {}
    for group in there.report.groups:
        if group.unit == "integer":
            continue  # nothing says whether many are good
        own = [one.cell for one in group.measured() if one.cell.key in known]
        own = [cell for cell in own if known[cell.key].speedup is not None]
        if len({(cell.interpreter, cell.strategy) for cell in own}) > 1:
            cells[group.name] = own
    titles = {group.name: group.title.text for group in there.report.groups}
    ours, theirs = (_leaders(side, cells, margin) for side in (there, here))
    return tuple(
        Winner(titles[name], ours[name], theirs[name], _agreement(ours[name], theirs[name]))
        for name in cells
    )


def _leaders(
    side: Side, cells: Mapping[str, Sequence[Cell]], margin: float
) -> dict[str, tuple[Cell, ...]]:
    """Empty where too little was measured to tell, or the run is unsound."""
    report = side.report
    sound = report.pairs.soundness is not Soundness.UNSOUND
    found = choices(report.readings, cells, report.family.confidence, margin, sound=sound)
    return {
        name: tuple(one.cell for one in found[name].advised) if name in found else ()
        for name in cells
    }


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
