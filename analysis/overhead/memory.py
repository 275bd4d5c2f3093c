"""Memory of one worker more, idle and after work."""

from collections.abc import Iterator

from analysis.overhead.lines import Say, across, side_by_side
from analysis.overhead.readings import SEQUENTIAL, Readings, words
from analysis.overhead.table import Form, Line, Said, Section, section, table
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
        "workers; arithmetic means. USS leaves out pages that processes share: a fork makes its "
        "parent's so, and then it is less.",
        [
            *side_by_side(readings, cells, _imports, lambda cell: a_worker(readings, cell)),
            table(
                "Each worker more: from the fewest to the most that were measured",
                ("strategy", "parameters", "w", ""),
                readings.interpreters,
                _each_more(readings, cells),
            ),
        ],
    )


def a_worker(readings: Readings, cell: Cell) -> Said:
    """(bytes of the cell - bytes of `sequential`) / workers, paired by block, in MiB."""
    return readings.by_block(
        [cell, readings.sequential(cell)],
        Form.MIB,
        lambda tree, base: (tree - base) / cell.workers / MIB,
    )


def _each_more(readings: Readings, cells: list[Cell]) -> Iterator[Line]:
    """Without what the first one brings: a server of forks, the modules of a pool."""
    counts: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        counts.setdefault((cell.strategy, _imports(cell)), []).append(cell.workers)

    def least(cell: Cell) -> int:
        return min(counts[cell.strategy, _imports(cell)])

    def more(quantity: str) -> Say:
        def say(cell: Cell) -> Said:
            fewest = readings.like(cell, workers=least(cell), quantity=quantity)
            return readings.by_block(
                [readings.like(cell, quantity=quantity), fewest],
                Form.MIB,
                lambda most, few: (most - few) / (cell.workers - least(cell)) / MIB,
            )

        return say

    own = [
        cell
        for cell in cells
        if least(cell) < cell.workers == max(counts[cell.strategy, _imports(cell)])
    ]
    names = dict.fromkeys(cell.quantity for cell in own)
    return across(
        readings,
        own,
        lambda cell: (cell.strategy, _imports(cell), f"{least(cell)} to {cell.workers}"),
        {name: more(name) for name in names},
    )


def _imports(cell: Cell) -> str:
    return words(cell.parameters, "depth", "trees")
