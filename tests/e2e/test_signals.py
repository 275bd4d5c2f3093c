"""Signals at awkward moments, and terminals that go away."""

import contextlib
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from gilbench import SMALL, assert_valid, attempts, command, descendants, start, until
from processes import all_gone
from real import get

from harness.interpreters import Matrix

ONE = (*SMALL, "sequential")


@pytest.fixture(autouse=True)
def _ready(matrix: Matrix) -> None:
    get(matrix, "3.13")


def catches(process: subprocess.Popen[str], number: int) -> bool:
    """Whether it has a handler: Python's own start has none."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("SigCgt:"):
                return bool(int(line.split()[1], 16) & 1 << (number - 1))
    return False


def measuring(process: subprocess.Popen[Any]) -> list[psutil.Process]:
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "--worker" in child.cmdline():
                found.append(child)
    return found


@pytest.mark.parametrize("later", [0, 0.1, 0.5, 1.0])
def test_a_signal_before_anything_is_measured(tmp_path: Path, later: float) -> None:
    """While its modules are imported, interpreters looked for, the machine examined."""
    process = start("run", "--out", tmp_path / "run", "--blocks", "1", *ONE)
    until(lambda: catches(process, signal.SIGTERM))
    time.sleep(later)
    children = descendants(process)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1].startswith("gilbench: error: stopped by SIGINT")
    assert "Traceback" not in errors
    assert all_gone(children)


def test_signals_in_quick_succession_are_the_first(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "2", *ONE)
    until(lambda: bool(attempts(out)))
    children = descendants(process)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        # Of two that are pending at once Python handles the lower number first.
        time.sleep(0.1)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert errors.splitlines()[-1].startswith("gilbench: error: stopped by SIGTERM")
    assert "Traceback" not in errors
    assert all_gone(children)


def test_started_with_signals_blocked_and_ignored(tmp_path: Path) -> None:
    """As careless programs leave them to what they start; nohup's SIGHUP alone is a wish."""
    out = tmp_path / "run"
    careless = (
        "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN);"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGCHLD]);"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", careless, *command("run", "--out", out, "--blocks", "9", *ONE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: bool(attempts(out)) and bool(measuring(process)))
    measuring(process)[0].kill()
    until(lambda: any(not one.measured for one in attempts(out)))
    assert "SIGKILL" in next(one.reason for one in attempts(out) if not one.measured)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 143, errors


def test_a_suite_by_hand_leaves_no_worker(tmp_path: Path) -> None:
    process = start("suite", "3.13", "processes-fork", "-o", tmp_path / "out.json")
    until(lambda: len(measuring(process)) >= 2)
    children = descendants(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 143
    assert all_gone(children)


IGNORE_HANGUP = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh")


def in_terminal(*line: str) -> tuple[subprocess.Popen[bytes], int]:
    """A command in the foreground of a terminal of its own; the terminal's other end."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", *line],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(theirs)
    return process, ours


def test_ctrl_c_reaches_the_harness_alone(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process, terminal = in_terminal(*command("run", "--out", out, "--blocks", "2", *ONE))
    until(lambda: bool(attempts(out)))
    children = psutil.Process(process.pid).children(recursive=True)
    os.write(terminal, b"\x03")
    assert process.wait(timeout=60) == 130
    assert b"stopped by SIGINT; go on with" in read(terminal)
    assert all_gone(children)


def test_a_terminal_that_is_closed_ends_it_in_order(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process, terminal = in_terminal(*command("run", "--out", out, "--blocks", "2", *ONE))
    until(lambda: bool(attempts(out)))
    children = psutil.Process(process.pid).children(recursive=True)
    os.close(terminal)
    assert process.wait(timeout=60) == 129
    assert all_gone(children)


def test_a_terminal_that_is_closed_does_not_stop_who_ignores_it(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process, terminal = in_terminal(
        *IGNORE_HANGUP, *command("run", "--out", out, "--blocks", "1", *ONE)
    )
    until(lambda: bool(measuring(process)))
    os.close(terminal)
    process.wait(timeout=120)  # its last line cannot be told, which is its exit code
    assert_valid(out, blocks=1)


def read(terminal: int) -> bytes:
    told = b""
    with contextlib.suppress(OSError):  # how a terminal's end is told
        while data := os.read(terminal, 4096):
            told += data
    return told
