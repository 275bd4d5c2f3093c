"""How long a plan takes, before anything was measured: rough, and said to be."""

from collections.abc import Callable, Iterable

from harness.catalog import Catalog
from record import Cell

PROCESS = 0.4  # seconds a process takes beside its batches: start, imports, opening, proof
MORE = {"loky": 0.5, "dask": 2.0}  # that a strategy takes to open and close besides
LANE = {"interpreters": 0.06, "interpreter-pool": 0.06}  # and for each worker
SLOWER = 2.0  # without a GIL, bytecode and opening a subinterpreter: 3.13t without PGO, roughly

Gil = Callable[[str], bool]  # whether the interpreter of this label has its GIL on


def cell_seconds(cell: Cell, values: int, catalog: Catalog, gil: Gil) -> float:
    """Seconds of one process of the cell, of so many values."""
    workload = catalog.workload(cell.workload)
    batch = workload.size(cell.parameters).seconds
    copies = cell.workers if cell.mode.get("scaling") == "weak" else 1
    count = values_of(cell, values, catalog)
    slower = 1.0 if gil(cell.interpreter) else SLOWER
    opening = MORE.get(cell.strategy, 0.0) + LANE.get(cell.strategy, 0.0) * cell.workers * slower
    if workload.kind == "cpu":
        batch *= slower
    work = count * copies * batch / _parallel(cell, workload.kind, catalog, gil)
    return PROCESS + opening + work


def values_of(cell: Cell, values: int, catalog: Catalog) -> int:
    """How many values a process of the cell takes where the plan has `values`."""
    most = catalog.workload(cell.workload).values
    return values if most is None else min(values, most)


def block_seconds(cells: Iterable[Cell], values: int, catalog: Catalog, gil: Gil) -> float:
    """Seconds of one block of these cells."""
    return sum(cell_seconds(cell, values, catalog, gil) for cell in cells)


def _parallel(cell: Cell, kind: str, catalog: Catalog, gil: Gil) -> int:
    """Tasks that proceed at a time; two cores are assumed, which is true of most runs."""
    strategy = catalog.strategy(cell.strategy)
    if kind == "wait":
        return cell.workers
    if strategy.family == "one lane":
        return 1
    if kind == "cpu" and strategy.family == "threads" and gil(cell.interpreter):
        return 1
    return min(cell.workers, 2)
