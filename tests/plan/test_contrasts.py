"""The comparisons that a plan declares are fixed by its options alone."""

import msgspec
from planning import plan_of

from harness.catalog import Catalog
from record import Asked, Plan

LABELS = ("3.12", "3.13", "3.13t")


def plan(catalog: Catalog, older: Catalog, **asked: object) -> Plan:
    catalogs = {label: catalog if label == "3.13" else older for label in LABELS}
    return plan_of(msgspec.convert(asked, Asked), catalogs)


def test_each_cell_is_compared_with_sequential_here_and_on_the_reference(
    catalog: Catalog, older: Catalog
) -> None:
    made = plan(catalog, older, workloads=["primes"])
    cells = {cell.key: cell for cell in made.cells}
    found = [(cells[one.cell], cells[one.base]) for one in made.contrasts]
    assert len({(one.cell, one.base) for one in made.contrasts}) == len(made.contrasts)
    for cell, base in found:
        assert base.strategy == "sequential"
        assert base.group == cell.group
        assert base.interpreter in {cell.interpreter, made.reference}
        assert cell is not base
        assert not cell.replicate
    bases = {(cell.interpreter, cell.strategy): [] for cell, _ in found}  # type: ignore[var-annotated]
    for cell, base in found:
        bases[cell.interpreter, cell.strategy].append(base.interpreter)
    assert bases["3.13t", "threads"] == ["3.13t", "3.13"]
    assert bases["3.13", "threads"] == ["3.13"]
    assert bases["3.12", "sequential"] == ["3.13"]
    assert ("3.13", "sequential") not in bases


def test_what_cannot_be_measured_is_not_declared(catalog: Catalog, older: Catalog) -> None:
    made = plan(catalog, older, workloads=["primes"])
    pools = [one.cell for one in made.contrasts if "interpreter-pool" in one.cell]
    assert pools
    assert all("/3.13.interpreter-pool" in cell for cell in pools)


def test_pairs_margin_and_kinds_are_part_of_the_plan(catalog: Catalog, older: Catalog) -> None:
    asked = {
        "workloads": ["primes", "hashlib", "sleep_fanout"],
        "strategies": ["sequential", "threads"],
    }
    few, many = plan(catalog, older, **asked), plan(catalog, older, **asked, pairs=99, margin=0.05)
    twins = [cell for cell in many.cells if cell.replicate]
    assert len(twins) == len(many.cells) / 2
    assert len([cell for cell in few.cells if cell.replicate]) == 4
    assert many.contrasts == few.contrasts
    assert (few.margin, many.margin) == (0.03, 0.05)
    assert few.digest != many.digest
    assert few.kinds == {"primes": "cpu", "hashlib": "native", "sleep_fanout": "wait"}


def test_each_quantity_is_compared_for_itself_and_pools_with_threads(
    catalog: Catalog, older: Catalog
) -> None:
    made = plan(catalog, older, preset="standard", workloads=["startup"])
    readings = {cell.key: cell for cell, _ in made.readings()}
    assert made.units == {
        "startup": dict.fromkeys(("create", "first", "steady", "teardown"), "second")
    }
    assert {readings[one.cell].quantity for one in made.contrasts} == set(made.units["startup"])
    for one in made.contrasts:
        cell, base = readings[one.cell], readings[one.base]
        assert (base.strategy, base.workers, base.group) == ("threads", cell.workers, cell.group)


def test_a_free_threaded_cell_is_compared_with_itself_under_the_gil(older: Catalog) -> None:
    labels = ("3.13", "3.13t", "3.13t+gil")
    made = plan_of(Asked(workloads=["primes"]), dict.fromkeys(labels, older))
    cells = {cell.key: cell for cell in made.cells}
    pairs = [(cells[one.cell], cells[one.base]) for one in made.contrasts]
    forced = {
        (cell.strategy, cell.interpreter)
        for cell, base in pairs
        if cell.of("").name == base.name.replace("3.13t+gil", "3.13t") and cell is not base
        if base.interpreter == "3.13t+gil"
    }
    assert forced == {("sequential", "3.13t"), ("threads", "3.13t")}
