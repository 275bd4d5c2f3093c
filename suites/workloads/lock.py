"""A critical section of 0, 1, 10 or 100 microseconds, under one lock or under one a task.

Between two of them a lane works about 10 microseconds without the lock, as a program would.
Both are loops of bytecode, so that all interpreters do the same work: a microsecond of them
takes one on a 3.13 of the machine that they were set on, 0.6 on 3.12, 1.3 on 3.13t. A private
lock is of the same kind as the shared one; lanes that can share none make their own.
"""

import threading
from collections.abc import Sequence
from typing import Any

from suites.tools import Need, Tools, common
from suites.workload import Kind, Parameters, Size, Workload

TASKS = 64
TURNS = 36  # a microsecond
OUTSIDE = 10  # microseconds

Job = tuple[int, int, int]  # the lock's number, microseconds under it, how often


def hold(job: Job) -> int:
    """Turns of both loops."""
    number, inside, times = job
    lock = _lock(number, threading.Lock)
    done = 0
    for _ in range(times):
        done += work(OUTSIDE * TURNS)
        with lock:
            done += work(inside * TURNS)
    return done


async def hold_async(job: Job) -> int:
    """The same with the locks of event loops."""
    import asyncio  # noqa: PLC0415 (no other lane needs it)

    number, inside, times = job
    lock = _lock(number, asyncio.Lock)
    done = 0
    for _ in range(times):
        done += work(OUTSIDE * TURNS)
        async with lock:
            done += work(inside * TURNS)
    return done


def work(turns: int) -> int:
    turn = 0
    while turn < turns:
        turn += 1
    return turn


def _lock(number: int, make: Any) -> Any:
    locks: Sequence[Any] | None = common()
    return locks[number] if locks else make()


def share(parameters: Parameters, tools: Tools) -> list[Any] | None:
    """The lock of each task."""
    if tools.lock is None:
        return None
    if _shared(parameters):
        return [tools.lock()] * TASKS
    return [tools.lock() for _ in range(TASKS)]


def _shared(parameters: Parameters) -> bool:
    return bool(parameters["sharing"] == "shared")


def batch(parameters: Parameters, _: object) -> list[Job]:
    """Tasks of so many microseconds, the time that they wait left out."""
    inside = parameters["hold"]
    times = parameters["length"] // (OUTSIDE + inside)
    return [(number, inside, times) for number in range(TASKS)]


_CHECKSUMS = {0: "9fa44f8c", 1: "dd4fbb76", 10: "9fa44f8c", 100: "8b59601b"}  # by `hold`


def _small(inside: int, sharing: str) -> Size:
    parameters = {"hold": inside, "length": 6000, "sharing": sharing}
    return Size(parameters, _CHECKSUMS[inside], 0.35)


WORKLOAD = Workload(
    name="lock",
    about="a critical section that all lanes enter",
    kind=Kind.CPU,
    task=hold,
    async_task=hold_async,
    batch=batch,
    sizes={
        "small": _small(10, "shared"),
        "large": Size({"hold": 10, "length": 24_000, "sharing": "shared"}, "d0e3b1ff", 1.4),
    },
    sweeps={
        "sharing": (_small(10, "private"),),
        "hold": tuple(
            _small(inside, sharing) for inside in (0, 1, 100) for sharing in ("shared", "private")
        ),
    },
    pairs_with="sharing",
    needs=lambda parameters: (Need.LOCK,) if _shared(parameters) else (),
    share=share,
)
