"""What takes minutes: the quick preset as a user runs it, and an optimised build."""

from pathlib import Path

import pytest
from gilbench import assert_valid, gilbench

import analysis
from harness.interpreters import make_ready

pytestmark = pytest.mark.slow


def test_quick_shows_who_runs_in_parallel(tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = gilbench("run", "--out", out)
    assert done.returncode == 0, done.stderr
    assert_valid(out, blocks=6)
    cells = analysis.cells(out)
    cells = cells[(cells["workload"] == "primes") & (cells["replicate"] == 0)]
    cores = cells.set_index(["interpreter", "strategy"])["effective_cores"]
    for one_core in (("3.13", "threads"), ("3.13", "asyncio"), ("3.13t", "asyncio")):
        assert cores[one_core] < 1.1
    for parallel in (("3.13t", "threads"), ("3.13", "interpreters"), ("3.13", "processes-fork")):
        assert cores[parallel] > 1.3


def test_an_optimised_build_is_one() -> None:
    matrix = make_ready(["3.13t"], optimise=True, say=print)
    (interpreter,) = matrix.interpreters
    assert interpreter.build.pgo
    assert interpreter.build.lto
    assert interpreter.build.free_threaded
    assert not [finding for finding in matrix.findings if "PGO" in finding.what]
