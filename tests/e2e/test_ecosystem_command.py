"""`gilbench ecosystem` on real packages from the registry; wrong usage is one line."""

import os
import signal
import subprocess
from pathlib import Path

import psutil
import pytest
from gilbench import command, descendants, gilbench, start, until
from processes import all_gone
from real import get

from harness import cache
from harness.interpreters import Matrix
from record.ecosystem import Ecosystem, parse_ecosystem

UNKNOWN = "gilbench-has-no-such-package"


def read(out: Path, label: str) -> Ecosystem:
    path = out / "probes" / f"ecosystem-{label}.json"
    return parse_ecosystem(path.read_bytes(), path)


def test_packages_are_installed_imported_and_called(tmp_path: Path, matrix: Matrix) -> None:
    labels = ("3.13", "3.13t")
    for label in labels:
        get(matrix, label)
    listed = tmp_path / "requirements.txt"
    listed.write_text(f"markupsafe\n{UNKNOWN}\n")
    done = gilbench(
        *("ecosystem", "numpy", "iniconfig", "-r", listed, "--out", tmp_path),
        *("--interpreters", ",".join(labels)),
    )
    assert done.returncode == 0, done.stderr
    for label in labels:
        numpy, iniconfig, markupsafe, unknown = read(tmp_path, label).packages
        assert [one.imports.status for one in (numpy, markupsafe)] == ["ok", "ok"]
        assert [one.processes.status for one in (numpy, markupsafe)] == ["ok", "ok"]
        assert [one.threads.status for one in (numpy, markupsafe)] == ["ok", "ok"]
        assert numpy.alone.status == numpy.interpreters.status == "failed"
        refusal = "module numpy._core._multiarray_umath does not support loading in subinterpreters"
        assert numpy.alone.reason == f"ImportError: {refusal}"
        assert numpy.alone.whose == ""
        assert markupsafe.alone.status == markupsafe.interpreters.status == "ok"
        assert numpy.gil.status == markupsafe.gil.status == ("ok" if label == "3.13t" else "idle")
        assert iniconfig.modules == ["iniconfig"]  # found, as nobody wrote it down
        assert iniconfig.threads.reason == "no smoke call is known"
        assert unknown.wheel.status == "failed"
        assert f"{UNKNOWN} was not found in the package registry" in unknown.wheel.reason
        assert (unknown.version, unknown.latest) == ("", "")
    assert done.stdout.count(refusal) == 1
    assert "no such package" in done.stdout
    for name in ("ecosystem", "ecosystem-packages-1"):
        for suffix in (".png", ".svg"):
            assert (tmp_path / "report" / f"{name}{suffix}").stat().st_size > 10_000


def test_a_registry_that_cannot_be_reached_is_not_a_wheel_that_is_missing(
    tmp_path: Path, matrix: Matrix
) -> None:
    # One whose own environment is there already.
    there = f"3.13={get(matrix, '3.13').build.executable}"
    nowhere = {"UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0"}
    done = subprocess.run(
        command("ecosystem", "markupsafe", "--interpreters", there, "--out", tmp_path),
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 3, done.stderr
    assert (tmp_path / "probes").exists(), done.stderr
    (one,) = read(tmp_path, "3.13").packages
    assert one.wheel.status == one.imports.status == "unasked"
    assert one.wheel.reason.startswith("the registry cannot be asked: ")
    assert "no wheel" not in done.stdout
    assert "0 of 1" not in done.stdout
    assert "markupsafe on 3.13: the registry cannot be asked: " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-e",), "No such option"),
        (("--", "--index-url"), "'--index-url' is no package"),
        (("../folder",), "'../folder' is no package"),
        (("numpy @ https://example.invalid/x.whl",), "name the package alone"),
        (("numpy==1", "numpy==2"), "numpy is asked for twice"),
        (("-r", "/no/such/file"), "/no/such/file cannot be read: No such file"),
        (("--smoke", "/no/such/file"), "/no/such/file cannot be read: No such file"),
        (("numpy", "--workers", "999"), "at most 64 workers"),
    ],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...], message: str) -> None:
    done = gilbench("ecosystem", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 4
    assert "Traceback" not in done.stderr


def test_an_interrupt_leaves_nothing(tmp_path: Path, matrix: Matrix) -> None:
    there = f"3.13={get(matrix, '3.13').build.executable}"
    work = cache.root() / "work"
    before = set(work.glob("*")) if work.exists() else set()
    process = start("ecosystem", "numpy", "--interpreters", there, "--out", tmp_path)
    until(lambda: any("-m suites.probes" in " ".join(argv(one)) for one in descendants(process)))
    children = descendants(process)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert all_gone(children)
    assert not (set(work.glob("ecosystem-*")) - before)
    assert process.communicate()[1].splitlines()[-1] == "gilbench: error: stopped by SIGINT"


def argv(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
