"""A plan of made-up builds, as the command makes it of real ones."""

from collections.abc import Mapping

from made_up import build

from harness.catalog import Catalog
from harness.plan.make import make_plan, plan_cells
from record import Asked, Plan


def plan_of(asked: Asked, catalogs: Mapping[str, Catalog], cores: int = 2) -> Plan:
    """Of the interpreters of these labels, each with what it says it can do."""
    catalog = next(iter(catalogs.values()))
    return make_plan(
        asked,
        plan_cells(asked, list(catalogs), catalog, cores),
        lambda cell: catalogs[cell.interpreter].refusal(cell) is None,
        {label: build(label) for label in catalogs},
        catalog,
        code="0+1",
    )
