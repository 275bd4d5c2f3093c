"""Memory of one worker more, idle and after work."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from analysis.figures import Form, Line, Said, Section, section, table
from analysis.overhead.lines import Say, across, side_by_side
from analysis.overhead.readings import SEQUENTIAL, Readings, scaled, words
from record import Cell

WORKLOAD = "memory"
MIB = 2**20
PSS = "-pss"  # ends the names of quantities in which a shared page counts in part for each


@dataclass(frozen=True, slots=True)
class Lane:
    """What one lane more of a strategy takes on an interpreter, in MiB."""

    interpreter: str
    strategy: str
    imports: str
    fewest: int  # workers; the same as `most` where one number was measured
    most: int
    said: Mapping[str, Said]  # by quantity


def memory(readings: Readings) -> Section | None:
    """What the whole tree of processes has more than that of `sequential`, by workers."""
    cells = footprints(readings)
    return section(
        "Memory a worker",
        f"MiB of the whole tree of processes beyond that of {SEQUENTIAL}, by the number of "
        "workers; arithmetic means. USS leaves out pages that processes share: a fork makes its "
        "parent's so, and then it is less.",
        [
            *side_by_side(readings, cells, imports, lambda cell: a_worker(readings, cell)),
            table(
                "Each worker more: from the fewest to the most that were measured",
                ("strategy", "parameters", "w", ""),
                readings.interpreters,
                _each_more(readings, cells),
            ),
        ],
    )


def footprints(readings: Readings) -> list[Cell]:
    """What was planned to be measured of every strategy, but for `sequential`."""
    return [cell for cell in readings.of(WORKLOAD) if cell.strategy != SEQUENTIAL]


def a_worker(readings: Readings, cell: Cell) -> Said:
    """(bytes of the cell - bytes of `sequential`) / workers, paired by block, in MiB."""
    return readings.by_block(
        [cell, readings.sequential(cell)],
        Form.MIB,
        lambda tree, base: (tree - base) / cell.workers / MIB,
    )


def beyond(readings: Readings, cell: Cell) -> Said:
    """Of all its workers together, beyond `sequential`, in MiB."""
    return scaled(a_worker(readings, cell), cell.workers, Form.MIB)


def each_more(readings: Readings, cell: Cell, fewest: int) -> Said:
    """(bytes of the cell - bytes with the fewest workers) / workers more, by block, in MiB.

    Without what the first one brings: a server of forks, the modules of a pool.
    """
    return readings.by_block(
        [cell, readings.like(cell, workers=fewest)],
        Form.MIB,
        lambda most, few: (most - few) / (cell.workers - fewest) / MIB,
    )


def spans(cells: Iterable[Cell]) -> dict[tuple[str, str], tuple[int, int]]:
    """The fewest and the most workers that each strategy, with what it imports, was planned for."""
    counts: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        counts.setdefault((cell.strategy, imports(cell)), []).append(cell.workers)
    return {place: (min(own), max(own)) for place, own in counts.items()}


def lanes(readings: Readings) -> list[Lane]:
    """Each worker more of those that were measured; of one number, beyond `sequential`."""
    cells = footprints(readings)
    known = spans(cells)
    found: dict[tuple[str, str, str], dict[str, Said]] = {}
    for cell in cells:
        fewest, most = known[cell.strategy, imports(cell)]
        if cell.workers == most:
            own = found.setdefault((cell.interpreter, cell.strategy, imports(cell)), {})
            several = fewest < most
            own[cell.quantity] = (
                each_more(readings, cell, fewest) if several else a_worker(readings, cell)
            )
    return [Lane(*one, *known[one[1], one[2]], said) for one, said in found.items()]


def imports(cell: Cell) -> str:
    """What its lanes import, as a label."""
    return words(cell.parameters, "depth", "trees")


def _each_more(readings: Readings, cells: list[Cell]) -> Iterator[Line]:
    known = spans(cells)

    def span(cell: Cell) -> tuple[int, int]:
        return known[cell.strategy, imports(cell)]

    def more(quantity: str) -> Say:
        def say(cell: Cell) -> Said:
            own = readings.like(cell, quantity=quantity)
            return None if own is None else each_more(readings, own, span(cell)[0])

        return say

    own = [cell for cell in cells if span(cell)[0] < cell.workers == span(cell)[1]]
    names = dict.fromkeys(cell.quantity for cell in own)
    return across(
        readings,
        own,
        lambda cell: (cell.strategy, imports(cell), "{} to {}".format(*span(cell))),
        {name: more(name) for name in names},
    )
