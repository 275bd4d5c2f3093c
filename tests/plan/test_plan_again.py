"""Another's plan, mapped to what this version and this machine have: nothing is run."""

from collections.abc import Callable
from pathlib import Path

import fake_run
import msgspec
import pytest
from fake_run import Fake
from made_up import build
from planning import plan_of

from harness.catalog import Catalog
from harness.errors import GilbenchError
from harness.plan.cells import preset
from harness.reproduce.mapping import mapped, most_workers, plan_again
from harness.reproduce.original import Original, check_folder, goal_of, read
from harness.reproduce.requests import requests
from record import Asked, Build, Cell, Goal, Plan, RecordError, RunFiles

ASKED = Asked(preset="standard", interpreters=["3.13", "3.13t", "3.14"])


@pytest.fixture(scope="module")
def plan(catalog: Catalog) -> Plan:
    return plan_of(ASKED, dict.fromkeys(ASKED.interpreters, catalog))


def labelled(label: str, name: str, **changes: object) -> Build:
    return msgspec.structs.replace(build(name), label=label, **changes)


def _with(plan: Plan, change: Callable[[Cell], Cell]) -> Plan:
    """The plan with its first cell changed, and without comparisons."""
    return msgspec.structs.replace(
        plan, cells=[change(plan.cells[0]), *plan.cells[1:]], contrasts=[]
    )


def test_what_is_all_there_is_the_very_plan(plan: Plan, catalog: Catalog) -> None:
    found = mapped(plan, plan.builds, catalog, 2)
    assert list(found.cells) == plan.cells
    assert not found.left_out
    again = plan_again(plan, found.cells, (), plan.builds, catalog, plan.code)
    assert again.digest == plan.digest


def test_cells_of_an_interpreter_that_is_not_had_go_with_their_comparisons(
    plan: Plan, catalog: Catalog
) -> None:
    builds = {label: one for label, one in plan.builds.items() if label != "3.13"}
    found = mapped(plan, builds, catalog, 2)
    assert {cell.interpreter for cell in found.cells} == {"3.13t", "3.14"}
    assert set(found.left_out.values()) == {"3.13 could not be had"}
    again = plan_again(plan, found.cells, (), builds, catalog, "0+2")
    keys = {cell.key for cell, _ in again.readings()}
    assert again.contrasts
    assert all(one.cell in keys and one.base in keys for one in again.contrasts)
    assert again.reference == "3.14"
    assert again.seed == plan.seed


def test_comparisons_of_what_is_refused_here_are_not_declared(plan: Plan, catalog: Catalog) -> None:
    base = next(cell for cell in plan.cells if cell.strategy == "sequential")
    again = plan_again(plan, plan.cells, {base.key}, plan.builds, catalog, plan.code)
    assert again.cells == plan.cells  # it is planned, to be noted as unsupported
    assert not any(base.key in (one.cell, one.base) for one in again.contrasts)
    assert 0 < len(again.contrasts) < len(plan.contrasts)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"strategy": "telepathy"}, "no strategy 'telepathy'"),
        ({"workload": "sudoku"}, "no workload 'sudoku'"),
        ({"parameters": {"n": 1}}, "does not come with n=1"),
        ({"parameters": {"n": 150000.0}}, "does not come with n=150000.0"),
        ({"parameters": {}}, "does not come with no parameters"),
        ({"mode": {"gc": "on"}}, "has the setting chunk"),
        ({"workers": 5}, "with 1 worker alone"),
        ({"strategy": "threads", "workers": 65}, "64 is the most on a machine of 2 cores"),
        ({"replicate": 2}, "a cell has one twin"),
    ],
)
def test_what_cannot_be_planned_says_why(
    plan: Plan, catalog: Catalog, changes: dict[str, object], reason: str
) -> None:
    assert plan.cells[0].strategy == "sequential"
    assert plan.cells[0].workload == "primes"
    other = _with(plan, lambda cell: msgspec.structs.replace(cell, **changes))
    found = mapped(other, plan.builds, catalog, 2)
    assert reason in found.left_out[other.cells[0].key]
    assert len(found.cells) < len(plan.cells)


def test_other_settings_and_a_twin_without_its_original(plan: Plan, catalog: Catalog) -> None:
    usual = plan.cells[0].mode
    for mode, reason in (
        (usual | {"gc": "sometimes"}, "has no gc=sometimes"),
        (usual | {"moon": "full"}, "has no moon"),
    ):
        other = _with(plan, lambda cell, mode=mode: msgspec.structs.replace(cell, mode=mode))
        found = mapped(other, plan.builds, catalog, 2)
        assert reason in found.left_out[other.cells[0].key]
    twin = next(cell for cell in plan.cells if cell.replicate)
    original = msgspec.structs.replace(twin, replicate=0)
    alone = msgspec.structs.replace(
        plan, cells=[cell for cell in plan.cells if cell != original], contrasts=[]
    )
    found = mapped(alone, plan.builds, catalog, 2)
    assert found.left_out == {twin.key: "what it is the twin of is not planned"}


def test_a_larger_machine_is_given_more_workers() -> None:
    assert most_workers(2) == 64
    assert most_workers(128) == 256


