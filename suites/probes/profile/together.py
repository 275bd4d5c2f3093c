"""Threads that call it at the same time: how much they compute at once, and whether they can."""

import sys
import time
from collections.abc import Sequence
from threading import Barrier, Thread
from typing import Any, NamedTuple

from suites import own
from suites.fingerprint import of
from suites.own import Raised
from suites.probes.profile.timed import cpu_time, queued_time

THREADS = 2
# One that waits for the GIL wakes up so often to ask for it. On a busy machine it would be in the
# queue for a CPU most of the time, as if it had something to compute.
INTERVAL = 0.1  # seconds


class Together(NamedTuple):
    cpus: float  # that they kept busy, or would have on a machine of their own
    wrong: str  # how a result was another than in the main thread; empty: none was


def together(items: Sequence[Any], digests: Sequence[str], seconds: float) -> Together:
    """Each makes at least one call; `digests` are of the results of the first items."""
    ready = Barrier(THREADS + 1)
    queued = [0.0] * THREADS  # seconds that each would have computed if others had not
    until = 0.0
    firsts: list[Any] = [None] * THREADS

    def work(number: int) -> None:
        place = number * len(digests) // THREADS
        ready.wait()
        firsts[number] = place, own.call(items[place])
        while time.perf_counter() < until:
            place += 1
            own.call(items[place % len(items)])
        queued[number] = queued_time()

    threads = [Thread(target=work, args=(number,), daemon=True) for number in range(THREADS)]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(INTERVAL)
    for thread in threads:
        thread.start()
    cpu, start = cpu_time(), time.perf_counter()
    until = start + seconds
    ready.wait()
    for thread in threads:
        thread.join()
    busy = (cpu_time() - cpu + sum(queued)) / (time.perf_counter() - start)
    sys.setswitchinterval(usual)
    wrong = (_wrong(result, digests[place]) for place, result in firsts)
    return Together(busy, next(filter(None, wrong), ""))


def _wrong(result: Any, digest: str) -> str:
    if of(result).hex() == digest:
        return ""
    if isinstance(result, Raised):
        return f"called in another thread it raised {result.error}"
    return "called by two threads at the same time it returned other results"
