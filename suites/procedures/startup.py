"""What it takes to have lanes: from nothing to all of them at work, and back.

A process takes one value, of the first pool that it opens.
"""

import time

from suites.lane import Lane
from suites.procedure import Procedure, Values


class Startup(Procedure):
    """`create`: until the last lane has come. `first`: the first task, in all lanes at once.

    `steady`: one more task, there and back. `teardown`: until all lanes have ended.
    """

    def value(self) -> Values:
        strategy, task = self.strategy, self.task
        start = time.monotonic()
        strategy.open(self.options.workers)
        try:
            visits = strategy.visit(*self.errand)
            before = strategy.lanes(task)
            ready = time.perf_counter()
            results = [strategy.run(task, [argument])[0] for argument in self.batch]
            steady = time.perf_counter() - ready
            self._seen = before, strategy.lanes(task)
        except BaseException:
            strategy.close()
            raise
        closing = time.perf_counter()
        strategy.close()
        teardown = time.perf_counter() - closing
        arrived = max(visit.arrived for visit in visits)
        begun = min(visit.result[0] for visit in visits)
        done = max(visit.result[1] for visit in visits)
        self.check(results)
        self.wall += steady
        return {
            "create": arrived - start,
            "first": done - begun,
            "steady": steady / len(self.batch),
            "teardown": teardown,
        }

    def lanes(self) -> tuple[list[Lane], list[Lane]]:
        return self._seen


PROCEDURE = Startup
