"""Presets: what they name is there, and their numbers are those that were promised."""

import pytest
from planning import plan_of

from harness.catalog import Catalog
from harness.interpreters import KNOWN
from harness.interpreters.names import parse
from harness.plan.cells import preset
from harness.plan.make import check
from harness.plan.presets import COMPUTE, PRESETS, WAIT
from record import Asked, Plan

every_preset = pytest.mark.parametrize("name", PRESETS)


@pytest.fixture
def quick(older: Catalog) -> Plan:
    """The plan of `quick` on two cores, as on a machine where everything could be had."""
    return plan_of(Asked(), dict.fromkeys(PRESETS["quick"].interpreters, older))


@every_preset
def test_everything_that_it_names_is_there(name: str, catalog: Catalog) -> None:
    chosen = preset(name)
    strategies = {one.name for one in catalog.strategies}
    workloads = {one.name for one in catalog.workloads}
    for part in chosen.parts:
        assert set(part.strategies) <= strategies
        assert set(part.workloads) <= workloads
        assert set(part.interpreters) <= set(chosen.interpreters)
        for mode, value in part.mode.items():
            assert value in catalog.modes[mode]
        for factor in part.vary:
            assert any(factor in catalog.workload(one).sweeps for one in part.workloads)
        for factor, values in part.where.items():
            for workload in map(catalog.workload, part.workloads):
                sizes = [
                    *workload.sizes.values(),
                    *(s for w in workload.sweeps.values() for s in w),
                ]
                assert set(values) <= {size.parameters[factor] for size in sizes}
    for label in chosen.interpreters:
        assert parse(label).name in {parse(known).name for known in KNOWN}


@every_preset
@pytest.mark.parametrize("cores", [1, 2, 3, 6, 16, 128])
def test_every_sweep_is_of_different_worker_counts_in_order(name: str, cores: int) -> None:
    for part in preset(name).parts:
        for sweep in part.strategies.values():
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
    for strategy, sweep in COMPUTE.items():
        assert sweep(cores) == ((1,) if strategy == "sequential" else counts)


@pytest.mark.parametrize("cores", [1, 2, 128])
def test_waiting_work_is_swept_whatever_the_cores(cores: int) -> None:
    for strategy, sweep in WAIT.items():
        assert sweep(cores) == ((1,) if strategy == "sequential" else (1, 2, 16, 64))


@pytest.mark.parametrize(("cores", "counts"), [(1, {2}), (2, {2}), (3, {2, 3}), (16, {2, 16})])
def test_quick_uses_two_lanes_and_all_cores(cores: int, counts: set[int]) -> None:
    assert set(preset("quick").parts[0].strategies["threads"](cores)) == counts


def test_the_fullest_one_sweeps_every_strategy_and_workload(catalog: Catalog) -> None:
    """So that `--strategies NAME` and `--workloads NAME` mean something with every preset."""
    names = {one.name for one in catalog.strategies}
    assert set(COMPUTE) == set(WAIT) == names
    workloads = {name for part in preset("full").parts for name in part.workloads}
    assert workloads == {one.name for one in catalog.workloads}


@every_preset
def test_a_machine_with_many_cores_can_have_it(name: str, catalog: Catalog) -> None:
    check(Asked(preset=name), preset(name).interpreters, catalog, cores=256)


@every_preset
def test_every_ratio_has_its_base(name: str) -> None:
    for part in preset(name).parts:
        if part.workloads == ("transfer",):
            continue  # a way that threads do not need has nothing to be compared with
        alone = part.workloads not in (("startup",), ("ping_pong",))
        base = "sequential" if alone else "threads"
        assert base in part.strategies


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
