"""The probe of packages on real interpreters: what it says of modules that behave as some do."""

import json
from typing import Any

import pytest
from inside import run_in
from real import get

from harness.interpreters import Interpreter, Matrix

PROBE = ("-m", "suites.probes.ecosystem")
REFUSAL = "ImportError: module driven._core does not support loading in subinterpreters"


@pytest.fixture(params=["3.12", "3.13t"])
def one(request: pytest.FixtureRequest, matrix: Matrix) -> Interpreter:
    return get(matrix, request.param)


def asked(interpreter: Interpreter, question: str, **job: object) -> dict[str, Any]:
    done = run_in(interpreter, *PROBE, question, json.dumps(job))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lanes(interpreter: Interpreter, strategy: str, **job: object) -> list[dict[str, Any]]:
    job = {"modules": ["driven_packages"], "strategy": strategy, "workers": 2} | job
    found: list[dict[str, Any]] = asked(interpreter, "lanes", **job)["lanes"]
    assert len(found) == 2
    return found


def test_the_main_interpreter(one: Interpreter) -> None:
    told = asked(one, "main", modules=["driven_packages", "datetime"], smoke="return [1, 'a']")
    assert (told["error"], told["wrong"], told["result"]) == ("", "", "[1, 'a']")
    assert told["gil"] == [one.build.gil] * 2
    assert "datetime" in told["standard"]
    assert "driven_packages" not in told["standard"]
    told = asked(
        one, "main", modules=["driven_packages"], smoke="import time\nreturn time.perf_counter_ns()"
    )
    assert told["wrong"] == "it returns something else each time"
    told = asked(one, "main", modules=["driven_packages"], smoke="return 1 / 0")
    assert told["wrong"] == "ZeroDivisionError: division by zero"
    assert asked(one, "main", modules=["driven_exits"])["error"] == "SystemExit: no licence"


@pytest.mark.parametrize("strategy", ["threads", "interpreters", "processes-spawn"])
def test_every_lane_calls_and_compares(one: Interpreter, strategy: str) -> None:
    for lane in lanes(one, strategy, smoke="return 2 * 21", expected="42"):
        assert lane["error"] == ""
        assert lane["rounds"] >= 3
    where = "import os, threading\nreturn os.getpid(), threading.get_ident()"
    for lane in lanes(one, strategy, smoke=where, expected="(1, 2)"):
        assert lane["error"].startswith("another result than in sequence: (")


def test_the_refusal_is_told_and_not_the_advice_around_it(one: Interpreter) -> None:
    for lane in lanes(one, "interpreters", modules=["driven_refuses"]):
        assert lane["error"] == REFUSAL
    # And of native code that a fallback does without.
    for lane in lanes(one, "interpreters", native=["driven_packages", "driven_refuses"]):
        assert (lane["error"], lane["lost"]) == ("", REFUSAL)


def test_the_modules_of_a_distribution_are_found(one: Interpreter) -> None:
    done = run_in(one, *PROBE, "names", "pyperf")
    assert json.loads(done.stdout) == {"modules": ["pyperf"]}
    done = run_in(one, *PROBE, "names", "gilbench-suites")
    assert json.loads(done.stdout) == {"modules": ["suites"]}
    done = run_in(one, *PROBE, "names", "no-such-thing")
    assert done.stderr.splitlines()[-1].startswith("importlib.metadata.PackageNotFoundError")
