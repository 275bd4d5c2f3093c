"""The fault benchmark: five injections always, fifty where there is time."""

import subprocess
import sys
from pathlib import Path

import pytest
from real import get

from harness.interpreters import Matrix

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "faults.py"
# One for each of the parts that could lose something, and none that waits for a time-out.
TELLING = (
    "harness: kill -9",
    "harness: SIGINT, from the terminal",
    "supervisor: kill -9",
    "process: no memory",
    "disk: full",
)


@pytest.fixture(autouse=True)
def _ready(matrix: Matrix) -> None:
    get(matrix, "3.13")


def assert_clean(*arguments: str) -> None:
    """The benchmark says so by its exit code; its table is shown where it is not."""
    done = subprocess.run(
        [sys.executable, BENCHMARK, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_five_telling_faults_lose_nothing() -> None:
    kinds = (word for name in TELLING for word in ("--kind", name))
    assert_clean("--small", "--injections", "5", "--seed", "1", *kinds)


@pytest.mark.slow
def test_fifty_faults_of_every_kind_lose_nothing() -> None:
    assert_clean("--injections", "50", "--seed", "1")
