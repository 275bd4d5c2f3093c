"""A procedure: takes the values of one process, and leaves the record that proves them."""

import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from suites.control import Control
from suites.lane import Lane
from suites.options import Options
from suites.proof import SCHEMA, code_version, pair, versions
from suites.strategy import Strategy
from suites.workload import Workload, digest

Values = Mapping[str, float]  # by quantity; "" is the time of a batch


class WrongChecksum(Exception):
    """A strategy lost, repeated or corrupted work."""


class Procedure(ABC):
    """Entered, it makes itself ready; left, all lanes have ended."""

    current: ClassVar["Procedure | None"] = None  # for the hook, which pyperf makes itself

    def __init__(
        self, options: Options, workload: Workload, strategy: Strategy, planned: int
    ) -> None:
        self.options = options
        self.workload = workload
        self.strategy = strategy
        self.task = workload.task
        if strategy.coroutines and workload.async_task:
            self.task = workload.async_task
        self.batch = workload.batch(options.parameters, options.service)
        self.errand = workload.errand(options.parameters) if workload.errand else (id, None)
        self.control = Control(everywhere=not strategy.one_lane)
        self.memory: list[int] = []
        self.wall = 0.0
        self.checksum = workload.expected(options.parameters, self.batch)
        self.values: dict[str, list[float]] = {}
        self._planned = planned  # values
        self._taken = 0

    @abstractmethod
    def value(self) -> Values:
        """One value of each quantity of the workload."""

    @abstractmethod
    def lanes(self) -> tuple[list[Lane], list[Lane]]:
        """What the lanes said of themselves before and after the timing."""

    def __enter__(self) -> "Procedure":
        Procedure.current = self
        return self

    def __exit__(self, *_: object) -> None:  # noqa: B027 (whoever opens lanes ends them)
        pass

    def check(self, results: list[Any]) -> float:
        """Seconds that merging takes. Raises WrongChecksum where the result is another's."""
        start = time.perf_counter()
        result = self.workload.merge(results)
        seconds = time.perf_counter() - start
        found = digest(result)
        if found != self.checksum:
            raise WrongChecksum(f"the result's checksum is {found}, not {self.checksum}")
        return seconds

    def time(self, loops: int) -> float:
        """The sum of `loops` values of the first quantity: what pyperf asks for."""
        total = 0.0
        for _ in range(loops):
            taken = self.value()
            for quantity, one in taken.items():
                self.values.setdefault(quantity, []).append(one)
            total += next(iter(taken.values()))
            self._taken += 1
        return total

    def record(self) -> dict[str, Any] | None:
        """The process's own record; None while values are still to come."""
        if self._taken < self._planned:
            return None
        before, after = self.lanes()
        aside = {(os.getpid(), threading.get_native_id()): self.control.cpu}
        return {
            "schema": SCHEMA,
            "cell": self.options.cell(self.strategy.name),
            "block": self.options.block,
            "pid": os.getpid(),
            "code": code_version(),
            "lanes": pair(before, after, aside),
            "batches": self._taken,
            "wall": self.wall,
            "packages": versions(self.workload.extra(self.options.parameters), self.strategy.extra),
            "checksum": self.checksum,
            "memory": max(self.memory, default=None),
            "control": self.control.seconds,
        }
