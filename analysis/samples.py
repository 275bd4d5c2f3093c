"""The unit of all statistics: one process, as the means of logs of what it timed.

Values of one process are far more alike than those of two (Kalibera & Jones 2013, "Rigorous
benchmarking in reasonable time"), so a process counts once.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.reading.columns import IDENTITY, Columns
from record import Cell
from record.cell import canonical

BATCH = ("", "time", "batch")  # quantities that are the time of a batch


@dataclass(frozen=True, slots=True)
class Sample:
    """Mean logs of one process: of its values, and of the seconds of its control's loops.

    `time` is of what the reading's unit says; of a weakly scaled cell, of one copy of the work.
    """

    time: float
    control: float | None = None  # None: the control was not timed
    cores: float | None = None  # CPU time of all lanes / wall time; None: not known


Samples = Mapping[str, Mapping[int, Sample]]  # key of a reading -> block -> its process


def identity(cell: Cell) -> tuple[object, ...]:
    """What tells a reading apart in a frame: its columns `IDENTITY`."""
    texts = {"parameters": canonical(cell.parameters), "mode": canonical(cell.mode)}
    return tuple(texts.get(name, getattr(cell, name)) for name in IDENTITY)


def of_batch(cell: Cell) -> bool:
    """Whether the reading is the time of a batch."""
    return cell.quantity in BATCH


def work(cell: Cell) -> int:
    """How many copies of the work one batch of the cell is.

    Weakly scaled, as many as there are workers. The time of one copy is what is compared, and
    its ratio to `sequential` is the scaled speedup (Gustafson 1988, "Reevaluating Amdahl's law").
    """
    return cell.workers if of_batch(cell) and cell.mode.get("scaling") == "weak" else 1


def sample(values: Sequence[float], control: Sequence[float], copies: int = 1) -> Sample:
    """Of one process; `control` is seconds and may be empty, `copies` is `work` of its cell."""
    time = float(np.log(values).mean() - np.log(copies))
    return Sample(time, float(np.log(control).mean()) if control else None)


def samples_of(columns: Columns, cells: Iterable[Cell]) -> dict[str, dict[int, Sample]]:
    """The samples of each reading that is ok; `cells` are its readings, in their order."""
    known = list(cells)
    keys = [cell.key for cell in known]
    copies = np.log([work(cell) for cell in known])
    rows = columns.processes.rows
    number = rows["reading"].to_numpy()
    good = (columns.readings["status"] == "ok").to_numpy()[number]
    times = columns.processes.means_of_logs() - copies[number]
    controls = np.log(rows["control"].to_numpy())
    cores = rows["cores"].to_numpy() if "cores" in rows else np.full(len(rows), np.nan)
    found: dict[str, dict[int, Sample]] = {}
    columns_of = (number, rows["block"].to_numpy(), times, controls, cores)
    for one, block, time, control, busy in zip(
        *(array[good].tolist() for array in columns_of), strict=True
    ):
        found.setdefault(keys[one], {})[block] = Sample(time, _known(control), _known(busy))
    return found


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
