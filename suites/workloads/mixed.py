"""Tasks that compute for a part of their time and wait for the rest: where does waiting's win end?

Of 10 ms a task computes for `cpu` percent, by amount of work and not by the clock: about 10 ms on
the machine where this was written (3.13). On another, or another interpreter, the part differs.
"""

import asyncio
import time

from suites.workload import Kind, Parameters, Size, Workload

Job = tuple[int, float]  # turns, seconds


def compute(turns: int) -> int:
    """Nothing but bytecode."""
    state = 1
    for _ in range(turns):
        state = (state * 75 + 74) % 65_537
    return state


def work(job: Job) -> int:
    turns, rest = job
    state = compute(turns)
    if rest:
        time.sleep(rest)
    return state


async def work_async(job: Job) -> int:
    turns, rest = job
    state = compute(turns)
    if rest:
        await asyncio.sleep(rest)
    return state


def jobs(parameters: Parameters, _: object) -> list[Job]:
    share = parameters["cpu"] / 100
    job = (round(160_000 * share), 0.010 * (1 - share))
    return [job] * parameters["tasks"]


WORKLOAD = Workload(
    name="mixed",
    about="computing and waiting in one task, by the part of computing",
    kind=Kind.WAIT,
    task=work,
    async_task=work_async,
    batch=jobs,
    ranges={"cpu": range(101)},
    sizes={
        "small": Size({"cpu": 50, "tasks": 32}, "22f54031", 0.32),
        "large": Size({"cpu": 50, "tasks": 128}, "ea2afbbf", 1.28),
    },
    sweeps={
        "cpu": (
            Size({"cpu": 0, "tasks": 32}, "9a43bb95", 0.32),
            Size({"cpu": 25, "tasks": 32}, "7cbe71d9", 0.32),
            Size({"cpu": 75, "tasks": 32}, "77ae426b", 0.32),
            Size({"cpu": 100, "tasks": 32}, "be420a2f", 0.32),
        )
    },
)
