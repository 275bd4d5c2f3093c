"""CPU numbers: which ones this process may use, and lists of them as the kernel writes them."""

import os
import sys
from collections.abc import Iterable

import psutil

from harness.doctor.files import read


def usable() -> frozenset[int]:
    """The CPUs that this process may use: its affinity, where the system has that."""
    if sys.platform == "linux":
        return frozenset(os.sched_getaffinity(0))
    return frozenset(range(psutil.cpu_count() or 1))


def online() -> tuple[int, ...]:
    return parse(read("/sys/devices/system/cpu/online"))


def parse(text: str | None) -> tuple[int, ...]:
    """`0-2,8` is 0, 1, 2 and 8; nothing where it is no such list."""
    found: list[int] = []
    for part in (text or "").split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            return ()
        if not int(first) <= int(last or first) <= 2**20:
            return ()
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def written(cpus: Iterable[int]) -> str:
    """0, 1, 2 and 8 as `0-2,8`: what taskset and the kernel read."""
    spans: list[list[int]] = []
    for cpu in sorted(cpus):
        if spans and cpu == spans[-1][1] + 1:
            spans[-1][1] = cpu
        else:
            spans.append([cpu, cpu])
    return ",".join(f"{first}-{last}" if first < last else f"{first}" for first, last in spans)
