"""Batches over warm lanes: the time that `merge(map(task, batch))` takes, checked afterwards."""

import gc
import inspect
import os
import time
from collections.abc import Sequence
from typing import Any

from suites.control import LOOPS
from suites.lane import Lane
from suites.memory import tree_pss
from suites.options import Options
from suites.procedure import Procedure, Values
from suites.strategy import Strategy, Task
from suites.tools import Unsupported, hand_out
from suites.workload import Finished, Kind, Workload


class Batch(Procedure):
    def __init__(
        self, options: Options, workload: Workload, strategy: Strategy, planned: int
    ) -> None:
        super().__init__(options, workload, strategy, planned)
        # Weak scaling: as many copies of the work as there are workers for it.
        self._copies = options.workers if options.mode["scaling"] == "weak" else 1
        # One lane that computes can pause between tasks, so that the control comes closer to
        # the work: what disturbs a machine changes within tenths of a second. Several would
        # wait for each other at every pause. What has quantities of its own is not cut, nor
        # are tasks that wait for each other.
        pauses = strategy.one_lane and workload.kind is not Kind.WAIT
        pauses = pauses and not workload.quantities and not workload.workers
        self._parts = _cut(self.batch * self._copies, LOOPS if pauses else 1)
        self._loops = LOOPS // len(self._parts)  # of the control, before and after each part

    def __enter__(self) -> "Batch":
        workload, strategy, options = self.workload, self.strategy, self.options
        self._common = (
            workload.share(options.parameters, strategy.tools()) if workload.share else None
        )
        hand_out(self._common)  # to this thread as well, which merges
        strategy.open(options.workers, self._common)
        try:
            self._warm_up()
        except BaseException:
            strategy.close()
            raise
        super().__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.strategy.close()

    def _warm_up(self) -> None:
        # All lanes first: an executor that has idle ones while it still starts others can count
        # too many as idle (seen on 3.13t), and the lanes that it then never starts are missed.
        try:
            self.strategy.lanes(self.task)
            if self.workload.errand:
                self.strategy.visit(*self.errand)
        except Exception as error:
            name = self.workload.extra(self.options.parameters)
            if not name:  # not every package can be imported everywhere
                raise
            why = str(error).strip().rpartition("\n")[2]  # NumPy's is a page
            raise Unsupported(f"its lanes cannot use {name}: {why}") from None
        if self.options.mode["gc"] == "off":
            self.strategy.visit(switch_collector, False)
        # Two tasks a lane: bytecode is specialised and each lane has memory of its own when
        # the first batch is timed: the first values of a quick run's 312 processes were 1.002
        # (hashlib), 1.003 (sleep_fanout) and 1.020 (primes, +-0.010) of the later ones. A whole
        # batch would take a quarter of the run. Tasks that wait for each other come as they are.
        if not self.workload.quantities and not self.workload.workers:
            self.strategy.run(self.task, self.batch[: 2 * self.options.workers])
        self._before = self.strategy.lanes(self.task)
        self.control.time(self._loops)

    def value(self) -> Values:
        total = 0.0
        results: list[Any] = []
        if self.workload.reset:
            self.workload.reset(self._common)
        for part in self._parts:
            start = time.perf_counter()
            results += self._run(part)
            total += time.perf_counter() - start
            self.control.time(self._loops)
        size = len(self.batch)
        for copy in range(self._copies):
            last = copy + 1 == self._copies  # it takes what is too much as well
            total += self.check(results[copy * size : None if last else (copy + 1) * size])
        self.wall += total
        memory = tree_pss(os.getpid())
        if memory is not None:
            self.memory.append(memory)
        finished = Finished(self.options.parameters, results, total)
        return {
            name: quantity.value(finished)
            for name, quantity in self.workload.quantities.items()
            if quantity.value
        } or {"": total}

    def lanes(self) -> tuple[list[Lane], list[Lane]]:
        return self._before, self.strategy.lanes(self.task)

    def _run(self, part: Sequence[Any]) -> list[Any]:
        """The results of these tasks, handed out one by one or in chunks."""
        chunk = self.options.mode["chunk"]
        if chunk == "1" or self.strategy.one_lane:
            return self.strategy.run(self.task, part)
        if chunk == "auto":  # as `multiprocessing.Pool.map` has it: four chunks a worker
            chunks = _cut(part, 4 * self.options.workers)
        else:
            chunks = [part[start : start + int(chunk)] for start in range(0, len(part), int(chunk))]
        whole = in_chunk_async if inspect.iscoroutinefunction(self.task) else in_chunk
        done = self.strategy.run(whole, [(self.task, chunk) for chunk in chunks])
        return [result for chunk in done for result in chunk]


def in_chunk(job: tuple[Task, Sequence[Any]]) -> list[Any]:
    task, chunk = job
    return [task(argument) for argument in chunk]


async def in_chunk_async(job: tuple[Task, Sequence[Any]]) -> list[Any]:
    task, chunk = job
    return [await task(argument) for argument in chunk]


def switch_collector(on: bool) -> None:
    if on:
        gc.enable()
    else:
        gc.disable()


def _cut(batch: Sequence[Any], parts: int) -> list[Sequence[Any]]:
    """The batch in so many parts of nearly equal length; fewer where it has fewer tasks."""
    size = -(-len(batch) // parts)
    return [batch[start : start + size] for start in range(0, len(batch), size)]


PROCEDURE = Batch
