"""What was read, as columns: a row a reading, a row a process of it, and all values in one array.

Whatever is read becomes this, and every table is made of it; nothing loops over values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from record.process import Account

Floats = NDArray[np.float64]

UNTOLD = -1  # of a number of lanes

ORIGIN = ("run", "machine", "host", "build")
IDENTITY = (
    *("interpreter", "strategy", "workload", "parameters", "workers", "mode", "replicate"),
    "quantity",
)
READING = (
    *(*ORIGIN, *IDENTITY, "unit"),
    *("cell", "group", "status", "reason", "contaminated", "command"),
)


@dataclass(frozen=True, slots=True)
class Processes:
    """A row what one process measured of a reading; `values` are those of all rows in turn.

    `reading` is its number, `count` how many values it has. `lanes` are all of the process's,
    `on` and `off` those whose GIL was so at some time, `uncollected` those without a collector
    (all UNTOLD where it tells nothing); `cpu` is seconds a batch, `cores` CPU time over wall time,
    `memory` bytes and `control` seconds (geometric mean), NaN where that is unknown; `packages`
    has `name version`, one a line.
    """

    rows: pd.DataFrame
    values: Floats

    def taken(self, order: NDArray[np.int64]) -> "Processes":
        """The rows of these numbers, in this order."""
        counts = self.rows["count"].to_numpy()
        starts = np.cumsum(counts) - counts
        wanted = counts[order]
        shift = np.repeat(starts[order] - (np.cumsum(wanted) - wanted), wanted)
        return Processes(self.rows.iloc[order], self.values[shift + np.arange(len(shift))])

    def means_of_logs(self) -> Floats:
        """Of each row's values: what one process counts with."""
        counts = self.rows["count"].to_numpy()
        owners = np.repeat(np.arange(len(counts)), counts)
        means: Floats = np.bincount(owners, np.log(self.values), len(counts)) / counts
        return means


@dataclass(frozen=True, slots=True)
class Columns:
    """`readings` has the columns READING; its place there is a reading's number."""

    readings: pd.DataFrame
    processes: Processes


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of `Processes`, a column an array, and their values."""

    rows: Mapping[str, Any]
    values: Floats


@dataclass(slots=True)
class Gathering:
    """The processes of one file, one after the other."""

    readings: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    accounts: list[Account | None] = field(default_factory=list)
    values: list[Sequence[float]] = field(default_factory=list)

    def add(self, reading: int, account: Account, values: Sequence[float]) -> None:
        self.readings.append(reading)
        self.blocks.append(account.block)
        self.accounts.append(account)
        self.values.append(values)

    def add_unknown(self, reading: int, values: Sequence[Sequence[float]]) -> None:
        """Processes that tell nothing, numbered as they come."""
        self.readings += [reading] * len(values)
        self.blocks += range(len(values))
        self.accounts += [None] * len(values)
        self.values += values

    def part(self) -> Part:
        counts = np.fromiter(map(len, self.values), np.int32, len(self.values))
        rows = {
            "reading": np.array(self.readings, np.int32),
            "block": np.array(self.blocks, np.int64),
            "count": counts,
            **_told(self.accounts),
        }
        return Part(rows, np.fromiter(chain.from_iterable(self.values), float, counts.sum()))


def concatenated(parts: Sequence[Part]) -> Processes:
    """By reading and block, whatever files they are from; with the columns that all have."""
    parts = parts or [Gathering().part()]
    names = [name for name in parts[0].rows if all(name in part.rows for part in parts)]
    rows = {name: np.concatenate([part.rows[name] for part in parts]) for name in names}
    whole = Processes(
        pd.DataFrame(rows, copy=False), np.concatenate([part.values for part in parts])
    )
    order = np.lexsort((rows["block"], rows["reading"]))
    return whole if (np.diff(order) == 1).all() else whole.taken(order)


def joined(parts: Sequence[Columns]) -> Columns:
    """Several as one: readings of the second come after those of the first."""
    moved, start = [], 0
    for part in parts:
        rows = {str(name): column.to_numpy() for name, column in part.processes.rows.items()}
        moved.append(Part(rows | {"reading": rows["reading"] + start}, part.processes.values))
        start += len(part.readings)
    readings = pd.concat([part.readings for part in parts], ignore_index=True)
    return Columns(readings, concatenated(moved))


def _told(accounts: Sequence[Account | None]) -> dict[str, Any]:
    """The columns of what processes told of themselves."""
    count = len(accounts)
    told = [one for one in accounts if one is not None]
    known = np.fromiter((one is not None for one in accounts), bool, count)
    lanes = [lane for one in told for lane in one.lanes]
    widths = np.fromiter((len(one.lanes) for one in told), np.int64, len(told))
    owners = np.repeat(np.arange(len(told)), widths)

    def column(numbers: Any, kind: Any, unknown: Any) -> Any:
        every = np.full(count, unknown, kind)
        every[known] = numbers
        return every

    def lanes_that(are: Iterable[bool]) -> Any:
        some = np.fromiter(are, bool, len(lanes))
        return column(np.bincount(owners[some], minlength=len(told)), np.int32, UNTOLD)

    def real(numbers: Iterable[float]) -> Any:
        return column(np.fromiter(numbers, float, len(told)), float, np.nan)

    cpu = np.bincount(owners, [lane.cpu for lane in lanes], len(told))
    return {
        "lanes": column(widths, np.int32, UNTOLD),
        "on": lanes_that(lane.gil_before or lane.gil_after for lane in lanes),
        "off": lanes_that(not (lane.gil_before and lane.gil_after) for lane in lanes),
        "uncollected": lanes_that(not lane.gc for lane in lanes),
        "cpu": real(cpu / np.fromiter((one.batches for one in told), np.int64, len(told))),
        "cores": real(cpu / np.fromiter((one.wall for one in told), float, len(told))),
        "memory": real(np.nan if one.memory is None else one.memory for one in told),
        "control": real(_geometric_means([one.control for one in told])),
        "packages": column([_lines(tuple(one.packages.items())) for one in told], object, ""),
    }


def _geometric_means(seconds: Sequence[Sequence[float]]) -> Floats:
    """NaN where there are none."""
    counts = np.fromiter(map(len, seconds), np.int64, len(seconds))
    flat = np.fromiter(chain.from_iterable(seconds), float, counts.sum())
    sums = np.bincount(np.repeat(np.arange(len(counts)), counts), np.log(flat), len(counts))
    with np.errstate(invalid="ignore"):
        return np.exp(sums / counts)


@cache
def _lines(packages: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{name} {version}" for name, version in sorted(packages))
