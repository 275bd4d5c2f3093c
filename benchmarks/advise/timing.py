"""One candidate in a fresh process: its seconds, or why there are none."""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.advise.candidates import Candidate
from benchmarks.advise.case import Case
from benchmarks.advise.interpreters import Interpreter

SLOW = "its process took longer than"
CHILD = Path(__file__).with_name("child")


@dataclass(frozen=True, slots=True)
class Timing:
    total: float  # from before the pool is opened until it is closed
    results: float  # until all results are there
    inputs: int
    asynchronous: bool
    gil: bool  # at the end
    beside: float = 0.0  # seconds that its process took for all else


@dataclass(frozen=True, slots=True)
class Bench:
    """A case that is ready to be measured: where, and by which interpreters."""

    case: Case
    work: Path
    interpreters: Mapping[str, Interpreter]

    def time(self, candidate: Candidate, limit: float) -> Timing | str:
        """It fails where it takes longer than `limit` seconds."""
        interpreter = self.interpreters[candidate.interpreter]
        spec = {
            "module": self.case.module.stem,
            "function": self.case.function,
            "inputs": self.case.inputs,
            "unpack": self.case.unpack,
            "strategy": candidate.strategy,
            "workers": candidate.workers,
            "chunk": candidate.chunk,
        }
        with tempfile.TemporaryDirectory() as folder:
            told, errors = Path(folder, "told"), Path(folder, "errors")
            words = [interpreter.python, str(CHILD / "run_one.py"), json.dumps(spec), str(told)]
            begin = time.monotonic()
            with errors.open("wb") as stderr:
                process = subprocess.Popen(
                    words,
                    cwd=self.work,
                    env=_environment(self.work) | interpreter.env,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=stderr,
                    start_new_session=True,
                )
                try:
                    process.wait(limit)
                except subprocess.TimeoutExpired:
                    return f"{SLOW} {limit:.1f} s"
                finally:
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            if process.returncode or not told.exists():
                return (
                    _reason(errors.read_text(errors="replace"))
                    or f"it ended with {process.returncode}"
                )
            found = json.loads(told.read_text())
            return Timing(**found, beside=time.monotonic() - begin - found["total"])


def _reason(traceback: str) -> str:
    """The error of the last traceback, without the notes below it."""
    lines = [
        line for line in traceback.splitlines() if re.match(r"[\w.]+(Error|Exception)\b", line)
    ]
    return lines[-1][:300] if lines else traceback.strip()[-300:]


def _environment(work: Path) -> dict[str, str]:
    """Subinterpreters have no sys.path but this one."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return own | {"PYTHONPATH": f"{work}{os.pathsep}{CHILD}"}
