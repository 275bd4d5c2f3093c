"""What a measured process does on request, as a faulty program or extension module would.

Copied into the environment of an interpreter under test, with a `.pth` that imports it in
measuring processes: it does nothing but in the one that finds a request, `NAME SECONDS`.
"""

import ctypes
import os
import resource
import signal
import threading
import time
from pathlib import Path

PTH = 'import sys; "--worker" in sys.orig_argv and __import__("misbehave")\n'
REQUEST = "misbehave.request"
FLOOD = 256  # MB


def exit_without_a_file() -> None:
    os._exit(3)


def end_well_without_a_file() -> None:
    os._exit(0)


def abort() -> None:
    os.abort()


def segfault() -> None:
    ctypes.string_at(0)


def run_out_of_memory() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used, used))
    hoard = []
    while True:
        hoard.append(bytes(1 << 20))


def dead_lock() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def leave_a_daemon() -> None:
    """A grandchild in a session of its own, which holds every pipe open."""
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(600)
    os._exit(0)


def flood_stderr() -> None:
    for _ in range(FLOOD):
        os.write(2, b"x" * 999_999 + b"\n")


def kill_the_supervisor() -> None:
    parent = os.getppid()
    if b"harness.run.supervisor" in Path(f"/proc/{parent}/cmdline").read_bytes():
        os.kill(parent, signal.SIGKILL)


def _obey(request: Path) -> None:
    taken = request.with_suffix(".taken")
    try:  # who can rename it is the one
        request.rename(taken)
    except OSError:
        return
    name, seconds = taken.read_text().split()
    # In the main thread, in the midst of whatever it does then.
    signal.signal(signal.SIGALRM, lambda *_: globals()[name]())
    signal.setitimer(signal.ITIMER_REAL, float(seconds))


if (asked := Path(__file__).with_name(REQUEST)).exists():
    _obey(asked)
