"""A way and the recommended one beside each other in one run."""

from dataclasses import dataclass

from analysis.advice.costs import value
from analysis.advice.measured import Measured
from analysis.advice.model import Way
from analysis.overhead.readings import SEQUENTIAL, Readings
from analysis.own import BATCH
from record import Cell
from record.advice import Advised

ONE_LANE = (SEQUENTIAL, "asyncio")


@dataclass(frozen=True, slots=True)
class Beside:
    own: Measured
    cell: Cell
    picked: Cell | None  # None: it is not in that run

    @property
    def readings(self) -> Readings:
        return self.own.readings

    def seconds(self, cell: Cell | None, quantity: str) -> float | None:
        """None where it was not measured."""
        found = None if cell is None else self.readings.like(cell, quantity=quantity)
        told = value(self.readings, found)
        return None if told is None else told.value

    def cores(self, cell: Cell | None) -> float | None:
        """CPUs that its lanes kept busy, once they were there."""
        found = None if cell is None else self.readings.like(cell, quantity=BATCH)
        lanes = None if found is None else self.readings.lanes(found)
        return None if lanes is None else lanes.effective_cores

    @property
    def gil(self) -> bool:
        return self.readings.plan.builds[self.cell.interpreter].gil


def way_of(cell: Cell, advised: Advised) -> Way:
    chunk = cell.mode.get("chunk", "1")
    each = int(chunk) if chunk.isdigit() else advised.chunk
    chunked = cell.strategy not in ONE_LANE
    return Way(cell.strategy, cell.interpreter, cell.workers, max(1, each) if chunked else 1)


def same(cell: Cell, other: Cell) -> bool:
    """Whether both are the same way, in whatever run."""
    return _way(cell) == _way(other)


def here(own: Measured, picked: Cell) -> Cell | None:
    """The same way in this run, which may have been made with other inputs."""
    known = (one for one in own.cells if same(one, picked) and own.readings.samples(one))
    return next(known, None)


def _way(cell: Cell) -> tuple[str, str, int]:
    return cell.interpreter, cell.strategy, cell.workers
