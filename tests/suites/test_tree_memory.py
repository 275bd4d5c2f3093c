"""Memory is the PSS of the whole tree: every child is seen, and shared pages count once."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.interpreters import Interpreter

MIB = 1 << 20
HELD = 200 * MIB
SLACK = 30 * MIB


@pytest.fixture
def pss(interpreter: Interpreter, drive: Callable[..., Any]) -> dict[str, int]:
    found: dict[str, int] = drive(interpreter, "drive_memory")
    return found


def test_an_interpreter_alone_is_a_few_megabytes(pss: dict[str, int]) -> None:
    assert 2 * MIB < pss["before"] < 100 * MIB


def test_what_a_child_holds_is_seen(pss: dict[str, int]) -> None:
    assert HELD - SLACK < pss["private"] - pss["before"] < HELD + SLACK


def test_what_forked_children_share_counts_once(pss: dict[str, int]) -> None:
    assert HELD - SLACK < pss["held"] - pss["before"] < HELD + SLACK
    assert abs(pss["shared"] - pss["held"]) < SLACK


def test_what_was_given_back_counts_no_more(pss: dict[str, int]) -> None:
    assert abs(pss["after"] - pss["before"]) < SLACK


def test_a_child_that_has_just_ended_holds_nothing(pss: dict[str, int]) -> None:
    assert abs(pss["zombie"] - pss["before"]) < SLACK


def test_a_process_that_is_gone_is_not_told_of(pss: dict[str, int]) -> None:
    assert pss["gone"] is None
