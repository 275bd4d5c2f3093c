"""One of the two runs that are compared: its manifest, and what it measured."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from analysis.columns import Columns, Floats
from analysis.reading import columns_of
from analysis.samples import work
from record import Cell, Manifest, RecordError, RunFiles
from record.run_set import NAME


@dataclass(frozen=True)
class Side:
    """`columns` are what `analysis.load` and `analysis.cells` are made of, of this run alone."""

    manifest: Manifest
    columns: Columns

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The readings of the plan, by their numbers."""
        return tuple(cell for cell, _ in self.manifest.plan.readings())

    @cached_property
    def logs(self) -> Floats:
        """Of each row of the processes the mean log of its values; of one copy where it is weak."""
        copies = np.log([work(cell) for cell in self.cells])
        logs: Floats = (
            self.columns.processes.means_of_logs()
            - copies[self.columns.processes.rows["reading"].to_numpy()]
        )
        return logs


def read(run: Path) -> Side:
    """The run in the folder `run`. Raises RecordError, naming the file."""
    if (run / NAME).exists():
        raise RecordError(f"{run} is a set of runs: name one of them")
    manifest = RunFiles(run).manifest()  # first: else any pyperf file would do
    return Side(manifest, columns_of(run))
