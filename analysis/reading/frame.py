"""The two tables that everything shown is computed from: a row a value, and a row a cell."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.reading.columns import IDENTITY, ORIGIN, UNTOLD, Columns

VALUES = (
    *("run", "machine", "host", "interpreter", "build", "gil", "strategy", "workload"),
    *("parameters", "workers", "lanes", "mode", "replicate", "quantity", "unit", "block"),
    *("value", "cpu", "memory", "control"),
)
CELLS = (
    *("cell", "group", *IDENTITY, "unit", "status", "reason", "blocks", "contaminated"),
    *("lanes", "gil", "effective_cores", "command"),
)
# What `values_frame` needs of `Columns`.
FOR_VALUES = frozenset((*VALUES, "status", "reading", "count", "on"))
OF_PROCESS = ("block", "cpu", "memory", "control")
KINDS = ("group", "strategy", "workload", "parameters", "mode", "quantity", "unit", "status")
TEXTS = (*ORIGIN, "strategy", "workload", "parameters", "mode", "quantity", "unit")


def values_frame(columns: Columns) -> pd.DataFrame:
    """The frame of `analysis.load`."""
    readings, processes = columns.readings, columns.processes
    good = (readings["status"] == "ok").to_numpy()[processes.rows["reading"]]
    if not good.all():
        processes = processes.taken(np.flatnonzero(good))
    rows = processes.rows
    counts, reading = rows["count"].to_numpy(), rows["reading"].to_numpy()
    each: dict[str, Any] = {name: _categories(readings[name])[reading] for name in TEXTS}
    each["interpreter"] = _categories(readings["interpreter"], ordered=True)[reading]
    each["workers"] = readings["workers"].astype("Int64").array[reading]
    each["replicate"] = readings["replicate"].to_numpy()[reading]
    each["lanes"] = _told(rows["lanes"].to_numpy())
    each["gil"] = _told(rows["on"].to_numpy()) > 0
    each |= {name: rows[name].array for name in OF_PROCESS}
    made = {name: _repeated(of_process, counts) for name, of_process in each.items()}
    made["value"] = processes.values
    return pd.DataFrame({name: made[name] for name in VALUES}, copy=False)


def cells_frame(columns: Columns) -> pd.DataFrame:
    """The frame of `analysis.cells`."""
    readings, rows = columns.readings, columns.processes.rows
    by = rows.groupby("reading", sort=False)
    told = pd.DataFrame(
        {
            "blocks": by.size(),
            "lanes": by["lanes"].last().replace(UNTOLD, pd.NA).astype("Int64"),
            "gil": by["on"].max().replace(UNTOLD, pd.NA).astype("Int64") > 0,
            "effective_cores": by["cores"].mean(),
        }
    ).reindex(readings.index)
    whole = readings.join(told)
    whole["blocks"] = whole["blocks"].fillna(0)
    for name in KINDS:
        whole[name] = _categories(readings[name])
    whole["interpreter"] = _categories(readings["interpreter"], ordered=True)
    kinds = {"blocks": "int64", "workers": "Int64", "lanes": "Int64", "gil": "boolean"}
    return whole.astype(kinds | {"effective_cores": "float64"})[list(CELLS)]


def _categories(texts: pd.Series, *, ordered: bool = False) -> pd.Categorical:
    """Ordered as they first come, or by the alphabet."""
    codes, names = pd.factorize(texts, sort=not ordered)
    return pd.Categorical.from_codes(codes, names, ordered=ordered)


def _told(lanes: NDArray[np.int64]) -> Any:
    return pd.arrays.IntegerArray(lanes, lanes == UNTOLD)


def _repeated(array: Any, counts: NDArray[np.int64]) -> Any:
    """As `array.repeat`, which takes each value by its place, three times as slowly."""
    if isinstance(array, pd.Categorical):
        return pd.Categorical.from_codes(np.repeat(array.codes, counts), dtype=array.dtype)
    if isinstance(array, pd.arrays.IntegerArray | pd.arrays.BooleanArray):
        data, missing = array.to_numpy(array.dtype.type, na_value=0), array.isna()
        return type(array)(np.repeat(data, counts), np.repeat(missing, counts))
    return np.repeat(np.asarray(array), counts)
