"""What a run folder holds, and what of it is lost, doubled or wrong."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyperf

import analysis
from record import METADATA_KEY, RunFiles, Status
from record.process import parse_process

IDENTITY = ("interpreter", "strategy", "workload", "parameters", "workers", "mode", "replicate")


@dataclass(frozen=True)
class Evidence:
    """What was measured: the lines of the journal, and the content of the files they name."""

    lines: tuple[bytes, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


def evidence(run: Path) -> Evidence:
    files = RunFiles(run)
    if not files.journal_path.exists():
        return Evidence()
    lines = files.journal_path.read_bytes().split(b"\n")[:-1]
    named = [attempt.file for attempt in files.journal() if attempt.measured]
    return Evidence(tuple(lines), tuple((name, _digest(run / name)) for name in named))


def lost(before: Evidence, after: Evidence) -> int:
    """Measured and journalled before, and not there, or not the same, now."""
    gone = sum(
        here != there
        for here, there in zip(before.lines, after.lines + (b"",) * len(before.lines), strict=False)
    )
    now = dict(after.files)
    return gone + sum(now.get(name) != digest for name, digest in before.files)


def doubled(run: Path) -> int:
    """Cell-blocks that count twice: in the merged files, in the frame, or by one file's name."""
    names = [one.file for one in RunFiles(run).journal() if one.measured]
    merged: Counter[tuple[str, int]] = Counter()
    for path in _merged(run):
        for benchmark in pyperf.BenchmarkSuite.load(str(path)):
            for one in benchmark.get_runs():
                process = parse_process(one.get_metadata()[METADATA_KEY], str(path))
                merged[process.cell.key, process.block] += 1
    values = RunFiles(run).manifest().plan.values
    rows = analysis.load(run).astype(str).groupby([*IDENTITY, "block"]).size()
    twice = len(names) - len(set(names)) + int((rows > values).sum())
    return twice + sum(count - 1 for count in merged.values())


def wrong_while_unfinished(run: Path) -> list[str]:
    """Why the folder that a fault left is no valid run; nothing where there is none yet."""
    if not RunFiles(run).manifest_path.exists():
        return []
    try:
        analysis.cells(run)
    except Exception as error:
        return [f"it cannot be read: {error}"]
    return []


def wrong_when_finished(run: Path, blocks: int) -> list[str]:
    """Why it is not a whole run of so many blocks."""
    files = RunFiles(run)
    found = wrong_while_unfinished(run)
    unsupported = {one.cell for one in files.journal() if one.status is Status.UNSUPPORTED}
    planned = {cell.key for cell in files.manifest().plan.cells} - unsupported
    counted = Counter(key for key, _ in files.counted())
    if counted != dict.fromkeys(planned, blocks):
        found.append(f"not every cell counts in {blocks} blocks: {counted}")
    benchmarks = [one for path in _merged(run) for one in pyperf.BenchmarkSuite.load(str(path))]
    if sorted(one.get_nrun() for one in benchmarks) != [blocks] * len(planned):
        found.append("what is merged is not what was planned")
    found += [f"left behind: {path}" for path in run.rglob("*.part")]
    return found


def _merged(run: Path) -> list[Path]:
    files = RunFiles(run)
    cells = files.manifest().plan.cells
    paths = {files.merged_path(cell.interpreter, cell.strategy) for cell in cells}
    return sorted(path for path in paths if path.exists())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "gone"
