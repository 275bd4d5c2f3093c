"""`gilbench advise` with real functions on real interpreters; budgets are short."""

import io
import json
import signal
import tarfile
from pathlib import Path

import pytest
from gilbench import attempts, gilbench, start, until

from record import RunFiles
from record.advice import Advised, parse_advised

CODE = """
import os, time

def nap(seconds):
    time.sleep(seconds)
    return seconds

def naps():
    yield from [0.015] * 40

def add(a, b=2):
    return a + b

def leave(x):
    os._exit(3)

def forever(x):
    print("flood " * 1000, flush=True)
    while True:
        pass
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(CODE)
    return tmp_path


def advised(run: Path) -> Advised:
    return parse_advised((run / "advice.json").read_bytes(), run)


def test_waiting_is_done_by_threads_and_the_run_is_like_any_other(mine: Path) -> None:
    done = gilbench(
        *("advise", "mine.py:nap", "--inputs", "naps", "--interpreters", "3.13"),
        *("--budget", "14s", "--out", "out", "--format", "json"),
        cwd=mine,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)  # nothing else is on stdout
    one = told["recommendation"]
    assert (one["strategy"], one["interpreter"]) == ("threads", "3.13")
    assert one["workers"] > 8
    assert one["chunk_size"] == 1
    assert told["alternatives"]
    assert any("waits" in text for text in told["findings"])
    run = mine / "out"
    seen = advised(run)
    assert (seen.total, seen.tasks, seen.budget) == (40, 40, 14.0)
    assert seen.profiles["3.13"].digest
    assert attempts(run)
    assert RunFiles(run).manifest().plan.preset == "advise"
    report = gilbench("report", run)
    assert report.returncode == 0, report.stderr
    assert "mine.nap" in report.stdout
    for command, message in (
        (("run", "--out", "out"), "is an answer of gilbench advise"),
        (("advise", "mine.py:nap", "--inputs", "naps", "--out", "out"), "holds a run"),
        (("reproduce", "out", "--out", "again"), "no workload 'own'"),
    ):
        again = gilbench(*command, cwd=mine)
        assert (again.returncode, again.stdout) == (2, "")
        assert message in again.stderr.splitlines()[-1]


def test_what_ends_its_process_or_never_ends_is_said(mine: Path) -> None:
    for function, told in (("leave", "exit code 3"), ("forever", "did not end within")):
        out = mine / function
        done = gilbench(
            *("advise", f"mine.py:{function}", "--inputs", "range(3)", "--budget", "6s"),
            *("--interpreters", "3.13", "--out", out),
            cwd=mine,
        )
        assert done.returncode == 3
        last = done.stderr.splitlines()[-1]
        assert "it got no further than its first call" in last
        assert told in last
        assert "flood" not in done.stdout + done.stderr
        assert advised(out).stopped in last
        assert not (out / "manifest.json").exists()
        assert gilbench("report", out).returncode == 2


def test_what_has_no_wheel_is_a_finding(mine: Path) -> None:
    with tarfile.open(mine / "gilbench_made_up-1.0.tar.gz", "w:gz") as sdist:
        for name, content in (
            ("PKG-INFO", "Metadata-Version: 2.1\nName: gilbench-made-up\nVersion: 1.0\n"),
            ("setup.py", "raise SystemExit('it was built')"),
        ):
            entry = tarfile.TarInfo(f"gilbench_made_up-1.0/{name}")
            entry.size = len(content)
            sdist.addfile(entry, io.BytesIO(content.encode()))
    (mine / "needs.txt").write_text("./gilbench_made_up-1.0.tar.gz\n")
    done = gilbench(
        *("advise", "mine.py:add", "--inputs", "range(3)", "--requirements", "needs.txt"),
        *("--interpreters", "3.13", "--out", "out"),
        cwd=mine,
    )
    assert done.returncode == 3
    (one,) = advised(mine / "out").left_out
    assert (one.interpreter, one.strategy) == ("3.13", None)
    assert one.reason == "there is no wheel of gilbench-made-up for it"


def test_a_signal_ends_it_in_an_orderly_way(mine: Path) -> None:
    out = mine / "out"
    process = start(
        *("advise", f"{mine}/mine.py:nap", "--inputs", "naps", "--interpreters", "3.13"),
        *("--out", out),
    )
    until(lambda: any(out.rglob("journal.jsonl")))
    process.send_signal(signal.SIGTERM)
    output, error = process.communicate(timeout=60)
    assert (process.returncode, output) == (143, "")
    assert "stopped by SIGTERM" in error.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("mine.py:naap", "--inputs", "naps"), "did you mean 'nap'?"),
        (("mine.py:nap", "--inputs", "*.jpg"), "there is no such file"),
        (("mine.py:nap", "--inputs", "a.jpg", "b.jpg"), "quote a pattern"),
        (("mine.py:nap", "--inputs", "naps", "--interpreters", "3.31"), "did you mean '3.13'?"),
        (("mine.py:nap", "--inputs", "naps", "--requirements", "no.txt"), "no such file"),
        (("mine.py:nap", "--inputs", "naps", "--budget", "1s"), "too little"),
        (("mine.py:nap", "--inputs", "naps", "--out", "/dev/null/x"), "takes no folder"),
    ],
)
def test_wrong_usage_is_one_line(mine: Path, arguments: tuple[str, ...], message: str) -> None:
    done = gilbench("advise", *arguments, cwd=mine)
    assert (done.returncode, done.stdout) == (5 if "folder" in message else 2, "")
    assert len(done.stderr.splitlines()) == 1
    assert message in done.stderr
    assert not (mine / "results").exists()
