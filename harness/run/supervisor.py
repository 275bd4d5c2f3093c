"""The supervisor: a process that starts every measuring process and outlives none of them.

It runs in a session of its own and holds a pipe from the harness. When the pipe closes,
however the harness ended, it ends every descendant, removes the scratch folder and goes.
On Linux it is a subreaper: a lane whose parent died becomes its child and is found.

It tells its scratch folder, or why it has none. Then commands come as lines of JSON on its
input, and answers go out the same way:
                                              ->  {"scratch": FOLDER} or {"error": WHY}
    {"run": ARGV, "env": {..}, "timeout": s}  ->  harness.run.launch.Ended
    {"serve": ARGV, "env": {..}}              ->  {"address": "HOST PORT"}
"""

import contextlib
import json
import os
import resource
import selectors
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from harness.run.descendants import (
    become_subreaper,
    end_descendants,
    name_of,
    offer_to_the_oom_killer,
    stop_group,
    wake_when_orphaned,
)
from harness.run.excerpt import Excerpt
from harness.run.follow import HARNESS, Bell, PipeClosed, follow, rest
from harness.run.leftovers import remove_blocks

PROCESS_FOLDER = "process"  # of the scratch folder: a measuring process's temporary files
SERVICE_START = 30.0  # seconds that a service may take until it tells its address
_LONGEST_ADDRESS = 4096


class Supervisor:
    def __init__(self, scratch: Path, bell: Bell) -> None:
        self.scratch = scratch
        self._bell = bell
        self._services: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}
        self._pending = b""

    def serve_commands(self) -> None:
        while True:
            command = json.loads(self._next_line())
            answer(self._serve(command) if "serve" in command else self._run(command))

    def _next_line(self) -> bytes:
        while b"\n" not in self._pending:
            data = os.read(HARNESS, 65536)
            if not data:
                raise PipeClosed
            self._pending += data
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _run(self, command: dict[str, Any]) -> dict[str, Any]:
        start, cpu = time.monotonic(), self._cpu()
        try:
            room = self._fresh_folder()
            process = subprocess.Popen(
                command["run"],
                env=command["env"] | {"TMPDIR": str(room)},
                cwd=room,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # A pipe: in a file it could fill the disk that the others need.
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:  # the environment's python is gone, or there is no memory
            nothing = {"timed_out": False, "seconds": 0.0, "cpu": 0.0}
            return {"code": 127, "error": str(error)} | nothing
        offer_to_the_oom_killer(process.pid)
        told = Excerpt()
        followed = follow(process, command["timeout"], self._bell, told)
        seconds = time.monotonic() - start
        stop_group(process.pid)  # where there are no subreapers
        left = end_descendants(self._spared())
        remove_blocks(process.pid)
        rest(process, told)
        return {
            "code": process.returncode if followed.ended else 0,
            "timed_out": not followed.ended,
            "paused": followed.paused,
            "seconds": seconds,
            "cpu": self._cpu() - cpu,
            "error": told.text(),
            "left": [name_of(process) for process in left],
        }

    def _fresh_folder(self) -> Path:
        """A place for its temporary files, without those that another left behind."""
        folder = self.scratch / PROCESS_FOLDER
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _serve(self, command: dict[str, Any]) -> dict[str, Any]:
        """The address that the service prints first; empty where it prints none in time.

        One that was started by the same command before is ended: it was found wanting.
        """
        argv = tuple(command["serve"])
        if self._services.pop(argv, None):
            end_descendants(self._spared())
        try:
            service = subprocess.Popen(
                argv,
                env=command["env"],
                cwd=self.scratch,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError:
            return {"address": ""}
        self._services[argv] = service
        address = _first_line(service)
        if not address:
            del self._services[argv]
            end_descendants(self._spared())
        return {"address": address}

    def _cpu(self) -> float:
        """CPU seconds of this process, of all that it has waited for, and of the services."""
        both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        spent = sum(sum(resource.getrusage(who)[:2]) for who in both)
        for pid in self._spared():
            with contextlib.suppress(psutil.NoSuchProcess):
                times = psutil.Process(pid).cpu_times()
                spent += times.user + times.system
        return spent

    def _spared(self) -> set[int]:
        return {service.pid for service in self._services.values()}

    def close(self) -> None:
        end_descendants()
        shutil.rmtree(self.scratch, ignore_errors=True)


def answer(content: object) -> None:
    # Not by sys.stdout, which would try again at the end what nobody reads any more.
    data = json.dumps(content).encode() + b"\n"
    while data:
        data = data[os.write(1, data) :]


def _first_line(service: subprocess.Popen[bytes]) -> str:
    """What a service prints first; empty where it ends or time is over before."""
    assert service.stdout is not None
    output = service.stdout.fileno()
    deadline = time.monotonic() + SERVICE_START
    told = b""
    with selectors.DefaultSelector() as selector:
        for file in (output, HARNESS):
            selector.register(file, selectors.EVENT_READ)
        while b"\n" not in told and len(told) < _LONGEST_ADDRESS:
            ready = {key.fd for key, _ in selector.select(max(0.0, deadline - time.monotonic()))}
            if HARNESS in ready:
                raise PipeClosed
            data = os.read(output, _LONGEST_ADDRESS) if ready else b""
            if not data:
                return ""
            told += data
    return told.partition(b"\n")[0].decode(errors="replace").strip()


def main() -> None:
    bell = Bell()  # from now on the pipe alone ends it
    become_subreaper()
    wake_when_orphaned()
    try:
        scratch = Path(tempfile.mkdtemp(prefix="gilbench-"))
    except OSError as error:
        answer({"error": str(error)})
        return
    if not str(scratch).isprintable():  # as TMPDIR may be, and no command could name it
        scratch.rmdir()
        answer({"error": f"{str(scratch.parent)!a} cannot be written down; set TMPDIR"})
        return
    supervisor = Supervisor(scratch, bell)
    try:
        answer({"scratch": str(scratch)})
        supervisor.serve_commands()
    except (PipeClosed, BrokenPipeError):
        pass
    finally:
        supervisor.close()


if __name__ == "__main__":
    main()
