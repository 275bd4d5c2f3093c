"""The kinds of work that a run has measured, told by what its plan and its proofs say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from analysis.figures import Figure, Said
from analysis.overhead.granularity import WORKLOAD as LENGTHS
from analysis.overhead.granularity import length
from analysis.overhead.readings import SEQUENTIAL, Readings, usual
from analysis.overhead.sharing import PARAMETER, PRIVATE
from analysis.own import BATCH, OWN, decides
from analysis.samples import of_batch
from analysis.titles import Title, titles
from record import Cell

# CPU time / wall time of `sequential`: what waits for most of the time, what computes for most.
WAITING, COMPUTING = 0.2, 0.8
THREADS = "threads"


class Kind(StrEnum):
    """What work does for most of its time, or what is asked about it."""

    WAITS = "waits"
    MIXED = "waits and computes"
    RELEASES = "computes, without the GIL"
    KEEPS = "computes, and keeps the GIL"
    SHARES = "computes on what lanes share"
    LENGTH = "computes in tasks of one length"


@dataclass(frozen=True, slots=True)
class Work:
    """A group of a run that has the time of a batch, and what is known of its work."""

    title: Title
    kind: Kind
    busy: float | None  # CPU time / wall time of `sequential`; None: not known
    released: float | None  # of threads under a GIL: cores kept busy / cores that they could have
    length: Said  # seconds of a task, of work that is measured by it
    cells: tuple[Cell, ...]  # planned

    @property
    def group(self) -> str:
        return self.cells[0].group

    @property
    def workload(self) -> str:
        return self.cells[0].workload

    @property
    def strategies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cell.strategy for cell in self.cells))


def works(readings: Readings) -> list[Work]:
    """Those with the usual settings, in the order of the plan.

    Of a function of the user's own it is all of its inputs, in whatever way they are handed out.
    """
    groups: dict[str, list[Cell]] = {}
    timed = {cell.key for cell in readings.timed if of_batch(cell) and usual(cell)}
    for cell in readings.cells:
        if decides(cell) or (cell.key in timed and cell.workload != OWN):
            groups.setdefault(cell.group, []).append(cell)
    named = titles(own[0] for own in groups.values())
    return [_work(readings, named[group], tuple(own)) for group, own in groups.items()]


def _work(readings: Readings, title: Title, cells: tuple[Cell, ...]) -> Work:
    busy = _mean(_cores(readings, (one for one in cells if one.strategy == SEQUENTIAL)))
    released = _released(readings, cells)
    kind = _kind(readings, cells[0], busy, released)
    of_one: Said = None
    if kind is Kind.LENGTH:
        found = (length(readings, cell) for cell in cells if cell.strategy == SEQUENTIAL)
        of_one = next((one for one in found if isinstance(one, Figure)), None)
    return Work(title, kind, busy, released, of_one, cells)


def _kind(readings: Readings, cell: Cell, busy: float | None, released: float | None) -> Kind:
    if cell.workload == LENGTHS:
        return Kind.LENGTH
    if cell.parameters.get(PARAMETER, PRIVATE) != PRIVATE:
        return Kind.SHARES
    if busy is None:
        busy = 1.0 if readings.computes(cell) else 0.0
    if busy < WAITING:
        return Kind.WAITS
    if busy < COMPUTING:
        return Kind.MIXED
    if released is None:
        released = 1.0 if readings.plan.kinds.get(cell.workload) == "native" else 0.0
    return Kind.RELEASES if released > 0.5 else Kind.KEEPS


def _released(readings: Readings, cells: Iterable[Cell]) -> float | None:
    """From none (0) to all (1) of the cores that more than one thread could have under a GIL."""
    shares = []
    for cell in cells:
        reach = min(cell.workers, readings.capacity.cpus)
        if cell.strategy == THREADS and reach > 1 and readings.plan.builds[cell.interpreter].gil:
            shares += [(cores - 1) / (reach - 1) for cores in _cores(readings, [cell])]
    return _mean(shares)


def _cores(readings: Readings, cells: Iterable[Cell]) -> Iterator[float]:
    for cell in cells:
        batch = readings.like(cell, quantity=BATCH) if decides(cell) else cell
        lanes = None if batch is None else readings.lanes(batch)
        if lanes is not None and lanes.effective_cores is not None:
            yield lanes.effective_cores


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None
