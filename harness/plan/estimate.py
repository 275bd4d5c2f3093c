"""How long a plan takes, before anything was measured: rough, and said to be."""

from harness.catalog import Catalog
from record import Build, Cell, Plan

PROCESS = 0.4  # seconds a process takes beside its batches: start, imports, opening, proof


def cell_seconds(cell: Cell, plan: Plan, catalog: Catalog) -> float:
    """Seconds of one process of the cell."""
    workload = catalog.workload(cell.workload)
    sizes = workload.sizes.values()
    batch = next(size.seconds for size in sizes if size.parameters == cell.parameters)
    parallel = cell.workers if workload.kind == "wait" else _parallel(cell, plan, catalog)
    return PROCESS + plan.values * batch / parallel


def block_seconds(plan: Plan, catalog: Catalog, cells: list[Cell]) -> float:
    """Seconds of one block of these cells."""
    return sum(cell_seconds(cell, plan, catalog) for cell in cells)


def _parallel(cell: Cell, plan: Plan, catalog: Catalog) -> int:
    """Lanes that can compute at a time; two are assumed, which is true of most runs."""
    family = catalog.strategy(cell.strategy).family
    build: Build = plan.builds[cell.interpreter]
    if family == "one lane" or (family == "threads" and build.gil):
        return 1
    return min(cell.workers, 2)
