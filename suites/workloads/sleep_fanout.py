"""Many waits at once and nothing else: what a strategy adds to waiting."""

import asyncio
import time

from suites.workload import Kind, Size, Workload


def wait(milliseconds: int) -> int:
    time.sleep(milliseconds / 1000)
    return milliseconds


async def wait_async(milliseconds: int) -> int:
    await asyncio.sleep(milliseconds / 1000)
    return milliseconds


WORKLOAD = Workload(
    name="sleep_fanout",
    about="waiting, without any work",
    kind=Kind.WAIT,
    task=wait,
    async_task=wait_async,
    batch=lambda parameters, _: [parameters["milliseconds"]] * parameters["tasks"],
    sizes={
        "small": Size({"milliseconds": 5, "tasks": 64}, "0150f90d", 0.33),
        "large": Size({"milliseconds": 5, "tasks": 256}, "b5718e54", 1.31),
    },
)
