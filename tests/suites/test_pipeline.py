"""The pipeline: right totals over every kind of queue, and no stage waits for one that is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from inside import run_in
from real import get

from harness.interpreters import Interpreter, Matrix

Seen = dict[str, Any]

PROCESSES = ("processes-fork", "processes-spawn")
SUBINTERPRETERS = ("interpreters", "interpreter-pool")
STRATEGIES = ("sequential", "asyncio", "asyncio-threads", "threads", *PROCESSES, *SUBINTERPRETERS)
STAGES = ("parse", "compute", "aggregate")
PATIENCE = 30


@pytest.fixture(params=STRATEGIES)
def strategy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(interpreter: Interpreter, strategy: str, drive: Callable[..., Any]) -> Seen:
    found: Seen = drive(interpreter, "drive_pipeline", strategy)
    if strategy in SUBINTERPRETERS and interpreter.build.version < "3.14":
        assert set(found) == {"refused"}
        assert "new in Python 3.14" in found["refused"]
        pytest.skip(found["refused"])
    assert "refused" not in found
    return found


def test_the_result_is_right_however_much_is_sent_at_a_time(seen: Seen) -> None:
    assert seen["values"] == [3, 3, 3]  # of 1, 16 and 256 items; each is checked


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_fails_is_an_error_and_not_a_hang(seen: Seen, stage: str) -> None:
    """Its own error, not that of a stage which waited for it; and all lanes have ended."""
    error, seconds = seen["faults"][stage]
    assert error.removeprefix("LaneError: ") == "ValueError: this stage fails"
    assert seconds < PATIENCE


def test_a_stage_that_hears_nothing_gives_up(seen: Seen) -> None:
    error, _ = seen["silence"]
    assert error.removeprefix("LaneError: ") == (
        "PartnerLost: nothing came from the stage before this one for 1 seconds"
    )


def test_a_lane_that_dies_is_an_error_and_not_a_hang(seen: Seen, strategy: str) -> None:
    if strategy in PROCESSES:
        error, seconds = seen["death"]
        assert error.startswith("BrokenProcessPool")
        assert seconds < PATIENCE
    else:
        assert "death" not in seen


def test_the_totals_are_those_of_all_items(matrix: Matrix, drive: Callable[..., Any]) -> None:
    for found, expected in drive(get(matrix, "3.13"), "drive_pipeline", "sequential")["totals"]:
        assert found == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--workers", "2"), "pipeline has 3 workers, not 2"),
        (("--mode", "scaling=weak"), "pipeline has only scaling=strong"),
        (("--mode", "chunk=auto"), "pipeline has only chunk=1"),
    ],
)
def test_what_would_mix_its_stages_up_is_refused(
    matrix: Matrix, options: tuple[str, str], message: str
) -> None:
    done = run_in(get(matrix, "3.13"), "-m", "suites.threads", "--workload", "pipeline", *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
