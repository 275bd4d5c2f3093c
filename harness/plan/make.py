"""The plan of a run: the cells that were asked for, on the interpreters that could be had."""

from collections.abc import Callable, Mapping, Sequence

from harness.catalog import Catalog
from harness.errors import GilbenchError
from harness.plan.cells import make_cells, preset, twins
from harness.plan.contrasts import contrasts
from harness.plan.select import selector
from record import Asked, Build, Cell, Plan, limits
from record.manifest import RATES, TIME


def plan_cells(asked: Asked, labels: Sequence[str], catalog: Catalog, cores: int) -> list[Cell]:
    """The cells that these options ask for, without twins, supported or not."""
    cells = make_cells(asked, labels, catalog, cores, keep=lambda cell: True)
    if not asked.keep:
        return cells
    return make_cells(asked, labels, catalog, cores, selector(asked.keep, cells))


def make_plan(
    asked: Asked,
    cells: Sequence[Cell],
    supported: Callable[[Cell], bool],
    builds: Mapping[str, Build],
    catalog: Catalog,
    code: str,
) -> Plan:
    """Pure: the same options, cells and builds (at least one) give the same plan."""
    chosen = preset(asked.preset)
    base = reference(builds)
    alive = [cell for cell in cells if supported(cell)]
    workloads = {cell.workload: catalog.workload(cell.workload) for cell in cells}
    units = {name: workload.units for name, workload in workloads.items() if workload.units}
    readings = (
        cell.of(quantity)
        for cell in alive
        for quantity, unit in units.get(cell.workload, TIME).items()
        if unit not in RATES
    )
    return Plan(
        preset=asked.preset,
        cells=[*cells, *twins(alive, catalog, asked.pairs or chosen.pairs, asked.seed)],
        contrasts=contrasts(readings, base),
        margin=asked.margin,
        kinds={name: workload.kind for name, workload in workloads.items()},
        units=units,
        builds=dict(builds),
        reference=base,
        seed=asked.seed,
        values=chosen.values,
        timeout=asked.timeout,
        code=code,
    )


def check(asked: Asked, labels: Sequence[str], catalog: Catalog, cores: int) -> None:
    """Raises GilbenchError where these options can have no plan, before there are builds."""
    count = len(plan_cells(asked, labels, catalog, cores))
    most = limits.CELLS - (asked.pairs or preset(asked.preset).pairs)  # which have twins
    if count > most:
        raise GilbenchError(f"these options make {count} cells, and a run has at most {most}")


def reference(builds: Mapping[str, Build]) -> str | None:
    """The GIL build that all are compared with: a free-threaded one's twin, else the newest."""
    default = [build for build in builds.values() if not build.free_threaded]
    free = {build.version for build in builds.values() if build.free_threaded}
    candidates = [build for build in default if build.version in free] or default
    if not candidates:
        return None
    return max(candidates, key=lambda build: _version(build.version)).label


def _version(text: str) -> tuple[int, ...]:
    digits = (part for part in text.split(".")[:2] if part.isdigit())
    return tuple(map(int, digits))
