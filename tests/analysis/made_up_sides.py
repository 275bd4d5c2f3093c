"""Sides of a comparison without a file: logs by cell and block, as arrays."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import pandas as pd
from fake_run import MODE
from made_up import build
from numpy.typing import NDArray

from analysis.compare import Side
from analysis.reading.columns import READING, Columns, Processes
from analysis.samples import identity
from record import MARGIN, SCHEMA, Cell, Contrast, Goal, Machine, Manifest, Plan

STRATEGIES = ("sequential", "threads", "processes-fork", "interpreters")
MACHINE = Machine(
    *(), id="0123", system="Linux", kernel="6.1.0", cpu="Imaginary CPU 9000", cores=2, quota=None,
    memory=2**33, virtual=None,
)  # fmt: skip


def cells_of(count: int, labels: tuple[str, ...] = ("3.13", "3.13t"), twins: int = 0) -> list[Cell]:
    """So many cells of several groups, and twins of the first of them."""
    found = [
        Cell(
            interpreter=labels[number % len(labels)],
            strategy=STRATEGIES[number // len(labels) % len(STRATEGIES)],
            workload=f"work{number // len(labels) // len(STRATEGIES)}",
            parameters={"n": 1000},
            workers=1,
            mode=MODE,
        )
        for number in range(count)
    ]
    return found + [msgspec.structs.replace(cell, replicate=1) for cell in found[:twins]]


def side(
    cells: list[Cell],
    logs: NDArray[np.float64],
    controls: NDArray[np.float64] | None = None,
    *,
    values: int = 1,
    fates: Mapping[str, tuple[str, str]] | None = None,
    **changes: Any,
) -> Side:
    """`logs` and `controls`: cells x blocks, NaN where there is no process; batches of seconds.

    `fates` are status and reason by a cell's key, and `changes` of the manifest.
    """
    labels = dict.fromkeys(cell.interpreter for cell in cells)
    known = {(cell.group, cell.interpreter, cell.strategy): cell for cell in cells}
    contrasts = [
        Contrast(cell=cell.key, base=base.key)
        for cell in cells
        if not cell.replicate and cell.strategy != "sequential"
        and (base := known.get((cell.group, cell.interpreter, "sequential")))
    ]  # fmt: skip
    plan = Plan(
        preset="quick",
        cells=cells,
        contrasts=contrasts,
        margin=MARGIN,
        kinds=dict.fromkeys((cell.workload for cell in cells), "cpu"),
        builds={label: build(label) for label in labels},
        reference="3.13" if "3.13" in labels else None,
        seed=1,
        values=values,
        timeout=60.0,
        code="abc123",
    )
    manifest = Manifest(
        schema=SCHEMA,
        run="run",
        created="2025-01-02T03:04:05+00:00",
        plan=plan,
        goal=Goal(blocks=logs.shape[1]),
        machine=MACHINE,
        findings=[],
        missing={},
        commands={},
    )
    fates = fates or {}
    readings = [
        ("run", "0123", "host", "build", *identity(cell), "second", cell.key, cell.group,
         *fates.get(cell.key, ("ok", "")), 0, "")
        for cell in cells
    ]  # fmt: skip
    reading, block = np.nonzero(~np.isnan(logs))
    control = np.full(logs.shape, np.nan) if controls is None else controls
    rows = {
        "reading": reading,
        "block": block,
        "count": np.full(len(reading), values),
        "control": np.exp(control[reading, block]),
    }
    columns = Columns(
        pd.DataFrame(readings, columns=list(READING)),
        Processes(pd.DataFrame(rows), np.repeat(np.exp(logs[reading, block]), values)),
    )
    return changed(Side(manifest, columns), **changes)


def changed(of: Side, **changes: Any) -> Side:
    """With other facts of its manifest, those of its plan and machine too."""
    manifest = of.manifest
    for name in ("plan", "machine"):
        part = getattr(manifest, name)
        own = {key: value for key, value in changes.items() if key in part.__struct_fields__}
        changes = {key: value for key, value in changes.items() if key not in own}
        changes[name] = msgspec.structs.replace(part, **own)
        manifest = msgspec.structs.replace(manifest, **{name: changes.pop(name)})
    return Side(msgspec.structs.replace(manifest, **changes), of.columns)
