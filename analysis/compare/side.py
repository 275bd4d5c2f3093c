"""One of the two runs that are compared: its manifest, and what it measured."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from analysis.columns import Columns, Floats
from analysis.reading import columns_of
from analysis.samples import work
from record import Cell, Manifest, RecordError, RunFiles
from record.manifest import TIME
from record.run_set import NAME


@dataclass(frozen=True)
class Side:
    """`columns` are what `analysis.load` and `analysis.cells` are made of, of this run alone."""

    manifest: Manifest
    columns: Columns

    def cell(self, reading: int) -> Cell:
        """The reading of that number, in the order of `Plan.readings`."""
        cell, quantity = self._places[reading]
        return cell.of(quantity)

    @cached_property
    def logs(self) -> Floats:
        """Of each row of the processes the mean log of its values; of one copy where it is weak."""
        copies = np.log(
            [
                work(cell.of(quantity)) if cell.mode.get("scaling") == "weak" else 1
                for cell, quantity in self._places
            ]
        )
        logs: Floats = (
            self.columns.processes.means_of_logs()
            - copies[self.columns.processes.rows["reading"].to_numpy()]
        )
        return logs

    @cached_property
    def _places(self) -> list[tuple[Cell, str]]:
        """Of each reading; to make all of them takes longer than all else."""
        plan = self.manifest.plan
        return [
            (cell, quantity)
            for cell in plan.cells
            for quantity in plan.units.get(cell.workload, TIME)
        ]


def read(run: Path) -> Side:
    """The run in the folder `run`. Raises RecordError, naming the file."""
    if (run / NAME).exists():
        raise RecordError(f"{run} is a set of runs: name one of them")
    manifest = RunFiles(run).manifest()  # first: else any pyperf file would do
    return Side(manifest, columns_of(run))
