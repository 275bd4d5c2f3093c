"""asyncio threads: an event loop in each of several threads, one task at a time in each."""

import asyncio
import inspect
import threading
from collections.abc import Coroutine, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from suites import tools
from suites.between_loops import Lock, Queue
from suites.lane import Visit, attend
from suites.pool import meetings
from suites.strategy import Strategy, Task
from suites.tools import Need, Tools

Jobs = SimpleQueue[tuple[int, Any]]


class AsyncIOThreads(Strategy):
    name = "asyncio-threads"
    family = "threads"
    coroutines = True

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return tools.on_a_loop(need)

    def tools(self) -> Tools:
        return tools.in_one_process()._replace(lock=Lock, queue=Queue)

    def open(self, workers: int, common: Any = None) -> None:
        tools.hand_out(common)
        self._loops = [asyncio.new_event_loop() for _ in range(workers)]
        self._threads = [
            threading.Thread(target=loop.run_forever, name="lane", daemon=True)
            for loop in self._loops
        ]
        for thread in self._threads:
            thread.start()

    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        jobs: Jobs = SimpleQueue()
        for job in enumerate(batch):
            jobs.put(job)
        results: list[Any] = [None] * len(batch)
        errors = self._in_each([_work(task, jobs, results) for _ in self._loops])
        failed = [error for error in errors if error]
        if failed:
            raise min(failed)[1]  # the batch's first, by its place
        return results

    def visit(self, errand: Task, argument: Any) -> list[Visit]:
        places = meetings(len(self._loops), errand, argument)
        return self._in_each([_attend(meeting) for meeting in places])

    def _in_each(self, coroutines: Sequence[Coroutine[Any, Any, Any]]) -> list[Any]:
        pairs = zip(coroutines, self._loops, strict=True)
        running = [asyncio.run_coroutine_threadsafe(one, loop) for one, loop in pairs]
        return [future.result() for future in running]

    def close(self) -> None:
        for loop in self._loops:
            loop.call_soon_threadsafe(loop.stop)
        for thread, loop in zip(self._threads, self._loops, strict=True):
            thread.join()
            loop.close()


async def _work(task: Task, jobs: Jobs, results: list[Any]) -> tuple[int, BaseException] | None:
    """Take jobs until there are none, or to the first that fails: its place and its error."""
    awaited = inspect.iscoroutinefunction(task)
    while True:
        try:
            place, argument = jobs.get_nowait()
        except Empty:
            return None
        try:
            results[place] = await task(argument) if awaited else task(argument)
        except BaseException as error:  # an exit too: it would stop the loop
            _drain(jobs)
            return place, error


def _drain(jobs: Jobs) -> None:
    try:
        while True:
            jobs.get_nowait()
    except Empty:
        pass


async def _attend(meeting: Any) -> Visit:
    return attend(meeting)


if __name__ == "__main__":
    from suites.suite import main

    main(AsyncIOThreads)
