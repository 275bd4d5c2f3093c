"""Two lanes that wait for each other: their latencies, and no hang where one is at fault."""

from collections.abc import Callable
from typing import Any

import pytest
from real import get

from harness.interpreters import Interpreter, Matrix

Seen = dict[str, Any]

SUBINTERPRETERS = ("interpreters", "interpreter-pool")
STRATEGIES = (
    *("asyncio", "asyncio-threads", "threads"),
    *("processes-fork", "processes-forkserver", "processes-spawn"),
    *SUBINTERPRETERS,
)
PATIENCE = 30
POLLED = 0.01  # seconds: how often concurrent.interpreters looks into a queue


@pytest.fixture(params=STRATEGIES)
def strategy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(interpreter: Interpreter, strategy: str, drive: Callable[..., Any]) -> Seen:
    found: Seen = drive(interpreter, "drive_ping_pong", strategy)
    if strategy in SUBINTERPRETERS and interpreter.build.version < "3.14":
        assert "new in Python 3.14" in found["refused"]
        pytest.skip(found["refused"])
    assert "refused" not in found
    return found


def test_every_round_is_timed(seen: Seen) -> None:
    values = seen["values"]
    assert set(values) == {"p50", "p99"}
    for half, most in zip(values["p50"], values["p99"], strict=True):
        assert 0 < half <= most < PATIENCE


def test_queues_of_interpreters_are_looked_into_every_now_and_then(
    seen: Seen, strategy: str
) -> None:
    """What the workload is there to show; a lane of any other kind is woken."""
    if strategy in SUBINTERPRETERS:
        assert min(seen["values"]["p99"]) >= POLLED
    else:
        assert min(seen["values"]["p50"]) < POLLED


def test_a_wrong_answer_is_an_error_and_not_a_hang(seen: Seen) -> None:
    error, seconds = seen["mistaken"]
    assert error.removeprefix("LaneError: ") == "ValueError: pong answered -41, not -2"
    assert seconds < PATIENCE


def test_one_task_after_the_other_cannot_play(matrix: Matrix, drive: Callable[..., Any]) -> None:
    found = drive(get(matrix, "3.13"), "drive_ping_pong", "sequential")
    assert found == {"refused": "one task ends before the next begins"}
