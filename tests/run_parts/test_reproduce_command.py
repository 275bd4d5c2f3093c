"""`gilbench reproduce`, as it is called, where nothing is measured."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import fake_run
import msgspec
import pytest
from fake_run import SMALL

from harness.cli import run
from record import Reproduces, RunFiles

TINY = replace(
    *(SMALL,), strategies=("sequential", "threads"), failed={}, missing={}, shared=0.01, blocks=5,
    keep_raw=False,
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Gilbench = Callable[..., Done]


@pytest.fixture
def gilbench(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gilbench:
    """The command within this process: an interpreter of its own starts for two seconds."""

    def call(command: str, *arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["gilbench", command, *map(str, arguments)])
        code = run()
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`there`, `here`, and `odd` with threads of 3.13t that are slower than one lane."""
    folder = tmp_path_factory.mktemp("runs")
    ratios = {("3.13t", "threads", 2): 3.0}
    for name, fake in (
        ("there", TINY),
        ("here", replace(TINY, seed=2)),
        ("odd", replace(TINY, seed=3, ratios=ratios)),
    ):
        fake_run.write(folder / name, fake)
    return folder


def test_against_compares_and_measures_nothing(gilbench: Gilbench, runs: Path) -> None:
    done = gilbench("reproduce", runs / "there", "--against", runs / "here")
    assert (done.returncode, done.stderr) == (0, "")
    assert "can be checked" in done.stdout
    assert ", 0 disagree" in done.stdout
    assert "\x1b" not in done.stdout
    assert not (runs / "here" / "report").exists()


def test_disagreement_fails_only_where_asked(gilbench: Gilbench, runs: Path) -> None:
    odd = ("reproduce", runs / "there", "--against", runs / "odd")
    assert gilbench(*odd).returncode == 0
    done = gilbench(*odd, "--fail-on-disagreement", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["disagreements"] > 0
    done = gilbench(*odd, "--fail-on-disagreement", "--format", "markdown")
    assert done.returncode == 1
    assert done.stdout.startswith("# 2025-01-02-fake, reproduced")
    same = ("reproduce", runs / "there", "--against", runs / "here", "--fail-on-disagreement")
    assert gilbench(*same).returncode == 0


def test_what_is_no_run_is_one_line(gilbench: Gilbench, runs: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "manifest.json").symlink_to("/etc/passwd")
    for path in (tmp_path, tmp_path / "a.json", tmp_path / "none", tmp_path / "link"):
        for arguments in ((path,), (runs / "there", "--against", path), (path, "--dry-run")):
            done = gilbench("reproduce", *arguments)
            assert (done.returncode, done.stdout) == (2, "")
            assert len(done.stderr.splitlines()) == 1
            assert path.name in done.stderr


def test_wrong_options_are_told_before_anything_slow(
    gilbench: Gilbench, runs: Path, tmp_path: Path
) -> None:
    there = runs / "there"
    for options, told in (
        (("--interpreters", "3.11=3.12"), "unknown interpreter of the run '3.11'"),
        (("--interpreters", "3.13=/no/such"), "no such file"),
        (("--interpreters", "3.13=3.12"), "promises"),
        (("-k", "strategy=telepathy"), "unknown"),
        (("--out", there), "the original itself"),
        (("--out", runs / "here"), "holds another run"),
        (("--budget", "never"), "not a time"),
        (("--against", there, "--blocks", "2"), "--against measures nothing"),
        (("--against", there, "--strict"), "--against measures nothing"),
    ):
        done = gilbench("reproduce", there, *options)
        assert (done.returncode, done.stdout) == (2, ""), options
        assert told in done.stderr.splitlines()[-1], done.stderr
    assert not (runs / "there" / "report").exists()


def test_run_does_not_go_on_with_what_reproduces_another(
    gilbench: Gilbench, tmp_path: Path
) -> None:
    from harness.doctor.machine import look  # noqa: PLC0415

    fake_run.write(tmp_path / "a", TINY)
    files = RunFiles(tmp_path / "a")
    again = Reproduces(run="x", created="", digest="0")
    told = msgspec.structs.replace(files.manifest(), reproduces=again, machine=look())
    files.manifest_path.write_bytes(told.encode())
    done = gilbench("run", "--out", tmp_path / "a")
    assert done.returncode == 2
    assert "gilbench reproduce RUN --out" in done.stderr
