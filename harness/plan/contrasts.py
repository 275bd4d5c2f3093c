"""The comparisons that a plan declares, before anything is measured and filtered.

They are the family that a report's verdicts are corrected for.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from record import Cell, Contrast

BASE = "sequential"
BASE_OF_POOLS = "threads"  # of having lanes, where `sequential` has none
FORCED = "+gil"

Known = Mapping[str, Cell]  # by Cell.key


def contrasts(cells: Iterable[Cell], reference: str | None) -> list[Contrast]:
    """What each of `cells`, each the place of one quantity, is compared with.

    With the base of its own interpreter, with that of the reference, and on a free-threaded
    build with itself under the GIL. `cells` are those that can be measured, without twins.
    """
    known = {cell.key: cell for cell in cells}
    with_base = {cell.group for cell in known.values() if cell.strategy == BASE}
    return [
        Contrast(cell=cell.key, base=base.key)
        for cell in known.values()
        for base in dict.fromkeys(_bases(cell, known, cell.group in with_base, reference))
        if base.key != cell.key
    ]


def _bases(cell: Cell, known: Known, sequential: bool, reference: str | None) -> Iterator[Cell]:
    for interpreter in (cell.interpreter, reference):
        if sequential:
            yield from _known(known, cell, interpreter, strategy=BASE, workers=1)
        else:
            yield from _known(known, cell, interpreter, strategy=BASE_OF_POOLS)
    if cell.strategy in (BASE, BASE_OF_POOLS):
        yield from _known(known, cell, cell.interpreter + FORCED)


def _known(known: Known, cell: Cell, interpreter: str | None, **others: object) -> Iterator[Cell]:
    """The cell that is like this one but for these, where it is planned."""
    if interpreter is not None:
        like = msgspec.structs.replace(cell, interpreter=interpreter, **others)
        if like.key in known:
            yield like
