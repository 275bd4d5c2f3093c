"""One run of four families of strategies on three interpreters, looked at from all sides."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gilbench import assert_valid, gilbench
from real import NAMES, get

import analysis
from harness.interpreters import Matrix
from record import RunFiles

pytestmark = pytest.mark.alone  # whether lanes run at once takes free cores to see


@pytest.fixture(scope="module")
def run(matrix: Matrix, tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in NAMES:
        get(matrix, name)
    out = tmp_path_factory.mktemp("whole") / "run"
    done = gilbench(
        *("run", "--out", out, "--blocks", "2", "--interpreters", ",".join(NAMES)),
        *("--workloads", "primes"),
        *("--strategies", "sequential,threads,processes-spawn,interpreters"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{out}: 16 cells x 2 blocks")
    # A plain line a process, as stderr is no terminal.
    assert done.stderr.count("  to go ") == len(RunFiles(out).journal()) >= 32
    return out


def test_nothing_is_lost_or_doubled(run: Path) -> None:
    assert_valid(run, blocks=2)


def test_the_order_differs_between_blocks(run: Path) -> None:
    journal = RunFiles(run).journal()
    # A process that the machine disturbed is measured again: a cell's first attempt is its place.
    orders = [list(dict.fromkeys(a.cell for a in journal if a.block == block)) for block in (0, 1)]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_pyperf_compares_interpreters_by_itself(run: Path) -> None:
    files = [str(RunFiles(run).merged_path(name, "threads")) for name in ("3.13", "3.13t")]
    done = subprocess.run(
        [sys.executable, "-m", "pyperf", "compare_to", *files, "--table", "-v"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "primes[n=150000]/w2/chunk=1,gc=on,pool=warm,scaling=strong" in done.stdout


def test_the_gil_was_what_the_label_says(run: Path) -> None:
    frame = analysis.load(run)
    gil = frame.groupby("interpreter", observed=True)["gil"].unique()
    assert {label: list(states) for label, states in gil.items()} == {
        "3.12": [True],
        "3.13": [True],
        "3.13t": [False],
    }


def test_threads_under_the_gil_are_one_core(run: Path) -> None:
    """A bound that noise cannot break: the GIL gives no more than one core to bytecode.

    Of the others the process that other work took least from.
    """
    values = analysis.load(run).query("replicate == 0")
    place = ["interpreter", "strategy", "block"]
    process = values.groupby(place, observed=True).agg({"cpu": "mean", "value": "mean"})
    cores = (process["cpu"] / process["value"]).groupby(place[:2], observed=True).max()
    assert cores["3.13", "threads"] < 1.15
    assert cores["3.13t", "threads"] > cores["3.13", "threads"]
    assert cores["3.13", "interpreters"] > cores["3.13", "threads"]


def test_memory_of_the_whole_tree_is_on_record(run: Path) -> None:
    memory = analysis.load(run).groupby("strategy", observed=True)["memory"].mean()
    assert memory["processes-spawn"] > memory["threads"] > 5e6


def test_report_prints_and_writes(run: Path) -> None:
    done = gilbench("report", run)
    assert done.returncode == 0, done.stderr
    assert "A/A" in done.stdout
    for name in ("report.md", "heatmap.svg", "heatmap.png"):
        assert (run / "report" / name).stat().st_size > 1000


def test_a_cell_can_be_run_alone(run: Path, tmp_path: Path) -> None:
    done = gilbench("report", run, "--commands", "3.13t.interpreters")
    line = done.stdout.splitlines()[1].strip()
    subprocess.run(line, shell=True, check=True, cwd=tmp_path, capture_output=True)
    file = json.loads((tmp_path / "cell.json").read_text())
    assert "3.13t" in file["metadata"]["gilbench"]


def test_a_finished_run_is_extended_by_blocks_alone(run: Path) -> None:
    again = gilbench("run", "--out", run)
    assert again.returncode == 0
    assert "  to go " not in again.stderr
    more = gilbench("run", "--out", run, "--blocks", "3")
    assert more.returncode == 0, more.stderr
    assert more.stderr.count("  to go ") >= 16
    assert_valid(run, blocks=3)


def test_another_plan_is_refused_and_the_run_untouched(run: Path) -> None:
    before = {path: path.read_bytes() for path in run.rglob("*.json*")}
    done = gilbench("run", "--out", run, "--interpreters", "3.13", "--seed", "4")
    assert done.returncode == 2
    assert "the seed was 0 and is 4" in done.stderr
    assert {path: path.read_bytes() for path in run.rglob("*.json*")} == before
