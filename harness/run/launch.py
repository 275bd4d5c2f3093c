"""The harness's end of the supervisor's pipe."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import msgspec

import harness
from harness.errors import CellsFailed, NotWritable, ServiceError
from harness.run.descendants import become_subreaper, end_descendants
from harness.run.supervisor import PROCESS_FOLDER

# What measured processes see of the environment; the rest of it is nobody's business.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT")
PASSIVE = {"PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}
_SUPERVISOR = "harness.run.supervisor"
_PATIENCE = 60.0  # seconds that a supervisor may take to end everything
_ROOM = 1 << 20  # bytes: a process's file has some thousands


class Ended(msgspec.Struct, frozen=True):
    """How a measuring process ended."""

    code: int  # negative: the signal that ended it
    timed_out: bool
    seconds: float
    error: str  # of what it wrote to stderr: all, or the start and the end
    paused: bool = False  # it, the supervisor or the machine was stopped for a while
    left: list[str] = []  # processes of its that could not be ended
    cpu: float = 0.0  # seconds of it, all its descendants, the services and the supervisor


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a measured process: clean, the same for every interpreter."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | PASSIVE | dict(extra)


class Launcher:
    """Starts measuring processes, one at a time; leaving it ends everything it started."""

    def __enter__(self) -> "Launcher":
        become_subreaper()  # for what is left when the supervisor itself is killed
        package = str(Path(harness.__file__).parents[1])
        path = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._scratch: Path | None = None
        self._process = subprocess.Popen(
            # -P: the current folder must not stand before the standard library.
            [sys.executable, "-P", "-m", _SUPERVISOR],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            told = msgspec.json.decode(self._answer(), type=dict[str, str])
            if "scratch" not in told:
                raise NotWritable(f"there is no scratch folder: {told.get('error')}")
            self._scratch = Path(told["scratch"])
        except BaseException:
            self._end()
            raise
        return self

    @property
    def scratch(self) -> Path:
        """A folder for this run's passing files, gone with the launcher."""
        assert self._scratch is not None
        return self._scratch

    @property
    def output(self) -> Path:
        """Where a process is to write its file: in its own folder, where no other's can be."""
        return self.scratch / PROCESS_FOLDER / "pyperf.json"

    def run(self, argv: Sequence[str], env: Mapping[str, str], timeout: float) -> Ended:
        """Start a measuring process and wait for its end.

        Raises NotWritable where it failed for want of scratch space that it did not take itself.
        """
        command = {"run": list(argv), "env": env, "timeout": timeout}
        ended = msgspec.json.decode(self._ask(command), type=Ended)
        if ended.left:
            raise CellsFailed(
                f"processes of a cell cannot be ended, and nothing can be measured beside them: "
                f"{', '.join(ended.left)}"
            )
        if ended.code or ended.timed_out:
            self._check_room()
        return ended

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
        if not line.endswith(b"\n"):
            raise CellsFailed("the supervisor of the measuring processes was ended from outside")
        return line

    def _check_room(self) -> None:
        if shutil.disk_usage(self.scratch).free < _ROOM:
            shutil.rmtree(self.scratch / PROCESS_FOLDER, ignore_errors=True)
        if shutil.disk_usage(self.scratch).free < _ROOM:
            raise NotWritable(f"{self.scratch.parent} is full; make room there, or set TMPDIR")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.send_signal(signal.SIGCONT)  # where it was stopped it would never notice
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
        if process.wait() != 0:  # it could not clear up
            end_descendants()
            if self._scratch:
                shutil.rmtree(self._scratch, ignore_errors=True)
        process.stdout.close()
