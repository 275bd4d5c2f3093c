"""What a report says, as tables for other programs: a row a reading, and a row a comparison."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.estimate import Estimate, Ratio
from analysis.reading.columns import IDENTITY
from analysis.report import Entry, Report
from analysis.samples import identity
from record import Cell

RESULTS = (
    *("cell", "group", *IDENTITY, "unit", "status", "reason", "blocks", "lanes", "gil"),
    *("effective_cores", "value", "low", "high", "outliers", "command"),
)
RATIOS = (
    *("cell", "base", *IDENTITY, "base_interpreter", "base_strategy", "base_workers", "unit"),
    *("ratio", "low", "high", "blocks", "verdict", "unadjusted_low", "unadjusted_high"),
)


def results(report: Report) -> pd.DataFrame:
    """One row a reading, measured or not, in the order of the plan; a twin's `replicate` is 1.

    `value` is the geometric mean over processes of the mean of logs of what each measured, in
    `unit` (of one copy of the work where it is scaled weakly), with its 95% interval from `low` to
    `high` by Student's t; NaN where it was not measured, and for an interval of fewer than 2
    blocks. `effective_cores`, `lanes` and `gil` are as in `analysis.cells`; `outliers` lists blocks
    whose process lies far from the others, separated by spaces.
    """
    rows = [_result(entry) for entry in report.cells]
    kinds = dict.fromkeys(("workers", "blocks", "lanes"), "Int64") | {"gil": "boolean"}
    return _frame(rows, RESULTS, kinds)


def ratios(report: Report) -> pd.DataFrame:
    """One row a comparison that the plan declares and that was measured.

    `ratio` is time of `base` / time of `cell` (2: twice as fast), and the inverse for what is not a
    time (2: twice as much). `low` and `high` are the interval that `verdict` follows from, at the
    level of the whole family (`report.family.confidence`; Benjamini & Yekutieli 2005), NaN where
    there is none; `unadjusted_low` and `unadjusted_high` are what it would be without the control,
    where that was used.
    """
    known = {entry.cell.key: entry for entry in report.cells}
    found = report.family.ratios.items()
    rows = [_ratio(known[cell], known[base].cell, ratio) for (cell, base), ratio in found]
    kinds = dict.fromkeys(("workers", "base_workers", "blocks"), "Int64")
    return _frame(rows, RATIOS, kinds)


def _result(entry: Entry) -> dict[str, object]:
    return {
        **_identity(entry.cell),
        "group": entry.cell.group,
        "unit": entry.unit,
        "status": entry.status,
        "reason": entry.reason,
        "blocks": entry.blocks,
        "lanes": entry.lanes,
        "gil": entry.gil,
        "effective_cores": np.nan if entry.effective_cores is None else entry.effective_cores,
        **_limits("value", entry.speedup.value if entry.speedup else None),
        "outliers": " ".join(map(str, entry.outliers)),
        "command": entry.command,
    }


def _ratio(entry: Entry, base: Cell, ratio: Ratio) -> dict[str, object]:
    low, high = ratio.unadjusted or (np.nan, np.nan)
    return {
        **_identity(entry.cell),
        "base": base.key,
        "base_interpreter": base.interpreter,
        "base_strategy": base.strategy,
        "base_workers": base.workers,
        "unit": entry.unit,
        **_limits("ratio", ratio),
        "blocks": ratio.blocks,
        "verdict": ratio.verdict.value,
        "unadjusted_low": low,
        "unadjusted_high": high,
    }


def _identity(cell: Cell) -> dict[str, object]:
    return {"cell": cell.key, **dict(zip(IDENTITY, identity(cell), strict=True))}


def _limits(name: str, estimate: Estimate | None) -> dict[str, float]:
    low, high = (estimate and estimate.interval) or (np.nan, np.nan)
    return {name: estimate.value if estimate else np.nan, "low": low, "high": high}


def _frame(
    rows: list[dict[str, object]], columns: tuple[str, ...], kinds: Mapping[str, str]
) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(dict(kinds))
