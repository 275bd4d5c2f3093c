"""What the loops of `asyncio-threads` share: a lock's counter, and what came through a queue.

python -m drive_loops
"""

import asyncio
import faulthandler
import json

from suites.strategies.asyncio_threads import AsyncIOThreads
from suites.tools import common


async def add(times: int) -> int:
    """At most so many were inside at a time."""
    lock, counter, _, inside = common()
    most = 0
    for _ in range(times):
        async with lock:
            inside.append(None)
            most = max(most, len(inside))
            value = counter.value
            await asyncio.sleep(0.0001)
            counter.value = value + 1
            inside.pop()
    return most


async def pass_on(item: int | None) -> int | None:
    """Puts an item that it is given, and gets one otherwise."""
    queue = common()[2]
    if item is None:
        got: int = await queue.get()
        return got
    await queue.put(item)
    return None


async def wait_in_vain(_: None) -> bool:
    """Whether a wait for an empty queue can be given up."""
    try:
        async with asyncio.timeout(0.01):
            await common()[2].get()
    except TimeoutError:
        return True
    return False


if __name__ == "__main__":
    faulthandler.dump_traceback_later(60, exit=True)  # a hang tells where
    strategy = AsyncIOThreads()
    tools = strategy.tools()
    assert tools.lock and tools.counter and tools.queue
    counter = tools.counter()
    strategy.open(3, (tools.lock(), counter, tools.queue(), []))
    most = max(strategy.run(add, [10] * 30))
    mixed = [None, *range(10), None, *range(10, 20), *[None] * 18]
    passed = [item for item in strategy.run(pass_on, mixed) if item is not None]
    silent = strategy.run(wait_in_vain, [None])[0]
    strategy.close()
    print(
        json.dumps(
            {"locked": counter.value, "most": most, "passed": sorted(passed), "silent": silent}
        )
    )
