"""Curves of scaling: what each strategy reaches with more workers, and the law that it follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.estimate import Estimate
from analysis.figures import Figure, Form, Missing, Said
from analysis.overhead.readings import SEQUENTIAL, Readings
from analysis.samples import of_batch
from analysis.scaling import Fit, Kind, fit, kind_of, serial_fraction
from record import Cell


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured with one number of workers."""

    workers: int
    speedup: Estimate  # over `sequential` on the same interpreter; 95%, for itself
    by_workers: Estimate  # efficiency: the speedup as a share of the workers
    by_cores: Estimate  # of those that can have a CPU each
    effective_cores: float | None  # CPU time of all lanes / wall time; None: not known


@dataclass(frozen=True, slots=True)
class Curve:
    """One strategy on one interpreter, in one group."""

    group: str
    interpreter: str
    strategy: str
    cells: tuple[Cell, ...]  # those planned, by rising numbers of workers
    points: tuple[Point, ...]  # those measured together with `sequential`
    missing: Mapping[int, Missing]  # the others, by their workers


def curves(readings: Readings) -> list[Curve]:
    """Of every timed reading that is a speedup over `sequential`, in the order of the plan."""
    own: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in readings.timed:
        if cell.strategy != SEQUENTIAL and of_batch(cell) and readings.sequential(cell):
            own.setdefault((cell.group, cell.strategy, cell.interpreter), []).append(cell)
    return [_curve(readings, cells) for cells in own.values()]


def _curve(readings: Readings, cells: Iterable[Cell]) -> Curve:
    ordered = sorted(cells, key=lambda cell: cell.workers)
    points, missing = [], {}
    for cell in ordered:
        said = readings.speedup(cell)
        if isinstance(said, Figure):
            points.append(_point(readings, cell, said))
        elif said is not None:
            missing[cell.workers] = said
    first = ordered[0]
    return Curve(
        *(first.group, first.interpreter, first.strategy),
        *(tuple(ordered), tuple(points), missing),
    )


def _point(readings: Readings, cell: Cell, speedup: Figure) -> Point:
    lanes = readings.lanes(cell)
    by_cores = readings.efficiency(speedup, cell.workers)
    assert isinstance(by_cores, Figure)  # as the speedup is
    return Point(
        workers=cell.workers,
        speedup=speedup.estimate,
        by_workers=share(speedup.estimate, cell.workers),
        by_cores=by_cores.estimate,
        effective_cores=lanes.effective_cores if lanes else None,
    )


def share(speedup: Estimate, workers: float) -> Estimate:
    """Efficiency by workers: a speedup as a share of them."""
    low, high = speedup.interval or (0.0, 0.0)
    interval = None if speedup.interval is None else (low / workers, high / workers)
    return Estimate(speedup.value / workers, interval, speedup.blocks)


def follows_a_law(readings: Readings, curve: Curve) -> bool:
    """Whether its workers could each have a core and do a share of the same computing.

    Work that waits is not limited by cores, weakly scaled work grows with its workers, and an
    event loop has one lane whatever its workers.
    """
    first = curve.cells[0]
    alone = any(
        lanes.count < cell.workers for cell in curve.cells if (lanes := readings.lanes(cell))
    )
    strong = first.mode.get("scaling", "strong") == "strong"
    return readings.computes(first) and strong and not alone


def within(readings: Readings, curve: Curve) -> list[Cell]:
    """The cells whose workers can have a core each: with more, the machine ends and not the code.

    Those planned, whether they were measured or not.
    """
    return [cell for cell in curve.cells if cell.workers <= readings.capacity.workers]


def kind(readings: Readings, curve: Curve) -> Kind | None:
    """The law that what was measured of it is enough for."""
    if not follows_a_law(readings, curve):
        return None
    return kind_of(len(_measured(readings, curve)))


def law(readings: Readings, curve: Curve) -> Fit | None:
    """Amdahl's or the USL, fitted to the speedups over `sequential`; None without enough counts."""
    if kind(readings, curve) in (None, Kind.KARP_FLATT):
        return None
    cells = _measured(readings, curve)
    base = readings.sequential(cells[0])
    assert base is not None  # or it were no curve
    told = [readings.contrast_by_block(base, cell) for cell in cells]
    blocks = sorted({block for found, _ in told for block in found})
    logs = np.array([[found.get(block, np.nan) for found, _ in told] for block in blocks])
    return fit([cell.workers for cell in cells], logs, max(spent for _, spent in told))


def fraction(readings: Readings, cell: Cell) -> Said:
    """Karp and Flatt's, over one worker of the same strategy where that is planned.

    What one lane costs against `sequential` is no serial work. Else over that.
    """
    one = readings.like(cell, workers=1) or readings.sequential(cell)
    gain = readings.contrast(one, cell)
    if not isinstance(gain, Figure):
        return gain
    return Figure(serial_fraction(gain.estimate, cell.workers), Form.SHARE)


def _measured(readings: Readings, curve: Curve) -> list[Cell]:
    known = {point.workers for point in curve.points}
    return [cell for cell in within(readings, curve) if cell.workers in known]
