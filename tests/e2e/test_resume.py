"""Going on with a run whose files were damaged or whose cells failed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from gilbench import SMALL, assert_valid, attempts, command, gilbench
from real import get

from harness.interpreters import Matrix
from record import Attempt, RunFiles, Status


@pytest.fixture(scope="module")
def whole(matrix: Matrix, tmp_path_factory: pytest.TempPathFactory) -> Path:
    get(matrix, "3.13")
    out = tmp_path_factory.mktemp("resume") / "whole"
    done = gilbench("run", "--out", out, "--blocks", "1", *SMALL, "sequential,threads")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def run(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "run"))


def counting(run: Path) -> Attempt:
    """One of the attempts that count."""
    return next(iter(RunFiles(run).counted().values()))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def other(path: Path) -> None:
    """Another cell's file in its place."""
    (first, *_) = (one for one in path.parent.iterdir() if one != path)
    shutil.copy(first, path)


@pytest.mark.parametrize("damage", [Path.unlink, truncate, other])
def test_a_damaged_file_is_measured_again(run: Path, damage: Callable[[Path], None]) -> None:
    before = attempts(run)
    damage(run / counting(run).file)
    done = gilbench("run", "--out", run)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("measuring again") == 1
    again = attempts(run)[len(before) :]
    assert {one.cell for one in again} == {one.cell for one in before}  # the group's block, whole
    assert_valid(run, blocks=1)


def test_a_file_outside_is_not_read(run: Path, tmp_path: Path) -> None:
    journal = RunFiles(run).journal_path
    outside = msgspec.structs.replace(counting(run), file="../../secret.json")
    journal.write_bytes(journal.read_bytes() + outside.line())
    done = gilbench("run", "--out", run)
    assert done.returncode == 0, done.stderr
    assert "leads out of the run's folder" in done.stderr
    assert_valid(run, blocks=1)


def test_a_published_run_without_raw_files_is_left_alone(run: Path) -> None:
    shutil.rmtree(run / "raw")
    before = {path: path.read_bytes() for path in run.rglob("*.json")}
    done = gilbench("run", "--out", run, "--blocks", "2")
    assert done.returncode == 2
    assert "has no raw files" in done.stderr.splitlines()[-1]
    assert {path: path.read_bytes() for path in run.rglob("*.json")} == before


def test_a_journal_of_another_plan_is_refused(run: Path) -> None:
    journal = RunFiles(run).journal_path
    line = Attempt(cell="nope/x", block=0, status=Status.OK, file="x").line()
    journal.write_bytes(journal.read_bytes() + line)
    done = gilbench("run", "--out", run, "--blocks", "2")
    assert done.returncode == 2
    assert "is no cell of the run's plan" in done.stderr.splitlines()[-1]


def test_failed_cells_are_tried_again_when_asked(run: Path) -> None:
    journal = RunFiles(run).journal_path
    failed = msgspec.structs.replace(counting(run), status=Status.FAILED, reason="no memory")
    journal.write_bytes(journal.read_bytes() + failed.line())
    as_it_is = gilbench("run", "--out", run)
    assert as_it_is.returncode == 3
    assert "no memory" in as_it_is.stderr.splitlines()[-1]
    again = gilbench("run", "--out", run, "--retry-failed")
    assert again.returncode == 0, again.stderr
    assert_valid(run, blocks=1)


def test_a_reader_that_goes_away_is_no_failure(run: Path) -> None:
    line = " ".join(command("report", run)) + " | head -1; exit ${PIPESTATUS[0]}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
