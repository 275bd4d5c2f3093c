"""What a run's cells say of a metric: an effect with its error, in logs where it is a ratio."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analysis.figures import Form, Missing
from analysis.overhead.readings import Readings
from analysis.samples import of_batch
from analysis.statistics import Effect, mean, paired
from record import Cell
from record.manifest import TIME

UNITS = {
    "second": Form.SECONDS,
    "byte": Form.BYTES,
    "byte/second": Form.BANDWIDTH,
    "integer": Form.NUMBER,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    effect: Effect
    logs: bool  # whether the effect is one of logs
    form: Form


Told = Evidence | Missing


def value(readings: Readings, cell: Cell) -> Told:
    """The reading itself."""
    if why := readings.why_not([cell]):
        return why
    unit = readings.plan.units.get(cell.workload, TIME)[cell.quantity]
    logs = [one.time for one in readings.samples(cell).values()]
    return Evidence(mean(logs), True, UNITS[unit])


def ratio(readings: Readings, over: Cell, under: Cell) -> Told:
    """`over` / `under`; of one group as its verdicts have it, with the control."""
    if why := readings.why_not([over, under]):
        return why
    if over.group == under.group:
        effect = readings.effect(over, under)
    else:
        effect = paired(readings.samples(over), readings.samples(under))
    assert effect is not None  # they have blocks in common
    return Evidence(effect, True, Form.RATIO)


def average(readings: Readings, pairs: Sequence[tuple[Cell, Cell]]) -> Told:
    """The geometric mean of ratios, taken in each block, of which each tells once."""
    cells = [cell for pair in pairs for cell in pair]
    if why := readings.why_not(cells):
        return why
    logs = [
        sum(
            readings.samples(over)[block].time - readings.samples(under)[block].time
            for over, under in pairs
        )
        / len(pairs)
        for block in readings.common(cells)
    ]
    return Evidence(mean(logs), True, Form.RATIO)


def efficiency(readings: Readings, cell: Cell, base: Cell) -> Told:
    """Of a speedup: as a share of what so many workers could reach here."""
    told = ratio(readings, base, cell)
    if isinstance(told, Missing):
        return told
    ideal = math.log(min(cell.workers, readings.capacity.cpus))
    effect = replace(told.effect, value=told.effect.value - ideal)
    return Evidence(effect, True, Form.SHARE)


def effective_cores(readings: Readings, cell: Cell) -> Told:
    """CPU time over wall time, of each process."""
    if why := readings.why_not([cell]):
        return why
    cores = [one.cores for one in readings.samples(cell).values() if one.cores is not None]
    if not cores or not of_batch(cell):
        return Missing("unsupported", "its processes tell no CPU time of the lanes")
    return Evidence(mean(cores), False, Form.NUMBER)


def memory_a_lane(readings: Readings, cell: Cell, base: Cell) -> Told:
    """Bytes beyond `sequential`, for each worker."""
    return _by_block(
        readings, [cell, base], Form.BYTES, lambda tree, own: (tree - own) / cell.workers
    )


def lost(readings: Readings, cell: Cell, base: Cell) -> Told:
    """The share of what `sequential` counted that was not there in the end."""
    return _by_block(readings, [cell, base], Form.SHARE, lambda kept, all_: 1 - kept / all_)


def _by_block(
    readings: Readings, cells: Sequence[Cell], form: Form, value: Callable[..., float]
) -> Told:
    if why := readings.why_not(cells):
        return why
    values = [
        value(*(math.exp(readings.samples(cell)[block].time) for cell in cells))
        for block in readings.common(cells)
    ]
    return Evidence(mean(values), False, form)
