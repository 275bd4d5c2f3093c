"""Measured code is never imported by tests: it is run in the real interpreters."""

import os
import signal
import subprocess
from pathlib import Path

from harness.interpreters import Interpreter
from harness.run.launch import environment

DRIVEN = Path(__file__).parent / "driven"


def run_in(
    interpreter: Interpreter,
    *argv: str,
    cwd: Path | None = None,
    tmp: Path | None = None,
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run the interpreter as measured processes are run, with the drivers on its path.

    In a session of its own, so that a test that fails leaves nothing running.
    """
    env = environment(interpreter.env) | {"PYTHONPATH": str(DRIVEN)}
    if tmp:
        env["TMPDIR"] = str(tmp)
    with subprocess.Popen(
        [interpreter.python, *argv],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(argv, process.returncode, out, err)
