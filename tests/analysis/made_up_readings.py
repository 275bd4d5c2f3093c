"""Readings with known truths, made without files: for the tables that are derived from a run."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from made_up import build

from analysis.control import Controls
from analysis.figures import Figure, Missing, Said, Section, Table
from analysis.overhead.readings import Readings
from analysis.samples import Sample, work
from record import Cell, Plan, Unit

MODE = {"chunk": "1", "gc": "on", "pool": "warm", "scaling": "strong"}
NATIVE = ("web", "convoy", "startup")  # what waits, here
Truth = Callable[[Cell], float | None]  # seconds or bytes of a value; None: not measured


def cell(
    workload: str,
    strategy: str = "sequential",
    workers: int = 1,
    label: str = "3.13",
    **changes: Any,
) -> Cell:
    """`changes` are parameters, and settings where the mode knows them."""
    mode = MODE | {name: value for name, value in changes.items() if name in MODE}
    parameters = {name: value for name, value in changes.items() if name not in MODE}
    return Cell(
        interpreter=label,
        strategy=strategy,
        workload=workload,
        parameters=parameters,
        workers=workers,
        mode=mode,
    )


def readings(
    cells: Iterable[Cell],
    truth: Truth,
    *,
    blocks: int = 6,
    units: Mapping[str, dict[str, Unit]] | None = None,
    shared: float = 0.2,
    own: float = 0.0,
    seed: int = 1,
    cores: int = 2,
    reason: str = "it cannot share objects",
    status: str = "unsupported",
) -> Readings:
    """Every reading is its truth x what all of a block share x what is its process's own."""
    known = list(cells)
    labels = dict.fromkeys(one.interpreter for one in known)
    plan = Plan(
        preset="made up",
        cells=known,
        contrasts=[],
        margin=0.03,
        kinds={one.workload: "wait" if one.workload in NATIVE else "native" for one in known},
        units=dict(units or {}),
        builds={label: build(label) for label in labels},
        reference=next((label for label in labels if not build(label).free_threaded), None),
        seed=1,
        values=1,
        timeout=60.0,
        code="abc123",
    )
    rng = np.random.default_rng(seed)
    slow = rng.normal(0, shared, blocks)
    samples: dict[str, dict[int, Sample]] = {}
    reasons: dict[str, tuple[str, str]] = {}
    for reading, unit in plan.readings():
        value = truth(reading)
        if value is None:
            reasons[reading.of("").key] = (status, reason)
            continue
        times = np.log(value / work(reading)) + rng.normal(0, own, blocks)
        times += slow if unit == "second" else 0
        samples[reading.key] = {block: Sample(float(time)) for block, time in enumerate(times)}
    controls = Controls([one for one, _ in plan.readings()], plan.kinds, samples)
    return Readings(plan, samples, controls, reasons, cores)


def only(section: Section | None) -> Table:
    assert section is not None
    (found,) = section.tables
    return found


def said(table: Table, labels: tuple[str, ...], column: str) -> Said:
    """What the table says in one place; labels that a line has once."""
    (line,) = (line for line in table.lines if line.labels == labels)
    return line.said[table.columns.index(column)]


def value(table: Table, labels: tuple[str, ...], column: str) -> float:
    found = said(table, labels, column)
    assert isinstance(found, Figure)
    return found.estimate.value


def missing(table: Table, labels: tuple[str, ...], column: str) -> Missing:
    found = said(table, labels, column)
    assert isinstance(found, Missing)
    return found
