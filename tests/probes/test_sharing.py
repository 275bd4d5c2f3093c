"""Whatever becomes of a probe of sharing, its place of the table has an entry."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from made_up import build, facts

from harness.interpreters import Interpreter, Matrix
from harness.interpreters.wheel import Wheel
from harness.probes import sharing
from harness.probes.sharing import KindInfo, listed, try_all
from record.sharing import Entry

COPY = {"got": "copy", "by": "by pickle"}
STRATEGY = {
    "suite": "",
    "family": "",
    "one_lane": False,
    "sweeps": True,
    "extra": "",
    "about": "",
}
CATALOG = f"""import json
strategies = [
    {STRATEGY} | {{"name": "threads", "unavailable": None}},
    {STRATEGY} | {{"name": "fibers", "unavailable": "there are none"}},
]
print(json.dumps(dict(strategies=strategies, workloads=[], mode={{}}, modes={{}})))
"""
PROBE = f"""import os, signal, sys, time
kind, route = sys.argv[2], sys.argv[4]
if kind == "garbage":
    print("[1]")
elif kind == "silent":
    pass
else:
    print({json.dumps(json.dumps(COPY))}, flush=True)
if kind == "crasher":
    os.kill(os.getpid(), signal.SIGSEGV)
if kind == "sleeper":
    time.sleep(99)
"""


@pytest.fixture
def matrix(tmp_path: Path) -> Matrix:
    """This Python, with another measured side."""
    (tmp_path / "suites" / "probes").mkdir(parents=True)
    (tmp_path / "suites" / "__init__.py").touch()
    (tmp_path / "suites" / "probes" / "__init__.py").touch()
    (tmp_path / "suites" / "catalog.py").write_text(CATALOG)
    (tmp_path / "suites" / "probes" / "sharing.py").write_text(PROBE)
    env = {"PYTHONPATH": str(tmp_path)}
    one = Interpreter(build(), Path(sys.executable), env, facts())
    return Matrix((one,), {}, (), "0", Wheel(tmp_path / "none.whl", "0", "2"))


def entries(matrix: Matrix, *kinds: str, strategy: str = "threads") -> list[Entry]:
    wanted = [KindInfo(name=name, extra="") for name in kinds]
    (table,) = try_all(matrix, wanted, [strategy], lambda line: None)
    assert table.interpreter == "3.13"
    return table.entries


def told(entry: Entry) -> tuple[Any, ...]:
    return entry.status, entry.reason, entry.found and entry.found.got


def test_every_place_has_an_entry_in_order(matrix: Matrix) -> None:
    found = entries(matrix, "int", "str")
    assert [(one.kind, one.route) for one in found] == [
        (kind, route) for kind in ("int", "str") for route in ("argument", "start", "result")
    ]
    assert {told(one) for one in found} == {("ok", "", "copy")}


def test_a_crash_is_an_entry_with_its_signal_and_what_was_found_before(matrix: Matrix) -> None:
    crash = ("failed", "the process was ended by SIGSEGV", "copy")
    assert {told(one) for one in entries(matrix, "crasher")} == {crash}


def test_what_does_not_end_is_an_entry(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PATIENCE", 2.0)
    late = ("failed", "it did not end within 2 s", "copy")
    assert {told(one) for one in entries(matrix, "sleeper")} == {late}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("garbage", "what it printed is no finding: "), ("silent", "it is empty")],
)
def test_what_prints_no_finding_has_failed(matrix: Matrix, kind: str, reason: str) -> None:
    for one in entries(matrix, kind):
        assert (one.status, one.found) == ("failed", None)
        assert reason in one.reason


def test_nothing_is_asked_where_the_strategy_is_unavailable(matrix: Matrix) -> None:
    found = entries(matrix, "crasher", strategy="fibers")
    assert {told(one) for one in found} == {("unsupported", "there are none", None)}


def test_what_there_is_to_send() -> None:
    known = listed()
    assert {"int", "function", "lock", "socket", "memoryview"} <= {one.name for one in known.kinds}
    assert {one.extra for one in known.kinds} == {"", "numpy"}
    assert "interpreter-pool" in known.strategies
