"""The cells of another's plan that can be planned here, and why the others cannot. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from harness.catalog import Catalog
from harness.plan.make import reference
from record import Build, Cell, Plan
from record.cell import canonical
from record.manifest import RATES, TIME

MOST = 64  # workers on any machine: as many as the presets have


@dataclass(frozen=True, slots=True)
class Mapped:
    cells: tuple[Cell, ...]  # in the order of the original, twins among them
    left_out: Mapping[str, str]  # Cell.key -> why it cannot be planned here


def mapped(plan: Plan, labels: Collection[str], catalog: Catalog, cores: int) -> Mapped:
    """Of the original's plan, on the interpreters that were had here."""
    left_out: dict[str, str] = {}
    kept: dict[str, Cell] = {}
    # Originals before their twins, whatever the order of the plan.
    for cell in sorted(plan.cells, key=lambda cell: cell.replicate > 0):
        if why := _why_not(cell, labels, catalog, cores, kept):
            left_out[cell.key] = why
        else:
            kept[cell.key] = cell
    return Mapped(tuple(cell for cell in plan.cells if cell.key in kept), left_out)


def most_workers(cores: int) -> int:
    """How many workers a machine of so many cores is given."""
    return max(MOST, 2 * cores)


def plan_again(
    original: Plan,
    cells: Sequence[Cell],
    refused: Collection[str],
    builds: Mapping[str, Build],
    catalog: Catalog,
    code: str,
) -> Plan:
    """The original's plan with these of its cells; `refused` are keys of what is unsupported here.

    Of the comparisons that it declares, those are kept whose cells both can be measured.
    """
    names = {cell.workload for cell in cells}
    workloads = {name: catalog.workload(name) for name in sorted(names)}
    units = {name: workload.units for name, workload in workloads.items() if workload.units}
    readings = {
        cell.of(quantity).key
        for cell in cells
        if cell.of("").key not in refused
        for quantity, unit in units.get(cell.workload, TIME).items()
        if unit not in RATES
    }
    base = original.reference if original.reference in builds else reference(builds)
    return msgspec.structs.replace(
        original,
        cells=list(cells),
        contrasts=[
            one for one in original.contrasts if one.cell in readings and one.base in readings
        ],
        kinds={name: workload.kind for name, workload in workloads.items()},
        units=units,
        builds=dict(builds),
        reference=base,
        code=code,
    )


def _why_not(
    cell: Cell,
    labels: Collection[str],
    catalog: Catalog,
    cores: int,
    kept: Mapping[str, Cell],
) -> str:
    """Empty where it can be planned."""
    if cell.interpreter not in labels:
        return f"{cell.interpreter} could not be had"
    strategy = next((one for one in catalog.strategies if one.name == cell.strategy), None)
    if strategy is None:
        return f"this version has no strategy {cell.strategy!r}"
    workload = next((one for one in catalog.workloads if one.name == cell.workload), None)
    if workload is None:
        return f"this version has no workload {cell.workload!r}"
    own = canonical(cell.parameters)  # whose text tells 1 from 1.0 and from True
    if all(canonical(size.parameters) != own for size in workload.variants()):
        return f"this version's {cell.workload} does not come with {own or 'no parameters'}"
    usual = catalog.mode | workload.mode
    for name in sorted(usual.keys() ^ cell.mode.keys()):
        return f"this version's mode has {'no' if name in cell.mode else 'the setting'} {name}"
    for name, value in cell.mode.items():
        fixed = workload.mode.get(name)
        if value not in ([fixed] if fixed else catalog.modes.get(name, [usual[name]])):
            return f"this version's {cell.workload} has no {name}={value}"
    counts = workload.workers if strategy.sweeps else [1]
    if counts and cell.workers not in counts:
        return f"{cell.strategy} does {cell.workload} with {_listed(counts)} alone"
    if cell.workers > (most := most_workers(cores)):
        return f"{cell.workers} workers: {most} is the most on a machine of {cores} cores"
    if cell.replicate > 1:
        return "a cell has one twin"
    if cell.replicate and msgspec.structs.replace(cell, replicate=0).key not in kept:
        return "what it is the twin of is not planned"
    return ""


def _listed(counts: Sequence[int]) -> str:
    return f"{' or '.join(map(str, counts))} worker{'s' if counts != [1] else ''}"
