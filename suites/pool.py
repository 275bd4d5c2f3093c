"""Lanes behind an executor of `concurrent.futures`: what most strategies are."""

import tempfile
from abc import abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any

from suites.lane import Lane, Meeting, attend
from suites.strategy import Strategy, Task


class Pool(Strategy):
    """A strategy that says which executor it is; the rest is the same for all."""

    @abstractmethod
    def executor(self, workers: int) -> Executor:
        """A new executor of `workers` lanes."""

    def in_lane(self, task: Task) -> Callable[[Any], Any]:
        """What the executor calls to have `task` done in the lane; `task` itself as a rule."""
        return task

    def open(self, workers: int) -> None:
        self._workers = workers
        self._executor = self.executor(workers)

    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        return list(self._executor.map(self.in_lane(task), batch))

    def lanes(self, task: Task) -> list[Lane]:
        with tempfile.TemporaryDirectory(prefix="gilbench-") as folder:
            places = [Meeting(folder, place, self._workers, task) for place in range(self._workers)]
            return self.run(attend, places)

    def close(self) -> None:
        self._executor.shutdown()
