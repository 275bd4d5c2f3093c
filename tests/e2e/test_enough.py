"""Runs that end by their precision, and runs beside other work."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gilbench import SMALL, assert_valid, attempts, gilbench
from real import get

import analysis
from harness.interpreters import Matrix
from harness.run.stop import LEAST_BLOCKS
from record import RunFiles, Status

THREE = (*SMALL, "sequential,threads", "--pairs", "1")


@pytest.fixture(autouse=True)
def _ready(matrix: Matrix) -> None:
    get(matrix, "3.13")


def test_a_run_ends_when_its_intervals_are_narrow_enough(tmp_path: Path) -> None:
    out = tmp_path / "run"
    most = LEAST_BLOCKS + 1
    done = gilbench("run", "--out", out, "--precision", "90%", "--blocks", most, *THREE)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert second == "1 of 1 groups within 90%"
    assert f" x {LEAST_BLOCKS} blocks" in first
    assert_valid(out, blocks=LEAST_BLOCKS)
    goal = RunFiles(out).manifest().goal
    assert (goal.precision, goal.blocks) == (0.9, most)
    before = len(attempts(out))
    again = gilbench("run", "--out", out)  # its goal is its own
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[-1] == second
    assert len(attempts(out)) == before
    # One that asks for more, and has no time for it, names what is not so narrow.
    more = gilbench("run", "--out", out, "--precision", "0.01%", "--budget", "0.1s")
    assert more.returncode == 0, more.stderr
    line = more.stdout.splitlines()[-1]
    assert line.startswith("0 of 1 groups within 0.01%; not: primes.")
    assert line.endswith("%)")
    assert len(attempts(out)) == before


@pytest.fixture
def busy() -> Iterator[None]:
    """A process that is not the run's and keeps a CPU busy."""
    spinner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    yield
    spinner.kill()
    spinner.wait()


def test_beside_other_work(tmp_path: Path, busy: None) -> None:
    out = tmp_path / "run"
    done = gilbench("run", "--out", out, "--blocks", "1", *THREE)
    assert done.returncode == 0, done.stderr
    journal = attempts(out)
    spoilt = [one for one in journal if one.status is Status.CONTAMINATED]
    assert spoilt
    assert all(one.outside is not None and one.outside > 0.25 for one in spoilt)
    assert "CPUs busy" in spoilt[0].reason
    assert spoilt[0].reason in done.stderr
    # Its group's block was measured again, whole, and both are kept.
    again = [one for one in journal if (one.block, one.take) == (spoilt[0].block, 1)]
    assert {one.cell for one in again} == {one.cell for one in journal}
    assert all((out / one.file).is_file() for one in journal)
    assert_valid(out, blocks=1)
    assert len(analysis.load(out)) > 0
    report = gilbench("report", out)
    assert report.returncode == 0, report.stderr
    counted = [one.status for one in RunFiles(out).counted().values()]
    count = counted.count(Status.CONTAMINATED)
    assert (f"{count} of {len(counted)} processes ran beside other work" in report.stdout) == (
        count > 0
    )


def test_a_precision_that_is_none(tmp_path: Path) -> None:
    done = gilbench("run", "--out", tmp_path / "run", "--precision", "0", *THREE)
    assert done.returncode == 2
    assert "is not a share such as 3%" in done.stderr.splitlines()[-1]
