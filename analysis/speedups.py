"""Speedups: what each cell gains over `sequential`, its own interpreter's and the reference's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.aa import Pair
from analysis.control import Controls
from analysis.estimate import Estimate, Ratio, estimate
from analysis.family import Family
from analysis.samples import Sample
from analysis.statistics import mean
from record import Cell

SEQUENTIAL = "sequential"

Bases = Mapping[tuple[str, str | None], Cell]  # by group and interpreter


@dataclass(frozen=True, slots=True)
class Speedup:
    """How one cell does. None where there is nothing to compare it with."""

    time: Estimate  # seconds a batch, with its 95% interval
    own: Ratio | None  # time of `sequential` on the same interpreter / time of the cell
    reference: Ratio | None  # the same with `sequential` of the reference build


def speedup(
    cell: Cell,
    measured: Mapping[int, Sample],
    bases: Bases,
    family: Family,
    reference: str | None,
) -> Speedup:
    """Of a measured cell, against the `sequential` cells of its group."""
    time = estimate(mean([measured[block].time for block in sorted(measured)]))
    own, other = (
        family.of(cell, bases.get((cell.group, interpreter)))
        for interpreter in (cell.interpreter, reference)
    )
    return Speedup(time, own, other)


def baselines(cells: Iterable[Cell]) -> Bases:
    """The `sequential` cells."""
    found: dict[tuple[str, str | None], Cell] = {}
    for cell in cells:
        if cell.strategy == SEQUENTIAL and not cell.replicate:
            found.setdefault((cell.group, cell.interpreter), cell)
    return found


def pairs(cells: Iterable[Cell], controls: Controls) -> tuple[Pair, ...]:
    """Every A/A pair among `cells`: a twin, and its time relative to its original's."""
    known = list(cells)
    originals = {_without_replicate(cell): cell for cell in known if not cell.replicate}
    found = []
    for twin in known:
        original = originals.get(_without_replicate(twin)) if twin.replicate else None
        if original is not None:
            effect, _ = controls.contrast(twin, original)
            found.append(Pair(twin, None if effect is None else estimate(effect)))
    return tuple(found)


def _without_replicate(cell: Cell) -> tuple[str, str, str, int]:
    return (cell.group, cell.interpreter, cell.strategy, cell.workers)
