"""The game of two lanes in one strategy, well and with faults; what was seen, as JSON.

python -m drive_ping_pong STRATEGY
"""

import faulthandler
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import sharing_tasks as tasks

from suites.catalog import strategies
from suites.options import MODE, Options
from suites.strategy import Strategy
from suites.suite import opened, refusal
from suites.workloads import find

ROUNDS = 20
WORKLOAD = find("ping_pong")


def options(kind: type[Strategy]) -> Options:
    workers = 2 if kind.sweeps else 1
    return Options("ping_pong", {"rounds": ROUNDS}, workers, MODE, "here", 0, 0, None)


def measured(kind: type[Strategy]) -> dict[str, list[float]]:
    """Two values of each quantity, each with its checksum right."""
    with opened(kind(), WORKLOAD, options(kind), 2) as procedure:
        procedure.time(2)
        return dict(procedure.values)


def raised(kind: type[Strategy], task: Callable[[Any], Any]) -> list[Any]:
    """The error of a batch, and the seconds until all lanes have ended."""
    start = time.monotonic()
    strategy = kind()
    assert WORKLOAD.share
    strategy.open(2, WORKLOAD.share({}, strategy.tools()))
    found = ""
    try:
        strategy.run(task, WORKLOAD.batch({"rounds": ROUNDS}, None))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    finally:
        strategy.close()
    return [found, time.monotonic() - start]


def drive(kind: type[Strategy]) -> dict[str, Any]:
    reason = kind.unavailable() or refusal(kind, WORKLOAD, options(kind))
    if reason:
        return {"refused": reason}
    coroutines = "_async" if kind.coroutines else ""
    return {
        "values": measured(kind),
        "mistaken": raised(kind, getattr(tasks, f"answer_wrong{coroutines}")),
    }


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    (chosen,) = (kind for kind in strategies() if kind.name == sys.argv[1])
    print(json.dumps(drive(chosen)))
