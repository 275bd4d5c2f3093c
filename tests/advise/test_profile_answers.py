"""What is made of the answers of processes that run the user's code."""

import msgspec
import pytest
from made_up_profiles import profile

from harness.advise.profile import patience, understood
from harness.probes.ask import Answer

GOOD = msgspec.json.encode(profile()) + b"\n"


def test_the_last_whole_line_counts() -> None:
    early = msgspec.json.encode({"error": "it got no further than its import"}) + b"\n"
    assert understood(Answer("ok", data=early + GOOD + b'{"tor'), "x") == profile()
    died = understood(Answer("failed", "exit code 3", early), "x")
    assert died.error == "it got no further than its import: exit code 3"


def test_what_is_known_before_a_crash_stands() -> None:
    assert understood(Answer("failed", "SIGSEGV", GOOD), "x") == profile()


@pytest.mark.parametrize("data", [b"", b"\n", b"hello\n", b"{}", b'{"total": -1}\n', b"[" * 9999])
def test_no_answer_is_an_error(data: bytes) -> None:
    assert understood(Answer("ok", data=data), "x").error
    assert understood(Answer("failed", "it crashed", data), "x").error == "it crashed"


def test_profiles_take_a_small_part_of_the_budget() -> None:
    assert 3 * patience(60, 3).calls <= 0.1 * 60
    assert patience(60, 3).end <= 0.25 * 60
