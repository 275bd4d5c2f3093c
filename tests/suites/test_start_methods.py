"""Processes are started by the method of the strategy's name, and are missed when they die."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from harness.interpreters import Interpreter

PROCESSES = ("processes-fork", "processes-forkserver", "processes-spawn")


@pytest.fixture(params=PROCESSES)
def strategy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(interpreter: Interpreter, strategy: str, drive: Callable[..., Any]) -> dict[str, Any]:
    seen: dict[str, Any] = drive(interpreter, "drive_strategy", strategy)
    return seen


def test_the_parent_is_the_measuring_process_or_the_fork_server(
    seen: dict[str, Any], strategy: str
) -> None:
    (parent,) = set(seen["parents"])
    assert (parent == seen["main"]["pid"]) == (strategy != "processes-forkserver")


def test_the_command_line_tells_the_method(seen: dict[str, Any], strategy: str) -> None:
    telling = {
        "processes-fork": "-m drive_strategy",  # a copy of the parent has the parent's own
        "processes-forkserver": "multiprocessing.forkserver",
        "processes-spawn": "spawn_main(",
    }
    assert all(telling[strategy] in command for command in seen["commands"])


def test_only_a_fork_has_what_its_parent_changed_after_the_import(
    seen: dict[str, Any], strategy: str
) -> None:
    changed = strategy == "processes-fork"
    assert seen["mark"] == ["changed by the parent" if changed else "as imported"]


def test_a_lane_that_dies_is_an_error_not_a_hang(seen: dict[str, Any]) -> None:
    assert seen["death"][0] == "BrokenProcessPool"


def test_no_process_is_left_when_the_measuring_one_has_ended(seen: dict[str, Any]) -> None:
    for lane in seen["lanes"]:
        with pytest.raises(ProcessLookupError):
            os.kill(lane["pid"], 0)
