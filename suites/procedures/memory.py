"""Memory of the whole tree of processes: when all lanes are there, and after they worked.

Of one worker more it is the difference to `sequential`, which has none, by the number of them.
"""

import os
import time

from suites.lane import Lane
from suites.memory import Memory, tree_memory
from suites.procedure import Procedure, Values
from suites.tools import Unsupported


class TreeMemory(Procedure):
    """`pss` and `uss`, `idle` once all lanes have imported what they import, and `worked`."""

    def value(self) -> Values:
        strategy, task = self.strategy, self.task
        strategy.open(self.options.workers)
        try:
            strategy.visit(*self.errand)
            before = strategy.lanes(task)
            idle = _now()
            start = time.perf_counter()
            results = strategy.run(task, self.batch)
            self.wall += time.perf_counter() - start
            worked = _now()
            self._seen = before, strategy.lanes(task)
        finally:
            strategy.close()
        self.check(results)
        self.memory.append(worked.pss)
        return {
            "idle-pss": idle.pss,
            "idle-uss": idle.uss,
            "worked-pss": worked.pss,
            "worked-uss": worked.uss,
        }

    def lanes(self) -> tuple[list[Lane], list[Lane]]:
        return self._seen


def _now() -> Memory:
    memory = tree_memory(os.getpid())
    if memory is None:
        raise Unsupported("this system does not tell of a process's shared memory (Linux does)")
    return memory


PROCEDURE = TreeMemory
