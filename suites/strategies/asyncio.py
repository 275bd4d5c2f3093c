"""asyncio: one event loop in one thread; `workers` coroutines are in flight at a time.

A task that never awaits holds the loop until it is done, as it would in any program.
"""

import asyncio
import inspect
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from suites import tools
from suites.lane import Visit, alone
from suites.strategy import Strategy, Task
from suites.tools import Need, Tools


class AsyncIO(Strategy):
    name = "asyncio"
    family = "one lane"
    one_lane = True
    coroutines = True

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return tools.on_a_loop(need)

    def tools(self) -> Tools:
        return Tools(
            lock=asyncio.Lock,
            counter=lambda: SimpleNamespace(value=0),
            queue=asyncio.Queue,
        )

    def open(self, workers: int, common: Any = None) -> None:
        tools.hand_out(common)
        self._workers = workers
        self._loop = asyncio.new_event_loop()

    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        return self._loop.run_until_complete(self._spread(task, batch))

    async def _spread(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        results: list[Any] = [None] * len(batch)
        waiting = iter(enumerate(batch))
        awaited = inspect.iscoroutinefunction(task)

        async def worker() -> None:
            for place, argument in waiting:
                results[place] = await task(argument) if awaited else task(argument)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._workers):
                    group.create_task(worker())
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None  # the task's own, as from every other lane
        return results

    def visit(self, errand: Task, argument: Any) -> list[Visit]:
        return [self._loop.run_until_complete(_alone(errand, argument))]

    def close(self) -> None:
        self._loop.close()


async def _alone(errand: Task, argument: Any) -> Visit:
    return alone(errand, argument)


if __name__ == "__main__":
    from suites.suite import main

    main(AsyncIO)
