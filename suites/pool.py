"""Lanes behind an executor of `concurrent.futures`: what most strategies are."""

import itertools
import os
import tempfile
from abc import abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any

from suites.lane import Meeting, Visit, attend
from suites.strategy import Strategy, Task

# Where lanes meet: made beforehand, as a pool's start is timed up to its first meeting.
_MEETINGS = tempfile.TemporaryDirectory(prefix="gilbench-")
_numbers = itertools.count()


class Pool(Strategy):
    """A strategy that says which executor it is; the rest is the same for all."""

    @abstractmethod
    def executor(self, workers: int, common: Any) -> Executor:
        """A new executor of `workers` lanes, each with `common` handed out."""

    def in_lane(self, task: Task) -> Callable[[Any], Any]:
        """What the executor calls to have `task` done in the lane; `task` itself as a rule."""
        return task

    def open(self, workers: int, common: Any = None) -> None:
        self._workers = workers
        self._executor = self.executor(workers, common)

    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        return list(self._executor.map(self.in_lane(task), batch))

    def visit(self, errand: Task, argument: Any) -> list[Visit]:
        return self.run(attend, meetings(self._workers, errand, argument))

    def close(self) -> None:
        self._executor.shutdown()


def meetings(places: int, errand: Task, argument: Any) -> list[Meeting]:
    """One appointment, as each of so many lanes is to be told of it."""
    folder = f"{_MEETINGS.name}/{next(_numbers)}"
    os.mkdir(folder)  # noqa: PTH102 (it is timed: see suites.procedures.startup)
    return [Meeting(folder, place, places, errand, argument) for place in range(places)]
