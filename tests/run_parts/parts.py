"""What the tests of a run's parts are about: cells, builds, processes and attempts, made up."""

import json
from typing import Any

from harness.catalog import StrategyInfo
from record import SCHEMA, Attempt, Cell, Lane, Process, Status

CODE = "0+1234"
MAIN = 100  # the measuring process's pid


def cell(strategy: str = "threads", *, workload: str = "primes", **changes: Any) -> Cell:
    values: dict[str, Any] = {
        "interpreter": "3.13",
        "strategy": strategy,
        "workload": workload,
        "parameters": {"n": 7},
        "workers": 2,
        "mode": {"pool": "warm"},
    }
    return Cell(**(values | changes))


def attempt(one: Cell, block: int = 0, status: Status = Status.OK, **changes: Any) -> Attempt:
    return Attempt(cell=one.key, block=block, status=status, **changes)


def strategy(name: str = "threads", family: str = "threads", *, one_lane: bool = False) -> Any:
    return StrategyInfo(
        name=name,
        suite=f"suites.{name}",
        family=family,
        one_lane=one_lane,
        sweeps=True,
        extra="",
        about="",
        unavailable=None,
    )


def lane(place: int, **changes: Any) -> Lane:
    """Thread number `place` of the measuring process."""
    values: dict[str, Any] = {
        "pid": MAIN,
        "thread": MAIN + place,
        "interpreter": 0,
        "gil_before": True,
        "gil_after": True,
        "cpu": 0.5,
    }
    return Lane(**(values | changes))


def process(of: Cell, lanes: list[Lane], **changes: Any) -> Process:
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "cell": of,
        "block": 0,
        "pid": MAIN,
        "code": CODE,
        "lanes": lanes,
        "batches": 3,
        "wall": 1.0,
        "checksum": "966e378e",
        "memory": 1 << 24,
    }
    return Process(**(values | changes))


def pyperf_file(values: list[Any], record: str | None, name: str = "primes[n=7]/w2") -> bytes:
    """A file as pyperf writes one for a single worker."""
    metadata: dict[str, Any] = {"name": name, "unit": "second", "loops": 1}
    if record is not None:
        metadata["gilbench"] = record
    runs = [{"values": values, "warmups": [[1, 0.5]], "metadata": metadata}]
    return json.dumps({"version": "1.0", "benchmarks": [{"runs": runs}]}).encode()
