"""What happens to a run from outside: it is ended, its processes are, its disk is full."""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from gilbench import (
    FEW,
    SMALL,
    assert_valid,
    attempts,
    command,
    descendants,
    gilbench,
    start,
)
from gilbench import until as wait_until
from processes import all_gone
from real import get

from harness.interpreters import Matrix
from record import Status


@pytest.fixture(autouse=True)
def _ready(matrix: Matrix) -> None:
    get(matrix, "3.13")


def measuring(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The measuring processes of a running harness; of forked lanes too."""
    found = []
    for child in descendants(process):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "--worker" in child.cmdline():
                found.append(child)
    return found


@pytest.mark.parametrize("moment", [0.1, 0.9])
def test_killed_without_warning_then_resumed(tmp_path: Path, moment: float) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "2", *FEW)
    wait_until(lambda: out.exists() and len(attempts(out)) >= 2 and bool(measuring(process)))
    time.sleep(moment * random.random())
    children = descendants(process)
    before = attempts(out)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert all_gone(children)
    done = gilbench("run", "--out", out)
    assert done.returncode == 0, done.stderr
    assert attempts(out)[: len(before)] == before
    assert_valid(out, blocks=2)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_end_it_in_order(tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "2", *FEW)
    wait_until(lambda: out.exists() and bool(attempts(out)) and bool(measuring(process)))
    children = descendants(process)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert f"gilbench run --out {out}" in errors.splitlines()[-1]
    assert "Traceback" not in errors
    assert all_gone(children)


def test_nohup_is_respected(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = subprocess.Popen(
        ["nohup", *command("run", "--out", out, "--blocks", "1", *FEW)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: bool(measuring(process)))
    process.send_signal(signal.SIGHUP)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert_valid(out, blocks=1)


def test_a_crash_of_one_process_is_that_cells_failure(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "2", *FEW)
    wait_until(lambda: bool(measuring(process)))
    measuring(process)[0].send_signal(signal.SIGSEGV)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 3
    failed = [attempt for attempt in attempts(out) if attempt.status is Status.FAILED]
    assert [attempt.reason for attempt in failed] == ["the interpreter was ended by SIGSEGV"]
    assert "SIGSEGV" in errors.splitlines()[-1]
    good = [attempt for attempt in attempts(out) if attempt.measured]
    others = {attempt.cell for attempt in good} - {failed[0].cell}
    assert {(a.cell, a.block) for a in good if a.cell in others} == {
        (cell, block) for cell in others for block in (0, 1)
    }
    report = gilbench("report", out, "--format", "csv")
    assert report.returncode == 0
    assert "SIGSEGV" in report.stdout


def test_a_lane_that_is_killed_fails_its_cell_at_once(tmp_path: Path) -> None:
    out = tmp_path / "run"
    only = (*SMALL, "processes-fork", "-k", "workers=2")
    process = start("run", "--out", out, "--blocks", "1", *only)
    wait_until(lambda: len(measuring(process)) == 3)  # a process and two lanes forked by it
    started = time.monotonic()
    measuring(process)[-1].kill()
    wait_until(lambda: bool(attempts(out)))
    assert time.monotonic() - started < 30  # not the time-out of 120 s
    assert "BrokenProcessPool" in attempts(out)[0].reason
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)


def test_a_supervisor_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "1", *SMALL, "processes-fork")
    wait_until(lambda: len(measuring(process)) == 3)
    children = descendants(process)
    measuring(process)[-1].suspend()
    supervisor = next(child for child in children if "supervisor" in " ".join(child.cmdline()))
    supervisor.kill()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "supervisor" in errors.splitlines()[-1]
    assert all_gone(children)


def test_a_second_harness_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "1", *FEW)
    wait_until(lambda: out.exists() and bool(attempts(out)))
    second = gilbench("run", "--out", out, "--blocks", "1", *FEW)
    assert second.returncode == 2
    assert "another gilbench is writing" in second.stderr
    assert process.wait(timeout=120) == 0
    process.communicate()
    assert_valid(out, blocks=1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.getuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_said_and_nothing_measured_is_lost(small_disk: Path) -> None:
    out = small_disk / "run"
    done = gilbench("run", "--out", out, "--blocks", "9", *FEW)
    assert done.returncode == 5
    assert "No space left on device" in done.stderr.splitlines()[-1]
    before = attempts(out)
    assert before
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    again = gilbench("run", "--out", out, "--blocks", "2")
    assert again.returncode == 0, again.stderr
    assert attempts(out)[: len(before)] == before


def test_a_budget_is_kept_by_whole_blocks(tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = gilbench("run", "--out", out, "--budget", "1s", *FEW)
    assert done.returncode == 0, done.stderr
    assert_valid(out, blocks=1)  # the first is measured in any case


def test_a_server_that_dies_costs_one_cell(tmp_path: Path) -> None:
    out = tmp_path / "run"
    echo = ("--interpreters", "3.13", "--workloads", "echo", "--strategies", "sequential,threads")
    process = start("run", "--out", out, "--blocks", "1", *echo)
    wait_until(lambda: bool(measuring(process)))
    servers = [child for child in descendants(process) if "suites.services.echo" in child.cmdline()]
    assert len(servers) == 1
    servers[0].kill()
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 3, errors
    measured = [attempt.measured for attempt in attempts(out)]
    assert measured.count(False) == 1
    assert measured.count(True) >= 1
