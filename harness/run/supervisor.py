"""The supervisor: a process that starts every measuring process and outlives none of them.

It runs in a session of its own and holds a pipe from the harness. When the pipe closes,
however the harness ended, it ends every descendant, removes the scratch folder and goes.
On Linux it is a subreaper: a lane whose parent died becomes its child and is found.

Commands come as lines of JSON on its input, answers go out the same way:
    {"run": ARGV, "env": {..}, "timeout": s}  ->  {"code": n, "timed_out": b, "seconds": s,
                                                   "cpu": s, "error": TAIL OF STDERR}
    {"serve": ARGV, "env": {..}}              ->  {"address": "HOST PORT"}
"""

import contextlib
import ctypes
import json
import os
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import psutil

PR_SET_CHILD_SUBREAPER = 36
SERVICE_START = 30.0  # seconds that a service may take until it tells its address
TAIL = 8192  # bytes of a process's stderr that are kept


class PipeClosed(Exception):
    """The harness is gone."""


class Supervisor:
    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self._services: list[subprocess.Popen[bytes]] = []
        self._pending = b""

    def serve_commands(self) -> None:
        while True:
            command = json.loads(self._next_line())
            answer = self._serve(command) if "serve" in command else self._run(command)
            os.write(1, json.dumps(answer).encode() + b"\n")

    def _next_line(self) -> bytes:
        while b"\n" not in self._pending:
            data = os.read(0, 65536)
            if not data:
                raise PipeClosed
            self._pending += data
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _run(self, command: dict[str, Any]) -> dict[str, Any]:
        errors = self.scratch / "stderr"
        start, cpu = time.monotonic(), self._cpu()
        try:
            with errors.open("wb") as stderr:
                process = subprocess.Popen(
                    command["run"],
                    env=command["env"] | {"TMPDIR": str(self.scratch)},
                    cwd=self.scratch,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=stderr,
                    start_new_session=True,
                )
        except OSError as error:  # the environment's python is gone, or there is no memory
            nothing = {"timed_out": False, "seconds": 0.0, "cpu": 0.0}
            return {"code": 127, "error": str(error)} | nothing
        ended = self._wait(process, command["timeout"])
        seconds = time.monotonic() - start
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # where there are no subreapers
        end_descendants(self._spared())
        with errors.open("rb") as stderr:
            stderr.seek(max(0, errors.stat().st_size - TAIL))
            tail = stderr.read().decode(errors="replace")
        return {
            "code": process.wait(),
            "timed_out": not ended,
            "seconds": seconds,
            "cpu": self._cpu() - cpu,
            "error": tail,
        }

    def _wait(self, process: subprocess.Popen[bytes], timeout: float) -> bool:
        """Whether it ended in time. Wakes only then: nothing polls beside a measurement."""
        woken, wake = os.pipe()

        def watch() -> None:
            process.wait()
            os.write(wake, b".")

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(woken, selectors.EVENT_READ)
                selector.register(0, selectors.EVENT_READ)
                ready = {key.fd for key, _ in selector.select(timeout)}
            if 0 in ready:  # commands come one at a time, so this is the end of the pipe
                raise PipeClosed
            return bool(ready)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            watcher.join()
            os.close(woken)
            os.close(wake)

    def _serve(self, command: dict[str, Any]) -> dict[str, Any]:
        """The address that the service prints first; empty where it prints none in time."""
        try:
            service = subprocess.Popen(
                command["serve"],
                env=command["env"],
                cwd=self.scratch,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError:
            return {"address": ""}
        self._services.append(service)
        assert service.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(service.stdout, selectors.EVENT_READ)
            selector.register(0, selectors.EVENT_READ)
            ready = {key.fd for key, _ in selector.select(SERVICE_START)}
        if 0 in ready:
            raise PipeClosed
        address = service.stdout.readline().decode().strip() if ready else ""
        if not address:
            self._services.remove(service)
            end_descendants(self._spared())
        return {"address": address}

    def _cpu(self) -> float:
        """CPU seconds of this process, of all that it has waited for, and of the services."""
        both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        spent = sum(sum(resource.getrusage(who)[:2]) for who in both)
        for service in self._services:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = psutil.Process(service.pid).cpu_times()
                spent += times.user + times.system
        return spent

    def _spared(self) -> set[int]:
        return {service.pid for service in self._services}

    def close(self) -> None:
        end_descendants()
        shutil.rmtree(self.scratch, ignore_errors=True)


def end_descendants(spared: Collection[int] = ()) -> None:
    """Kill until none is left but the spared ones: while one is killed another may be born."""
    while True:
        children = psutil.Process().children(recursive=True)
        alive = [child for child in children if child.pid not in spared]
        if not alive:
            return
        for child in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        for child in alive:
            # Only children can be waited for; a grandchild becomes one when its parent dies.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child.pid, 0)


def become_subreaper() -> None:
    """Become the parent of descendants whose own has died, where the system has that."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # The pipe alone ends it. Not SIG_IGN, which what it starts would inherit: a process
        # pool whose lane died ends the others by SIGTERM, and would wait for them for ever.
        signal.signal(number, lambda *_: None)
    become_subreaper()
    supervisor = Supervisor(Path(tempfile.mkdtemp(prefix="gilbench-")))
    os.write(1, json.dumps({"scratch": str(supervisor.scratch)}).encode() + b"\n")
    try:
        supervisor.serve_commands()
    except (PipeClosed, BrokenPipeError):
        pass
    finally:
        supervisor.close()


if __name__ == "__main__":
    main()
