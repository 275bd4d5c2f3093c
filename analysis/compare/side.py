"""One of the two runs that are compared: its manifest, and what it measured."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.reading import columns_of
from analysis.reading.columns import Columns, Floats
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
        planned = int(np.searchsorted(self._starts, reading, "right")) - 1
        cell = self.manifest.plan.cells[planned]
        return cell.of(self._quantities(cell)[reading - int(self._starts[planned])])

    @cached_property
    def logs(self) -> Floats:
        """Of each row of the processes the mean log of its values; of one copy where it is weak."""
        copies = np.ones(len(self.columns.readings))
        for start, cell in zip(self._starts.tolist(), self.manifest.plan.cells, strict=True):
            if cell.mode.get("scaling") == "weak":
                for place, quantity in enumerate(self._quantities(cell), start):
                    copies[place] = work(cell.of(quantity))
        logs: Floats = (
            self.columns.processes.means_of_logs()
            - np.log(copies)[self.columns.processes.rows["reading"].to_numpy()]
        )
        return logs

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """The number of each planned cell's first reading: to make all of them takes too long."""
        cells = self.manifest.plan.cells
        counts = np.fromiter((len(self._quantities(cell)) for cell in cells), int, len(cells))
        starts: NDArray[np.int64] = np.cumsum(counts) - counts
        return starts

    def _quantities(self, cell: Cell) -> list[str]:
        return list(self.manifest.plan.units.get(cell.workload, TIME))


def read(run: Path) -> Side:
    """The run in the folder `run`. Raises RecordError, naming the file."""
    if (run / NAME).exists():
        raise RecordError(f"{run} is a set of runs: name one of them")
    manifest = RunFiles(run).manifest()  # first: else any pyperf file would do
    return Side(manifest, columns_of(run))
