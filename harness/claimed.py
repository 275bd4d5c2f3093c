"""Names in a file of claims: a misspelt one would make a claim silently untestable."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from harness.catalog import Catalog
from harness.errors import GilbenchError, unknown
from record import Plan
from record.cell import Value

if TYPE_CHECKING:
    from analysis.claims import Claim
    from analysis.claims.model import Cells, Part

Wrong = tuple[str, GilbenchError]  # the key of a part, and what is wrong with it


def refuse_unknown(
    claims: Iterable["Claim"], catalog: Catalog, plan: Plan | None, source: Path
) -> None:
    """GilbenchError where a claim names what neither the catalog nor the run's plan has."""
    known = _Known(catalog, plan)
    for claim in claims:
        for number, part in enumerate(claim.parts):
            for key, error in known.wrong(part):
                place = f"{source}: claim {claim.id!r}: key `parts[{number}].{key}`"
                raise GilbenchError(f"{place}: {error}")


class _Known:
    def __init__(self, catalog: Catalog, plan: Plan | None) -> None:
        cells = plan.cells if plan else []
        self.strategies = {one.name for one in catalog.strategies} | {one.strategy for one in cells}
        self.variants: dict[str, list[dict[str, Value]]] = {}
        self.units = {one.name: set(one.units) for one in catalog.workloads}
        for one in catalog.workloads:
            self.variants[one.name] = [size.parameters for size in one.variants()]
        for cell in cells:
            self.variants.setdefault(cell.workload, []).append(cell.parameters)
        for name, units in (plan.units if plan else {}).items():
            self.units.setdefault(name, set()).update(units)
        self.modes = catalog.modes

    def wrong(self, part: "Part") -> Iterator[Wrong]:
        for name in part.strategies:
            if name not in self.strategies:
                yield "strategy", unknown("strategy", name, sorted(self.strategies))
        if part.of is not None:
            yield from self._cells(part.of, part.of.workload, "of")
            yield from self._fields(part, part.of)
            if part.to is not None:
                yield from self._cells(part.to, part.of.workload, "to")  # type: ignore[arg-type]

    def _fields(self, part: "Part", of: "Cells") -> Iterator[Wrong]:
        """Of what must rise, grow or fall: a parameter, or what else each of them can be of."""
        own = [of.workload] if isinstance(of.workload, str) else of.workload
        parameters = {name for w in own for one in self.variants.get(w, ()) for name in one}
        told = [("rising", name, "strategy") for name in part.rising]
        told += [
            ("grows_with", part.grows_with, "workers"),
            ("falls_with", part.falls_with, "workers"),
        ]
        for key, name, other in told:
            if name and name not in {other, *parameters}:
                yield key, unknown("field", name, sorted({other, *parameters}))

    def _cells(self, cells: "Cells", workloads: str | list[str], key: str) -> Iterator[Wrong]:
        own = [workloads] if isinstance(workloads, str) else workloads
        for name in own:
            if name not in self.variants:
                yield f"{key}.workload", unknown("workload", name, sorted(self.variants))
                return
        for name, value in cells.mode.items():
            if value not in self.modes.get(name, ()):
                known = [f"{name}={one}" for name, values in self.modes.items() for one in values]
                yield f"{key}.mode", unknown("mode", f"{name}={value}", known)
        units = set().union(*(self.units.get(name, set()) for name in own))
        if cells.quantity and cells.quantity not in units:
            yield f"{key}.quantity", unknown("quantity", cells.quantity, sorted(units))
        for name, values in cells.parameters.items():
            there = {one[name] for w in own for one in self.variants[w] if name in one}
            if not there & set(values if isinstance(values, list) else [values]):
                told = f"no {' or '.join(own)} has {name}={values}"
                others = ", ".join(map(str, sorted(there, key=str))) or "none"
                yield f"{key}.parameters", GilbenchError(f"{told}; known: {others}")
