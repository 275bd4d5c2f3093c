"""A batch of the user's own function over lanes that are opened for it.

`total`: what all inputs take a program that opens the lanes for them and closes them: a batch so,
and the others as long as batches over lanes that are there. `batch`: the time of such a one;
`entry`: until all lanes have the function. Lanes start while others work already, so that `total`
is less than both together: of 128 threads by half.
"""

import os
import pickle
import time
from collections.abc import Callable, Sequence
from typing import Any

from suites import own
from suites.fingerprint import fingerprint
from suites.memory import tree_pss
from suites.options import Options
from suites.procedure import Procedure, Values, WrongChecksum
from suites.procedures.batch import Batch
from suites.silence import Silence
from suites.strategy import Strategy
from suites.tools import Unsupported
from suites.workload import Workload

WARMING = 8  # tasks in a batch from which on one more a lane is little beside it
_SCALARS = (int, float, complex, str, bytes, bool, type(None))


class Own(Batch):
    def __init__(
        self, options: Options, workload: Workload, strategy: Strategy, planned: int
    ) -> None:
        self._silence = Silence()
        try:
            self._job = own.job()
            own.ready(self._job)  # as the user's program has it imported, whatever its lanes
            super().__init__(options, workload, strategy, planned)
            if strategy.coroutines and own.asynchronous(own.load(self._job)):
                self.task = own.call_async
            self._fresh = fresh(self.batch)
            # With no lanes to start, a batch is as long from scratch, and is not made twice.
            self._at_once = strategy.name == "sequential"
        except BaseException:
            self._silence.end()
            raise

    def __enter__(self) -> "Own":
        try:
            results = [] if self._at_once else self._from_scratch()
            start = time.perf_counter()
            self.strategy.open(self.options.workers)
            try:
                self._make_ready()
                self._entry = time.perf_counter() - start
                if not self._at_once:
                    self._check(results)
                if len(self.batch) >= WARMING:
                    self._warm_lanes()
                self._before = self.strategy.lanes(self.task)
                self.control.time(self._loops)
            except BaseException:
                self.strategy.close()
                raise
        except BaseException:
            self._silence.end()
            raise
        Procedure.__enter__(self)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.strategy.close()
        finally:
            self._silence.end()

    def _from_scratch(self) -> list[Any]:
        """The results of a batch by lanes of its own, which come to have the function with it."""
        tasks = self._fresh()
        start = time.perf_counter()
        self.strategy.open(self.options.workers)
        try:
            results = self._run(tasks)
        finally:
            self.strategy.close()
        self._first = time.perf_counter() - start
        return results

    def _make_ready(self) -> None:
        visits = self.strategy.visit(own.ready_or_why, self._job)
        why = next((visit.result for visit in visits if visit.result), "")
        if why:
            raise Unsupported(f"its lanes cannot import {self._job.module}: {why}")

    def _warm_lanes(self) -> None:
        """One task each: what a first call makes ready is not a part of every batch."""
        (first,) = own.pick(self._job, [1])  # which is none of a batch of some of the inputs
        if self.task is own.call:
            self.strategy.visit(own.call, first)
        else:
            self.strategy.run(self.task, [first] * self.options.workers)

    def value(self) -> Values:
        seconds = 0.0
        repeats = max(1, self._job.repeats)
        for repeat in range(repeats):
            tasks = self._fresh()
            start = time.perf_counter()
            results = self._run(tasks)
            seconds += time.perf_counter() - start
            if self._at_once and not repeat:
                self._first = self._entry + seconds
            self._check(results)
        self.control.time(self._loops)
        self.wall += seconds
        memory = tree_pss(os.getpid())
        if memory is not None:
            self.memory.append(memory)
        batch = seconds / repeats
        others = max(self._job.total, len(self.batch)) / len(self.batch) - 1
        # What remembers its results has only looked them up since the first batch.
        another = self._first if self._job.remembers else batch
        return {
            "batch": batch,
            "entry": self._entry,
            "total": self._first + others * another,
        }

    def _run(self, part: Sequence[Any]) -> list[Any]:
        """As the base has it, but for a chunk's task: lanes import nothing more for it."""
        chunk = self.options.mode["chunk"]
        if chunk == "1" or self.strategy.one_lane:
            return self.strategy.run(self.task, part)
        size = -(-len(part) // (4 * self.options.workers)) if chunk == "auto" else int(chunk)
        whole = own.call_each if self.task is own.call else own.call_each_async
        chunks = [part[start : start + size] for start in range(0, len(part), size)]
        return [result for done in self.strategy.run(whole, chunks) for result in done]

    def _check(self, results: list[Any]) -> None:
        found = fingerprint(results)
        if self._job.checksum and found != self._job.checksum:
            raise WrongChecksum(
                f"the results' checksum is {found}, not {self._job.checksum} as in sequence"
            )
        self.checksum = found


def fresh(batch: list[Any]) -> Callable[[], list[Any]]:
    """Makes the batch as it was: a function can change what it is given.

    What cannot be copied is the same each time.
    """
    if all(type(one) in _SCALARS for one in batch):
        return lambda: batch
    try:
        kept = pickle.dumps(batch, protocol=pickle.HIGHEST_PROTOCOL)
    except Exception:
        return lambda: batch
    made: Callable[[], list[Any]] = lambda: pickle.loads(kept)  # noqa: E731
    return made


PROCEDURE = Own
