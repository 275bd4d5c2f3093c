"""What a run has measured: its manifest, the fate of every planned cell, and its processes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from record import Attempt, Build, Cell, Manifest, RecordError, RunFiles, Status
from record.counting import counted, given_up
from record.pyperf_file import Measured, processes
from record.reading import contained, modified, read


@dataclass(frozen=True, slots=True)
class Outcome:
    """One planned cell: the attempt and the process that count in each of its blocks."""

    cell: Cell
    status: str  # ok, failed, unsupported, missing
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
    measured = _measured(files, cells, counting)
    lost = given_up(attempts)
    spoilt = Counter(a.cell for a in counting.values() if a.status is Status.CONTAMINATED)
    outcomes = (
        _outcome(
            *(cell, lost.get(key), measured[key], spoilt[key]),
            manifest.plan.builds[cell.interpreter],
        )
        for key, cell in cells.items()
    )
    return Observations(run, manifest, tuple(outcomes))


def _measured(
    files: RunFiles, cells: dict[str, Cell], counting: dict[tuple[str, int], Attempt]
) -> dict[str, dict[int, Measured]]:
    """The process of each attempt that counts: from the merged files, else from its own.

    A raw file that is newer than the merged one was measured since; the merged one is stale.
    """
    merged = {
        (cell.interpreter, cell.strategy): modified(files.root, _merged_name(files, cell))
        for cell in cells.values()
    }
    held = {
        (found.process.cell.key, found.process.block): found
        for found in _of_merged(
            files, cells, [pair for pair, at in merged.items() if at is not None]
        )
    }
    result: dict[str, dict[int, Measured]] = {key: {} for key in cells}
    for (key, block), attempt in counting.items():
        found = held.get((key, block))
        at = merged[cells[key].interpreter, cells[key].strategy] or 0
        raw_at = modified(files.root, attempt.file) if attempt.file else None
        if found is None or (raw_at is not None and raw_at > at):
            found = _of_raw(files, attempt)
        result[key][block] = found
    return result


def _merged_name(files: RunFiles, cell: Cell) -> Path:
    return files.merged_path(cell.interpreter, cell.strategy).relative_to(files.root)


def _of_merged(
    files: RunFiles, cells: dict[str, Cell], pairs: list[tuple[str, str]]
) -> Iterator[Measured]:
    for pair in pairs:
        path = files.merged_path(*pair)
        seen: set[tuple[str, int]] = set()
        for found in processes(read(files.root, path.relative_to(files.root)), path):
            cell, block = found.process.cell, found.process.block
            if cells.get(cell.key) != cell or (cell.interpreter, cell.strategy) != pair:
                raise RecordError(f"{path}: holds {cell.key!r}, which has no place there")
            if (cell.key, block) in seen:
                raise RecordError(f"{path}: holds block {block} of {cell.key!r} twice")
            seen.add((cell.key, block))
            yield found


def _of_raw(files: RunFiles, attempt: Attempt) -> Measured:
    if not attempt.file:
        raise RecordError(f"{files.journal_path}: no file of {attempt.cell!r}, {attempt.block}")
    path = contained(files.root, attempt.file)
    found = list(processes(read(files.root, attempt.file), path))
    if len(found) != 1:
        raise RecordError(f"{path}: holds {len(found)} processes, not one")
    process = found[0].process
    if (process.cell.key, process.block) != (attempt.cell, attempt.block):
        raise RecordError(f"{path}: is not block {attempt.block} of {attempt.cell!r}")
    return found[0]


def _outcome(
    cell: Cell,
    lost: Attempt | None,
    measured: dict[int, Measured],
    contaminated: int,
    build: Build,
) -> Outcome:
    """The worst fate of its blocks is the cell's: what fails sometimes is not to be used."""
    if lost:
        reason = lost.reason or "no reason given"
        return Outcome(cell, lost.status.value, reason, measured, contaminated)
    for found in measured.values():
        if contradiction := _contradiction(found, build):
            return Outcome(cell, "failed", contradiction, measured, contaminated)
    return Outcome(cell, "ok" if measured else "missing", "", measured, contaminated)


def _contradiction(found: Measured, build: Build) -> str:
    """Why the GIL's state in the lanes is not what the interpreter's label says, or nothing."""
    lanes = found.process.lanes
    wrong = sum((lane.gil_before, lane.gil_after) != (build.gil, build.gil) for lane in lanes)
    if not wrong:
        return ""
    state = "off" if build.gil else "on"
    return f"the GIL was {state} in {wrong} of {len(lanes)} lanes, against the label"
