"""Granularity: how long a task has to be before it pays to hand it to a strategy."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.figures import (
    Figure,
    Form,
    Line,
    Missing,
    Said,
    Section,
    Table,
    section,
    table,
)
from analysis.overhead.crossing import crossings
from analysis.overhead.lines import naming
from analysis.overhead.readings import SEQUENTIAL, Readings, scaled
from record import Cell

WORKLOAD = "granularity"
TASKS = "tasks"  # the parameter: how many a batch is
FEW = Missing("missing", "fewer than 2 lengths were measured")
ENOUGH = 0.9  # of what so many workers could reach


@dataclass(frozen=True, slots=True)
class Curve:
    """One strategy with so many workers on one interpreter, in tasks of every length."""

    strategy: str
    workers: int
    chunk: str
    interpreter: str
    cells: tuple[Cell, ...]  # from the shortest tasks to the longest

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.strategy, str(self.workers), self.chunk)


def granularity(readings: Readings) -> Section | None:
    """Break-even of each strategy, and its efficiency by the length of a task."""
    curves = list(curves_of(readings))
    return section(
        "Granularity",
        f"How long a task takes in {SEQUENTIAL} on its own interpreter when a strategy becomes as "
        f"fast as that (1x), and when it reaches {ENOUGH:.0%} of what its workers could; from the "
        "lengths measured on both sides. Efficiency: speedup by the cores that the workers can "
        "have. Chunk: tasks that are handed out at a time.",
        [
            table(
                "Task length that pays",
                ("strategy", "w", "chunk", "reaches"),
                readings.interpreters,
                _break_even(readings, curves),
            ),
            *(
                _efficiency(readings, [one for one in curves if one.interpreter == label], label)
                for label in readings.interpreters
            ),
        ],
    )


def curves_of(readings: Readings) -> Iterator[Curve]:
    """Every strategy, on every interpreter, with each of its numbers of workers and chunks."""
    found: dict[tuple[str, int, str, str], list[Cell]] = {}
    time = readings.time_of(WORKLOAD)
    for cell in readings.of(WORKLOAD):
        if cell.quantity == time and cell.strategy != SEQUENTIAL:
            place = (cell.strategy, cell.workers, cell.mode.get("chunk", ""), cell.interpreter)
            found.setdefault(place, []).append(cell)
    for place, cells in found.items():
        yield Curve(*place, tuple(sorted(cells, key=lambda cell: _length(readings, cell))))


def _break_even(readings: Readings, curves: list[Curve]) -> Iterator[Line]:
    rows: dict[tuple[str, ...], dict[str, tuple[Said, Said]]] = {}
    for curve in curves:
        if curve.workers > 1:
            own = rows.setdefault(curve.labels, {})
            own[curve.interpreter] = pays(readings, curve)
    for labels, found in rows.items():
        for number, name in enumerate(("1x", f"{ENOUGH:.0%}")):
            said = (found[at][number] if at in found else None for at in readings.interpreters)
            yield Line((*labels, name), tuple(said))


def pays(readings: Readings, curve: Curve) -> tuple[Said, Said]:
    """The task lengths at which the curve reaches `sequential`, and enough of its workers' cores.

    From the lengths that were measured, in the blocks that all of them have in common.
    """
    known = [
        (cell, base)
        for cell in curve.cells
        if (base := readings.sequential(cell)) and not readings.why_not([cell, base])
    ]
    if len(known) < 2:
        others = (readings.why_not([cell]) for cell in curve.cells)
        missing = next(filter(None, others), FEW)
        return missing, missing
    every = [cell for pair in known for cell in pair]
    if apart := readings.why_not(every):
        return apart, apart
    blocks = readings.common(every)
    times, bases = (
        np.array([[readings.samples(pair[which])[one].time for pair in known] for one in blocks])
        for which in (0, 1)
    )
    counts = np.log([_tasks(cell) for cell, _ in known])
    targets = [1.0, ENOUGH * reach(readings, curve)]
    even, enough = crossings(bases - counts, bases - times, targets)
    return Figure(even, Form.SECONDS), Figure(enough, Form.SECONDS)


def length(readings: Readings, cell: Cell) -> Said:
    """Seconds of one of its tasks in `sequential` on the same interpreter."""
    return scaled(readings.value(readings.sequential(cell)), 1 / _tasks(cell), Form.SECONDS)


def efficiency(readings: Readings, cell: Cell) -> Said:
    """Its speedup as a share of what its workers could reach."""
    return readings.efficiency(readings.speedup(cell), cell.workers)


def reach(readings: Readings, curve: Curve) -> int:
    """The speedup that so many workers could reach: by the cores that they can have."""
    return min(curve.workers, readings.cores)


def _efficiency(readings: Readings, curves: list[Curve], label: str) -> Table | None:
    longest = max(curves, key=lambda curve: len(curve.cells), default=None)
    if longest is None:
        return None
    name = naming(longest.cells)
    columns = [name(cell) for cell in longest.cells]
    per_task = tuple(length(readings, cell) for cell in longest.cells)
    lines = [Line(("a task takes", "", ""), per_task)]
    for curve in curves:
        found = {name(cell): efficiency(readings, cell) for cell in curve.cells}
        lines.append(Line(curve.labels, tuple(found.get(column) for column in columns)))
    return table(f"Efficiency on {label}", ("strategy", "w", "chunk"), columns, lines)


def _length(readings: Readings, cell: Cell) -> float:
    """Log of seconds of one task in `sequential`; of unmeasured ones, by nothing."""
    base = readings.sequential(cell)
    logs = [] if base is None else [one.time for one in readings.samples(base).values()]
    return float(np.mean(logs) - np.log(_tasks(cell))) if logs else float("-inf")


def _tasks(cell: Cell) -> int:
    count = cell.parameters.get(TASKS)
    return count if isinstance(count, int) and count > 0 else 1
