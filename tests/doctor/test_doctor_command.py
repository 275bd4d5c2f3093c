"""The command as a user calls it: what it prints, and its exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_up_machine import QUIET, changed
from rich.console import Console

from harness.commands.doctor import facts, show
from harness.doctor.busy import Busy
from harness.doctor.checks import findings

HARNESS = [sys.executable, "-m", "harness"]
ONE_CPU = ["taskset", "-c", str(min(os.sched_getaffinity(0)))] if sys.platform == "linux" else []


def called(*argv: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def one_cpu() -> list[str]:
    if not ONE_CPU or not shutil.which("taskset"):
        pytest.skip("there is no taskset")
    return ONE_CPU


def test_it_prints_facts_and_findings() -> None:
    done = called(*HARNESS, "doctor")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.startswith("machine")
    assert "CPUs free" in done.stdout
    assert "\x1b" not in done.stdout  # it is a pipe


def test_json() -> None:
    done = called(*HARNESS, "doctor", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["facts"]["machine"]["cores"] >= 1
    for finding in told["findings"]:
        assert all(finding[name] for name in ("severity", "what", "effect", "remedy", "check"))


def test_one_cpu_is_found_by_spinning(one_cpu: list[str]) -> None:
    done = called(*one_cpu, *HARNESS, "doctor", "--json")
    assert done.returncode == 0, done.stderr  # it only looks
    told = json.loads(done.stdout)
    assert told["facts"]["spinning"] == 2
    assert told["facts"]["free"] < 1.5
    worst = told["findings"][0]
    assert (worst["check"], worst["severity"]) == ("parallel", "error")


def test_strict_is_exit_code_4(one_cpu: list[str]) -> None:
    done = called(*one_cpu, *HARNESS, "doctor", "--strict")
    assert done.returncode == 4
    assert "two processes do not run in parallel" in done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert "scaling means nothing here" in done.stderr


def test_a_strict_run_is_refused_before_anything_is_done(
    one_cpu: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "run"
    done = called(*one_cpu, *HARNESS, "run", "--strict", "--out", out, "--interpreters", "3.13")
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert not out.exists()


def printed(seen: Any, width: int, capsys: pytest.CaptureFixture[str]) -> str:
    show(seen, findings(seen), Console(width=width, highlight=False))
    return capsys.readouterr().out


def test_a_quiet_machine(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(QUIET, 100, capsys)
    assert "3.9 of 4" in text
    assert text.splitlines()[-1] == "Nothing here stands in the way of measuring."


@pytest.mark.parametrize("width", [40, 80, 200])
def test_remedies_can_be_copied(width: int, capsys: pytest.CaptureFixture[str]) -> None:
    seen = changed(
        turbo=True,
        turbo_off="echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo",
        outside=0.9,
        busy=[Busy(name="[bold]x[/bold]", pid=4, cpus=0.9)],
    )
    text = printed(seen, width, capsys)
    assert f"→ {seen.turbo_off}\n" in text
    assert "[bold]x[/bold] (pid 4)" in " ".join(text.split())  # no markup


def test_facts_that_are_not_known_are_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    bare = type(QUIET)(machine=QUIET.machine)
    told = dict(facts(bare))
    assert told["steal"] == "the system does not tell"
    assert printed(bare, 80, capsys)
