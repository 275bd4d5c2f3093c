"""The processes beside us that keep CPUs busy."""

import time
from collections.abc import Mapping

import msgspec
import psutil

SHARE = 0.05  # of a CPU: less than that is how a quiet machine looks
SHOWN = 5


class Busy(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    pid: int
    cpus: float


class Others:
    """A look at all processes' CPU times, and what they used since."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._before = {pid: used for pid, (_, used) in _table().items()}

    def busy(self) -> list[Busy]:
        """The busiest first; without this process and all below it."""
        seconds = time.monotonic() - self._start
        own = psutil.Process()
        ours = {own.pid, *(child.pid for child in own.children(recursive=True))}
        now = {pid: told for pid, told in _table().items() if pid not in ours}
        return busiest(self._before, now, seconds)


def busiest(
    before: Mapping[int, float], now: Mapping[int, tuple[str, float]], seconds: float
) -> list[Busy]:
    """Pure. A process that was not there before has used all of its time since."""
    found = [
        Busy(name=name, pid=pid, cpus=share)
        for pid, (name, used) in now.items()
        if (share := (used - before.get(pid, 0.0)) / seconds) >= SHARE
    ]
    return sorted(found, key=lambda one: -one.cpus)[:SHOWN]


def _table() -> dict[int, tuple[str, float]]:
    """Each process's name and CPU seconds; without those that we may not see."""
    return {
        process.pid: (_plain(process.info["name"] or "?"), times.user + times.system)
        for process in psutil.process_iter(["name", "cpu_times"])
        if (times := process.info["cpu_times"]) is not None
    }


def _plain(name: str) -> str:
    """A process may call itself anything, control characters too."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)
