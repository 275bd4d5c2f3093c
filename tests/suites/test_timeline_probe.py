"""The timeline's probe in every strategy: what each lane was seen to do, and what the GIL does."""

import subprocess

import pytest
from inside import run_in
from real import get

from analysis.timeline import Turns, turns
from harness.interpreters import Interpreter, Matrix
from record.timeline import Timeline, parse_seen

pytestmark = pytest.mark.alone  # whether lanes run at once takes free cores to see

STRATEGIES = ("sequential", "threads", "asyncio", "processes-fork", "interpreters")
MILLISECONDS = 100


def probed(interpreter: Interpreter, strategy: str, *more: str) -> subprocess.CompletedProcess[str]:
    options = ("--workers", "2", "--milliseconds", str(MILLISECONDS), *more)
    return run_in(interpreter, "-m", "suites.probes.timeline", strategy, *options)


def seen(interpreter: Interpreter, strategy: str, *more: str) -> Timeline:
    done = probed(interpreter, strategy, *more)
    assert done.returncode == 0, done.stderr
    tracks = parse_seen(done.stdout.encode(), strategy)
    return Timeline(
        interpreter=interpreter.build.label,
        strategy=strategy,
        workers=2,
        status="ok",
        lanes=tracks,
    )


def said(timeline: Timeline) -> Turns:
    found = turns(timeline)
    assert found is not None
    return found


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_lane_works_as_long_as_it_is_told(interpreter: Interpreter, strategy: str) -> None:
    found = seen(interpreter, strategy)
    assert len(found.lanes) == 2
    share = 0.5 if strategy == "sequential" else 1.0  # its tasks are one after the other
    for track in found.lanes:
        took = track.stripes[-1][1] - track.stripes[0][0]
        assert took >= 0.5 * share * MILLISECONDS / 1000  # a busy machine may let it in late
        assert track.lane.gil == interpreter.build.gil
    places = {(one.lane.pid, one.lane.thread, one.lane.interpreter) for one in found.lanes}
    assert len(places) == (1 if strategy in ("sequential", "asyncio") else 2)


@pytest.mark.parametrize("strategy", ["sequential", "asyncio", "threads"])
def test_under_a_gil_one_lane_runs_at_a_time(matrix: Matrix, strategy: str) -> None:
    found = said(seen(get(matrix, "3.13"), strategy))
    assert found.several < 0.05
    assert found.hand_overs >= (1 if strategy == "sequential" else 3)


@pytest.mark.parametrize(
    ("label", "strategy"),
    [("3.13t", "threads"), ("3.13", "interpreters"), ("3.13", "processes-fork")],
)
def test_without_one_gil_for_all_they_run_side_by_side(
    matrix: Matrix, label: str, strategy: str
) -> None:
    interpreter = get(matrix, label)
    tries = (said(seen(interpreter, strategy)).several for _ in range(20))
    assert any(share > 0.15 for share in tries)  # a busy machine may keep one of them out


def test_a_coroutine_that_blocks_starves_the_other(matrix: Matrix) -> None:
    fair = said(seen(get(matrix, "3.13"), "asyncio"))
    blocked = said(seen(get(matrix, "3.13"), "asyncio", "--blocking", "500"))
    assert blocked.nobody * blocked.seconds > 0.4
    assert fair.nobody * fair.seconds < blocked.nobody * blocked.seconds


def test_what_there_is_not_is_unsupported(matrix: Matrix) -> None:
    done = probed(get(matrix, "3.13"), "interpreter-pool")
    assert done.returncode == 69
    assert done.stderr == "InterpreterPoolExecutor is new in Python 3.14\n"
