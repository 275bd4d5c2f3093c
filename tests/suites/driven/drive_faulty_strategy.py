"""A suite of threads that do their work wrongly: what the checksums are for.

python -m drive_faulty_strategy FAULT OPTIONS...
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from suites.strategies.threads import Threads
from suites.suite import main

FAULTS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "none": lambda results: results,
    "drops": lambda results: results[:-1],
    "repeats": lambda results: [*results, results[-1]],
    "swaps": lambda results: [results[-1], *results[1:-1], results[0]],
    "corrupts": lambda results: [results[0] + 1, *results[1:]],
    "forgets": lambda results: [],
}


class Faulty(Threads):
    fault = FAULTS[sys.argv.pop(1)]

    def run(self, task: Callable[[Any], Any], batch: Sequence[Any]) -> list[Any]:
        results = super().run(task, batch)
        lanes = task.__name__ == "attend"
        return results if lanes else type(self).fault(results)


if __name__ == "__main__":
    main(Faulty)
