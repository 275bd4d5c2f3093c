"""Objects there and back in one strategy, each way that it has; what was seen, as JSON.

python -m drive_transfer STRATEGY some|all|numpy
"""

import faulthandler
import itertools
import json
import sys
from typing import Any

import sharing_tasks as tasks

from suites.catalog import strategies
from suites.options import MODE, Options
from suites.payloads import PAYLOADS
from suites.strategy import Strategy
from suites.suite import opened
from suites.tools import Unsupported
from suites.ways import NEEDS
from suites.workload import Parameters
from suites.workloads import find

WORKLOAD = find("transfer")
PIPED = 200_000  # more than a pipe holds
KINDS = [kind for kind in PAYLOADS if kind != "numpy"]


def some() -> list[tuple[str, str, int]]:
    """Each way with kinds in turn, and the ends of the scale."""
    kinds = itertools.cycle(KINDS)
    usual = [(way, next(kinds), 5000) for way in NEEDS if way != "memoryview"]
    return [*usual, ("memoryview", "array", 5000), ("pipe", "bytes", PIPED), ("queue", "list", 1)]


def every(kinds: list[str]) -> list[tuple[str, str, int]]:
    return [(way, kind, 5000) for way in NEEDS for kind in kinds]


LEAST = [("shared_memory", "array", 3), ("memoryview", "array", 3)]  # less than one number
CHOICES = {"some": some(), "all": every(KINDS) + LEAST, "numpy": every(["numpy"])}


def measured(kind: type[Strategy], parameters: Parameters) -> Any:
    """Each quantity of a batch whose checksum is right; or why there is none."""
    options = Options("transfer", parameters, 2 if kind.sweeps else 1, MODE, "here", 0, 0, None)
    try:
        with opened(kind(), WORKLOAD, options, 1) as procedure:
            procedure.time(1)
            return {name: values[0] for name, values in procedure.values.items()}
    except Unsupported as lacking:
        return str(lacking)


def mistaken(kind: type[Strategy]) -> str:
    """The error of a batch whose second lane sends something else back."""
    strategy = kind()
    way = "queue" if strategy.tools().queue else "pipe"
    parameters = {"kind": "bytes", "rounds": 3, "size": 100, "way": way}
    assert WORKLOAD.share
    strategy.open(2, WORKLOAD.share(parameters, strategy.tools()))
    task = tasks.send_else_async if kind.coroutines else tasks.send_else
    try:
        strategy.run(task, WORKLOAD.batch(parameters, None))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        strategy.close()
    return ""


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    (chosen,) = (kind for kind in strategies() if kind.name == sys.argv[1])
    if reason := chosen.unavailable():
        print(json.dumps({"refused": reason}))
        sys.exit()
    found = {
        f"{way} {kind} {size}": measured(
            chosen, {"kind": kind, "rounds": 3, "size": size, "way": way}
        )
        for way, kind, size in CHOICES[sys.argv[2]]
    }
    wrong = mistaken(chosen) if chosen.sweeps and sys.argv[2] == "some" else ""
    print(json.dumps({"found": found, "mistaken": wrong}))
