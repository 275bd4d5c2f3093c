"""Contention: the same work on what all lanes share and on what each has for itself.

By convention the parameter `sharing` tells the two apart, and `private` is without sharing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from analysis.figures import Figure, Form, Line, Said, Section, Table, section, table
from analysis.overhead.lines import Say, across, naming
from analysis.overhead.readings import SEQUENTIAL, Readings, usual
from record import Cell

PARAMETER, PRIVATE = "sharing", "private"
KEPT = "kept"  # quantity: how many updates were there in the end


@dataclass(frozen=True, slots=True)
class Contended:
    """A workload that is measured shared and private: a table, or a chart."""

    workload: str
    lanes: tuple[Cell, ...]  # with each strategy's most workers, whatever is shared
    shared: tuple[str, ...]  # the values of `sharing` but for the private one
    counted: bool  # whether updates can get lost
    name: Callable[[Cell], str]  # what else of the parameters tells cells apart


def sharing(readings: Readings) -> Section | None:
    """Speedups private and shared side by side, the price of sharing, and updates lost."""
    return section(
        "Contention",
        f"Speedup over {SEQUENTIAL} where every lane has its own (private) and where they share. "
        "Price: times as long shared as private, on as many workers. Lost: the share of all "
        "updates that was not there in the end.",
        [_table(readings, own) for own in contended(readings)],
    )


def contended(readings: Readings) -> Iterator[Contended]:
    """The workloads that have the parameter."""
    own: dict[str, list[Cell]] = {}
    for cell in readings.timed:
        if PARAMETER in cell.parameters and usual(cell):
            own.setdefault(cell.workload, []).append(cell)
    for workload, cells in own.items():
        values = dict.fromkeys(str(cell.parameters[PARAMETER]) for cell in cells)
        most: dict[str, int] = {}
        for cell in cells:
            most[cell.strategy] = max(cell.workers, most.get(cell.strategy, 0))
        yield Contended(
            workload,
            tuple(
                cell
                for cell in cells
                if cell.strategy != SEQUENTIAL and cell.workers == most[cell.strategy]
            ),
            tuple(value for value in values if value != PRIVATE),
            KEPT in readings.plan.units.get(workload, {}),
            naming(cells, PARAMETER),
        )


def speedup(readings: Readings, cell: Cell, value: str) -> Said:
    """Over sequential, of what is like `cell` but for what it shares."""
    own = readings.like(cell, parameters={PARAMETER: value})
    return None if own is None else readings.speedup(own)


def price(readings: Readings, cell: Cell, value: str) -> Said:
    """Times as long shared as private."""
    shared, private = (readings.like(cell, parameters={PARAMETER: one}) for one in (value, PRIVATE))
    return readings.ratio(shared, private)


def lost(readings: Readings, cell: Cell, value: str) -> Said:
    """The share that was lost of the updates that the private ones made, which keep all."""
    kept, every = (
        readings.like(cell, quantity=KEPT, parameters={PARAMETER: one}) for one in (value, PRIVATE)
    )
    return within_one(
        readings.by_block([kept, every], Form.SHARE, lambda kept, every: 1 - kept / every)
    )


def _table(readings: Readings, own: Contended) -> Table | None:
    says: dict[str, Say] = {PRIVATE: partial(speedup, readings, value=PRIVATE)}
    for value in own.shared:
        says[value] = partial(speedup, readings, value=value)
        says[f"{value}: price"] = partial(price, readings, value=value)
        if own.counted:
            says[f"{value}: lost"] = partial(lost, readings, value=value)
    found = across(
        readings,
        own.lanes,
        lambda cell: (own.name(cell), cell.strategy, str(cell.workers)),
        says,
    )
    return table(
        own.workload,
        ("parameters", "strategy", "w", PARAMETER),
        readings.interpreters,
        _where_shared(found, own.shared),
    )


def within_one(said: Said) -> Said:
    """A share between 0 and 1, and its interval no further."""
    if not isinstance(said, Figure):
        return said
    one = said.estimate
    interval = None if one.interval is None else (_share(one.interval[0]), _share(one.interval[1]))
    return replace(said, estimate=replace(one, value=_share(one.value), interval=interval))


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _where_shared(lines: Iterable[Line], shared: Sequence[str]) -> Iterator[Line]:
    """Without what a strategy does in private alone: there is nothing beside it."""
    for place, some in groupby(lines, key=lambda line: line.labels[:-1]):
        own = list(some)
        beside = [line for line in own if line.labels[-1] in shared and any(line.said)]
        if any(line.says_something for line in beside):
            yield from own
        elif beside:
            yield replace(beside[0], labels=place)
