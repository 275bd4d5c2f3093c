"""Whether a plan's parts fit each other, which no single field of it can tell."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from record import limits
from record.cell import Cell
from record.text import short


def contradiction(
    cells: Sequence[Cell],
    readings: Iterable[Cell],
    contrasts: Iterable[tuple[str, str]],
    labels: Collection[str],
    workloads: Collection[str],
    reference: str | None,
) -> str | None:
    """Why no plan can be so, in one line; None where it can.

    `readings` are the cells as the places of their quantities, `contrasts` pairs of their keys.
    """
    planned = set()
    for cell in cells:
        group, name = cell.group, cell.name
        key = f"{group}/{name}"
        if cell.quantity:
            return f"cell {short(key)!r} is planned for one of its quantities"
        if key in planned:
            return f"cell {short(key)!r} is planned twice"
        if cell.interpreter not in labels:
            return f"there are no build facts of {cell.interpreter!r}"
        if cell.workload not in workloads:
            return f"there is no kind of workload {cell.workload!r}"
        if max(len(group), len(name)) > limits.NAME:
            return f"cell {short(key)!r} has a name of more than {limits.NAME} letters"
        planned.add(key)
    if reference is not None and reference not in labels:
        return f"there are no build facts of the reference, {reference!r}"
    groups = ((cell.group, cell.name) for cell in readings)
    return _of_contrasts(contrasts, {f"{group}/{name}": group for group, name in groups})


def _of_contrasts(contrasts: Iterable[tuple[str, str]], groups: Mapping[str, str]) -> str | None:
    """The same of the comparisons alone. `groups`: of each reading, by key."""
    seen = set()
    for pair in contrasts:
        shown = " with ".join(repr(short(key)) for key in pair)
        for key in pair:
            if key not in groups:
                return f"the comparison of {shown} names a cell that is not planned"
        if pair[0] == pair[1]:
            return f"the comparison of {shown} is of one cell with itself"
        if groups[pair[0]] != groups[pair[1]]:
            return f"the comparison of {shown} is of cells of two groups"
        if pair in seen:
            return f"the comparison of {shown} is declared twice"
        seen.add(pair)
    return None
