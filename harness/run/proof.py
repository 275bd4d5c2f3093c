"""Proof against label: does what a process says of itself fit the cell it was started for?"""

from collections.abc import Mapping, Sequence

from harness.catalog import StrategyInfo
from record import Build, Cell, Lane, Plan, Process, Unit
from record.manifest import RATES, TIME
from record.pyperf_file import Measured


def contradiction(
    measured: Sequence[Measured], cell: Cell, plan: Plan, build: Build, strategy: StrategyInfo
) -> str | None:
    """Why the process did not measure this cell, in one line; None where it did."""
    process = measured[0].process
    if process.cell != cell:
        return f"the process measured another cell: {process.cell.key}"
    if process.code != plan.code:
        return f"the process ran other code: {process.code} instead of {plan.code}"
    return (
        _lanes_missing(process.lanes, 1 if strategy.one_lane else cell.workers)
        or _gil(process.lanes, build)
        or _collector(process.lanes, cell)
        or _not_apart(process, strategy.family)
        or _quantities(measured, plan.units.get(cell.workload, TIME))
    )


def _lanes_missing(lanes: Sequence[Lane], expected: int) -> str | None:
    if len(lanes) != expected:
        return f"{len(lanes)} lanes answered instead of {expected}"
    return None


def _gil(lanes: Sequence[Lane], build: Build) -> str | None:
    wrong = sum(lane.gil_before != build.gil or lane.gil_after != build.gil for lane in lanes)
    if not wrong:
        return None
    if not build.gil:
        when = "after the imports" if any(lane.gil_before for lane in lanes) else "after the timing"
        return f"the GIL was on in {wrong} of {len(lanes)} lanes {when}: an import switched it on"
    return f"the GIL was off in {wrong} of {len(lanes)} lanes of an interpreter that has it on"


def _collector(lanes: Sequence[Lane], cell: Cell) -> str | None:
    wanted = cell.mode.get("gc", "on")
    wrong = sum(lane.gc != (wanted == "on") for lane in lanes)
    return f"the collector was not {wanted} in {wrong} of {len(lanes)} lanes" if wrong else None


def _quantities(measured: Sequence[Measured], units: Mapping[str, Unit]) -> str | None:
    planned = {quantity: RATES.get(unit, unit) for quantity, unit in units.items()}
    if {one.quantity: one.unit for one in measured} == planned:
        return None
    told = ", ".join(f"{one.quantity or 'time'} in {one.unit}" for one in measured)
    return f"it measured other quantities than planned: {told}"


def _not_apart(process: Process, family: str) -> str | None:
    """Lanes that are not what the family says: as many threads, processes or interpreters."""
    lanes = process.lanes
    pids = {lane.pid for lane in lanes}
    threads = {(lane.pid, lane.thread) for lane in lanes}
    interpreters = {(lane.pid, lane.interpreter) for lane in lanes}
    if len(threads) != len(lanes):
        return f"{len(lanes)} lanes were only {len(threads)} threads"
    if family == "processes":
        if process.pid in pids or len(pids) != len(lanes):
            return f"{len(lanes)} lanes were only {len(pids - {process.pid})} other processes"
        return None
    if pids != {process.pid}:
        return "lanes ran in other processes than the measuring one"
    if family == "interpreters":
        if len(interpreters) != len(lanes) or any(lane.interpreter == 0 for lane in lanes):
            return f"{len(lanes)} lanes were not as many subinterpreters"
        return None
    if any(lane.interpreter != 0 for lane in lanes):
        return "lanes ran in subinterpreters"
    return None
