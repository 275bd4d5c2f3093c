"""Who wins in each group, of the cells that both runs have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.framework.choice import Contest, Outcome, choose, contest, together
from analysis.relations.orders import Known
from analysis.relations.relation import Agreement
from analysis.relations.side import Side
from analysis.statistics import Effect
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
    groups = dict(_groups(there, known))
    leaders = [_leaders(side, list(groups.values()), margin) for side in (there, here)]
    return tuple(
        Winner(title, one, other, _agreement(one, other))
        for title, one, other in zip(groups, *leaders, strict=True)
    )


def _groups(there: Side, known: Known) -> Iterator[tuple[str, list[Cell]]]:
    """The cells of each that both have; of what grows with the workers those with most."""
    for group in there.report.groups:
        if group.unit == "integer":
            continue  # nothing says whether many are good
        cells = [one.cell for one in group.measured() if one.cell.key in known]
        if not group.timed and cells:
            most = max(cell.workers for cell in cells)
            cells = [cell for cell in cells if cell.workers == most]
        if len(set(map(_side, cells))) > 1:
            yield group.title.text, cells


def _leaders(side: Side, groups: Sequence[Sequence[Cell]], margin: float) -> list[tuple[Cell, ...]]:
    """By the rule of `analysis.framework.choice`; empty where too little tells."""
    controls = side.report.readings.controls

    def contrast(cell: Cell, other: Cell) -> Effect | None:
        return controls.contrast(base=cell, cell=other)[0]

    contests = [contest(cells, contrast, _side) for cells in groups]
    confidence = together(one for one in contests if one)
    return [_leading(one, confidence, margin) if one else () for one in contests]


def _leading(of: Contest[Cell], confidence: float, margin: float) -> tuple[Cell, ...]:
    found = choose(of, confidence, margin)
    told = found.outcome in (Outcome.WINNER, Outcome.TIED)
    return (of.ranked[0], *found.tied) if told else ()


def _side(cell: Cell) -> tuple[str, str]:
    return cell.interpreter, cell.strategy


def _agreement(there: tuple[Cell, ...], here: tuple[Cell, ...]) -> Agreement:
    if not there or not here:
        if not there and not here:
            return Agreement.NEITHER
        return Agreement.ONLY_THERE if there else Agreement.ONLY_HERE
    ours, theirs = (set(map(_side, one)) for one in (there, here))
    if not ours & theirs:
        return Agreement.DISAGREE
    if len(ours) == 1:
        return Agreement.AGREE if len(theirs) == 1 else Agreement.WEAKER_HERE
    return Agreement.WEAKER_THERE if len(theirs) == 1 else Agreement.OPEN
