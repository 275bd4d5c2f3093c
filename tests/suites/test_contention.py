"""Contention pairs: right totals, lost updates told, and nobody fakes what he cannot share."""

from collections.abc import Callable
from typing import Any

import pytest
from real import get

from harness.interpreters import Interpreter, Matrix

Seen = dict[str, Any]

ALL = 64 * 9000  # updates of a small `counter`
PROCESSES = ("processes-fork", "processes-forkserver", "processes-spawn")
SUBINTERPRETERS = ("interpreters", "interpreter-pool")
OTHERS = ("loky", "dask")
PRIVATE = ("shared_read/private", "shared_write/private", "lock/private", "counter/private")


@pytest.fixture
def seen(interpreter: Interpreter, drive: Callable[..., Any]) -> Seen:
    found: Seen = drive(interpreter, "drive_contention")
    return found


def test_every_result_is_right_or_told_to_be_impossible(seen: Seen) -> None:
    """Whatever the way of sharing, and of several copies of the work too (weak scaling)."""
    for strategy, workload, parameters, scaling, values in seen["cells"]:
        cell = (strategy, workload, parameters, scaling, values)
        if isinstance(values, str):
            assert strategy in (*PROCESSES, *SUBINTERPRETERS), cell
            assert "in common" in values, cell
            assert parameters["sharing"] != "private", cell
        else:
            times = values.get("", values.get("time"))
            assert len(times) == 2, cell
            assert all(seconds > 0 for seconds in times), cell


def test_all_updates_are_kept_under_a_lock_and_by_private_counters(seen: Seen) -> None:
    strategies = set()
    for strategy, workload, parameters, scaling, values in seen["cells"]:
        if workload == "counter" and not isinstance(values, str):
            copies = 2 if scaling == "weak" else 1
            made = 64 * 300 * copies
            if parameters["sharing"] != "unlocked":
                assert values["kept"] == [made] * 2, (strategy, parameters)
                strategies.add((strategy, parameters["sharing"]))
            assert all(0 < kept <= made for kept in values["kept"]), (strategy, parameters)
    assert {
        ("threads", "locked"),
        ("processes-spawn", "locked"),
        ("asyncio", "locked"),
    } < strategies
    assert ("interpreters", "private") in strategies
    assert ("interpreters", "locked") not in strategies


def test_updates_are_lost_without_a_lock_where_threads_run_at_once(
    seen: Seen, interpreter: Interpreter
) -> None:
    kept = seen["unlocked"]
    assert len(kept) == 5
    if interpreter.build.gil:
        assert kept == [ALL] * 5  # it is not handed over between reading and writing
    else:
        assert 0 < min(kept) < ALL


def test_a_lost_update_in_spite_of_a_lock_fails_the_cell(seen: Seen) -> None:
    assert seen["lost"] == "the counter ended at 5, not at 6, in spite of its lock"


def test_what_is_read_is_mortal_and_new_and_the_immortal_is_not(seen: Seen) -> None:
    """In a second thread, as 3.13t makes some objects immortal when it starts."""
    for name, (mortal, holds_mortal, new) in seen["objects"].items():
        assert mortal == holds_mortal == new == (name != "immortal"), name
    assert set(seen["objects"]) == {"dict", "list", "instance", "int", "immortal"}


def test_all_lanes_read_the_very_same_object(seen: Seen) -> None:
    lanes = {name: len(same) for name, same in seen["identity"].items()}
    assert lanes == {"sequential": 1, "threads": 2, "asyncio": 1, "asyncio-threads": 2}
    assert all(all(same) for same in seen["identity"].values())


def test_one_lock_for_all_or_one_a_task(seen: Seen) -> None:
    assert seen["locks"] == {"shared": 1, "private": 64}


def test_keys_are_counted_as_they_are_otherwise(seen: Seen) -> None:
    found, expected = seen["counted"]
    assert found == expected


def test_private_ways_are_for_everybody(seen: Seen) -> None:
    for cell in PRIVATE:
        assert set(seen["refusals"][cell].values()) == {None}


@pytest.mark.parametrize("cell", ["shared_read/shared", "shared_write/one", "shared_write/sharded"])
def test_who_shares_no_objects_says_so(seen: Seen, cell: str) -> None:
    refused = seen["refusals"][cell]
    assert {name for name, reason in refused.items() if reason} == {
        *(*PROCESSES, *SUBINTERPRETERS, *OTHERS)
    }
    for name in PROCESSES:
        assert refused[name] == "processes have no object in common: each has a copy of its own"
    for name in SUBINTERPRETERS:
        assert refused[name] == "interpreters have no object in common"


@pytest.mark.parametrize(
    ("cell", "thing"),
    [("lock/shared", "lock"), ("counter/unlocked", "counter"), ("counter/locked", "counter")],
)
def test_interpreters_have_no_lock_and_no_counter(seen: Seen, cell: str, thing: str) -> None:
    refused = seen["refusals"][cell]
    assert {name for name, reason in refused.items() if reason} == {*SUBINTERPRETERS, *OTHERS}
    for name in SUBINTERPRETERS:
        assert refused[name] == f"interpreters have no {thing} in common"


def test_the_checksums_in_the_source_are_the_work_s(
    matrix: Matrix, drive: Callable[..., Any]
) -> None:
    found = drive(get(matrix, "3.13"), "drive_checksums")
    assert {name for name, *_ in found} == {"shared_read", "shared_write", "lock", "counter"} | {
        "pipeline"
    }
    for name, parameters, digest, expected in found:
        assert digest == expected, (name, parameters)
