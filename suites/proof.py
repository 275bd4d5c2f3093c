"""Proof: what ran, told from inside every lane, and the record that a process leaves.

pyperf copies a benchmark's metadata before its values are computed, so what is learnt
while timing goes in by a hook (`pyperf.hook: gilbench`), which calls the open measurement.
"""

import importlib.metadata
import json
import os
import threading
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from suites.control import LOOPS, Control
from suites.lane import Lane
from suites.memory import tree_pss
from suites.options import Options
from suites.strategy import Strategy
from suites.workload import Kind, Workload, digest

SCHEMA = 2


class WrongChecksum(Exception):
    """A strategy lost, repeated or corrupted work."""


class LanesReplaced(Exception):
    """Lanes ended and others took their places while they were timed."""


class Measurement:
    """One open strategy, its timed batches, and what they prove."""

    current: ClassVar["Measurement | None"] = None  # for the hook, which pyperf makes itself

    def __init__(
        self, options: Options, workload: Workload, strategy: Strategy, planned: int
    ) -> None:
        self._options = options
        self._strategy = strategy
        self._planned = planned  # batches: warm-ups and values
        self._task = workload.task
        if strategy.coroutines and workload.async_task:
            self._task = workload.async_task
        self._merge = workload.merge
        self._batch = workload.batch(options.parameters, options.service)
        self._expected = workload.expected(options.parameters, self._batch)
        self._batches = 0
        self._wall = 0.0
        self._memory: list[int] = []
        # One lane that computes can pause between tasks, so that the control comes closer to
        # the work: what disturbs a machine changes within tenths of a second. Several would
        # wait for each other at every pause.
        pauses = strategy.one_lane and workload.kind is not Kind.WAIT
        self._parts = _cut(self._batch, LOOPS if pauses else 1)
        self._loops = LOOPS // len(self._parts)  # of the control, before and after each part
        self._control = Control(everywhere=not strategy.one_lane)
        # All lanes first: an executor that has idle ones while it still starts others can count
        # too many as idle (seen on 3.13t), and the lanes that it then never starts are missed.
        strategy.lanes(self._task)
        # Two tasks a lane: bytecode is specialised and each lane has memory of its own when
        # the first batch is timed: the first values of a quick run's 312 processes were 1.002
        # (hashlib), 1.003 (sleep_fanout) and 1.020 (primes, +-0.010) of the later ones. A whole
        # batch would take a quarter of the run.
        strategy.run(self._task, self._batch[: 2 * options.workers])
        self._before = strategy.lanes(self._task)
        self._control.time(self._loops)
        Measurement.current = self

    def time(self, loops: int) -> float:
        """Seconds that `loops` batches take; every one's result is checked afterwards."""
        total = 0.0
        for _ in range(loops):
            results = []
            for part in self._parts:
                start = time.perf_counter()
                results += self._strategy.run(self._task, part)
                total += time.perf_counter() - start
                self._control.time(self._loops)
            start = time.perf_counter()
            result = self._merge(results)
            total += time.perf_counter() - start
            found = digest(result)
            if found != self._expected:
                raise WrongChecksum(f"the result's checksum is {found}, not {self._expected}")
        self._batches += loops
        self._wall += total
        memory = tree_pss(os.getpid())
        if memory is not None:
            self._memory.append(memory)
        return total

    def record(self) -> dict[str, Any] | None:
        """The process's own record; None while batches are still to come."""
        if self._batches < self._planned:
            return None
        after = self._strategy.lanes(self._task)
        aside = {(os.getpid(), threading.get_native_id()): self._control.cpu}
        return {
            "schema": SCHEMA,
            "cell": self._options.cell(self._strategy.name),
            "block": self._options.block,
            "pid": os.getpid(),
            "code": code_version(),
            "lanes": _pair(self._before, after, aside),
            "batches": self._batches,
            "wall": self._wall,
            "checksum": self._expected,
            "memory": max(self._memory, default=None),
            "control": self._control.seconds,
        }


def _cut(batch: Sequence[Any], parts: int) -> list[Sequence[Any]]:
    """The batch in so many parts of nearly equal length; fewer where it has fewer tasks."""
    size = -(-len(batch) // parts)
    return [batch[start : start + size] for start in range(0, len(batch), size)]


def _pair(
    before: Sequence[Lane], after: Sequence[Lane], aside: dict[tuple[int, int], float]
) -> list[dict[str, Any]]:
    """Each lane as it was before and after the timing.

    `aside`: by process and thread, CPU seconds that were spent on something else.
    """
    first = {(lane.pid, lane.thread): lane for lane in before}
    if first.keys() != {(lane.pid, lane.thread) for lane in after}:
        raise LanesReplaced("other lanes answered after the timing than before it")
    return [
        {
            "pid": lane.pid,
            "thread": lane.thread,
            "interpreter": lane.interpreter,
            "gil_before": first[lane.pid, lane.thread].gil,
            "gil_after": lane.gil,
            "cpu": max(
                0.0,
                lane.cpu
                - first[lane.pid, lane.thread].cpu
                - aside.get((lane.pid, lane.thread), 0.0),
            ),
        }
        for lane in after
    ]


def code_version() -> str:
    """The wheel's version, which is the hash of its content; "unpacked" where that is not run."""
    try:
        wheel = importlib.metadata.distribution("gilbench-suites")
    except importlib.metadata.PackageNotFoundError:
        return "unpacked"
    installed = str(wheel.locate_file("suites/proof.py"))
    return wheel.version if os.path.samefile(installed, __file__) else "unpacked"  # noqa: PTH121


class ProofHook:
    """pyperf's hook: adds the record to the metadata once the last value is there."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def teardown(self, metadata: dict[str, Any]) -> None:
        record = Measurement.current.record() if Measurement.current else None
        if record is not None:
            metadata["gilbench"] = json.dumps(record)
