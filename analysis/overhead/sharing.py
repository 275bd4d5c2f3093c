"""Contention: the same work on what all lanes share and on what each has for itself.

By convention the parameter `sharing` tells the two apart, and `private` is without sharing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from analysis.overhead.lines import Say, across, naming
from analysis.overhead.readings import SEQUENTIAL, Readings, usual
from analysis.overhead.table import Figure, Form, Line, Said, Section, Table, section, table
from record import Cell

PARAMETER, PRIVATE = "sharing", "private"
KEPT = "kept"  # quantity: how many updates were there in the end


def sharing(readings: Readings) -> Section | None:
    """Speedups private and shared side by side, the price of sharing, and updates lost."""
    cells = [cell for cell in readings.timed if PARAMETER in cell.parameters and usual(cell)]
    own: dict[str, list[Cell]] = {}
    for cell in cells:
        own.setdefault(cell.workload, []).append(cell)
    return section(
        "Contention",
        f"Speedup over {SEQUENTIAL} where every lane has its own (private) and where they share. "
        "Price: times as long shared as private, on as many workers. Lost: the share of all "
        "updates that was not there in the end.",
        [_table(readings, workload, some) for workload, some in own.items()],
    )


def _table(readings: Readings, workload: str, cells: list[Cell]) -> Table | None:
    name = naming(cells, PARAMETER)
    values = [str(cell.parameters[PARAMETER]) for cell in cells]
    shared = [value for value in dict.fromkeys(values) if value != PRIVATE]
    most: dict[str, int] = {}
    for cell in cells:
        most[cell.strategy] = max(cell.workers, most.get(cell.strategy, 0))
    lanes = [
        cell
        for cell in cells
        if cell.strategy != SEQUENTIAL and cell.workers == most[cell.strategy]
    ]
    says: dict[str, Say] = {PRIVATE: _speedup(readings, PRIVATE)}
    for value in shared:
        says[value] = _speedup(readings, value)
        says[f"{value}: price"] = _price(readings, value)
        if KEPT in readings.plan.units.get(workload, {}):
            says[f"{value}: lost"] = _lost(readings, value)
    found = across(
        readings, lanes, lambda cell: (name(cell), cell.strategy, str(cell.workers)), says
    )
    return table(
        workload,
        ("parameters", "strategy", "w", PARAMETER),
        readings.interpreters,
        _where_shared(found, shared),
    )


def _speedup(readings: Readings, value: str) -> Say:
    def say(cell: Cell) -> Said:
        own = readings.like(cell, parameters={PARAMETER: value})
        return None if own is None else readings.speedup(own)

    return say


def _price(readings: Readings, value: str) -> Say:
    return lambda cell: readings.ratio(
        readings.like(cell, parameters={PARAMETER: value}),
        readings.like(cell, parameters={PARAMETER: PRIVATE}),
    )


def _lost(readings: Readings, value: str) -> Say:
    """Of the updates that the private ones made, which keep all."""

    def say(cell: Cell) -> Said:
        kept, every = (
            readings.like(cell, quantity=KEPT, parameters={PARAMETER: one})
            for one in (value, PRIVATE)
        )
        return within_one(
            readings.by_block([kept, every], Form.SHARE, lambda kept, every: 1 - kept / every)
        )

    return say


def within_one(said: Said) -> Said:
    """A share between 0 and 1, and its interval no further."""
    if not isinstance(said, Figure):
        return said
    one = said.estimate
    interval = None if one.interval is None else (_share(one.interval[0]), _share(one.interval[1]))
    return replace(said, estimate=replace(one, value=_share(one.value), interval=interval))


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _where_shared(lines: Iterable[Line], shared: list[str]) -> Iterator[Line]:
    """Without what a strategy does in private alone: there is nothing beside it."""
    for place, some in groupby(lines, key=lambda line: line.labels[:-1]):
        own = list(some)
        beside = [line for line in own if line.labels[-1] in shared and any(line.said)]
        if any(line.has_figures for line in beside):
            yield from own
        elif beside:
            yield replace(beside[0], labels=place)
