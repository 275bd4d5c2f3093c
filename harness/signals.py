"""Signals that end a command in an orderly way, with the exit codes that shells give them."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from harness.errors import Stopped


@contextmanager
def orderly(advice: str) -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP raise Stopped, once; `advice` is what to do then."""

    def stop(number: int, frame: FrameType | None) -> None:
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)  # once is enough; what is left is quick
        raise Stopped(number, advice)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32":
        numbers.append(signal.SIGHUP)
    # One that is ignored stays so: that is what nohup is for.
    numbers = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
