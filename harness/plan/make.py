"""The plan of a run: the cells that were asked for, on the interpreters that could be had."""

from collections.abc import Mapping, Sequence

from harness.catalog import Catalog
from harness.errors import GilbenchError
from harness.plan.cells import make_cells, preset, twins
from harness.plan.contrasts import contrasts
from harness.plan.select import selector
from record import Asked, Build, Cell, Plan, limits


def make_plan(
    asked: Asked,
    builds: Mapping[str, Build],
    catalogs: Mapping[str, Catalog],
    cores: int,
    code: str,
) -> Plan:
    """Pure: the same options, builds (at least one), catalogs and cores give the same plan."""
    catalog = next(iter(catalogs.values()))
    cells = _cells(asked, list(builds), catalog, cores)
    supported = [
        cell
        for cell in cells
        if catalogs[cell.interpreter].strategy(cell.strategy).unavailable is None
    ]
    chosen = preset(asked.preset)
    base = reference(builds)
    return Plan(
        preset=asked.preset,
        cells=cells + twins(supported, catalog, asked.pairs or chosen.pairs, asked.seed),
        contrasts=contrasts(supported, base),
        margin=asked.margin,
        kinds={cell.workload: catalog.workload(cell.workload).kind for cell in cells},
        builds=dict(builds),
        reference=base,
        seed=asked.seed,
        values=chosen.values,
        timeout=asked.timeout,
        code=code,
    )


def check(asked: Asked, labels: Sequence[str], catalog: Catalog, cores: int) -> None:
    """Raises GilbenchError where these options can have no plan, before there are builds."""
    count = len(_cells(asked, labels, catalog, cores))
    most = limits.CELLS // 2  # leaves room for twins
    if count > most:
        raise GilbenchError(f"these options make {count} cells, and a run has at most {most}")


def _cells(asked: Asked, labels: Sequence[str], catalog: Catalog, cores: int) -> list[Cell]:
    cells = make_cells(asked, labels, catalog, cores, keep=lambda cell: True)
    if not asked.keep:
        return cells
    return make_cells(asked, labels, catalog, cores, selector(asked.keep, cells))


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