def test_interpreters_are_asked_for_by_what_they_were_and_never_by_path() -> None:
    builds = {
        "3.13": build("3.13"),
        "3.13t+gil": build("3.13t+gil"),
        "mine": labelled("mine", "3.14", executable="/tmp/evil"),
        "old": labelled("old", "3.13", version="3.9.1"),
        "odd": labelled("odd", "3.13", version="--help"),
        "3.12": labelled("3.12", "3.13"),
        "raw": labelled("raw", "3.13"),
    }
    wanted, missing = requests(builds, [])
    assert wanted == ["3.13=3.13", "3.13t+gil=3.13t+gil", "mine=3.14"]
    assert set(missing) == {"old", "odd", "3.12", "raw"}
    assert "'3.9.1'" in missing["old"]
    assert "promises" in missing["3.12"]
    assert all("--interpreters" in reason for reason in missing.values())


def test_an_override_is_of_one_of_the_labels() -> None:
    builds: dict[str, Build] = {"3.13": build("3.13"), "old": build("3.13", version="3.9.1")}
    wanted, missing = requests(builds, ["old=~/cpython/python"])
    assert (wanted, missing) == (["3.13=3.13", "old=~/cpython/python"], {})
    with pytest.raises(GilbenchError, match="unknown interpreter of the run 'new'"):
        requests(builds, ["new=~/cpython/python"])


def test_the_original_tells_its_blocks_and_is_known_again(tmp_path: Path) -> None:
    fake_run.write(tmp_path / "a", Fake(workloads=("primes",), blocks=3, keep_raw=False))
    one = read(tmp_path / "a")
    assert one.goal == Goal(blocks=3)
    assert one.id == read(tmp_path / "a").id
    assert one.id.startswith("again-2025-01-02-fake-")
    again = _again(one)
    assert one.is_of(again)
    check_folder(one, tmp_path / "b", again)
    (tmp_path / "link").symlink_to("a")
    with pytest.raises(GilbenchError, match="the original itself"):
        check_folder(one, tmp_path / "link", one.manifest)
    with pytest.raises(GilbenchError, match="within the original"):
        check_folder(one, tmp_path / "link" / "results" / one.id, None)
    with pytest.raises(GilbenchError, match="holds another run"):
        check_folder(one, tmp_path / "b", one.manifest)
    # An extended original is the same one: how often is no part of the plan.
    fake_run.write(tmp_path / "c", Fake(workloads=("primes",), blocks=4, keep_raw=False))
    assert read(tmp_path / "c").id == one.id


def _again(one: Original):  # type: ignore[no-untyped-def]
    return msgspec.structs.replace(one.manifest, run="here", reproduces=one.reproduced({}))


def test_the_goal_is_the_original_s_unless_options_say_otherwise(tmp_path: Path) -> None:
    fake = Fake(workloads=("primes",), blocks=2, goal=Goal(budget=300.0, precision=0.03))
    fake_run.write(tmp_path, fake)
    one = read(tmp_path)
    assert goal_of(one, None, Goal()) == Goal(blocks=2, precision=0.03)
    assert goal_of(one, None, Goal(blocks=9)) == Goal(blocks=9, precision=0.03)
    known = msgspec.structs.replace(_again(one), goal=Goal(blocks=5))
    assert goal_of(one, known, Goal()) == Goal(blocks=5)
    assert goal_of(one, known, Goal(budget=60.0)) == Goal(blocks=5, budget=60.0)


def test_hostile_names_make_no_odd_folder(tmp_path: Path) -> None:
    fake_run.write(tmp_path, Fake(workloads=("primes",), blocks=1))
    for name in ("../../x", "\x1b[31m", "/", "", "a" * 5000):
        _change(tmp_path, run=name)
        made = read(tmp_path).id
        assert Path(made).name == made
        assert made.isprintable()
        assert len(made) < 80


def test_a_plan_that_would_never_end_is_refused(tmp_path: Path) -> None:
    fake_run.write(tmp_path, Fake(workloads=("primes",), blocks=1))
    plan = RunFiles(tmp_path).manifest().plan
    for changes in ({"values": 2**31}, {"timeout": 1e8}):
        _change(tmp_path, plan=msgspec.structs.replace(plan, **changes))
        with pytest.raises(GilbenchError, match="at most 1000 and 3600 are measured"):
            read(tmp_path)


def test_what_holds_nothing_to_reproduce(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no run"):
        read(tmp_path)
    fake_run.write(tmp_path, Fake(workloads=("primes",), blocks=1))
    RunFiles(tmp_path).journal_path.unlink()
    with pytest.raises(GilbenchError, match="nothing was measured"):
        read(tmp_path)
    _change(tmp_path, schema=9)
    with pytest.raises(RecordError, match="a newer gilbench's"):
        read(tmp_path)
    (tmp_path / "set.json").write_text("{}")
    with pytest.raises(GilbenchError, match="a set of runs"):
        read(tmp_path)


def _change(root: Path, **changes: object) -> None:
    path = RunFiles(root).manifest_path
    told = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(told | msgspec.to_builtins(changes)))


def test_presets_stay_within_what_can_be_reproduced() -> None:
    assert preset("full").values <= 1000
