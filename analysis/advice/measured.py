"""What was measured of the function: the run, and the trials that chose who is in it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.overhead.readings import Readings
from analysis.own import OWN, decides
from analysis.reading.observations import Observations, observe
from analysis.report import Report, of
from record import Cell, RunFiles
from record.advice import FILE, Advised, parse_advised
from record.limits import MANIFEST
from record.reading import contained, modified, read

Memory = Mapping[str, Mapping[int, float]]  # key of a planned cell -> block -> bytes


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of the function."""

    report: Report
    memory: Memory  # the peak PSS of each process and its children
    cells: tuple[Cell, ...]  # the readings that a choice is made by

    @property
    def readings(self) -> Readings:
        return self.report.readings

    @property
    def calls(self) -> int:
        """At least so often the function was called: the values of all processes, times inputs."""
        tasks = {cell.key: cell.parameters.get("tasks", 0) for cell in self.cells}
        return sum(int(tasks[cell.key]) * len(self.readings.samples(cell)) for cell in self.cells)


def advised_of(run: Path) -> Advised:
    """Raises RecordError."""
    return parse_advised(read(run, FILE, MANIFEST), run / FILE)


def measured(run: Path, within: Path | None = None) -> Measured | None:
    """Of a run's folder; None where there is no run in it. Raises RecordError.

    `within` is the folder that it may not lead out of.
    """
    root = run if within is None else contained(within, run.relative_to(within))
    if modified(root, RunFiles(root).manifest_path.name) is None:
        return None
    seen = observe(root)
    report = of(seen)
    cells = tuple(cell for cell in report.readings.cells if decides(cell))
    return Measured(report, _memory(seen), cells)


def _memory(seen: Observations) -> dict[str, dict[int, float]]:
    rows, readings = seen.columns.processes.rows, seen.columns.readings
    cells = [cell.of("") for cell, _ in seen.manifest.plan.readings()]
    good = (readings["status"] == "ok").to_numpy()
    found: dict[str, dict[int, float]] = {}
    if "memory" not in rows:
        return found
    columns = (rows[name].tolist() for name in ("reading", "block", "memory"))
    for number, block, memory in zip(*columns, strict=True):
        if good[number] and not math.isnan(memory) and cells[number].workload == OWN:
            found.setdefault(cells[number].key, {})[block] = memory
    return found
