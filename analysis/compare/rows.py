"""The table of a comparison: a row a subject, a column a fact of it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.compare.shifts import Shifts
from analysis.compare.side import Side
from analysis.compare.subjects import Ints, Subjects
from analysis.estimate import Verdict
from analysis.reading.columns import IDENTITY, Floats

COLUMNS = (
    *("cell", "over", "against", "group", "title"),
    *("interpreter", "strategy", "workload", "parameters", "workers", "mode", "quantity", "unit"),
    *("base", "head", "ratio", "low", "high", "verdict", "trend"),
    *("base_processes", "head_processes"),
    *("adjusted", "adjusted_low", "adjusted_high", "drift"),
)
CHANGED = (Verdict.SLOWER, Verdict.FASTER, Verdict.MORE, Verdict.LESS)
# Of counts nothing says whether many are good.
TRENDS = {
    ("second", Verdict.FASTER): 1,
    ("second", Verdict.SLOWER): -1,
    ("byte", Verdict.LESS): 1,
    ("byte", Verdict.MORE): -1,
}


def rows(
    head: Side,
    subjects: Subjects,
    found: Shifts,
    adjusted: Shifts,
    confidence: float,
    margin: float,
) -> pd.DataFrame:
    """With the columns COLUMNS; see `Comparison.rows`."""
    readings = head.columns.readings
    own = readings.iloc[subjects.reading].reset_index(drop=True)
    unit = own["unit"].astype(object).to_numpy()
    times = unit == "second"
    low, high = found.limits(confidence)
    adjusted_low, adjusted_high = adjusted.limits(confidence)
    said = verdicts(low, high, margin, times)
    without = verdicts(adjusted_low, adjusted_high, margin, times)
    drift = np.isin(said.astype(str), CHANGED) & ~np.isnan(adjusted_low) & (without != said)
    # Of times logs have the sign of a speed.
    signs = np.where(times & (subjects.over is None), -1.0, 1.0)
    made = own[[name for name in ("cell", "group", *IDENTITY) if name != "replicate"]].assign(
        over="" if subjects.over is None else readings["cell"].to_numpy()[subjects.over],
        against="" if subjects.over is None else _places(subjects.over, head),
        title=_titles(own["group"], subjects, head),
        unit=unit,
        base=np.exp(signs * found.base.mean),
        head=np.exp(signs * found.head.mean),
        ratio=np.exp(found.value),
        low=low,
        high=high,
        verdict=said,
        trend=[TRENDS.get(pair, 0) for pair in zip(unit, said, strict=True)],
        base_processes=found.base.count,
        head_processes=found.head.count,
        adjusted=np.exp(adjusted.value),
        adjusted_low=adjusted_low,
        adjusted_high=adjusted_high,
        drift=drift,
    )
    return made[list(COLUMNS)]


def verdicts(
    low: Floats, high: Floats, margin: float, times: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """What each interval says, by the rule of `analysis.estimate.verdict`; NaN: there is none."""
    same = (low >= 1 / (1 + margin)) & (high <= 1 + margin)
    above, below = low > 1, high < 1
    said: NDArray[np.object_] = np.full(len(low), Verdict.INCONCLUSIVE.value, object)
    for which, verdict in (
        (above & times, Verdict.FASTER),
        (above & ~times, Verdict.MORE),
        (below & times, Verdict.SLOWER),
        (below & ~times, Verdict.LESS),
        (same, Verdict.SAME),
    ):
        said[which] = verdict.value
    return said


def _titles(groups: pd.Series, subjects: Subjects, head: Side) -> pd.Series:
    """Workload, quantity and parameters of each, and what is unusual of its mode."""
    first = pd.DataFrame({"group": groups, "reading": subjects.reading}).drop_duplicates("group")
    names = {}
    for group, reading in first.itertuples(index=False):
        cell = head.cell(reading)
        parameters = [f"{name}={value}" for name, value in sorted(cell.parameters.items())]
        parts = [cell.workload, cell.quantity, ",".join(parameters), *cell.unusual]
        names[group] = " ".join(part for part in parts if part)
    return groups.map(names)


def _places(readings: Ints, head: Side) -> list[str]:
    """What tells these cells apart within their groups."""
    cells = (head.cell(reading) for reading in readings)
    return [f"{one.strategy} w{one.workers} on {one.interpreter}" for one in cells]
