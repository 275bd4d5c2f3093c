"""What some strategies and workloads import besides: in environments of its own, and recorded."""

import json
from typing import Any

import pytest
from inside import run_in
from real import get, with_extras

from harness.interpreters import Interpreter, Matrix

PACKAGES = {"numpy": "numpy", "loky": "loky"}  # by extra

LOOK = """
import importlib, importlib.metadata, json, sys
from suites.lane import gil_enabled
from suites.proof import versions
extra, package = sys.argv[1:]
importlib.import_module(package)
seen = gil_enabled(), versions(), versions(extra), versions("", extra)
print(json.dumps([*seen, importlib.metadata.version(package)]))
"""


@pytest.fixture(params=PACKAGES)
def extra(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["3.13", "3.13t"])
def equipped(request: pytest.FixtureRequest, matrix: Matrix, extra: str) -> Interpreter:
    """The interpreter with the extra."""
    return with_extras(get(matrix, request.param), matrix, extra)


@pytest.fixture
def looked(equipped: Interpreter, extra: str) -> Any:
    done = run_in(equipped, "-c", LOOK, extra, PACKAGES[extra])
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_gil_stays_as_it_was(looked: Any, equipped: Interpreter) -> None:
    assert looked[0] == equipped.build.gil


def test_the_record_tells_the_version(looked: Any, extra: str) -> None:
    _, none, alone, both, installed = looked
    assert none == {}
    assert alone == both == {PACKAGES[extra]: installed}


def test_the_usual_environment_is_free_of_them(matrix: Matrix, extra: str) -> None:
    done = run_in(get(matrix, "3.13"), "-c", f"import {PACKAGES[extra]}")
    assert "ModuleNotFoundError" in done.stderr
