"""`gilbench claims`, as it is called: what it prints, and what it exits with."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import fake_run
import pytest
from fake_run import RICH
from rich.console import Console

from analysis.claims import Outcome, facts_of, judge, published
from analysis.render.claims import markdown as claims_markdown
from analysis.render.claims import text as claims_text
from analysis.render.escape import text
from analysis.report import build
from harness.cli import run
from record import RunFiles

MINE = """
[[claims]]
id = "parallel"
text = "<b>Threads</b> | run in parallel `here`"
source = { title = "some|body", url = "https://example.org/a(b)c" }
mapping = "the same."
[[claims.parts]]
metric = "speedup"
of = { interpreter = "%s", strategy = "threads", workload = "primes" }
above = 1.5
"""


RUN = replace(
    *(RICH,), labels=("3.13", "3.13t"), workloads=("primes", "memory", "counter"), sweeps={},
    modes={}, shared=0.01, keep_raw=False,
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

    def call(*arguments: str | Path, name: str = "claims") -> Done:
        monkeypatch.setattr(sys, "argv", ["gilbench", name, *map(str, arguments)])
        code = run()
        return Done(code, *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run, and three files of claims: one holds, one does not, one cannot be tested."""
    root = tmp_path_factory.mktemp("claims")
    fake_run.write(root / "run", RUN)
    for name, kind in (("true", "free-threaded"), ("false", "gil"), ("none", "forced")):
        (root / f"{name}.toml").write_text(MINE % kind)
    return root


def test_our_own_claims_of_a_run(gilbench: Gilbench, folder: Path):
    done = gilbench(folder / "run", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    claims = {one["id"]: one for one in told["claims"]}
    assert list(claims) == [claim.id for claim in published()]
    assert sum(told["counts"].values()) == len(claims)
    assert claims["talk-more-threads"]["verdict"] == Outcome.HOLDS  # by the CPU time of lanes
    assert claims["lorem-threads-free"]["verdict"] == Outcome.HOLDS
    assert claims["cheat-thread"]["verdict"] == Outcome.REFUTED
    assert claims["lorem-pool"]["verdict"] == Outcome.UNTESTABLE
    keys = {cell.key for cell in RunFiles(folder / "run").manifest().plan.cells}
    checks = [c for one in claims.values() for part in one["parts"] for c in part["checks"]]
    assert {key for check in checks for key in check["cells"]} <= keys
    assert len(checks) > 20
    for check in checks:
        assert check["low"] is None or check["low"] <= check["value"] <= check["high"]


def test_a_report_has_them_too(gilbench: Gilbench, folder: Path):
    done = gilbench(folder / "run", "--format", "json", name="report")
    own = gilbench(folder / "run", "--format", "json")
    assert json.loads(done.stdout)["claims"] == json.loads(own.stdout)
    judged = judge(build(folder / "run"), facts_of(folder / "run"), published())
    console = Console(file=io.StringIO(), width=100)
    claims_text.short(judged, console)
    page, screen = claims_markdown.short(judged), " ".join(console.file.getvalue().split())
    for told in (page, screen):
        assert f"Of {len(judged)} published claims" in told
    for verdict in judged:
        refuted = verdict.outcome is Outcome.REFUTED
        assert (text(verdict.claim.text) in page) == refuted
        assert (f" {verdict.claim.id} " in screen) == refuted


def test_a_report_that_can_test_none_says_nothing(small: Path):
    judged = judge(build(small), facts_of(small), [])
    assert claims_markdown.short(judged) == ""
    console = Console(file=io.StringIO())
    claims_text.short(judged, console)
    assert console.file.getvalue() == ""


def test_text_has_all_claims_the_refuted_ones_first(gilbench: Gilbench, folder: Path):
    done = gilbench(folder / "run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    said = " ".join(done.stdout.split())
    assert all(claim.id in done.stdout for claim in published())
    assert said.index("DOES NOT HOLD") < said.index("HOLDS More") < said.index("NOT TESTABLE HERE")
    reasons = [line for line in done.stdout.splitlines() if line.startswith("NOT TESTABLE")]
    assert 1 < len(reasons) == len(set(reasons))  # each once, with the claims that share it
    assert "any wrong verdict among all" in said
    every = gilbench(folder / "run", "--all")
    assert len(every.stdout) > 1.5 * len(done.stdout)


def test_a_claim_of_ones_own(gilbench: Gilbench, folder: Path):
    for name, code, told in (
        ("true", 0, "HOLDS"),
        ("false", 1, "DOES NOT HOLD"),
        (
            "none",
            0,
            "NOT TESTABLE HERE  the run has no interpreter with free threading and its GIL",
        ),
    ):
        own = ("--file", folder / f"{name}.toml")
        done = gilbench(folder / "run", *own, "--fail-on-refuted")
        assert (done.returncode, done.stderr) == (code, "")
        said = done.stdout.splitlines()
        assert any(line.startswith(told) for line in said)
        assert any(
            line.strip().removeprefix(told).strip().startswith("<b>Threads") for line in said
        )
    assert gilbench(folder / "run", "--file", folder / "false.toml").returncode == 0


def test_nothing_of_a_file_is_markup(gilbench: Gilbench, folder: Path):
    done = gilbench(folder / "run", "--file", folder / "true.toml", "--format", "markdown")
    (row,) = (line for line in done.stdout.splitlines() if line.startswith("| holds"))
    assert r"\<b\>Threads" in row
    assert r"some\|body" in row
    assert "<https://example.org/a%28b%29c>" in row
    assert row.replace(r"\|", "").count("|") == 5


def test_what_is_wrong_is_one_line(gilbench: Gilbench, folder: Path, tmp_path: Path):
    misspelt = tmp_path / "misspelt.toml"
    misspelt.write_text((MINE % "gil").replace('"primes"', '"prime"'))
    broken = tmp_path / "broken.toml"
    broken.write_text((MINE % "gil").replace("above", "abvoe"))
    for arguments, told in (
        ((tmp_path,), "holds no run"),
        ((tmp_path / "nothing",), "holds no run"),
        ((folder / "run", "--file", misspelt), "did you mean 'primes'?"),
        ((folder / "run", "--file", broken), "claim 'parallel': key `parts[0]`"),
        ((folder / "run", "--file", tmp_path / "gone.toml"), "gone.toml"),
        ((folder / "run", "--format", "html"), "html"),
    ):
        done = gilbench(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_hostile_probe_is_one_line(gilbench: Gilbench, folder: Path):
    probes = folder / "run" / "probes"
    probes.mkdir()
    try:
        (probes / "sharing-3.13.json").write_text("{")
        done = gilbench(folder / "run")
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert "sharing-3.13.json" in done.stderr
    finally:
        (probes / "sharing-3.13.json").unlink()
        probes.rmdir()
