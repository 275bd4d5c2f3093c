"""The trials of benchmarks/validity.py on what was recorded: the method is as honest as told."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "validity.py"


def table(output: str) -> list[dict[str, str]]:
    """The first table of the script's Markdown, a dictionary a row."""
    first, _, _ = output.partition("\n\n")
    rows = [line.strip("| ").split(" | ") for line in first.splitlines()]
    head, _, *lines = rows
    return [dict(zip(head, line, strict=False)) for line in lines]


def interval(rate: str) -> tuple[float, float]:
    low, high = rate[rate.index("[") + 1 : rate.index("]")].split(", ")
    return float(low), float(high)


@pytest.mark.slow
def test_the_rates_on_recorded_processes_allow_for_what_is_promised() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--markdown"], capture_output=True, text=True, check=True
    )
    found = table(done.stdout)
    ours = [row for row in found if row["method"] in {"blocks, control", "stopped at 3%"}]
    assert len(ours) >= 9
    for row in ours:
        low, high = interval(row["false positives"])
        assert low <= 5 <= high, row
        low, high = interval(row["coverage"])
        assert low <= 95 <= high, row
    theirs = [row for row in found if row["method"].startswith("pyperf")]
    assert all(interval(row["false positives"])[0] > 5 for row in theirs)
