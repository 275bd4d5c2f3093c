"""Whether processes have ended: a zombie has, as not every machine's init reaps orphans."""

import time
from collections.abc import Iterable

import psutil


def running(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def all_gone(processes: Iterable[psutil.Process], seconds: float = 10) -> bool:
    """Whether all of them end within so many seconds."""
    left, deadline = list(processes), time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        left = [process for process in left if running(process)]
        time.sleep(0.02)
    return not left
