"""Presets: what they name is there, and their numbers are those that were promised."""

import pytest
from made_up import build

from harness.catalog import Catalog
from harness.interpreters import KNOWN
from harness.interpreters.names import parse
from harness.plan.cells import preset
from harness.plan.make import make_plan
from harness.plan.presets import PRESETS
from record import Asked, Plan

every_preset = pytest.mark.parametrize("name", PRESETS)


@pytest.fixture
def quick(catalog: Catalog, older: Catalog) -> Plan:
    """The plan of `quick` on two cores, as on a machine where everything could be had."""
    builds = {label: build(label) for label in PRESETS["quick"].interpreters}
    return make_plan(Asked(), builds, dict.fromkeys(builds, older), cores=2, code="0+1")


@every_preset
def test_everything_that_it_names_is_there(name: str, catalog: Catalog) -> None:
    chosen = preset(name)
    strategies = {one.name for one in catalog.strategies}
    assert {*chosen.compute, *chosen.wait} <= strategies
    assert set(chosen.workloads) <= {one.name for one in catalog.workloads}
    for workload in catalog.workloads:
        assert chosen.size in workload.sizes
    for label in chosen.interpreters:
        assert parse(label).name in {parse(known).name for known in KNOWN}


@every_preset
@pytest.mark.parametrize("cores", [1, 2, 3, 6, 16, 128])
def test_every_sweep_is_of_different_worker_counts_in_order(name: str, cores: int) -> None:
    for kind in ("cpu", "native", "wait"):
        for sweep in preset(name).sweeps(kind).values():
            counts = sweep(cores)
            assert list(counts) == sorted(set(counts))
            assert counts[0] >= 1


@pytest.mark.parametrize(
    ("cores", "counts"),
    [
        (1, (1, 2)),
        (2, (1, 2, 4)),
        (3, (1, 2, 3, 6)),
        (6, (1, 2, 4, 6, 12)),
        (16, (1, 2, 4, 8, 16, 32)),
        (128, (1, 2, 4, 8, 16, 32, 64, 128, 256)),
    ],
)
def test_cpu_work_sweeps_to_the_cores_and_once_beyond(cores: int, counts: tuple[int, ...]) -> None:
    for strategy, sweep in preset("full").compute.items():
        assert sweep(cores) == ((1,) if strategy == "sequential" else counts)


@pytest.mark.parametrize("cores", [1, 2, 128])
def test_waiting_work_is_swept_whatever_the_cores(cores: int) -> None:
    for strategy, sweep in preset("full").wait.items():
        assert sweep(cores) == ((1,) if strategy == "sequential" else (1, 2, 16, 64))


@pytest.mark.parametrize(("cores", "counts"), [(1, {2}), (2, {2}), (3, {2, 3}), (16, {2, 16})])
def test_quick_uses_two_lanes_and_all_cores(cores: int, counts: set[int]) -> None:
    assert set(preset("quick").compute["threads"](cores)) == counts


def test_the_fullest_one_sweeps_every_strategy(catalog: Catalog) -> None:
    """So that `--strategies NAME` means something with every preset."""
    names = {one.name for one in catalog.strategies}
    assert set(preset("full").compute) == set(preset("full").wait) == names


@every_preset
def test_every_speedup_has_its_base(name: str) -> None:
    assert "sequential" in preset(name).compute
    assert "sequential" in preset(name).wait


def test_quick_is_about_fifty_cells(quick: Plan) -> None:
    measured = [cell for cell in quick.cells if cell.strategy != "interpreter-pool"]
    assert 45 <= len(measured) <= 60
    assert {cell.interpreter for cell in measured} == {"3.12", "3.13", "3.13t"}
    assert len({cell.group for cell in measured}) == 3
    assert preset("quick").blocks >= 5


def test_quick_has_a_pair_of_each_family(quick: Plan, catalog: Catalog) -> None:
    twins = [cell for cell in quick.cells if cell.replicate]
    assert sorted(catalog.strategy(cell.strategy).family for cell in twins) == [
        *("interpreters", "one lane", "processes", "threads")
    ]


def test_standard_and_full_have_at_least_eight_pairs() -> None:
    assert preset("standard").pairs >= 8
    assert preset("full").pairs >= 8


def test_standard_has_the_three_gil_modes_of_one_version() -> None:
    assert {"3.13", "3.13t+gil", "3.13t"} <= set(preset("standard").interpreters)
