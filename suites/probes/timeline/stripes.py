"""What lanes do for a timeline: units of work, with a stamp of the clock after each.

A module of its own, because lanes import what they are sent.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from suites.lane import Lane, describe_lane, interpreter_id
from suites.probes.unit import unit

GAP = 300e-6  # seconds more than a unit takes: a lane that is late by so much did not run
FAIR = 1e-3  # seconds that a coroutine works before it awaits

Job = tuple[int, int]  # milliseconds to work, and of them to block in the middle
Stripe = tuple[float, float, int | None]  # from, to: seconds of the clock; the CPU it ran on


class Track(NamedTuple):
    """What one lane, or one coroutine, was seen to do."""

    lane: Lane
    unit: float  # seconds, median
    stripes: list[Stripe]


def work(job: Job) -> Track:
    """Units without a pause, until time is up."""
    milliseconds, _ = job
    cpu = cpu_number()
    stamps, cpus = [time.monotonic()], [cpu()]
    end = stamps[0] + milliseconds / 1000
    while stamps[-1] < end:
        unit()
        cpus.append(cpu())
        stamps.append(time.monotonic())
    return track(stamps, cpus)


async def work_async(job: Job) -> Track:
    """The same, with the loop let go of now and then; and not while it blocks."""
    milliseconds, blocking = job
    cpu = cpu_number()
    stamps, cpus = [time.monotonic()], [cpu()]
    awaited = stamps[0]
    end = stamps[0] + milliseconds / 1000
    block = (stamps[0] + end) / 2 if blocking else end
    while stamps[-1] < end:
        if stamps[-1] >= block:
            time.sleep(blocking / 1000)  # and does not await: that is what it shows
            block = end
        unit()
        cpus.append(cpu())
        stamps.append(time.monotonic())
        if stamps[-1] - awaited > FAIR:
            await asyncio.sleep(0)
            awaited = time.monotonic()
    return track(stamps, cpus)


def track(stamps: list[float], cpus: list[int | None]) -> Track:
    """Stripes of units without a gap between them, each on one CPU."""
    took = [after - before for before, after in pairwise(stamps)]
    usual = median(took)
    stripes: list[Stripe] = []
    begun, cpu = stamps[0], cpus[0]
    for place, seconds in enumerate(took, 1):
        late = seconds > usual + GAP
        if late or cpus[place] != cpu:
            stripes.append((begun, stamps[place - 1], cpu))
            begun = stamps[place] - usual if late else stamps[place - 1]
            cpu = cpus[place]
    stripes.append((begun, stamps[-1], cpu))
    return Track(describe_lane(), usual, [one for one in stripes if one[1] > one[0]])


def cpu_number() -> Callable[[], int | None]:
    """What tells the CPU that the caller is on, without letting go of the GIL; None: nothing."""
    if sys.version_info < (3, 13) and interpreter_id():
        return lambda: None  # 3.12 has no ctypes there, and crashes at its end for having tried
    try:
        import ctypes  # noqa: PLC0415 (not every lane can)

        ask = ctypes.PyDLL(None).sched_getcpu
        ask()
    except (ImportError, AttributeError, OSError, TypeError):
        return lambda: None
    else:
        return ask


def ready(_: object) -> None:
    """All that is imported, before the lanes begin together."""
    cpu_number()
    median([0.0])
