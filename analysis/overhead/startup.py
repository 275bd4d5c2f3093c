"""The price of entry: what it takes to have lanes, before and after they do any work."""

import math
from collections.abc import Sequence

from analysis.estimate import estimate
from analysis.figures import Figure, Form, Said, Section, section, table
from analysis.overhead.lines import across, side_by_side
from analysis.overhead.readings import Readings, words
from analysis.statistics import mean
from record import Cell

WORKLOAD = "startup"
CREATE = "create"
FORK = "processes-fork"
AGAINST_FORK = ("processes-forkserver", "processes-spawn")


def startup(readings: Readings) -> Section | None:
    """Creating, the first task, a steady task and teardown, side by side; and what a fork saves."""
    cells = entries(readings)
    others = [one for one in cells if one.quantity == CREATE and one.strategy in AGAINST_FORK]
    return section(
        "Price of entry",
        "Of all lanes together: until they are there, their first task (which is to import), one "
        "task more, there and back, and until they have ended.",
        [
            *side_by_side(readings, cells, imports, readings.value),
            table(
                "All of it, one after the other: from spawn to join",
                ("strategy", "parameters", "w"),
                readings.interpreters,
                across(
                    readings,
                    [one for one in cells if one.quantity == CREATE],
                    _place,
                    {"": lambda cell: until(readings, steps(readings, cell))},
                ),
            ),
            table(
                "Creating processes: times as long as by fork",
                ("strategy", "parameters", "w"),
                readings.interpreters,
                across(
                    readings,
                    others,
                    _place,
                    {"": lambda cell: readings.ratio(cell, readings.like(cell, strategy=FORK))},
                ),
            ),
        ],
    )


def entries(readings: Readings) -> list[Cell]:
    """All steps that were planned, of every strategy."""
    return list(readings.of(WORKLOAD))


def steps(readings: Readings, cell: Cell) -> list[Cell]:
    """Those of one entry, in their order: from `create` to `teardown`."""
    names = readings.plan.units.get(WORKLOAD, {})
    found = (readings.like(cell, quantity=name) for name in names)
    return [one for one in found if one is not None]


def until(readings: Readings, some: Sequence[Cell]) -> Said:
    """Seconds from spawn to the end of the last of these steps, one after the other in a process.

    On average as all times are (the mean of logs), so of one step it is that step's own time.
    """
    if why := readings.why_not(some):
        return why
    logs = [
        math.log(sum(math.exp(readings.samples(one)[block].time) for one in some))
        for block in readings.common(some)
    ]
    return Figure(estimate(mean(logs)), Form.SECONDS)


def imports(cell: Cell) -> str:
    """What its lanes import, as a label."""
    return words(cell.parameters, "tasks")


def _place(cell: Cell) -> tuple[str, ...]:
    return cell.strategy, imports(cell), str(cell.workers)
