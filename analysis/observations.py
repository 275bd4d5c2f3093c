"""What a run has measured: its manifest, the fate of every planned cell, and its processes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from record import (
    Attempt,
    Build,
    Cell,
    Manifest,
    Plan,
    Process,
    RecordError,
    RunFiles,
    Status,
    Unit,
)
from record.counting import counted, given_up
from record.manifest import RATES, TIME
from record.pyperf_file import Measured, processes
from record.reading import contained, modified, read
from record.text import short

Quantities = Mapping[str, Measured]  # of one process, by name


@dataclass(frozen=True, slots=True)
class Outcome:
    """One reading, a planned cell's quantity: what counts of it in each of the cell's blocks."""

    cell: Cell  # as the place of the quantity
    unit: Unit
    status: str  # ok, failed, unsupported, missing: of the planned cell
    reason: str
    measured: Mapping[int, Measured]  # by block; also those of a cell that failed elsewhere
    contaminated: int  # how many of these were measured beside other work


@dataclass(frozen=True, slots=True)
class Observations:
    root: Path
    manifest: Manifest
    outcomes: tuple[Outcome, ...]  # in the order of the plan


def observe(run: Path) -> Observations:
    """Everything that counts in the run folder `run`. Raises RecordError, naming the file."""
    files = RunFiles(run)
    manifest = files.manifest()
    cells = {cell.key: cell for cell in manifest.plan.cells}
    attempts = files.attempts(cells.values())
    counting = counted(cells.values(), attempts)
    measured = _Files(files, manifest.plan).measured(counting)
    lost = given_up(attempts)
    spoilt = Counter(a.cell for a in counting.values() if a.status is Status.CONTAMINATED)
    fates = {
        key: _fate(cell, lost.get(key), measured[key], manifest.plan.builds[cell.interpreter])
        for key, cell in cells.items()
    }
    outcomes = (
        Outcome(
            *(reading, unit, *fates[key]),
            {block: found[reading.quantity] for block, found in measured[key].items()},
            spoilt[key],
        )
        for reading, unit in manifest.plan.readings()
        for key in [reading.of("").key]
    )
    return Observations(run, manifest, tuple(outcomes))


class _Files:
    """The measured files of a run, held against its plan."""

    def __init__(self, files: RunFiles, plan: Plan) -> None:
        self._files = files
        self._cells = {cell.key: cell for cell in plan.cells}
        self._units = plan.units

    def measured(
        self, counting: Mapping[tuple[str, int], Attempt]
    ) -> dict[str, dict[int, Quantities]]:
        """The process of each attempt that counts: from the merged files, else from its own.

        A raw file that is newer than the merged one was measured since; the merged one is stale.
        """
        places = dict.fromkeys((one.interpreter, one.strategy) for one in self._cells.values())
        root = self._files.root
        merged = {
            place: modified(root, self._files.merged_path(*place).relative_to(root))
            for place in places
        }
        held = {
            place: found
            for (interpreter, strategy), at in merged.items()
            if at is not None
            for place, found in self._of_merged(interpreter, strategy)
        }
        result: dict[str, dict[int, Quantities]] = {key: {} for key in self._cells}
        for (key, block), attempt in counting.items():
            found = held.get((key, block))
            cell = self._cells[key]
            at = merged[cell.interpreter, cell.strategy] or 0
            raw_at = modified(root, attempt.file) if attempt.file else None
            if found is None or (raw_at is not None and raw_at > at):
                found = self._of_raw(attempt)
            result[key][block] = found
        return result

    def _of_merged(
        self, interpreter: str, strategy: str
    ) -> Iterator[tuple[tuple[str, int], Quantities]]:
        path = self._files.merged_path(interpreter, strategy)
        seen: dict[tuple[str, int], list[Measured]] = {}
        for found in processes(read(self._files.root, path.relative_to(self._files.root)), path):
            cell = found.process.cell
            where = (cell.interpreter, cell.strategy)
            if self._cells.get(cell.key) != cell or where != (interpreter, strategy):
                raise RecordError(f"{path}: holds {short(cell.key)!r}, which has no place there")
            seen.setdefault((cell.key, found.process.block), []).append(found)
        for place, some in seen.items():
            yield place, self._whole(some, path)

    def _of_raw(self, attempt: Attempt) -> Quantities:
        if not attempt.file:
            journal = self._files.journal_path
            raise RecordError(f"{journal}: no file of {attempt.cell!r}, {attempt.block}")
        path = contained(self._files.root, attempt.file)
        found = list(processes(read(self._files.root, attempt.file), path))
        if not found:
            raise RecordError(f"{path}: holds no process")
        for one in found:
            if (one.process.cell.key, one.process.block) != (attempt.cell, attempt.block):
                raise RecordError(f"{path}: is not block {attempt.block} of {attempt.cell!r}")
        return self._whole(found, path)

    def _whole(self, found: Sequence[Measured], path: Path) -> Quantities:
        """What one process measured: each quantity of the plan once, and no other."""
        first = found[0].process
        units = self._units.get(first.cell.workload, TIME)
        by_name: dict[str, Measured] = {}
        for one in found:
            unit = units.get(one.quantity)
            if unit is None:
                raise _wrong(path, one.cell, first, "is a quantity that the plan has not")
            if one.unit != RATES.get(unit, unit):
                raise _wrong(path, one.cell, first, f"is in {one.unit}s, not {unit}s as planned")
            if one.quantity in by_name:
                raise _wrong(path, one.cell, first, "is there twice")
            if one.process != first:
                raise _wrong(path, one.cell, first, "is of two processes, not one")
            by_name[one.quantity] = one
        for quantity in units:
            if quantity not in by_name:
                raise _wrong(path, first.cell.of(quantity), first, "is not there")
        return by_name


def _wrong(path: Path, reading: Cell, process: Process, why: str) -> RecordError:
    return RecordError(f"{path}: block {process.block} of {short(reading.key)!r} {why}")


def _fate(
    cell: Cell, lost: Attempt | None, measured: Mapping[int, Quantities], build: Build
) -> tuple[str, str]:
    """Status and reason: the worst of its blocks, as what fails sometimes is not to be used."""
    if lost:
        return lost.status.value, lost.reason or "no reason given"
    for found in measured.values():
        process = next(iter(found.values())).process
        if contradiction := _contradiction(cell, process, build):
            return "failed", contradiction
    return "ok" if measured else "missing", ""


def _contradiction(cell: Cell, process: Process, build: Build) -> str:
    """Why the lanes' state is not what interpreter and mode say, or nothing."""
    lanes = process.lanes
    wrong = sum((lane.gil_before, lane.gil_after) != (build.gil, build.gil) for lane in lanes)
    if wrong:
        state = "off" if build.gil else "on"
        return f"the GIL was {state} in {wrong} of {len(lanes)} lanes, against the label"
    collector = cell.mode.get("gc", "on")
    wrong = sum(("on" if lane.gc else "off") != collector for lane in lanes)
    return f"the collector was not {collector} in {wrong} of {len(lanes)} lanes" if wrong else ""
