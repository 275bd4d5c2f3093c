"""The harness's end of the supervisor's pipe."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import msgspec

from harness.errors import CellsFailed, ServiceError
from harness.run import supervisor

# What measured processes see of the environment; the rest of it is nobody's business.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT")
PASSIVE = {"PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}


class Ended(msgspec.Struct, frozen=True):
    """How a measuring process ended."""

    code: int  # negative: the signal that ended it
    timed_out: bool
    seconds: float
    error: str  # the end of what it wrote to stderr
    cpu: float = 0.0  # seconds of it, all its descendants, the services and the supervisor


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a measured process: clean, the same for every interpreter."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | PASSIVE | dict(extra)


class Launcher:
    """Starts measuring processes, one at a time; leaving it ends everything it started."""

    def __enter__(self) -> "Launcher":
        supervisor.become_subreaper()  # for what is left when the supervisor itself is killed
        self._process = subprocess.Popen(
            # -P: this script's own folder must not stand before the standard library.
            [sys.executable, "-P", supervisor.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.scratch = Path(msgspec.json.decode(self._answer(), type=dict[str, str])["scratch"])
        return self

    def run(self, argv: Sequence[str], env: Mapping[str, str], timeout: float) -> Ended:
        command = {"run": list(argv), "env": env, "timeout": timeout}
        return msgspec.json.decode(self._ask(command), type=Ended)

    def serve(self, argv: Sequence[str], env: Mapping[str, str]) -> str:
        """Start a service beside the measuring processes; its address as HOST:PORT.

        Raises ServiceError.
        """
        answer = self._ask({"serve": list(argv), "env": env})
        address = msgspec.json.decode(answer, type=dict[str, str])["address"]
        if not address:
            raise ServiceError(f"its server did not start: {' '.join(argv)}")
        return address.replace(" ", ":")

    def _ask(self, command: object) -> bytes:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # then there is no answer, which is the error
            self._process.stdin.write(msgspec.json.encode(command) + b"\n")
            self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> bytes:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise CellsFailed("the supervisor of the measuring processes was ended from outside")
        return line

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        if self._process.wait() != 0:  # it was ended from outside, and could not clear up
            supervisor.end_descendants()
            shutil.rmtree(self.scratch, ignore_errors=True)
        self._process.stdout.close()
