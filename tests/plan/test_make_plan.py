"""The plan: a pure function of the options, the builds, the catalogs and the cores."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import build
from planning import plan_of

from harness.catalog import Catalog
from harness.errors import GilbenchError
from harness.plan.make import reference
from harness.plan.presets import PRESETS
from record import Asked, Cell, Plan
from record.manifest import TIMEOUT

LABELS = ("3.12", "3.13", "3.13t", "3.14")

Make = Callable[..., Plan]


@pytest.fixture(scope="session")
def make(catalog: Catalog, older: Catalog) -> Make:
    """A plan of these options; `interpreter-pool` is on 3.14 alone."""

    def plan(*, labels: tuple[str, ...] = LABELS, cores: int = 2, **asked: Any) -> Plan:
        catalogs = {label: catalog if label == "3.14" else older for label in labels}
        return plan_of(Asked(**asked), catalogs, cores)

    return plan


def test_the_same_options_give_the_same_plan(make: Make) -> None:
    assert make() == make()
    assert make().digest == make().digest


def test_its_digest_survives_the_disk(make: Make) -> None:
    plan = make(preset="standard")
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Plan).digest == plan.digest


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"workers": [3]},
        {"strategies": ["threads"]},
        {"workloads": ["primes"]},
        {"keep": "not asyncio"},
        {"preset": "standard"},
        {"labels": ("3.12", "3.13")},
        {"cores": 8},
    ],
    ids=str,
)
def test_other_options_give_another(make: Make, change: dict[str, Any]) -> None:
    assert make(**change).digest != make().digest


presets = st.sampled_from(["quick", "standard"])


@settings(max_examples=20, deadline=None)
@given(presets, st.integers(0, 99), st.integers(1, 64))
def test_no_cell_is_there_twice(make: Make, preset: str, seed: int, cores: int) -> None:
    plan = make(preset=preset, seed=seed, cores=cores)
    keys = [cell.key for cell in plan.cells]
    assert len(set(keys)) == len(keys)


@settings(max_examples=20, deadline=None)
@given(presets, st.integers(0, 99))
def test_every_twin_has_its_cell_and_can_be_measured(make: Make, preset: str, seed: int) -> None:
    plan = make(preset=preset, seed=seed)
    twins = [cell for cell in plan.cells if cell.replicate]
    assert twins
    for twin in twins:
        assert msgspec.structs.replace(twin, replicate=0) in plan.cells
        assert twin.strategy != "interpreter-pool" or twin.interpreter == "3.14"


def test_other_seeds_have_other_twins(make: Make) -> None:
    def twins(seed: int) -> frozenset[str]:
        return frozenset(cell.key for cell in make(seed=seed).cells if cell.replicate)

    assert len({twins(seed) for seed in range(20)}) > 10


def test_a_small_plan_has_a_twin_of_each_cell_at_most(make: Make) -> None:
    cells = make(keep="sequential and primes and 3.13").cells
    assert [cell.replicate for cell in cells] == [0, 1]


def test_unsupported_cells_are_planned_and_told(make: Make) -> None:
    pool = [cell for cell in make().cells if cell.strategy == "interpreter-pool"]
    assert {cell.interpreter for cell in pool if not cell.replicate} == set(LABELS)


def workers(cells: list[Cell], strategy: str) -> set[int]:
    return {cell.workers for cell in cells if cell.strategy == strategy}


def test_workers_override_every_sweep_but_not_sequential(make: Make) -> None:
    cells = make(workers=[3, 5], workloads=["primes", "sleep_fanout"], preset="full").cells
    assert workers(cells, "sequential") == {1}
    for strategy in ("threads", "asyncio", "processes-spawn", "interpreters"):
        assert workers(cells, strategy) == {3, 5}


def test_a_strategy_that_the_preset_lacks_can_be_asked_for(make: Make) -> None:
    cells = make(strategies=["processes-forkserver"]).cells
    assert {cell.strategy for cell in cells} == {"processes-forkserver"}
    assert {cell.workload for cell in cells} == {"primes", "hashlib", "sleep_fanout"}


def test_the_sizes_are_the_preset_s(make: Make, catalog: Catalog) -> None:
    for name, preset in PRESETS.items():
        for cell in make(preset=name).cells:
            workload = catalog.workload(cell.workload)
            swept = [one for sizes in workload.sweeps.values() for one in sizes]
            known = [*workload.sizes.values(), *swept]
            assert cell.parameters in [one.parameters for one in known]
            if not swept and preset.size in workload.sizes:
                assert cell.parameters == workload.sizes[preset.size].parameters


def test_a_rate_is_no_comparison(make: Make) -> None:
    plan = make(preset="standard", workloads=["transfer"])
    assert plan.units["transfer"] == {"round_trip": "second", "bandwidth": "byte/second"}
    assert plan.contrasts
    assert not [one for one in plan.contrasts if "bandwidth" in one.cell + one.base]


def test_a_process_has_the_time_that_was_asked_for(make: Make) -> None:
    assert (make().timeout, make(timeout=7.5).timeout) == (TIMEOUT, 7.5)


def test_keep_keeps_cells_of_the_plan_and_twins_are_of_the_kept(make: Make) -> None:
    whole = {cell.key for cell in make().cells if not cell.replicate}
    kept = make(keep="threads and workers>=2").cells
    assert {cell.strategy for cell in kept} == {"threads"}
    assert {cell.key for cell in kept if not cell.replicate} < whole


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"strategies": ["thread"]}, "unknown strategy 'thread'; did you mean 'threads'?"),
        ({"workloads": ["prime"]}, "unknown workload 'prime'; did you mean 'primes'?"),
        ({"preset": "fast"}, "unknown preset 'fast'"),
        ({"preset": "quik"}, "unknown preset 'quik'; did you mean 'quick'?"),
        ({"keep": "threads and sequential"}, "these options leave no cell to measure"),
        ({"keep": "thraeds"}, "unknown name 'thraeds'; did you mean 'threads'?"),
    ],
)
def test_what_it_cannot_plan(make: Make, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(GilbenchError) as error:
        make(**asked)
    assert said in str(error.value)
    assert error.value.exit_code == 2
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("3.12", "3.13", "3.13t"), "3.13"),  # the twin of the free-threaded one
        (("3.12", "3.13", "3.14", "3.13t"), "3.13"),
        (("3.12", "3.14"), "3.14"),  # the newest
        (("3.9", "3.10"), "3.10"),  # by number, not by text
        (("3.13t", "3.13t+gil"), None),  # with its GIL on it is still no default build
        (("3.12", "3.13t"), "3.12"),
    ],
)
def test_the_reference_is_a_default_build(labels: tuple[str, ...], expected: str | None) -> None:
    for ordered in (labels, labels[::-1]):
        assert reference({label: build(label) for label in ordered}) == expected


def test_the_reference_of_an_unlike_pair_is_the_newest() -> None:
    builds = [build("3.13", version="3.13.0"), build("3.13t", version="3.13.15"), build("3.14")]
    assert reference({one.label: one for one in builds}) == "3.14"


@pytest.mark.parametrize("preset", ["standard", "full"])
def test_a_sweep_varies_one_factor_at_a_time(make: Make, preset: str, catalog: Catalog) -> None:
    for workload in catalog.workloads:
        base = workload.sizes["small"].parameters
        for factor, sizes in workload.sweeps.items():
            for size in sizes:
                others = {name for name in base if size.parameters[name] != base[name]}
                # Beside the factor: what keeps the whole work alike, and the other of a pair.
                assert others <= {factor, workload.pairs_with, "tasks", "requests", "rounds"}


def test_what_has_its_own_workers_or_mode_keeps_them(make: Make) -> None:
    cells = make(preset="standard", workers=[5], workloads=["convoy", "startup"]).cells
    assert {cell.workers for cell in cells if cell.workload == "convoy"} == {1, 2}
    assert {cell.workers for cell in cells if cell.workload == "startup"} == {5}
    assert {cell.mode["pool"] for cell in cells if cell.workload == "startup"} == {"cold"}


def test_a_workload_that_the_preset_lacks_is_taken_from_full(make: Make) -> None:
    assert {cell.workload for cell in make(workloads=["pipeline"]).cells} == {"pipeline"}
