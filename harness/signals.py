"""Signals that end a command in an orderly way, with the exit codes that shells give them."""

import math
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from harness.errors import Stopped

_GRACE = 5.0  # seconds in which a second signal is taken for the first: what is left is quick


def install() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP raise Stopped, wherever the command is.

    Once; but one that comes much later raises it again, should the clearing-up hang or the
    first have been lost where Python drops exceptions.
    """
    last = -math.inf

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _GRACE:
            return
        last = now
        raise Stopped(number)

    for number in _numbers():
        # One that is ignored stays so: that is what nohup is for.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    if sys.platform != "win32":
        # As programs that start this one may leave them: how children end would not be told.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {*_numbers(), signal.SIGCHLD})


def leave() -> None:
    """The exit code is known; nothing is to change it any more."""
    for number in _numbers():
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def advising(advice: str) -> Iterator[None]:
    """`advice` is what to do after a signal here."""
    try:
        yield
    except Stopped as stopped:
        raise Stopped(stopped.number, advice) from None


def _numbers() -> list[signal.Signals]:
    numbers = [signal.SIGINT, signal.SIGTERM]
    return numbers if sys.platform == "win32" else [*numbers, signal.SIGHUP]
