"""The plan of candidates: cells of the workload `own`, whose function the jobs tell. Pure."""

from collections.abc import Mapping, Sequence

from harness.advise.candidates import Candidate
from harness.advise.job import OWN
from harness.advise.sizes import Sizes
from harness.catalog import Catalog
from harness.plan.contrasts import contrasts
from harness.plan.make import reference
from record import MARGIN, Build, Cell, Plan

PRESET = "advise"
PATIENCE = 120.0  # seconds that a process may take at most


def cells(found: Sequence[Candidate], sizes: Sizes, catalog: Catalog) -> dict[Candidate, Cell]:
    workload = catalog.workload(OWN)
    parameters = workload.sizes["small"].parameters
    mode = catalog.mode | workload.mode | {"chunk": str(sizes.chunk)}
    return {
        one: Cell(
            interpreter=one.interpreter,
            strategy=one.strategy,
            workload=OWN,
            parameters=parameters,
            workers=one.workers,
            mode=mode,
        )
        for one in found
    }


def plan(
    chosen: Sequence[Cell],
    builds: Mapping[str, Build],
    catalog: Catalog,
    sizes: Sizes,
    *,
    timeout: float,
    code: str,
    seed: int,
) -> Plan:
    """Without A/A pairs: the time of a minute goes to the candidates."""
    units = catalog.workload(OWN).units
    own = {label: builds[label] for label in builds if any(c.interpreter == label for c in chosen)}
    base = reference(own)
    return Plan(
        preset=PRESET,
        cells=list(chosen),
        contrasts=contrasts((cell.of(name) for cell in chosen for name in units), base),
        margin=MARGIN,
        kinds={OWN: sizes.kind},
        units={OWN: units},
        builds=own,
        reference=base,
        seed=seed,
        values=1,
        timeout=min(timeout, PATIENCE),
        code=code,
    )
