"""What becomes of a process: every kind of end is one status and one clear line."""

import signal
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import cell, lane, process, pyperf_file

from harness.run.launch import Ended
from harness.run.outcome import Outcome, judge
from record import Process, Status
from record.pyperf_file import Measured

PROOF = process(cell(), [lane(1), lane(2)])
RECORD = msgspec.json.encode(PROOF).decode()
GOOD = pyperf_file([0.25, 0.5], RECORD)

TRACEBACK = """Traceback (most recent call last):
  File "suite.py", line 1, in <module>
suites.proof.WrongChecksum: the result's checksum is 1, not 2
"""

IGNORED = """Exception ignored in: <function Pool.__del__>
Traceback (most recent call last):
  File "pool.py", line 2, in __del__
OSError: handle is closed
"""
CHAIN = """concurrent.futures.process._RemoteTraceback:
\"\"\"
Traceback (most recent call last):
  File "task.py", line 1, in task
KeyError: 'inner'
\"\"\"

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "suite.py", line 1, in <module>
ValueError: no such thing
 and more of its text
last line of its text
"""


def judged(
    data: bytes | None = GOOD,
    code: int = 0,
    error: str = "",
    timed_out: bool = False,
    contradiction: str | None = None,
) -> Outcome:
    return judge(Ended(code, timed_out, 1.0, error), data, 60.0, lambda process: contradiction)


def test_a_good_one() -> None:
    assert judged() == Outcome(Status.OK, "", timed=PROOF.wall)


def test_the_proof_is_what_is_judged() -> None:
    seen: list[Process] = []

    def look(measured: Sequence[Measured]) -> None:
        seen.extend(one.process for one in measured)

    judge(Ended(0, False, 1.0, ""), GOOD, 60.0, look)
    assert seen == [PROOF]


def test_a_warning_on_stderr_is_no_failure() -> None:
    assert judged(error="DeprecationWarning: fork\n").status is Status.OK


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ({"timed_out": True, "code": -9}, "it did not end within 60 s"),
        ({"timed_out": True, "code": 0}, "it did not end within 60 s"),
        ({"code": -signal.SIGSEGV}, "the interpreter was ended by SIGSEGV"),
        ({"code": -signal.SIGABRT}, "the interpreter was ended by SIGABRT"),
        (
            {"code": -signal.SIGKILL},
            "the interpreter was ended by SIGKILL (killed from outside, or for want of memory)",
        ),
        ({"code": -250}, "the interpreter was ended by signal 250"),
        (
            {"code": 1, "error": TRACEBACK},
            "suites.proof.WrongChecksum: the result's checksum is 1, not 2",
        ),
        (
            {"code": 1, "error": TRACEBACK + IGNORED},
            "suites.proof.WrongChecksum: the result's checksum is 1, not 2",
        ),
        ({"code": 1, "error": CHAIN}, "ValueError: no such thing"),
        ({"code": 1, "error": "warning: odd\nsuite: error: no\n"}, "suite: error: no"),
        ({"code": 1, "error": "\n \n"}, "exit code 1"),
        ({"code": 3}, "exit code 3"),
        ({"data": None}, "it wrote no file"),
        ({"contradiction": "2 lanes were only 1 threads"}, "2 lanes were only 1 threads"),
    ],
)
def test_how_it_failed(end: dict[str, Any], reason: str) -> None:
    outcome = judged(**end)
    assert outcome == Outcome(Status.FAILED, reason)


def test_a_long_last_line_is_cut() -> None:
    assert len(judged(code=1, error="x" * 100_000).reason) <= 500


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"benchmarks": []}',
        b'{"benchmarks": [{"runs": []}]}',
        b'{"benchmarks": [{"runs": [{"values": ["fast"]}]}]}',
        GOOD[:-10],
        GOOD.replace(b"0.25", b"NaN"),
        GOOD.replace(b"0.25", b"Infinity"),
        GOOD.replace(b"0.25", b'"' + b"\xff" + b'"'),
        pyperf_file([0.25], None),
        pyperf_file([0.25], ""),
        pyperf_file([0.25], "{}"),
        pyperf_file([0.25], RECORD[:-5]),
        pyperf_file([0.25], RECORD.replace('"wall":1.0', '"wall":NaN')),
        pyperf_file([0.25], "[" * 100_000),
        b"[" * 100_000,
        b'{"metadata": {"a": ' + b"[" * 100_000,
        GOOD.replace(b'"1.0"', b'"1.0", "metadata": 5'),
    ],
    ids=range(21),
)
def test_a_file_that_proves_nothing(data: bytes) -> None:
    outcome = judged(data)
    assert outcome.status is Status.FAILED
    assert outcome.reason
    assert len(outcome.reason.splitlines()) == 1


def test_a_file_without_values_is_no_measurement() -> None:
    assert judged(pyperf_file([], RECORD)).status is Status.FAILED


@given(st.binary(max_size=200) | st.integers(0, len(GOOD)).map(lambda end: GOOD[:end]))
def test_no_file_breaks_the_run(data: bytes) -> None:
    outcome = judged(data)
    assert (outcome.status is Status.OK) == (data == GOOD)


def test_what_cannot_be_had_says_why() -> None:
    told = "its lanes cannot use numpy: no such module\n"
    assert judged(None, 69, told) == Outcome(Status.UNSUPPORTED, told.strip())
    assert judged(None, 69, "").status is Status.UNSUPPORTED
