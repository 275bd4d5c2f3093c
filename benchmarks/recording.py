"""Real processes, measured once and kept: what the trials of validity.py resample.

A few cells alone, each with its A/A twin: two processes of the same cell back to back, over
and over. And a matrix of strategies on two interpreters, every cell with its twin.
"""

import csv
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.samples import Sample, sample
from record import Cell, RunFiles
from record.pyperf_file import processes
from record.reading import read

KEPT = Path(__file__).with_name("recorded.csv")
FIELDS = ("run", "interpreter", "strategy", "workers", "replicate", "block", "values", "control")
WORKLOAD = "primes"

MATRIX = "matrix"
# Name of the run -> what it measures, and how many blocks of it.
RUNS = {
    "sequential 3.13": ("3.13", "sequential", 100),
    "threads 3.13t": ("3.13t", "threads", 50),
    "processes-fork 3.13": ("3.13", "processes-fork", 50),
    MATRIX: ("3.13,3.13t", "sequential,threads,processes-fork,interpreters", 30),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One process, in the order in which they ran."""

    run: str
    cell: Cell
    block: int
    values: tuple[float, ...]  # seconds
    control: tuple[float, ...]

    @property
    def sample(self) -> Sample:
        return sample(self.values, self.control)


def record(folder: Path) -> None:
    """Measure all of it into runs below `folder`; one that was begun goes on."""
    for name, (interpreters, strategies, blocks) in RUNS.items():
        options = {
            "--interpreters": interpreters,
            "--strategies": strategies,
            "--workloads": WORKLOAD,
            "--workers": "2",
            "--pairs": "99",
            "--blocks": str(blocks),
            "--out": str(folder / name.replace(" ", "-")),
        }
        words = [word for pair in options.items() for word in pair]
        subprocess.run([sys.executable, "-m", "harness", "run", *words], check=True)
    keep(processes for name in RUNS for processes in of_run(name, folder / name.replace(" ", "-")))


def of_run(name: str, run: Path) -> Iterator[Recorded]:
    """From the raw files: a control's single loops are in no table."""
    counted = RunFiles(run).counted().values()
    for attempt in sorted(counted, key=lambda attempt: attempt.started):
        for one in processes(read(run, attempt.file), attempt.file):
            control = tuple(one.process.control)
            yield Recorded(name, one.cell, attempt.block, one.values, control)


def keep(recorded: Iterable[Recorded], path: Path = KEPT) -> None:
    """As a table: values and control in microseconds."""
    with path.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(FIELDS)
        for one in recorded:
            cell = one.cell
            identity = (cell.interpreter, cell.strategy, cell.workers, cell.replicate)
            table.writerow((one.run, *identity, one.block, _text(one.values), _text(one.control)))


def kept(path: Path = KEPT) -> list[Recorded]:
    with path.open(newline="") as file:
        return [_of_row(row) for row in csv.DictReader(file)]


def _of_row(row: dict[str, str]) -> Recorded:
    cell = Cell(
        interpreter=row["interpreter"],
        strategy=row["strategy"],
        workload=WORKLOAD,
        parameters={},
        workers=int(row["workers"]),
        mode={},
        replicate=int(row["replicate"]),
    )
    values, control = (_numbers(row[name]) for name in ("values", "control"))
    return Recorded(row["run"], cell, int(row["block"]), values, control)


def _text(seconds: Iterable[float]) -> str:
    return " ".join(f"{1e6 * one:.0f}" for one in seconds)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(word) / 1e6 for word in text.split())
