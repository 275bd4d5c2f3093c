"""Speedups: what each cell gains over `sequential`, its own interpreter's and the reference's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.aa import Pair
from analysis.statistics import Estimate, paired_ratio, process_means, typical_time
from record import Cell

SEQUENTIAL = "sequential"
KEY = ["interpreter", "strategy", "workload", "parameters", "workers", "mode", "replicate"]

Means = Mapping[str, pd.Series]  # Cell.key -> log means of its processes by block


@dataclass(frozen=True, slots=True)
class Speedup:
    """How one cell does. None where there is nothing to compare it with."""

    time: Estimate  # seconds a batch
    own: Estimate | None  # time of `sequential` on the same interpreter / time of the cell
    reference: Estimate | None  # the same with `sequential` of the reference build


def means_by_cell(frame: pd.DataFrame, identities: pd.DataFrame) -> dict[str, pd.Series]:
    """Log means of the processes of each cell that has any, by `Cell.key`.

    `frame` is that of `analysis.load`, `identities` that of `analysis.cells`.
    """
    if frame.empty:
        return {}
    keys = {
        tuple(row): key
        for key, *row in identities[["cell", *KEY]].astype(object).itertuples(index=False)
    }
    return {keys[identity]: means for identity, means in process_means(frame, KEY).items()}


def speedup(cell: Cell, cells: Iterable[Cell], means: Means, reference: str | None) -> Speedup:
    """Of a measured cell, against the `sequential` cells of its group among `cells`."""

    def against(interpreter: str | None) -> Estimate | None:
        base = baseline(cell.group, interpreter, cells)
        if base is None or base.key not in means or base.key == cell.key:
            return None
        return paired_ratio(means[base.key], means[cell.key])

    return Speedup(typical_time(means[cell.key]), against(cell.interpreter), against(reference))


def baseline(group: str, interpreter: str | None, cells: Iterable[Cell]) -> Cell | None:
    """The `sequential` cell of an interpreter in a group."""
    for cell in cells:
        if (cell.group, cell.interpreter, cell.strategy, cell.replicate) == (
            *(group, interpreter, SEQUENTIAL, 0),
        ):
            return cell
    return None


def pairs(cells: Iterable[Cell], means: Means) -> tuple[Pair, ...]:
    """Every A/A pair among `cells`: a twin, and its time relative to its original's."""
    known = list(cells)
    originals = {_without_replicate(cell): cell for cell in known if not cell.replicate}
    found = []
    for twin in known:
        original = originals.get(_without_replicate(twin)) if twin.replicate else None
        if original is None:
            continue
        both = original.key in means and twin.key in means
        ratio = paired_ratio(means[twin.key], means[original.key]) if both else None
        found.append(Pair(twin, ratio))
    return tuple(found)


def _without_replicate(cell: Cell) -> tuple[str, str, str, int]:
    return (cell.group, cell.interpreter, cell.strategy, cell.workers)
