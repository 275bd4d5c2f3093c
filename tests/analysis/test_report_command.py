"""`gilbench report`, as it is called: what it prints, writes, and exits with."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import fake_run
import pyperf
import pytest
from fake_run import SMALL, Fake

from analysis import charts
from harness.cli import run

Make = Callable[[Fake], Path]
TINY = replace(SMALL, blocks=2, strategies=("sequential", "threads"), failed={}, missing={})
HERE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Gilbench = Callable[..., Done]


def process(*arguments: str | Path, **env: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "harness", "report", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": str(HERE), **env},
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def gilbench(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gilbench:
    """The command within this process, with one chart: one that starts and draws all is slow."""
    monkeypatch.setattr(charts, "CHARTS", (charts.heatmap.charts,))

    def call(*arguments: str | Path, cwd: Path = HERE) -> Done:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["gilbench", "report", *map(str, arguments)])
        code = run()
        return Done(code, *capsys.readouterr())

    return call


def test_prints_the_report_and_writes_its_files(make: Make) -> None:
    root = make(TINY)
    done = process(root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Not shown to be sound: ")
    assert "\x1b" not in done.stdout
    assert str(root / "report") in done.stderr
    names = {path.name for path in (root / "report").iterdir()}
    pictures = {"heatmap.png", "heatmap.svg", "scaling-primes.png", "scaling-primes.svg"}
    assert {"report.md"} | pictures <= names
    assert {Path(name).suffix for name in names} == {".md", ".png", ".svg"}
    page = (root / "report" / "report.md").read_text()
    assert "(<heatmap.svg>)" in page
    assert (root / "report" / "heatmap.png").read_bytes().startswith(b"\x89PNG")


def test_the_newest_run_is_the_default(gilbench: Gilbench, make: Make, tmp_path: Path) -> None:
    results = tmp_path / "here" / "results"
    for name, created in (("b-older", "2025-01-01"), ("a-newer", "2025-06-01")):
        manifest = fake_run.write(results / name, TINY)
        text = (results / name / "manifest.json").read_text()
        (results / name / "manifest.json").write_text(text.replace(manifest.created, created))
    (results / "damaged").mkdir()
    (results / "damaged" / "manifest.json").write_text("[" * 100_000)
    done = gilbench(cwd=tmp_path / "here")
    assert done.returncode == 0, done.stderr
    assert (results / "a-newer" / "report" / "report.md").exists()
    assert not (results / "b-older" / "report").exists()
    assert "passed over" in done.stderr


def test_no_run_at_all(gilbench: Gilbench, tmp_path: Path) -> None:
    done = gilbench(cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no run in results/" in done.stderr


@pytest.mark.parametrize("name", ["manifest.json", "journal.jsonl", "3.13/threads.json"])
def test_a_damaged_run_is_one_line_and_exit_2(gilbench: Gilbench, make: Make, name: str) -> None:
    root = make(TINY)
    (root / name).write_bytes(b"\xff{\n")
    done = gilbench(root)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert Path(name).name in done.stderr
    assert not (root / "report").exists()


def test_a_folder_that_cannot_be_written_is_exit_5(
    gilbench: Gilbench, make: Make, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    done = gilbench(make(TINY), "--out", tmp_path / "file" / "report")
    assert done.returncode == 5
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written" in done.stderr


def test_out_leaves_the_run_as_it_was(gilbench: Gilbench, make: Make, tmp_path: Path) -> None:
    root = make(TINY)
    before = sorted(root.rglob("*"))
    assert gilbench(root, "--out", tmp_path / "elsewhere").returncode == 0
    assert sorted(root.rglob("*")) == before
    assert (tmp_path / "elsewhere" / "report.md").exists()


def test_a_report_folder_that_leads_elsewhere_is_refused(
    gilbench: Gilbench, make: Make, tmp_path: Path
) -> None:
    root = make(TINY)
    (tmp_path / "victim").mkdir()
    (root / "report").symlink_to(tmp_path / "victim")
    done = gilbench(root)
    assert done.returncode == 2
    assert "leads out of" in done.stderr
    assert list((tmp_path / "victim").iterdir()) == []


def test_a_link_in_the_report_folder_is_replaced_not_followed(
    gilbench: Gilbench, make: Make, tmp_path: Path
) -> None:
    root = make(TINY)
    (tmp_path / "victim.md").write_text("mine")
    (root / "report").mkdir()
    (root / "report" / "report.md").symlink_to(tmp_path / "victim.md")
    assert gilbench(root).returncode == 0
    assert (tmp_path / "victim.md").read_text() == "mine"
    assert not (root / "report" / "report.md").is_symlink()


def test_markdown_to_stdout(gilbench: Gilbench, make: Make) -> None:
    done = gilbench(make(TINY), "--format", "markdown")
    assert done.stdout.startswith("# gilbench: ")
    assert "<details>" in done.stdout


def test_commands_of_all_or_some_cells(gilbench: Gilbench, make: Make) -> None:
    root = make(TINY)
    everything = gilbench(root, "--commands").stdout
    assert len(everything.splitlines()) == 2 * len(fake_run.planned(TINY))
    some = gilbench(root, "--commands", "3.13t.threads.w2").stdout.splitlines()
    assert [line.startswith("    gilbench run") for line in some] == [False, True, False, True]
    none = gilbench(root, "--commands", "nothing-like-it")
    assert none.returncode == 2
    assert not (root / "report").exists()


def test_what_an_unfinished_run_has_is_reported(gilbench: Gilbench, make: Make) -> None:
    done = gilbench(make(replace(TINY, unfinished=True, merge=False)))
    assert done.returncode == 0
    assert "not finished" in done.stdout


def test_without_the_report_extra_one_line_says_how_to_get_it(make: Make, tmp_path: Path) -> None:
    (tmp_path / "blocked").mkdir()
    blocked = "raise ModuleNotFoundError(\"No module named 'pandas'\", name='pandas')"
    (tmp_path / "blocked" / "pandas.py").write_text(blocked)
    path = f"{tmp_path / 'blocked'}{os.pathsep}{HERE}"
    done = process(make(TINY), PYTHONPATH=path)
    assert done.returncode == 2
    assert "pip install 'gilbench[all]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_pyperf_opens_what_the_fixtures_merge(small: Path) -> None:
    """Else the fixtures would not be what a run is."""
    suite = pyperf.BenchmarkSuite.load(str(small / "3.13" / "threads.json"))
    assert len(suite) == len([c for c in fake_run.planned(SMALL) if c.name.startswith("3.13.thr")])
