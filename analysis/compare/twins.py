"""A/A pairs: whether each run is sound, and whether twins moved as what they are twins of."""

import numpy as np
import pandas as pd

from analysis.aa import Judgement, Pair
from analysis.compare.side import Side
from analysis.control import Controls
from analysis.estimate import estimate
from analysis.intervals import welch_df
from analysis.samples import Sample, Samples
from analysis.speedups import pairs
from analysis.statistics import Effect, log_ratios, mean
from record import Cell

Twins = dict[str, tuple[Cell, list[float]]]  # by the twin's key: log of its time over the other's


def judged(side: Side) -> tuple[Judgement, Twins]:
    """What the run's own A/A pairs say of it, as its report does; and each pair, by block."""
    cells, samples = _of_pairs(side)
    found = Judgement(pairs(cells, Controls(cells, side.manifest.plan.kinds, samples)))
    known = {(one.group, one.interpreter, one.strategy, one.workers): one
             for one in cells if not one.replicate}  # fmt: skip
    twins: Twins = {}
    for twin in (pair.twin for pair in found.pairs):
        other = known[twin.group, twin.interpreter, twin.strategy, twin.workers]
        logs = log_ratios(samples.get(twin.key, {}), samples.get(other.key, {}))
        twins[twin.key] = twin, logs
    return found, twins


def across(base: Twins, head: Twins) -> Judgement:
    """Of each pair that both have: its ratio in HEAD over that in BASE, which is 1 but for chance.

    What changed has changed the twin as well as its original.
    """
    return Judgement(
        tuple(
            Pair(twin, estimate(_apart(base[key][1], logs)) if base[key][1] and logs else None)
            for key, (twin, logs) in head.items()
            if key in base
        )
    )


def _apart(base: list[float], head: list[float]) -> Effect:
    first, second = mean(base), mean(head)
    value, blocks = second.value - first.value, min(first.blocks, second.blocks)
    if first.error is None or second.error is None or first.df is None or second.df is None:
        return Effect(value, None, None, blocks)
    df = welch_df(first.error**2, first.df, second.error**2, second.df)
    return Effect(value, float(np.hypot(first.error, second.error)), float(df), blocks)


def _of_pairs(side: Side) -> tuple[list[Cell], Samples]:
    """The readings that are or have twins, and the samples of those that are ok."""
    readings, rows = side.columns.readings, side.columns.processes.rows
    places = pd.MultiIndex.from_frame(readings[["group", "interpreter", "strategy", "workers"]])
    wanted = places.isin(places[(readings["replicate"] > 0).to_numpy(bool)])
    cells = [side.cell(number) for number in np.flatnonzero(wanted).tolist()]
    number = rows["reading"].to_numpy()
    good = np.flatnonzero((wanted & (readings["status"] == "ok").to_numpy(bool))[number])
    controls = np.log(rows["control"].to_numpy(float)[good])
    keys = {number: side.cell(number).key for number in np.flatnonzero(wanted).tolist()}
    samples: dict[str, dict[int, Sample]] = {}
    for one, block, time, control in zip(
        *(part.tolist() for part in (number[good], rows["block"].to_numpy()[good])),
        *(part.tolist() for part in (side.logs[good], controls)),
        strict=True,
    ):
        samples.setdefault(keys[one], {})[block] = Sample(
            time, None if np.isnan(control) else control
        )
    return cells, samples
