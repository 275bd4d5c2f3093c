"""What a run has measured: its manifest, the fate of every planned cell, and its processes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.origin import describe, host
from analysis.reading.columns import READING, Columns, Processes
from analysis.reading.run_files import measured
from analysis.samples import identity
from record import Attempt, Cell, Manifest, Plan, RunFiles, Status
from record.counting import counted, given_up


@dataclass(frozen=True, slots=True)
class Observations:
    root: Path
    manifest: Manifest
    columns: Columns  # readings in the order of the plan
    merged: bool  # whether the merged files had all of it


def observe(run: Path) -> Observations:
    """Everything that counts in the run folder `run`. Raises RecordError, naming the file."""
    files = RunFiles(run)
    manifest = files.manifest()
    cells = {cell.key: cell for cell in manifest.plan.cells}
    attempts = files.attempts(cells.values())
    counting = counted(cells.values(), attempts)
    processes, merged = measured(files, manifest.plan, counting)
    spoilt = Counter(a.cell for a in counting.values() if a.status is Status.CONTAMINATED)
    readings = _readings(manifest, given_up(attempts), processes, spoilt)
    return Observations(run, manifest, Columns(readings, processes), merged)


def _readings(
    manifest: Manifest, lost: Mapping[str, Attempt], processes: Processes, spoilt: Counter[str]
) -> pd.DataFrame:
    machine, plan = manifest.machine, manifest.plan
    origin = (manifest.run, machine.id, host(machine))
    builds = {label: describe(build) for label, build in plan.builds.items()}
    readings = list(plan.readings())
    there = set(processes.rows["reading"].unique())
    against = _contradictions(plan, [cell for cell, _ in readings], processes)
    rows = []
    for number, (cell, unit) in enumerate(readings):
        planned = cell.of("").key
        if planned in lost:
            status, reason = lost[planned].status.value, lost[planned].reason or "no reason given"
        elif number in against:
            status, reason = "failed", against[number]
        else:
            status, reason = ("ok" if number in there else "missing"), ""
        build = builds[cell.interpreter]
        command = manifest.commands.get(planned, "")
        fate = (cell.key, cell.group, status, reason, spoilt[planned], command)
        rows.append((*origin, build, *identity(cell), unit, *fate))
    return pd.DataFrame(rows, columns=list(READING))


def _contradictions(plan: Plan, readings: list[Cell], processes: Processes) -> dict[int, str]:
    """The readings whose lanes' state is not what interpreter and mode say, and how."""
    on = np.array([plan.builds[cell.interpreter].gil for cell in readings], bool)
    collected = np.array([cell.mode.get("gc", "on") == "on" for cell in readings], bool)
    rows = processes.rows
    number = rows["reading"].to_numpy()
    lanes, with_gil, without, uncollected = (
        rows[name].to_numpy(np.int64) for name in ("lanes", "on", "off", "uncollected")
    )
    gil = np.where(on[number], without, with_gil)
    collector = np.where(collected[number], uncollected, lanes - uncollected)
    found: dict[int, str] = {}
    for row in np.flatnonzero(gil | collector):
        cell = readings[number[row]]
        if gil[row]:
            state = "off" if plan.builds[cell.interpreter].gil else "on"
            says = f"the GIL was {state} in {gil[row]} of {lanes[row]} lanes, against the label"
        else:
            wanted = cell.mode.get("gc", "on")
            says = f"the collector was not {wanted} in {collector[row]} of {lanes[row]} lanes"
        found.setdefault(int(number[row]), says)
    return found
