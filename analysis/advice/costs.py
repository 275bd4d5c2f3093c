"""What the recommended way takes, and how much work it takes to be worth it.

Only what this run has measured of the function itself.
"""

import numpy as np

from analysis.advice.measured import Measured
from analysis.advice.model import BreakEven, Costs, Way
from analysis.draws import Floats, draws, means
from analysis.estimate import Estimate, Ratio, estimate, ratio
from analysis.intervals import CONFIDENCE
from analysis.overhead.crossing import TAILS
from analysis.overhead.readings import SEQUENTIAL, Readings, arithmetic
from analysis.overhead.tax import gil_twin
from analysis.own import BATCH, ENTRY
from analysis.statistics import mean
from record import Cell

Interval = tuple[float, float]
LIMIT = 300.0  # of a log: two blocks may draw anything


def costs(own: Measured, picked: Cell) -> Costs:
    readings = own.readings
    entry = readings.like(picked, quantity=ENTRY)
    build, over = _build(readings, picked)
    return Costs(
        start=value(readings, entry),
        memory=_memory(own, picked),
        lane=_lane(readings, picked),
        build=build,
        build_over=over,
    )


def value(readings: Readings, cell: Cell | None) -> Estimate | None:
    """Of a reading; None where it was not measured."""
    if cell is None or not readings.samples(cell):
        return None
    return estimate(mean([one.time for one in readings.samples(cell).values()]))


def times(readings: Readings, over: Cell | None, under: Cell | None) -> Ratio | None:
    """`over` / `under`; None where they were not measured together."""
    effect = None if over is None or under is None else readings.effect(over, under)
    return None if effect is None else ratio(effect, effect, CONFIDENCE, readings.plan.margin)


def _lane(readings: Readings, picked: Cell) -> Ratio | None:
    """One lane of the same strategy, where such a cell was measured."""
    one = readings.like(picked, quantity=BATCH, workers=1)
    if one is None or picked.strategy == SEQUENTIAL:
        return None
    return times(readings, one, readings.sequential(one))


def _build(readings: Readings, picked: Cell) -> tuple[Ratio | None, str]:
    """Sequentially on a free-threaded build over the same on the build with a GIL."""
    if not readings.plan.builds[picked.interpreter].free_threaded:
        return None, ""
    twin = gil_twin(readings, picked.interpreter)
    batch = readings.like(picked, quantity=BATCH)
    own = None if batch is None else readings.sequential(batch)
    other = None if own is None or twin is None else readings.like(own, interpreter=twin)
    found = times(readings, own, other)
    return (None, "") if found is None or twin is None else (found, twin)


def _memory(own: Measured, picked: Cell) -> Estimate | None:
    """Bytes of each lane beyond what `sequential` takes, paired by block."""
    base = own.readings.sequential(picked)
    if base is None or picked.strategy == SEQUENTIAL:
        return None
    known = own.readings.lanes(picked)
    lanes = known.count if known is not None else picked.workers
    tree, alone = (own.memory.get(cell.of("").key, {}) for cell in (picked, base))
    blocks = sorted(tree.keys() & alone.keys())
    if not blocks:
        return None
    return arithmetic([(tree[block] - alone[block]) / lanes for block in blocks])


def break_even(own: Measured, cell: Cell, base: Cell, over: Way, total: int) -> BreakEven | None:
    """From how many inputs on `cell` is faster than `base`, which is sequential: `over`.

    With n inputs each takes its start + n x the time of one; they are equal where
    n = (start - start of sequential) / (time of one sequentially - time of one). What means over
    blocks may be is drawn for all four together (analysis.draws).
    """
    readings = own.readings
    if cell.strategy == SEQUENTIAL:
        return None
    cells = [readings.like(one, quantity=q) for q in (ENTRY, BATCH) for one in (cell, base)]
    known = [one for one in cells if one is not None and readings.samples(one)]
    tasks = cell.parameters.get("tasks", 0)
    blocks = readings.common(known) if len(known) == len(cells) else []
    if not blocks or not isinstance(tasks, int) or tasks < 1:
        return None
    logs = np.array([[readings.samples(one)[block].time for one in known] for block in blocks])
    at, drawn = _crossing(means(logs)[None, :], tasks), _crossing(draws(logs), tasks)
    number, work = (
        Estimate(float(at[column][0]), _ends(drawn[column]), len(blocks)) for column in (0, 1)
    )
    return BreakEven(number, work, over, total)


def _crossing(logs: Floats, tasks: int) -> tuple[Floats, Floats]:
    """How many inputs, and the seconds that these take sequentially; infinite: never."""
    start, base_start, batch, base_batch = np.exp(np.clip(logs, -LIMIT, LIMIT)).T
    gained = (base_batch - batch) / tasks
    more = np.maximum(0.0, start - base_start)
    number = np.where(gained > 0, more / np.where(gained > 0, gained, 1.0), np.inf)
    return number, number * base_batch / tasks


def _ends(drawn: Floats) -> Interval | None:
    if not len(drawn):
        return None
    low, high = np.quantile(drawn, TAILS, method="inverted_cdf")
    return float(low), float(high)
