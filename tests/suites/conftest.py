"""Drivers run in the real interpreters, each once for all the tests that ask."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from inside import run_in

from harness.interpreters import Interpreter

Drive = Callable[..., Any]


@pytest.fixture(scope="session")
def drive() -> Drive:
    """What a driver saw in an interpreter; every driver prints that as JSON."""
    seen: dict[tuple[str, ...], Any] = {}

    def ask(interpreter: Interpreter, *argv: str) -> Any:
        key = (interpreter.build.label, *argv)
        if key not in seen:
            with TemporaryDirectory() as folder:
                here = Path(folder)
                done = run_in(interpreter, "-m", *argv, cwd=here, tmp=here)
                left = [path.name for path in here.iterdir()]
            assert done.returncode == 0, f"{key}:\n{done.stderr}"
            assert not left, f"{key} left files behind"
            seen[key] = json.loads(done.stdout)
        return seen[key]

    return ask
