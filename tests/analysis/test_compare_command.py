"""`gilbench compare`, as it is called: what it prints, writes, and exits with."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import fake_run
import msgspec
import pytest
from fake_run import SMALL

from harness.cli import run
from record import RunFiles

HERE = Path(__file__).parents[2]
TINY = replace(
    *(SMALL,), strategies=("sequential", "threads"), failed={}, missing={}, shared=0.01,
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

    def call(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["gilbench", "compare", *map(str, arguments)])
        code = run()
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`base`, `head` with threads of 3.13t that are slower, and one of another machine."""
    folder = tmp_path_factory.mktemp("runs")
    ratios = {("3.13t", "threads", 2): 1.3}
    for name, fake in (
        ("base", TINY),
        ("head", replace(TINY, seed=2, ratios=ratios)),
        ("elsewhere", replace(TINY, seed=3)),
    ):
        fake_run.write(folder / name, fake)
    files = RunFiles(folder / "elsewhere")
    manifest = files.manifest()
    machine = msgspec.structs.replace(manifest.machine, id="f" * 16, cpu="Ünit → 1")
    files.manifest_path.write_bytes(msgspec.structs.replace(manifest, machine=machine).encode())
    return folder


def test_tells_what_changed_and_fails_only_where_asked(gilbench: Gilbench, runs: Path) -> None:
    done = gilbench(runs / "base", runs / "head")
    assert (done.returncode, done.stderr) == (0, "")
    assert "is slower in HEAD" in done.stdout
    assert "\x1b" not in done.stdout
    done = gilbench(runs / "base", runs / "head", "--fail-on-regression", "--format", "markdown")
    assert done.returncode == 1
    assert done.stdout.startswith("**1 of ")
    done = gilbench(runs / "head", runs / "base", "--fail-on-regression", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["counts"]["faster"] == 1


def test_csv_is_alone_on_stdout_and_warnings_are_on_stderr(gilbench: Gilbench, runs: Path) -> None:
    done = gilbench(runs / "base", runs / "base", "--format", "csv")
    assert done.returncode == 0
    assert done.stdout.startswith("cell,over,")
    assert "gilbench: warning: BASE and HEAD are the same run" in done.stderr
    assert {line.count(",") >= 10 for line in done.stdout.splitlines()} == {True}


def test_a_terminal_that_knows_no_such_letters(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    words = ("gilbench", "compare", str(runs / "base"), str(runs / "elsewhere"))
    monkeypatch.setattr(sys, "argv", [*words, "--unlike-machines"])
    assert run() == 0
    terminal.flush()
    assert b"\\u" in terminal.buffer.getvalue()  # type: ignore[attr-defined]


def test_out_is_a_file(gilbench: Gilbench, runs: Path, tmp_path: Path) -> None:
    done = gilbench(runs / "base", runs / "head", "--margin", "40%", "--out", tmp_path / "a.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "the same within 40%" in (tmp_path / "a.txt").read_text()
    (tmp_path / "link").symlink_to("b.txt")
    gilbench(runs / "base", runs / "head", "--out", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert "slower" in (tmp_path / "b.txt").read_text()
    done = gilbench(runs / "base", runs / "head", "--out", tmp_path / "none" / "a.txt")
    assert done.returncode == 5
    assert len(done.stderr.splitlines()) == 1


def test_unlike_machines_need_a_word(gilbench: Gilbench, runs: Path) -> None:
    done = gilbench(runs / "base", runs / "elsewhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--unlike-machines" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    done = gilbench(runs / "base", runs / "elsewhere", "--unlike-machines")
    assert done.returncode == 0
    assert "nothing is said of times, builds or code" in " ".join(done.stdout.split())
    both = ("--unlike-machines", "--fail-on-regression")
    done = gilbench(runs / "base", runs / "elsewhere", *both)
    assert done.returncode == 2
    assert "tell of no regression" in done.stderr


def test_what_is_no_run_is_one_line(gilbench: Gilbench, runs: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    for path in (tmp_path, tmp_path / "a.json", tmp_path / "none"):
        done = gilbench(runs / "base", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
        assert path.name in done.stderr


def test_the_slow_parts_of_scipy_and_matplotlib_stay_out(runs: Path) -> None:
    """They take longer to import than two runs to compare."""
    program = (
        "import sys\n"
        "from harness.cli import run\n"
        f"sys.argv = ['gilbench', 'compare', *{[str(runs / 'base'), str(runs / 'head')]}]\n"
        "code = run()\n"
        "slow = {'scipy.stats', 'scipy.optimize', 'matplotlib', 'analysis.report'}\n"
        "print(code, sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=HERE, check=False
    )
    assert done.stdout.splitlines()[-1] == "0 []", done.stderr
