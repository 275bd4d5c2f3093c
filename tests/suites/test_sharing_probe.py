"""The probe of sharing on real interpreters, for kinds and strategies that tell most."""

import ast
import json
import time
from pathlib import Path
from typing import Any

import pytest
from inside import run_in
from real import get, with_extras

from harness.interpreters import Interpreter, Matrix

NO_NUMPY = (
    "ImportError: module numpy._core._multiarray_umath does not support loading in subinterpreters"
)
SHARED = Path("/dev/shm")
FORK, SPAWN = "processes-fork", "processes-spawn"


IMMORTAL = """import sys
from suites.probes.sharing.objects import KINDS
made = [(kind.name, kind.make(), kind.make()) for kind in KINDS if not kind.extra]
print([name for name, one, _ in made if sys.getrefcount(one) > 1000])
print([name for name, one, other in made if one is other])
"""


def found(
    interpreter: Interpreter, strategy: str, kind: str, route: str = "argument"
) -> dict[str, Any]:
    done = run_in(interpreter, "-m", "suites.probes.sharing", strategy, kind, "--route", route)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize(
    ("strategy", "kind", "route", "got"),
    [
        ("threads", "int", "argument", "same object"),
        ("threads", "list", "result", "same object"),
        ("asyncio", "generator", "start", "same object"),
        (FORK, "str", "argument", "copy"),
        (FORK, "lock", "argument", "error"),
        (FORK, "lock", "start", "copy"),  # inherited, not pickled
        (SPAWN, "shared-memory", "argument", "shared memory"),
        ("interpreters", "str", "argument", "copy"),
        ("interpreters", "list", "result", "copy"),
    ],
)
def test_what_is_so_on_every_interpreter(
    interpreter: Interpreter, strategy: str, kind: str, route: str, got: str
) -> None:
    assert found(interpreter, strategy, kind, route)["got"] == got


def test_no_object_is_immortal_and_values_are_made_anew(interpreter: Interpreter) -> None:
    done = run_in(interpreter, "-W", "ignore", "-c", IMMORTAL)
    immortal, same = map(ast.literal_eval, done.stdout.splitlines())
    assert (immortal, same) == ([], ["class", "function", "pure-function"])


@pytest.mark.parametrize(
    ("label", "strategy", "kind", "route", "told"),
    [
        ("3.13", FORK, "file", "start", {"got": "copy", "system": ["offset"]}),
        ("3.13", SPAWN, "socket", "argument", {"got": "copy", "system": ["connection"]}),
        ("3.13", SPAWN, "exception", "argument", {"got": "copy", "lost": ["traceback"]}),
        ("3.13", FORK, "function", "argument", {"how": "by name", "lost": ["attributes"]}),
        ("3.13", FORK, "function", "start", {"how": "", "lost": []}),
        ("3.13", "interpreters", "memoryview", "argument",
         {"error": "TypeError: cannot pickle memoryview objects", "cause": "", "native": True}),
        ("3.12", "interpreters", "memoryview", "argument", {"got": "error", "native": False}),
        ("3.13", "interpreters", "generator", "start",
         {"got": "error", "cause": "TypeError: cannot pickle 'generator' object"}),
        ("3.14", "interpreters", "memoryview", "argument", {"got": "shared memory"}),
        ("3.14", "interpreter-pool", "memoryview", "result", {"got": "shared memory"}),
        ("3.14", "interpreters", "lambda", "argument", {"got": "copy", "how": "by code"}),
        ("3.14", "interpreters", "function", "argument", {"how": "by name"}),
        ("3.14", "interpreters", "pure-function", "argument", {"how": "by code"}),
        ("3.14", "interpreters", "closure", "argument", {"got": "error"}),
    ],
)  # fmt: skip
def test_what_depends(
    matrix: Matrix, label: str, strategy: str, kind: str, route: str, told: dict[str, Any]
) -> None:
    seen = found(get(matrix, label), strategy, kind, route)
    assert {name: seen.get(name) for name in told} == told


@pytest.mark.parametrize("route", ["argument", "start", "result"])
@pytest.mark.parametrize("label", ["3.13", "3.13t"])
def test_numpy_refuses_subinterpreters(matrix: Matrix, label: str, route: str) -> None:
    interpreter = with_extras(get(matrix, label), matrix, "numpy")
    told = found(interpreter, "interpreters", "numpy-array", route)
    assert (told["got"], told["cause"]) == ("error", NO_NUMPY)
    assert told["error"] != NO_NUMPY


@pytest.mark.parametrize("label", ["3.13", "3.13t"])
def test_numpy_arrays_reach_processes_as_copies(matrix: Matrix, label: str) -> None:
    interpreter = with_extras(get(matrix, label), matrix, "numpy")
    assert found(interpreter, FORK, "numpy-array")["got"] == "copy"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the system shows its shared memory elsewhere")
@pytest.mark.parametrize("strategy", ["threads", FORK, SPAWN, "interpreters"])
@pytest.mark.parametrize("route", ["argument", "start", "result"])
def test_no_memory_of_the_system_is_left(matrix: Matrix, strategy: str, route: str) -> None:
    before = set(SHARED.glob("psm_*"))
    assert found(get(matrix, "3.13"), strategy, "shared-memory", route)["got"] != "copy"
    deadline = time.monotonic() + 30
    while left := set(SHARED.glob("psm_*")) - before:
        assert time.monotonic() < deadline, left  # of others on this machine for a moment only
        time.sleep(0.1)


def test_what_there_is_not_is_unsupported(matrix: Matrix) -> None:
    done = run_in(get(matrix, "3.13"), "-m", "suites.probes.sharing", "interpreter-pool", "int")
    assert (done.returncode, done.stderr) == (69, "InterpreterPoolExecutor is new in Python 3.14\n")


@pytest.mark.parametrize("argv", [(), ("threads", "unicorn"), ("unicorn", "int")])
def test_wrong_use_by_hand_is_told(matrix: Matrix, argv: tuple[str, ...]) -> None:
    done = run_in(get(matrix, "3.13"), "-m", "suites.probes.sharing", *argv)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
