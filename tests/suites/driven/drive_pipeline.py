"""The pipeline in one strategy, well and with faults; what was seen, as JSON.

python -m drive_pipeline STRATEGY
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
from suites.workloads import find, pipeline

ITEMS = 2000  # what is left of them where nobody takes it is far more than a pipe holds
WORKLOAD = find("pipeline")


def options(kind: type[Strategy], batch: int) -> Options:
    workers = 3 if kind.sweeps else 1
    parameters = {"batch": batch, "items": 100}
    return Options("pipeline", parameters, workers, MODE, "here", 0, 0, None)


def measured(kind: type[Strategy], batch: int) -> int:
    """Values that were taken, each with its checksum right."""
    with opened(kind(), WORKLOAD, options(kind, batch), 3) as procedure:
        procedure.time(3)
        return len(procedure.values[""])


def raised(
    kind: type[Strategy],
    task: Callable[[Any], Any],
    stages: tuple[str, ...] = tuple(pipeline.STAGES),
) -> list[Any]:
    """The error of a batch, and the seconds until all lanes have ended."""
    start = time.monotonic()
    strategy = kind()
    assert WORKLOAD.share
    common = WORKLOAD.share({}, strategy.tools())
    found = ""
    strategy.open(3 if kind.sweeps else 1, common)
    try:
        strategy.run(task, [(stage, ITEMS, 16) for stage in stages])
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    finally:
        strategy.close()
    return [found, time.monotonic() - start]


def by_other_means(batch: int) -> list[Any]:
    """What the last stage says, beside the same computed at once."""
    kind = next(kind for kind in strategies() if kind.name == "sequential")
    strategy = kind()
    assert WORKLOAD.share
    strategy.open(1, WORKLOAD.share({}, strategy.tools()))
    parameters = {"batch": batch, "items": 100}
    *_, last = strategy.run(pipeline.run, WORKLOAD.batch(parameters, None))
    records = [
        [(line * 37 + field * 101) % 9973 for field in range(pipeline.FIELDS)]
        for line in [*range(32)] * 3 + [*range(4)]
    ]
    computed = [pipeline.compute(record) for record in records]
    bins = [
        sum(number % 16 == place for record in computed for number in record) for place in range(16)
    ]
    return [last[:17], [100, *bins]]


def drive(kind: type[Strategy]) -> dict[str, Any]:
    reason = kind.unavailable() or refusal(kind, WORKLOAD, options(kind, 1))
    if reason:
        return {"refused": reason}
    coroutines = "_async" if kind.coroutines else ""
    seen: dict[str, Any] = {
        "values": [measured(kind, batch) for batch in (1, 16, 256)],
        "faults": {
            stage: raised(kind, getattr(tasks, f"fail_to_{stage}{coroutines}"))
            for stage in pipeline.STAGES
        },
    }
    if kind.family == "processes":
        seen["death"] = raised(kind, tasks.die_computing)
    seen["silence"] = raised(kind, getattr(tasks, f"impatient{coroutines}"), ("compute",))
    if kind.name == "sequential":
        seen["totals"] = [by_other_means(batch) for batch in (1, 7, 256)]
    return seen


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    (chosen,) = (kind for kind in strategies() if kind.name == sys.argv[1])
    print(json.dumps(drive(chosen)))
