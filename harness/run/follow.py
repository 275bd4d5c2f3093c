"""Following one measuring process: to its end, the end of its time, or the harness's end.

Nothing here wakes up by the clock before that: a measurement shares its cores with nobody.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass

from harness.run.excerpt import Excerpt

HARNESS = 0  # the file that is readable when the harness is gone: it sends nothing meanwhile
_LATE = 1.0  # seconds after its time at which a time-out has been slept through
_SLEPT = 0.1  # seconds of the machine's sleep that count
_CHUNK = 65536


class PipeClosed(Exception):
    """The harness is gone."""


@dataclass(frozen=True, slots=True)
class Followed:
    ended: bool  # by itself, in time
    paused: bool  # it, its follower or the machine was stopped for a while


class Bell:
    """A file that is readable when a signal came: a child ended, was stopped or went on.

    The signals that end a program only ring it. They are not ignored, which children would
    inherit: a process pool whose lane died ends the others by SIGTERM, and would wait for
    them for ever. Neither is SIGCHLD, as it may be in whatever started the harness.
    """

    def __init__(self) -> None:
        self.file, ring = os.pipe()
        for end in (self.file, ring):
            os.set_blocking(end, False)
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())

    def silence(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self.file, _CHUNK):
                pass


def follow(process: subprocess.Popen[bytes], timeout: float, bell: Bell, told: Excerpt) -> Followed:
    """Until it ended or `timeout` seconds are over; what it writes to stderr goes into `told`.

    One that was stopped and went on gets the whole time again: it did nothing meanwhile.
    Raises PipeClosed.
    """
    assert process.stderr is not None
    errors = process.stderr.fileno()
    slept = asleep()
    paused = False
    deadline = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        for file in (HARNESS, bell.file, errors):
            selector.register(file, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            ready = {key.fd for key, _ in selector.select(max(0.0, left))}
            if HARNESS in ready:
                raise PipeClosed
            if errors in ready:
                data = os.read(errors, _CHUNK)
                told.add(data)
                if not data:
                    selector.unregister(errors)
            bell.silence()
            changes = _changes(process)
            late = time.monotonic() - deadline
            paused = paused or bool(changes) or late > _LATE
            if process.returncode is not None:
                return Followed(True, paused or asleep() - slept > _SLEPT)
            if _WENT_ON in changes or late > _LATE:
                deadline = time.monotonic() + timeout
            elif late >= 0:
                return Followed(False, paused)


def rest(process: subprocess.Popen[bytes], told: Excerpt) -> None:
    """What is left in the pipe; a process that could not be ended may still hold it open."""
    assert process.stderr is not None
    with process.stderr as pipe, contextlib.suppress(BlockingIOError):
        os.set_blocking(pipe.fileno(), False)
        while data := os.read(pipe.fileno(), _CHUNK):
            told.add(data)


def asleep() -> float:
    """Seconds that the machine was suspended since its boot; 0 where it does not tell."""
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


_STOPPED, _WENT_ON = "stopped", "went on"


def _changes(process: subprocess.Popen[bytes]) -> list[str]:
    """What became of it since the last look; its return code is set where it ended."""
    changes = []
    while process.returncode is None:
        pid, status = os.waitpid(process.pid, os.WNOHANG | os.WUNTRACED | os.WCONTINUED)
        if pid == 0:
            break
        if os.WIFSTOPPED(status):
            changes.append(_STOPPED)
        elif os.WIFCONTINUED(status):
            changes.append(_WENT_ON)
        else:
            process.returncode = os.waitstatus_to_exitcode(status)
    return changes
