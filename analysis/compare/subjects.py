"""What two runs have in common to be compared: mostly cells, else the ratios within each run."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.compare.side import Side
from analysis.reading.columns import Floats
from record.manifest import RATES

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Logs:
    """A row a process: what it tells of a subject."""

    subject: Ints
    block: Ints
    value: Floats

    def signed(self, signs: Floats) -> "Logs":
        """The values times the sign of their subject."""
        return replace(self, value=self.value * signs[self.subject])


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is compared, in the order of HEAD's plan, and what the processes of both tell of it."""

    reading: Ints  # HEAD's number of its cell
    over: Ints | None  # of a ratio within each run: HEAD's number of the cell that it is over
    base: Logs
    head: Logs

    def __len__(self) -> int:
        return len(self.reading)


def cells_of(base: Side, head: Side) -> Subjects:
    """The cells that both have measured; no twins and no rates, which are made of other times."""
    in_base, in_head = _common(base, head)
    logs = (_logs(base, base.logs, in_base), _logs(head, head.logs, in_head))
    return Subjects(in_head, None, *logs)


def controls_of(base: Side, head: Side) -> tuple[Logs, Logs]:
    """Of the same subjects as `cells_of`, the logs of the control loops."""
    found = []
    for side, numbers in zip((base, head), _common(base, head), strict=True):
        controls = np.log(side.columns.processes.rows["control"].to_numpy(float))
        found.append(_logs(side, controls, numbers))
    return found[0], found[1]


def ratios_of(base: Side, head: Side) -> Subjects:
    """The contrasts that both plans declare, each by block within its own run.

    A block has the value of a cell over that of its base. The speed of the machine is in both, so
    it can be held beside that of another machine.
    """
    numbers = dict(zip(("base", "head"), _common(base, head), strict=True))
    keys = head.columns.readings["cell"].to_numpy()[numbers["head"]]
    places = {key: place for place, key in enumerate(keys)}
    both = {(one.cell, one.base) for one in base.manifest.plan.contrasts}
    pairs = [
        (places[one.cell], places[one.base])
        for one in head.manifest.plan.contrasts
        if (one.cell, one.base) in both and one.cell in places and one.base in places
    ]
    wanted = np.array(pairs, np.int64).reshape(-1, 2)
    contrasts = pd.DataFrame(wanted, columns=["cell", "over"]).rename_axis("contrast").reset_index()
    logs = [
        _differences(contrasts, _logs(side, side.logs, numbers[name]))
        for name, side in (("base", base), ("head", head))
    ]
    there = [np.bincount(one.subject, minlength=len(contrasts)) > 0 for one in logs]
    kept = np.flatnonzero(there[0] & there[1])
    reading, over = numbers["head"][wanted[kept].T]
    return Subjects(reading, over, *(_renumbered(one, kept, len(contrasts)) for one in logs))


def _common(base: Side, head: Side) -> tuple[Ints, Ints]:
    """The numbers of the readings that are in both and ok, in the order of HEAD."""
    ours, theirs = base.columns.readings, head.columns.readings
    found = pd.Index(ours["cell"], dtype=object).get_indexer(theirs["cell"].astype(object))
    other = ours.iloc[found].reset_index(drop=True)
    good = (
        (found >= 0)
        & (theirs["status"].to_numpy() == "ok")
        & (other["status"].to_numpy() == "ok")
        & (theirs["replicate"].to_numpy() == 0)
        & (theirs["unit"].astype(object).to_numpy() == other["unit"].astype(object).to_numpy())
        & ~theirs["unit"].isin(list(RATES)).to_numpy()
    )
    numbers = np.flatnonzero(good)
    return found[numbers], numbers


def _logs(side: Side, values: Floats, numbers: Ints) -> Logs:
    """Of the processes of these readings, whose places become the subjects."""
    rows = side.columns.processes.rows
    all_of_them = Logs(rows["reading"].to_numpy(), rows["block"].to_numpy(), values)
    return _renumbered(all_of_them, numbers, len(side.columns.readings))


def _renumbered(logs: Logs, kept: Ints, count: int) -> Logs:
    """Those of the subjects `kept`, of `count`, that tell something."""
    places = np.full(count, -1)
    places[kept] = np.arange(len(kept))
    subject = places[logs.subject]
    rows = np.flatnonzero((subject >= 0) & np.isfinite(logs.value))
    return Logs(subject[rows], logs.block[rows], logs.value[rows])


def _differences(contrasts: pd.DataFrame, logs: Logs) -> Logs:
    """The log of each contrast's cell over its base, where a block has both."""
    told = pd.DataFrame({"cell": logs.subject, "block": logs.block, "value": logs.value})
    both = contrasts.merge(told, on="cell").merge(
        told.rename(columns={"cell": "over", "value": "below"}), on=["over", "block"]
    )
    difference = (both["value"] - both["below"]).to_numpy()
    return Logs(both["contrast"].to_numpy(), both["block"].to_numpy(), difference)
