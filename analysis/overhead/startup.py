"""The price of entry: what it takes to have lanes, before and after they do any work."""

from analysis.overhead.lines import across, side_by_side
from analysis.overhead.readings import Readings, words
from analysis.overhead.table import Section, section, table
from record import Cell

WORKLOAD = "startup"
CREATE = "create"
FORK = "processes-fork"
AGAINST_FORK = ("processes-forkserver", "processes-spawn")


def startup(readings: Readings) -> Section | None:
    """Creating, the first task, a steady task and teardown, side by side; and what a fork saves."""
    cells = [cell for cell in readings.cells if cell.workload == WORKLOAD]
    others = [one for one in cells if one.quantity == CREATE and one.strategy in AGAINST_FORK]
    return section(
        "Price of entry",
        "Of all lanes together: until they are there, their first task (which is to import), one "
        "task more, there and back, and until they have ended.",
        [
            *side_by_side(readings, cells, _imports, readings.value),
            table(
                "Creating processes: times as long as by fork",
                ("strategy", "parameters", "w"),
                readings.interpreters,
                across(
                    readings,
                    others,
                    lambda cell: (cell.strategy, _imports(cell), str(cell.workers)),
                    {"": lambda cell: readings.ratio(cell, readings.like(cell, strategy=FORK))},
                ),
            ),
        ],
    )


def _imports(cell: Cell) -> str:
    return words(cell.parameters, "tasks")
