"""What happens to a run's folder: it is begun twice, taken away, stamped by a clock set back."""

import signal
import subprocess
import time
from pathlib import Path

import msgspec
import pytest
from gilbench import SMALL, assert_valid, attempts, descendants, gilbench, start, until
from processes import all_gone
from real import get

from harness.interpreters import Matrix
from record import RunFiles

ONE = (*SMALL, "sequential")


@pytest.fixture(autouse=True)
def _ready(matrix: Matrix) -> None:
    get(matrix, "3.13")


def test_two_that_begin_one_run_at_once_do_not_mix_it(tmp_path: Path) -> None:
    """Neither finds a run when it looks first; each would begin its own."""
    out = tmp_path / "run"
    both = [
        start("run", "--out", out, "--blocks", "1", "--seed", seed, *ONE) for seed in ("1", "2")
    ]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 2], said
    refused = next(text for text, one in zip(said, both, strict=True) if one.returncode == 2)
    assert "another gilbench is writing" in refused or "a run of another plan" in refused
    assert_valid(out, blocks=1)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_folder_that_is_removed_is_not_begun_anew(tmp_path: Path, replaced: bool) -> None:
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "9", *ONE)
    until(lambda: bool(attempts(out)))
    children = descendants(process)
    out.rename(tmp_path / "moved")
    if replaced:
        out.mkdir()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 5
    assert "was removed or replaced while it was written" in errors.splitlines()[-1]
    assert all_gone(children)
    assert out.exists() == replaced
    assert not replaced or list(out.iterdir()) == []
    if not replaced:
        done = gilbench("run", "--out", tmp_path / "moved", "--blocks", "1")  # where it is now
        assert done.returncode == 0, done.stderr


def test_a_clock_that_was_set_back(tmp_path: Path) -> None:
    """Stamps of the future, in the journal and on the files, in what went before."""
    out = tmp_path / "run"
    done = gilbench("run", "--out", out, "--blocks", "1", *ONE)
    assert done.returncode == 0, done.stderr
    journal = RunFiles(out).journal_path
    later = [msgspec.structs.replace(one, started=one.started + 9e4) for one in attempts(out)]
    journal.write_bytes(b"".join(one.line() for one in later))
    touched = ["find", str(out), "-exec", "touch", "-d", "tomorrow", "{}", "+"]
    subprocess.run(touched, check=True)
    again = gilbench("run", "--out", out, "--blocks", "2")
    assert again.returncode == 0, again.stderr
    assert attempts(out)[: len(later)] == later
    assert_valid(out, blocks=2)
    report = gilbench("report", out, "--format", "csv")
    assert report.returncode == 0, report.stderr


def test_a_machine_that_sleeps_spoils_the_process_that_ran(tmp_path: Path) -> None:
    """All of it stops, for longer than a process may take, and goes on."""
    out = tmp_path / "run"
    process = start("run", "--out", out, "--blocks", "1", "--timeout", "8s", *ONE)
    until(lambda: len(descendants(process)) >= 2 and out.exists() and bool(attempts(out)))
    harness = descendants(process)
    process.send_signal(signal.SIGSTOP)
    for one in harness:
        one.suspend()
    before = len(attempts(out))
    time.sleep(9)
    for one in reversed(harness):
        one.resume()
    process.send_signal(signal.SIGCONT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert attempts(out)[before].reason == "it was stopped for a while"
    assert not [one for one in attempts(out)[before + 1 :] if "stopped" in one.reason]
    assert_valid(out, blocks=1)
