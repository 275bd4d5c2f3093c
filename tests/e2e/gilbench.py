"""Runs of the real command on the real interpreters, and what must be true of every run folder."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
import pyperf

from record import Attempt, RunFiles, Status
from record.counting import given_up

# Two cells a block and a second each: enough for faults.
SMALL = ("--interpreters", "3.13", "--workloads", "primes", "--strategies")
FEW = (*SMALL, "sequential,threads,processes-fork")


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "harness", *map(str, arguments)]


def gilbench(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, cwd=cwd, timeout=900
    )


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def until(fact: Callable[[], bool], seconds: float = 90) -> None:
    """Wait for it; an AssertionError where it does not come true."""
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


def descendants(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def attempts(run: Path) -> list[Attempt]:
    return RunFiles(run).journal()


def assert_valid(run: Path, blocks: int) -> None:
    """Every cell has one good process a block that counts: nothing lost, nothing doubled."""
    files = RunFiles(run)
    journal, counting = files.journal(), files.counted()
    lost = given_up(journal)
    assert {one.status for one in lost.values()} <= {Status.UNSUPPORTED}
    planned = {cell.key: cell for cell in files.manifest().plan.cells}
    cells = {key: cell for key, cell in planned.items() if key not in lost}
    assert Counter(key for key, _ in counting) == dict.fromkeys(cells, blocks)
    names = [one.file for one in journal if one.measured]
    assert len(set(names)) == len(names)  # what was measured twice is there twice
    for attempt in counting.values():
        assert pyperf.BenchmarkSuite.load(str(run / attempt.file)).get_total_duration() > 0
    merged = Counter[str]()
    for path in {files.merged_path(cell.interpreter, cell.strategy) for cell in cells.values()}:
        for benchmark in pyperf.BenchmarkSuite.load(str(path)):
            merged[path.parent.name + path.stem + benchmark.get_name()] = benchmark.get_nrun()
    assert len(merged) == len(cells)
    assert set(merged.values()) == {blocks}
    assert not [name for _, _, names in os.walk(run) for name in names if name.endswith(".part")]
