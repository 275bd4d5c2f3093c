"""The nox sessions: what `nox -l` shows, and that they know every strategy there is."""

import subprocess
import sys
from pathlib import Path

import pytest

from harness import catalog
from harness.interpreters import KNOWN

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def listed() -> str:
    nox = [sys.executable, "-m", "nox", "-l", "-f", str(ROOT / "noxfile.py")]
    return subprocess.run(nox, capture_output=True, text=True, check=True).stdout


def test_measuring_is_what_nox_does_by_itself(listed: str) -> None:
    chosen = [line.split()[1] for line in listed.splitlines() if line.startswith("* ")]
    assert chosen == ["bench"]


@pytest.mark.parametrize("name", ["report", "tests", "lint", "slow"])
def test_the_sessions_are_there(listed: str, name: str) -> None:
    assert f"- {name} -> " in listed


def test_each_interpreter_and_each_suite_has_one(listed: str) -> None:
    for interpreter in KNOWN:
        assert f"- interpreter({interpreter}) -> " in listed
        for strategy in catalog.ask().strategies:
            assert f"- suite({interpreter}, {strategy.name}) -> " in listed
