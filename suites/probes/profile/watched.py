"""The same calls in another process, under watch: what else they do, and what they print.

Watching slows them, so nothing of this is timed.
"""

import contextlib
import mmap
import os
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from suites import own
from suites.fingerprint import of
from suites.own import Job
from suites.probes.profile.inputs import pick

SEEN = 100  # deeds of a kind that are told of
_LONGEST = 300
_GRACE = 0.5  # seconds for threads that are about to end
_PASSING = tempfile.gettempdir() + os.sep
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Printed:
    """Counts what the process prints, which goes nowhere; by a process, as that cannot be stopped.

    The pipe is emptied whatever holds this process's GIL.
    """

    def __init__(self) -> None:
        self._count = mmap.mmap(-1, 8)
        self._read, self._write = os.pipe()
        self._counter = os.fork()  # before there is anything that could mind
        if not self._counter:
            os.close(self._write)
            self._work()

    def begin(self) -> None:
        _flush()
        for number in (1, 2):
            os.dup2(self._write, number)
        os.close(self._write)

    def _work(self) -> None:
        total = 0
        while data := os.read(self._read, 1 << 16):
            total += len(data)
            struct.pack_into("=Q", self._count, 0, total)
        os._exit(0)

    def end(self) -> int:
        """Bytes in all."""
        _flush()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for number in (1, 2):
            os.dup2(nowhere, number)
        os.close(nowhere)
        os.close(self._read)
        # What it started may still hold the pipe: there is no end to wait for.
        until = time.monotonic() + 0.2
        while time.monotonic() < until and not os.waitpid(self._counter, os.WNOHANG)[0]:
            time.sleep(0.002)
        (total,) = struct.unpack_from("=Q", self._count, 0)
        return int(total)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()


class Watch:
    """What audit events tell, while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.written: dict[str, None] = {}  # in order, each once
        self.connected: dict[str, None] = {}
        self.started: dict[str, None] = {}
        self.notes: dict[str, None] = {}
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        note = _NOTES.get(event) if self.on else None
        if note is None:
            return
        kind, telling = note
        try:
            text = telling(arguments)
        except Exception:  # whatever it is given
            text = event
        seen: dict[str, None] = getattr(self, kind)
        if text and len(seen) < SEEN:
            seen[text[:_LONGEST]] = None


def _path(thing: Any) -> str:
    """Of a file that is worth telling of."""
    if isinstance(thing, int):
        return ""
    path = os.fsdecode(thing)
    passing = path == os.devnull or "__pycache__" in path or path.startswith(_PASSING)
    return "" if passing else path


def _opened(arguments: tuple[Any, ...]) -> str:
    path, mode, flags = arguments
    if isinstance(mode, str):
        return _path(path) if set(mode) & set("wax+") else ""
    return _path(path) if flags & _WRITES else ""


def _address(arguments: tuple[Any, ...]) -> str:
    address = arguments[1]
    if isinstance(address, tuple) and len(address) >= 2:
        return f"{address[0]}:{address[1]}"
    return os.fsdecode(address) if isinstance(address, (str, bytes)) else str(address)


def _command(thing: Any) -> str:
    if isinstance(thing, (str, bytes, os.PathLike)):
        return os.fsdecode(thing)
    return " ".join(os.fsdecode(part) for part in thing)


_Note = tuple[str, Callable[[tuple[Any, ...]], str]]
_NOTES: dict[str, _Note] = {
    "open": ("written", _opened),
    "sqlite3.connect": (
        "written",
        lambda given: "" if str(given[0]) in (":memory:", "") else _path(given[0]),
    ),
    **{
        f"os.{name}": ("written", lambda given: _path(given[0]))
        for name in ("mkdir", "remove", "rmdir", "truncate", "chmod", "chown", "utime")
    },
    **{
        f"os.{name}": ("written", lambda given: _path(given[1]))
        for name in ("rename", "link", "symlink")
    },
    "socket.connect": ("connected", _address),
    "socket.sendto": ("connected", _address),
    "socket.bind": ("connected", lambda given: f"{_address(given)} (it listens there)"),
    "subprocess.Popen": ("started", lambda given: _command(given[1])),
    "os.system": ("started", lambda given: _command(given[0])),
    "os.exec": ("started", lambda given: _command(given[1])),
    "os.posix_spawn": ("started", lambda given: _command(given[1])),
    "os.spawn": ("started", lambda given: _command(given[2])),
    "os.chdir": (
        "notes",
        lambda _: "it changes the working folder, which all threads share",
    ),
    "os.putenv": (
        "notes",
        lambda _: "it changes the environment, which all threads share",
    ),
    "os.fork": ("started", lambda _: "a copy of itself (os.fork)"),
    "os.forkpty": ("started", lambda _: "a copy of itself (os.forkpty)"),
}


def watched(job: Job, places: Sequence[int]) -> dict[str, Any]:
    printed = Printed()
    watch = Watch()
    own.ready(job)
    items = pick(job, places)
    printed.begin()
    inputs = [of(item).hex() for item in items]
    own_threads = set(threading.enumerate())
    digests = []
    for item in items:
        watch.on = True
        result = own.call(item)
        watch.on = False
        digests.append(of(result).hex())
    until = time.monotonic() + _GRACE
    while (left := set(threading.enumerate()) - own_threads) and time.monotonic() < until:
        time.sleep(0.01)
    return {
        "inputs": inputs,
        "digests": digests,
        "threads": len(left),
        "notes": list(watch.notes),
        "deeds": {
            "written": list(watch.written),
            "connected": list(watch.connected),
            "started": list(watch.started),
            "printed": printed.end(),
        },
    }
