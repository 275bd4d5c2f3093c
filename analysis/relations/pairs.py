"""Relations of chosen pairs of cells, each run's ratios corrected as one family."""

from collections.abc import Sequence

from analysis.estimate import ratio
from analysis.relations.relation import Kind, Relation, Said, agreement, said
from analysis.relations.side import Side
from analysis.statistics import Effect, family_confidence
from record import Cell, Unit

Pair = tuple[str, Cell, Cell, Unit]  # title of the group, cell, base, unit


def crowded(there: Side, here: Side, *cells: Cell) -> bool:
    """Whether these compute with more workers than one of the two machines alone can run."""
    if not there.report.readings.computes(cells[0]):
        return False
    fits = [
        side.report.readings.capacity.cpus >= max(cell.workers for cell in cells)
        for side in (there, here)
    ]
    return fits[0] != fits[1]


def related(
    kind: Kind, pairs: Sequence[Pair], there: Side, here: Side, margin: float
) -> tuple[Relation, ...]:
    """Of pairs that both runs have measured."""
    found = [_said(pairs, side, margin) for side in (there, here)]
    return tuple(
        Relation(
            kind,
            title,
            cell,
            base,
            one,
            other,
            agreement(one, other, margin),
            crowded(there, here, cell, base),
        )
        for (title, cell, base, _), one, other in zip(pairs, *found, strict=True)
    )


def _said(pairs: Sequence[Pair], side: Side, margin: float) -> list[Said]:
    effects = [_effect(side, cell, base, unit) for _, cell, base, unit in pairs]
    confidence = family_confidence(effects, len(effects))
    return [
        Said(why="in no block together")
        if effect is None
        else said(ratio(effect, effect, confidence, margin, unit), margin, unit)
        for effect, (_, _, _, unit) in zip(effects, pairs, strict=True)
    ]


def _effect(side: Side, cell: Cell, base: Cell, unit: Unit) -> Effect | None:
    # Of times a ratio says how much faster, of all else how much more.
    pair = (base, cell) if unit == "second" else (cell, base)
    return side.report.readings.controls.contrast(*pair)[0]
