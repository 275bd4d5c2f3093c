"""The control: a short loop of bytecode, timed beside the workload in the same process.

What slows it there (a neighbour of a virtual machine, an unlucky layout in memory) slows the
workload's bytecode too. The analysis takes it out; the values stay as they are. The loop runs
in the main thread while no lane works, and keeps no object, so that no strategy and no
workload changes it.
"""

import os
import time

LOOPS = 8  # a value: about 3 ms each
TURNS = 25_000


class Control:
    """The loops of one process: their seconds, and the CPU time that all of them took."""

    def __init__(self, everywhere: bool) -> None:
        """`everywhere`: on each CPU in turn, as work of several lanes is done on all of them."""
        self.seconds: list[float] = []
        self.cpu = 0.0
        # Not on macOS and Windows.
        ask = getattr(os, "sched_getaffinity", None)
        self._cpus = sorted(ask(0)) if everywhere and ask else []
        _loop()  # specialises its bytecode

    def time(self, loops: int) -> None:
        before = time.thread_time()
        for _ in range(loops):
            if self._cpus:
                os.sched_setaffinity(0, {self._cpus[len(self.seconds) % len(self._cpus)]})
            start = time.perf_counter()
            _loop()
            self.seconds.append(time.perf_counter() - start)
        if self._cpus:
            os.sched_setaffinity(0, self._cpus)
        self.cpu += time.thread_time() - before


def _loop() -> int:
    total = number = 0
    while number < TURNS:
        total = (total + number * 3) % 251
        number += 1
    return total
