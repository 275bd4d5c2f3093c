"""The probe of `explain` in real interpreters: where lanes are, what they share, who runs when."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inside import run_in
from real import get

from harness.interpreters import Interpreter, Matrix
from record.explain import Saw, Seen, parse_seen

pytestmark = pytest.mark.alone  # whether lanes run at once takes free cores to see

NONE = Saw(module=False, imported=False, environ=False, folder=False, descriptor=False)
ALL = Saw(module=True, imported=True, environ=True, folder=True, descriptor=True)
See = Callable[[Interpreter, str], Seen]
linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="there is no /proc")


def probed(interpreter: Interpreter, strategy: str) -> subprocess.CompletedProcess[str]:
    return run_in(interpreter, "-m", "suites.probes.explain", strategy, "--workers", "2")


def parsed(interpreter: Interpreter, strategy: str) -> Seen:
    done = probed(interpreter, strategy)
    assert done.returncode == 0, f"{strategy} on {interpreter.build.label}:\n{done.stderr}"
    return parse_seen(done.stdout.encode(), strategy)


@pytest.fixture(scope="module")
def see() -> See:
    """What was seen of a strategy, each once for all the tests that ask."""
    found: dict[tuple[str, str], Seen] = {}

    def asked(interpreter: Interpreter, strategy: str) -> Seen:
        key = (interpreter.build.label, strategy)
        if key not in found:
            found[key] = parsed(interpreter, strategy)
        return found[key]

    return asked


def at_once(seen: Seen) -> bool:
    return all(pair.at_once for pair in seen.moments.pairs)


def some_time_at_once(first: Seen, interpreter: Interpreter, strategy: str) -> bool:
    """In one of several runs: a busy machine may keep one of the lanes out."""
    return at_once(first) or any(at_once(parsed(interpreter, strategy)) for _ in range(5))


def test_threads_have_one_memory_and_run_at_once_where_no_gil_keeps_them(
    interpreter: Interpreter, see: See
) -> None:
    seen = see(interpreter, "threads")
    assert {lane.home for lane in seen.lanes} == {seen.main.home}
    assert len({lane.thread for lane in (seen.main, *seen.lanes)}) == 3
    assert {lane.gil for lane in seen.lanes} == {interpreter.build.gil}
    assert seen.sent.length == 1 + 2 * seen.sent.appends
    assert (seen.changed.main, seen.changed.lanes, seen.changed.child) == (ALL, [ALL, ALL], True)
    if interpreter.build.gil:
        assert not at_once(seen)
        assert seen.moments.pairs[0].units > 1000
        assert seen.moments.hand_overs
    else:
        assert some_time_at_once(seen, interpreter, "threads")


def test_interpreters_share_a_process_and_no_objects(interpreter: Interpreter, see: See) -> None:
    seen = see(interpreter, "interpreters")
    assert {lane.pid for lane in seen.lanes} == {seen.main.pid}
    assert len({lane.interpreter for lane in (seen.main, *seen.lanes)}) == 3
    assert len({lane.modules_at for lane in (seen.main, *seen.lanes)}) == 3
    assert len({(lane.none_at, lane.int_at) for lane in (seen.main, *seen.lanes)}) == 1
    assert seen.sent.length == 1
    assert {one.length for one in seen.sent.received} == {1 + seen.sent.appends}
    assert all(one.route for one in seen.sent.received)
    shared = Saw(module=False, imported=False, environ=False, folder=True, descriptor=True)
    assert (seen.changed.main, seen.changed.lanes) == (shared, [ALL, shared])
    assert seen.changed.child  # os.environ is own to each, and the process's environment is not
    assert not any(lane.had_global for lane in seen.lanes)
    assert some_time_at_once(seen, interpreter, "interpreters")


@pytest.mark.parametrize(
    ("strategy", "inherits"),
    [("processes-fork", True), ("processes-forkserver", False), ("processes-spawn", False)],
)
def test_processes_share_nothing_and_forked_ones_begin_as_copies(
    matrix: Matrix, see: See, strategy: str, inherits: bool
) -> None:
    seen = see(get(matrix, "3.13"), strategy)
    assert len({lane.pid for lane in (seen.main, *seen.lanes)}) == 3
    assert seen.sent.length == 1
    assert (seen.changed.main, seen.changed.lanes, seen.changed.child) == (NONE, [ALL, NONE], False)
    for lane in seen.lanes:
        assert (lane.had_global, lane.had_descriptor) == (inherits, inherits)
        assert lane.had_environ
        if inherits:
            assert lane.list_at == seen.main.list_at


@linux
def test_helpers_and_true_parents_are_seen(matrix: Matrix, see: See) -> None:
    seen = see(get(matrix, "3.13"), "processes-forkserver")
    assert seen.processes
    (server,) = {lane.ppid for lane in seen.lanes}
    commands = {one.pid: one.command for one in seen.processes}
    assert server != seen.main.pid
    assert "multiprocessing.forkserver" in commands[server]
    assert any("multiprocessing.resource_tracker" in command for command in commands.values())
    kinds = {known.kind for known in seen.main.known}
    names = {known.name for known in seen.main.known}
    assert "_ExecutorManagerThread" in kinds
    assert "QueueFeederThread" in names
    assert {one.route.thread for one in seen.sent.received if one.route} == {"QueueFeederThread"}
    assert all(lane.pipes for lane in seen.lanes)


def test_coroutines_are_one_thread_and_take_turns_at_awaits(matrix: Matrix, see: See) -> None:
    seen = see(get(matrix, "3.13"), "asyncio")
    assert len({lane.task for lane in seen.lanes}) == 2
    assert len({(lane.thread, lane.loop_at) for lane in seen.lanes}) == 1
    assert not at_once(seen)
    assert seen.moments.interrupted == 0
    assert seen.moments.hand_overs > 3


def test_there_is_nothing_beside_one_task_after_the_other(matrix: Matrix, see: See) -> None:
    seen = see(get(matrix, "3.13"), "sequential")
    (lane,) = seen.lanes
    assert lane.thread == seen.main.thread
    assert seen.moments.interrupted == 0


def test_a_pool_of_interpreters_is_there_from_3_14(matrix: Matrix, see: See) -> None:
    done = probed(get(matrix, "3.13"), "interpreter-pool")
    assert done.returncode == 69
    assert done.stderr == "InterpreterPoolExecutor is new in Python 3.14\n"
    seen = see(get(matrix, "3.14"), "interpreter-pool")
    assert len({lane.interpreter for lane in seen.lanes}) == 2


@linux
def test_on_one_core_nothing_is_at_once(matrix: Matrix) -> None:
    interpreter = get(matrix, "3.13")
    code = "import os, sys; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); " + (
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    done = run_in(
        interpreter,
        "-c",
        code,
        *("-m", "suites.probes.explain", "processes-fork", "--workers", "2"),
    )
    assert done.returncode == 0, done.stderr
    seen = parse_seen(done.stdout.encode(), "one core")
    assert (seen.program.cores, seen.moments.possible, at_once(seen)) == (1, False, False)


def test_who_ran_at_once_is_never_said_of_those_that_take_turns(
    matrix: Matrix, drive: Callable[..., Any]
) -> None:
    seen = drive(get(matrix, "3.13"), "drive_together")
    assert set(seen["one at a time"]) == {0}
    assert min(seen["side by side"]) > 0
    assert [units for _, _, units, _, _ in seen["nobody"]["pairs"]] == [0, 0, 0]
    assert seen["turns"]["hand_overs"] == 3
    assert (seen["turns"]["stretches"], seen["turns"]["interrupted"]) == (4, 0)
    assert seen["crossed"]["interrupted"] == 1
