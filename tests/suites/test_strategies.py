"""Every strategy on every interpreter: results in order, lanes as promised, errors told."""

import re
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from processes import all_gone
from real import with_extras

from harness.interpreters import Interpreter, Matrix

Seen = dict[str, Any]

ONE_LANE = ("sequential", "asyncio")
THREADS = ("threads", "asyncio-threads")
PACKAGES = {"loky": "loky", "dask": "distributed"}  # by strategy: what it imports
PROCESSES = ("processes-fork", "processes-forkserver", "processes-spawn", *PACKAGES)
SUBINTERPRETERS = ("interpreters", "interpreter-pool")
STRATEGIES = (*ONE_LANE, *THREADS, *PROCESSES, *SUBINTERPRETERS)
WORKERS = 3
WITH_EXTRAS = ("3.13", "3.13t")  # elsewhere their packages are missed


@pytest.fixture(params=STRATEGIES)
def strategy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(
    interpreter: Interpreter, strategy: str, drive: Callable[..., Any], matrix: Matrix
) -> Seen:
    """What the driver saw of the strategy in the interpreter."""
    if strategy in PACKAGES and interpreter.build.label in WITH_EXTRAS:
        interpreter = with_extras(interpreter, matrix, strategy)
    seen: Seen = drive(interpreter, "drive_strategy", strategy)
    lacking = strategy == "interpreter-pool" and interpreter.build.version < "3.14"
    if lacking:
        assert seen == {"unavailable": "InterpreterPoolExecutor is new in Python 3.14"}
        pytest.skip(seen["unavailable"])
    assert "unavailable" not in seen
    if strategy in PACKAGES and interpreter.build.label not in WITH_EXTRAS:
        package = PACKAGES[strategy]
        reason = f"{package} cannot be imported here: No module named '{package}'"
        assert seen == {"unsupported": reason}
        pytest.skip(reason)
    return seen


def test_results_come_in_the_order_of_the_batch(seen: Seen) -> None:
    assert seen["ordered"] == list(range(40))  # though the first task ends last
    assert seen["empty"] == []
    assert seen["single"] == [42]
    assert seen["fewer"] == [2 * number for number in range(seen["workers"] - 1)]


def test_large_arguments_and_results(seen: Seen) -> None:
    mebibyte = 1 << 20
    assert seen["large"] == [[mebibyte, (mebibyte % 251) * 16]] * 8
    assert seen["sent"] == [[mebibyte, ord("a") * 16]] * 8


def test_as_many_lanes_as_workers_and_of_the_family(seen: Seen, strategy: str) -> None:
    main, lanes = seen["main"], seen["lanes"]
    pids = {lane["pid"] for lane in lanes}
    threads = {(lane["pid"], lane["thread"]) for lane in lanes}
    ids = {lane["interpreter"] for lane in lanes}
    if strategy in ONE_LANE:
        assert threads == {(main["pid"], main["thread"])}
        assert len(lanes) == 1
        assert ids == {0}
        return
    assert len(lanes) == len(threads) == WORKERS
    assert (main["pid"], main["thread"]) not in threads
    if strategy in PROCESSES:
        assert len(pids) == WORKERS
        assert main["pid"] not in pids
        assert ids == {0}
        return
    assert pids == {main["pid"]}
    if strategy in SUBINTERPRETERS:
        assert len(ids) == WORKERS
        assert 0 not in ids
    else:
        assert ids == {0}


def test_tasks_run_in_the_lanes_that_tell_of_themselves(seen: Seen) -> None:
    def places(lanes: list[dict[str, Any]]) -> set[tuple[int, int, int]]:
        return {(lane["pid"], lane["thread"], lane["interpreter"]) for lane in lanes}

    assert places(seen["used"]) <= places(seen["lanes"])
    assert places(seen["again"]) == places(seen["lanes"])  # the pool stays as it is


def test_the_gil_is_as_the_build_says_in_every_lane(seen: Seen, interpreter: Interpreter) -> None:
    lanes = (*seen["lanes"], *seen["again"], *seen["used"])
    assert {lane["gil"] for lane in lanes} == {interpreter.build.gil}


def test_as_many_tasks_in_flight_as_workers(seen: Seen, strategy: str) -> None:
    in_one_process = strategy in (*THREADS, "asyncio")  # the others count each for itself
    assert seen["in_flight"] == (WORKERS if in_one_process else 1)


@pytest.mark.parametrize("kind", ["error", "awaited_error"])
def test_an_error_in_a_lane_comes_back_with_its_type_and_text(seen: Seen, kind: str) -> None:
    assert ": ".join(seen[kind]).endswith("ValueError: no such thing")


def test_the_first_error_of_a_batch_is_the_one_told(seen: Seen) -> None:
    assert ": ".join(seen["first_error"]).endswith("LookupError: 1 is odd")


def test_a_task_that_exits_is_an_error_too(seen: Seen, strategy: str) -> None:
    if strategy == "dask":  # its worker exits indeed
        assert seen["exit"][0] == "KilledWorker"
    else:
        assert ": ".join(seen["exit"]).endswith("SystemExit: I am off")


def test_work_goes_on_after_an_error(seen: Seen) -> None:
    assert seen["afterwards"] == [2 * number for number in range(10)]


@pytest.mark.parametrize("way", ["closure_sent", "closure_back"])
def test_what_cannot_be_sent_is_an_error_not_a_hang(seen: Seen, strategy: str, way: str) -> None:
    if strategy in (*ONE_LANE, *THREADS):
        assert seen[way] is None  # nothing is sent: they share their objects
    elif strategy in PACKAGES:
        assert seen[way] is None  # cloudpickle sends it
    else:
        kind, text = seen[way]
        assert kind in ("AttributeError", "PicklingError", "LaneError", "NotShareableError")
        assert re.search("(pickle|local|support|shareable)", text)


def test_nothing_is_left_when_it_is_closed(seen: Seen, strategy: str) -> None:
    own = {"Dask-Offload_0", "Profile"} if strategy == "dask" else set()  # idle, and daemons
    assert set(seen["threads_left"]) <= own
    assert seen["interpreters_left"] == 0
    assert seen["lanes_left"] == 0


def test_no_helper_of_the_lanes_outlives_the_measuring_process(seen: Seen) -> None:
    left = [process for process in psutil.process_iter() if process.pid in seen["helpers_left"]]
    assert all_gone(left, 30)  # they end by themselves, once they miss it


def test_a_process_that_dies_is_an_error_not_a_hang(seen: Seen, strategy: str) -> None:
    if strategy in PROCESSES:
        assert seen["death"][0] in ("BrokenProcessPool", "TerminatedWorkerError", "KilledWorker")


def test_what_is_handed_out_is_in_every_lane(seen: Seen) -> None:
    assert set(seen["common"]) == {"for all"}


def test_only_lanes_that_share_objects_see_what_was_changed(seen: Seen, strategy: str) -> None:
    apart = strategy in (*PROCESSES, *SUBINTERPRETERS) and strategy != "processes-fork"
    assert seen["mark"] == ["as imported" if apart else "changed by the parent"]


def test_lanes_of_several_loops_share_locks_and_queues(
    interpreter: Interpreter, drive: Callable[..., Any]
) -> None:
    seen = drive(interpreter, "drive_loops")
    assert (seen["locked"], seen["most"]) == (300, 1)
    assert seen["passed"] == list(range(20))
    assert seen["silent"]  # a wait for an empty queue was given up
