"""What went on around one measuring process: time that the hypervisor took, and other work."""

import functools
import time
from collections.abc import Sequence
from typing import TypeVar

import msgspec
import psutil

from harness.doctor import cgroup, cpus

# Of 860 processes of 0.5 to 1 s on a virtual machine with two CPUs that was left alone, 95% saw
# less than 0.04 CPUs of outside work and 98.5% less than 0.16 (small jobs of others ran at
# times); beside one process that spins, whatever its niceness, all of 96 saw 0.98 or more.
# Steal was 0 in the median, 1.3% in 99% and 2.2% at most; in 0.5 s a tick of 10 ms is 1 to 2%.
# Looking costs 0.2 ms, start and end together.
STEAL = 0.05  # share of the CPU time that was wanted
OUTSIDE = 0.25  # CPUs
ROOM = 0.03  # of the usable CPUs: what it takes from a lane a core is below the margin

T = TypeVar("T")


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """Seen on the CPUs that the run may use; None where the system does not tell."""

    cpus: int = 1  # that the run may use
    quota: float | None = None  # CPUs' worth of time that it may use of them
    steal: float | None = None  # share of the CPU time wanted here that the hypervisor took
    outside: float | None = None  # CPUs kept busy by processes that are not the run's


def contamination(surroundings: Surroundings) -> str | None:
    """Why what was measured in these surroundings is not to be trusted; None where it is."""
    steal, outside = surroundings.steal, surroundings.outside
    if outside is not None and too_much(outside, surroundings.cpus, surroundings.quota):
        return f"other processes kept {outside:.1f} of {surroundings.cpus} CPUs busy"
    if steal is not None and steal > STEAL:
        return f"the hypervisor took {steal:.0%} of the CPU time"
    return None


def too_much(outside: float, count: int, quota: float | None) -> bool:
    """Whether other work on so many CPUs shows in the numbers.

    A container with a quota sees the work of the whole host, which may leave it its share.
    """
    crowded = quota is None or count - outside < quota
    return crowded and outside > max(OUTSIDE, ROOM * count)


class Watch:
    """A look at the CPUs' counters at the start and at the end; nothing runs in between."""

    def __init__(self) -> None:
        self._usable = cpus.usable()
        self._own = time.process_time()
        self._start = time.monotonic()
        self._before = _counters(self._usable)

    @classmethod
    def start(cls) -> "Watch":
        return cls()

    def stop(self, own_cpu: float) -> Surroundings:
        """`own_cpu`: CPU seconds of all of the run's since the start; this process's apart."""
        after = _counters(self._usable)
        wall = time.monotonic() - self._start
        own = own_cpu + time.process_time() - self._own
        here = Surroundings(cpus=len(self._usable), quota=_quota())
        return between(self._before, after, wall, own, here)


class Counters(msgspec.Struct, frozen=True):
    """Seconds since the boot, over the usable CPUs."""

    busy: float  # in processes: interrupts are nobody's
    all: float
    steal: float | None


def between(
    before: Counters, after: Counters, wall: float, own: float, here: Surroundings
) -> Surroundings:
    """`here` with what the counters tell, as far as they do."""
    busy = after.busy - before.busy
    if wall <= 0 or after.all <= before.all or busy < 0:  # they stand still in some sandboxes
        return here
    outside = min(float(here.cpus), max(0.0, busy - own) / wall)
    if before.steal is None or after.steal is None:
        return msgspec.structs.replace(here, outside=outside)
    taken = max(0.0, after.steal - before.steal)
    steal = taken / (busy + taken) if busy + taken else 0.0
    return msgspec.structs.replace(here, outside=outside, steal=steal)


@functools.cache  # many small files to read, and it stays
def _quota() -> float | None:
    return cgroup.quota()


def _counters(usable: frozenset[int]) -> Counters:
    times = of(usable, psutil.cpu_times(percpu=True), cpus.online())
    tell_steal = all(hasattr(one, "steal") for one in times)
    return Counters(
        busy=sum(one.user + one.system + getattr(one, "nice", 0.0) for one in times),
        all=sum(sum(one) for one in times),
        steal=sum(one.steal for one in times) if tell_steal else None,
    )


def of(usable: frozenset[int], times: Sequence[T], online: Sequence[int]) -> Sequence[T]:
    """Of all CPUs' times those of the usable ones: the list has no place for those offline.

    In containers that number their CPUs anew, the list has the usable ones alone.
    """
    if len(times) == len(usable) or len(times) != len(online):
        return times
    return [one for cpu, one in zip(online, times, strict=True) if cpu in usable]
