"""Memory of one worker more, idle and after work."""

from analysis.overhead.lines import side_by_side
from analysis.overhead.readings import SEQUENTIAL, Readings, words
from analysis.overhead.table import Form, Said, Section, section
from record import Cell

WORKLOAD = "memory"
MIB = 2**20


def memory(readings: Readings) -> Section | None:
    """What the whole tree of processes has more than that of `sequential`, by workers."""
    cells = [
        cell for cell in readings.cells if cell.workload == WORKLOAD and cell.strategy != SEQUENTIAL
    ]
    return section(
        "Memory a worker",
        f"MiB of the whole tree of processes beyond that of {SEQUENTIAL}, by the number of "
        "workers; arithmetic means.",
        side_by_side(readings, cells, _imports, lambda cell: a_worker(readings, cell)),
    )


def a_worker(readings: Readings, cell: Cell) -> Said:
    """(bytes of the cell - bytes of `sequential`) / workers, paired by block, in MiB."""
    return readings.by_block(
        [cell, readings.sequential(cell)],
        Form.MIB,
        lambda tree, base: (tree - base) / cell.workers / MIB,
    )


def _imports(cell: Cell) -> str:
    return words(cell.parameters, "depth", "trees")
