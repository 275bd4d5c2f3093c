"""The comparisons that either plan declares, as both runs' reports have them."""

from collections.abc import Mapping

from analysis.relations.pairs import crowded
from analysis.relations.relation import Kind, Relation, Said, agreement, said
from analysis.relations.side import Side
from analysis.report import Entry
from record import Cell, Unit

NOT_PLANNED = "it is not planned"


def contrasts(there: Side, here: Side, margin: float) -> tuple[Relation, ...]:
    """In the order of the original, then those that are declared here alone."""
    sides = (there, here)
    declared = [
        {(one.cell, one.base): None for one in side.manifest.plan.contrasts} for side in sides
    ]
    cells = here.readings() | there.readings()
    units = {entry.cell.key: entry.unit for side in sides for entry in side.report.cells}
    titles = {g.name: g.title.text for side in (here, there) for g in side.report.groups}
    entries = [{entry.cell.key: entry for entry in side.report.cells} for side in sides]
    found = []
    for pair in declared[0] | declared[1]:
        # A twin is compared with nothing but what it is the twin of.
        if pair[0] not in cells or pair[1] not in cells:
            continue
        cell, base = cells[pair[0]], cells[pair[1]]
        one, other = (
            _said(side, known, pair in own, (cell, base), margin, units[pair[0]])
            for side, known, own in zip(sides, entries, declared, strict=True)
        )
        found.append(
            Relation(
                Kind.STRATEGY if cell.interpreter == base.interpreter else Kind.INTERPRETER,
                titles.get(cell.group, cell.group),
                cell,
                base,
                one,
                other,
                agreement(one, other, margin),
                crowded(there, here, cell, base),
            )
        )
    return tuple(found)


def _said(
    side: Side,
    entries: Mapping[str, Entry],
    declared: bool,
    cells: tuple[Cell, Cell],
    margin: float,
    unit: Unit,
) -> Said:
    for cell in dict.fromkeys(cells):
        if why := _why_not(side, entries.get(cell.key), cell):
            return Said(why=f"{cell.name}: {why}")
    if not declared:
        return Said(why="no comparison that its plan declares")
    ratio = side.report.family.ratios.get((cells[0].key, cells[1].key))
    return Said(why="in no block together") if ratio is None else said(ratio, margin, unit)


def _why_not(side: Side, entry: Entry | None, cell: Cell) -> str:
    """Why a run has no numbers of a cell; empty where it has."""
    if entry is None:
        left_out = side.left_out.get(cell.of("").key)
        return left_out or side.missing.get(cell.interpreter) or NOT_PLANNED
    if entry.status == "ok":
        return ""
    if entry.status == "missing":
        return "not measured yet"
    return f"{entry.status}: {entry.reason}" if entry.reason else entry.status
