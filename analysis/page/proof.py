"""What the processes of each cell told of themselves, beyond what a report counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from record import Manifest, RunFiles
from record.pyperf_file import processes
from record.reading import modified, read


@dataclass(frozen=True, slots=True)
class Proof:
    """Of one cell: the last of its processes, and whether all agree in what they computed."""

    processes: int  # that executed its tasks
    interpreters: int
    checksums: int  # different ones; 1 as it should be


def proofs(run: Path, manifest: Manifest) -> Mapping[str, Proof]:
    """By the keys of planned cells, from the merged files, or before there are any from the raw."""
    found: dict[str, Proof] = {}
    checksums: dict[str, set[str]] = {}
    raw = (run / one.file for one in RunFiles(run).counted().values() if one.file)
    for path in list(merged(run, manifest)) or raw:
        for one in processes(read(run, path.relative_to(run)), path):
            told, key = one.process, one.process.cell.key
            own = checksums.setdefault(key, set())
            own.add(told.checksum)
            pids = {lane.pid for lane in told.lanes}
            where = {(lane.pid, lane.interpreter) for lane in told.lanes}
            found[key] = Proof(len(pids), len(where), len(own))
    return found


def merged(run: Path, manifest: Manifest) -> Iterator[Path]:
    """The pyperf suites that the run's folder has, in the order of the plan."""
    files = RunFiles(run)
    places = dict.fromkeys((one.interpreter, one.strategy) for one in manifest.plan.cells)
    for interpreter, strategy in places:
        path = files.merged_path(interpreter, strategy)
        if modified(run, path.relative_to(run)) is not None:
            yield path
