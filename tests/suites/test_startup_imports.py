"""What `startup` has its lanes import: new to every one of them, and there to be imported."""

from collections.abc import Callable
from typing import Any

from harness.interpreters import Interpreter


def test_no_lane_has_what_it_is_to_import(
    interpreter: Interpreter, drive: Callable[..., Any]
) -> None:
    seen = drive(interpreter, "drive_imports")
    assert len(seen) >= 8
    for name, found in seen.items():
        assert not any(found["before"]), (name, found["before"])


def test_heavy_is_more_than_common_and_both_can_be_had(
    interpreter: Interpreter, drive: Callable[..., Any]
) -> None:
    for name, found in drive(interpreter, "drive_imports").items():
        if found["brought"]:
            assert 0 < found["brought"]["common"] < found["brought"]["heavy"], name
