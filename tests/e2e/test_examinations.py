"""The machine is examined at the start and at the end of each session of a real run."""

import signal
from pathlib import Path

import pytest
from gilbench import SMALL, assert_valid, attempts, gilbench, start
from gilbench import until as wait_until
from real import get

from harness.interpreters import Matrix
from record import Examination, RunFiles

ONE = (*SMALL, "sequential,threads")


@pytest.fixture(autouse=True)
def _ready(matrix: Matrix) -> None:
    get(matrix, "3.13")


def examinations(run: Path) -> list[Examination]:
    return RunFiles(run).manifest().examinations


def test_each_session_has_its_own(tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = gilbench("run", "--out", out, "--blocks", "1", *ONE)
    assert done.returncode == 0, done.stderr
    first = examinations(out)
    assert [one.moment for one in first] == ["start", "end"]
    assert first[0].when <= first[1].when
    assert all(one.spinning >= 2 and one.free for one in first)
    assert first[1].load is None  # its own
    done = gilbench("run", "--out", out, "--blocks", "2")
    assert done.returncode == 0, done.stderr
    assert [one.moment for one in examinations(out)] == ["start", "end", "start", "end"]
    assert examinations(out)[:2] == first
    assert_valid(out, blocks=2)


def test_a_session_that_was_stopped_has_its_start(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "9", *ONE)
    wait_until(lambda: out.exists() and bool(attempts(out)))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert [one.moment for one in examinations(out)] == ["start"]
