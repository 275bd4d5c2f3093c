"""The two tables that everything shown is computed from: a row a value, and a row a cell."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import fmean, geometric_mean
from typing import Any

import numpy as np
import pandas as pd

from analysis.observations import Observations, Outcome, observe
from analysis.samples import IDENTITY, identity
from record import Build, Machine, Process

VALUES = (
    *("run", "machine", "host", "interpreter", "build", "gil", "strategy", "workload"),
    *("parameters", "workers", "lanes", "mode", "replicate", "quantity", "unit", "block"),
    *("value", "cpu", "memory", "control"),
)
CELLS = (
    *("cell", "group", *IDENTITY, "unit", "status", "reason", "blocks", "contaminated"),
    *("lanes", "gil", "effective_cores", "command"),
)
TEXTS = (
    *("run", "machine", "host", "build", "strategy", "workload", "parameters", "mode"),
    *("quantity", "unit"),
)


def load(run: Path) -> pd.DataFrame:
    """One row a value of every cell that is ok, in the order of the plan and the blocks.

    `quantity` is what was measured (empty: the time of a batch) and `unit` what `value` is in:
    second, byte or integer. `cpu` is CPU seconds of all lanes for one batch, `memory` bytes
    (peak PSS of the process tree), `control` the geometric mean of the process's control loops
    in seconds; the last two are NaN where they were not measured. Text columns are categories;
    those of `interpreter` are ordered as in the plan. Reads the merged files, and the raw ones
    where these are absent or older.
    Raises RecordError, naming the file, where the run or a file of it is damaged.
    """
    return values_frame(observe(Path(run)))


def cells(run: Path) -> pd.DataFrame:
    """One row a reading, a planned cell's quantity, in the order of the plan, measured or not.

    `status` is ok, failed, unsupported or missing, and `reason` says why it is not ok
    (empty where nothing was tried yet);
    `blocks` counts the processes that measured it and count, `contaminated` those of them that
    ran beside other work; `effective_cores` is the mean over them of
    CPU time / wall time (NaN where there are none), `gil` whether it was on in any lane and
    `lanes` how many there were (both NA where nothing was measured); `command` runs the cell
    alone. Raises RecordError as `load` does.
    """
    return cells_frame(observe(Path(run)))


def values_frame(seen: Observations) -> pd.DataFrame:
    """The frame of `load`, from what was read."""
    columns: dict[str, list[Any]] = {name: [] for name in VALUES}
    manifest = seen.manifest
    constant = {
        "run": manifest.run,
        "machine": manifest.machine.id,
        "host": host(manifest.machine),
    }
    for outcome in seen.outcomes:
        if outcome.status != "ok":
            continue
        build = manifest.plan.builds[outcome.cell.interpreter]
        fixed = constant | _identity(outcome) | {"build": describe(build)}
        for block in sorted(outcome.measured):
            measured = outcome.measured[block]
            row = fixed | _of_process(measured.process)
            for name, value in row.items():
                columns[name].extend([value] * len(measured.values))
            columns["value"].extend(measured.values)
    kinds = dict.fromkeys(TEXTS, "category") | {"gil": "bool"}
    kinds |= dict.fromkeys(("workers", "lanes", "replicate", "block"), "int64")
    kinds |= dict.fromkeys(("value", "cpu", "memory", "control"), "float64")
    return _typed(columns, kinds, seen)


def cells_frame(seen: Observations) -> pd.DataFrame:
    """The frame of `cells`, from what was read."""
    columns: dict[str, list[Any]] = {name: [] for name in CELLS}
    for outcome in seen.outcomes:
        processes = [measured.process for measured in outcome.measured.values()]
        row = _identity(outcome) | {
            "cell": outcome.cell.key,
            "group": outcome.cell.group,
            "status": outcome.status,
            "reason": outcome.reason,
            "blocks": len(processes),
            "contaminated": outcome.contaminated,
            "lanes": len(processes[-1].lanes) if processes else None,
            "gil": any(_gil(process) for process in processes) if processes else None,
            "effective_cores": (
                fmean(process.effective_cores for process in processes) if processes else np.nan
            ),
            "command": seen.manifest.commands.get(outcome.cell.of("").key, ""),
        }
        for name, value in row.items():
            columns[name].append(value)
    texts = ("group", "strategy", "workload", "parameters", "mode", "quantity", "unit", "status")
    kinds = dict.fromkeys(texts, "category")
    kinds |= {"workers": "int64", "replicate": "int64", "blocks": "int64"}
    kinds |= {
        "contaminated": "int64",
        "lanes": "Int64",
        "gil": "boolean",
        "effective_cores": "float64",
    }
    return _typed(columns, kinds, seen)


def host(machine: Machine) -> str:
    """The class of machines that this one belongs to: what makes its numbers comparable."""
    quota = "" if machine.quota is None else f", quota {machine.quota:g}"
    return f"{machine.cpu}, {machine.cores} cores{quota}"


def describe(build: Build) -> str:
    """A build's exact version and what sets it apart, on one line."""
    flags = {
        "free-threaded": build.free_threaded,
        "GIL on": build.free_threaded and build.gil,
        "PGO": build.pgo,
        "LTO": build.lto,
        "JIT": build.jit,
        "tail-call": build.tail_call,
        "debug": build.debug,
        "shared": build.shared,
    }
    words = [build.version, *(name for name, there in flags.items() if there)]
    return " ".join([*words, build.optimisation]).strip()


def _identity(outcome: Outcome) -> dict[str, Any]:
    return {**dict(zip(IDENTITY, identity(outcome.cell), strict=True)), "unit": outcome.unit}


def _of_process(process: Process) -> dict[str, Any]:
    return {
        "gil": _gil(process),
        "lanes": len(process.lanes),
        "block": process.block,
        "cpu": process.cpu / process.batches,
        "memory": np.nan if process.memory is None else float(process.memory),
        "control": geometric_mean(process.control) if process.control else np.nan,
    }


def _gil(process: Process) -> bool:
    return any(lane.gil_before or lane.gil_after for lane in process.lanes)


def _typed(
    columns: Mapping[str, Iterable[Any]], kinds: Mapping[str, str], seen: Observations
) -> pd.DataFrame:
    frame = pd.DataFrame(columns).astype(dict(kinds))
    order = list(dict.fromkeys(outcome.cell.interpreter for outcome in seen.outcomes))
    frame["interpreter"] = pd.Categorical(frame["interpreter"], categories=order, ordered=True)
    return frame
