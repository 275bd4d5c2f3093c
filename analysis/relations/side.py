"""One of the two runs: its manifest, its report, and the packages that it measured with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.reading.observations import Observations, observe
from analysis.report import Report, of
from record import Cell, Manifest, RecordError
from record.run_set import NAME


@dataclass(frozen=True, slots=True)
class Side:
    """`left_out` are cells of another's plan that this run does not plan, and why."""

    manifest: Manifest
    report: Report
    packages: Mapping[str, tuple[str, ...]]  # versions of what workloads and strategies need
    contaminated: int = 0  # processes that count, and ran beside other work

    @property
    def left_out(self) -> Mapping[str, str]:
        told = self.manifest.reproduces
        return {} if told is None else told.left_out

    @property
    def missing(self) -> Mapping[str, str]:
        """Interpreters that could not be had, and why."""
        return self.manifest.missing

    def readings(self) -> dict[str, Cell]:
        """All planned ones that are no twins, by key."""
        return {cell.key: cell for cell in self.report.readings.cells}


def read(run: Path) -> Side:
    """The run in the folder `run`. Raises RecordError, naming the file."""
    if (run / NAME).exists():
        raise RecordError(f"{run} is a set of runs: name one of them")
    seen = observe(run)
    cells = (cell.of("").key for cell, _ in seen.manifest.plan.readings())
    # What befalls a process befalls all of its quantities.
    spoilt = dict(zip(cells, seen.columns.readings["contaminated"], strict=True))
    return Side(seen.manifest, of(seen), _packages(seen), int(sum(spoilt.values())))


def _packages(seen: Observations) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for lines in seen.columns.processes.rows["packages"].unique():
        for line in str(lines).splitlines():
            package, _, version = line.partition(" ")
            found.setdefault(package, set()).add(version)
    return {name: tuple(sorted(versions)) for name, versions in sorted(found.items())}
