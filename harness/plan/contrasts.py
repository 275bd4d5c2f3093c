"""The comparisons that a plan declares, before anything is measured and filtered.

They are the family that a report's verdicts are corrected for.
"""

from collections.abc import Sequence

from record import Cell, Contrast

BASE = "sequential"


def contrasts(cells: Sequence[Cell], reference: str | None) -> list[Contrast]:
    """Each of `cells` against `sequential` of its own interpreter, and of the reference.

    `cells` are those that can be measured, without twins.
    """
    bases = {(cell.group, cell.interpreter): cell for cell in cells if cell.strategy == BASE}
    found = []
    for cell in cells:
        for interpreter in dict.fromkeys((cell.interpreter, reference)):
            base = bases.get((cell.group, interpreter or ""))
            if base is not None and base is not cell:
                found.append(Contrast(cell=cell.key, base=base.key))
    return found
