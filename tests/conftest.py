"""Real interpreters for the tests: made ready once a session, as a run makes them ready."""

import os
import subprocess
from pathlib import Path

import pytest

from harness.interpreters import Interpreter, Matrix, make_ready

NAMES = ("3.12", "3.13", "3.13t")
# A tool beside the checkout that unpacks a 3.14 for tests; not part of the project.
GET_PYTHON = Path(__file__).parents[2] / "shared" / "tools" / "get-python"


@pytest.fixture(scope="session")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    """All interpreters that can be had here, 3.14 among them where the tool for it is."""
    names = [*NAMES, "3.13t+gil"]
    newer = _unpack_314()
    if newer:
        names.append(f"3.14={newer}")
    return make_ready(names, say=print)


def get(matrix: Matrix, label: str) -> Interpreter:
    """The interpreter, or a skip with the reason; in CI those of NAMES must be there."""
    for interpreter in matrix.interpreters:
        if interpreter.build.label == label:
            return interpreter
    reason = matrix.missing.get(label, "there is no tool to unpack it")
    if os.environ.get("CI") and label in NAMES:
        pytest.fail(f"{label} is needed in CI: {reason}")
    pytest.skip(f"{label}: {reason}")


@pytest.fixture(params=[*NAMES, "3.13t+gil", "3.14"])
def interpreter(request: pytest.FixtureRequest, matrix: Matrix) -> Interpreter:
    """Each interpreter in turn."""
    return get(matrix, request.param)


def _unpack_314() -> Path | None:
    """A standard 3.14, kept in the user's cache as the other interpreters are."""
    if not GET_PYTHON.exists():
        return None
    from harness.cache import root  # noqa: PLC0415

    folder = root() / "tests" / "3.14"
    done = subprocess.run([GET_PYTHON, "3.14", folder], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"3.14 could not be unpacked: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return Path(done.stdout.split()[-1])
