"""Interpreters: one lane a thread that owns an isolated subinterpreter with its own GIL."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool
from typing import Any

from suites import subinterpreter
from suites.pool import Pool
from suites.strategy import Task
from suites.tools import Need, Tools, hand_out


class Interpreters(Pool):
    name = "interpreters"
    family = "interpreters"

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return subinterpreter.lacks(need)

    def tools(self) -> Tools:
        return subinterpreter.tools()

    def executor(self, workers: int, common: Any) -> ThreadPoolExecutor:
        self._own = threading.local()
        self._common = common
        return ThreadPoolExecutor(workers, thread_name_prefix="lane", initializer=self._enter)

    def _enter(self) -> None:
        self._own.interpreter = subinterpreter.create()
        if self._common is not None:
            self._own.interpreter.call(hand_out, self._common)

    def _leave(self, everyone: threading.Barrier) -> None:
        everyone.wait()
        self._own.interpreter.close()

    def in_lane(self, task: Task) -> Callable[[Any], Any]:
        own = self._own
        return lambda argument: own.interpreter.call(task, argument)

    def close(self) -> None:
        # Each thread ends its own: 3.12 waits for ever for one whose `threading` module was
        # first imported by another thread than the one that ends it.
        everyone = threading.Barrier(self._workers)
        with contextlib.suppress(BrokenThreadPool):  # it never opened, which was reported
            list(self._executor.map(self._leave, [everyone] * self._workers))
        super().close()


if __name__ == "__main__":
    from suites.suite import main

    main(Interpreters)
