"""One strategy put through its methods, in the interpreter that runs this; what was seen, as JSON.

python -m drive_strategy NAME
"""

import faulthandler
import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import driven_tasks as tasks

from suites.catalog import strategies
from suites.lane import describe_lane
from suites.strategy import Strategy
from suites.tools import Unsupported

WORKERS = 3


def drive(strategy_type: type[Strategy]) -> dict[str, Any]:
    reason = strategy_type.unavailable()
    if reason is not None:
        return {"unavailable": reason}
    workers = WORKERS if strategy_type.sweeps else 1
    threads, children = set(threading.enumerate()), _children()
    tasks.mark = "changed by the parent"
    strategy = strategy_type()
    try:
        strategy.open(workers, "for all")
    except Unsupported as reason:
        return {"unsupported": str(reason)}
    seen = {
        "workers": workers,
        "main": describe_lane()._asdict(),
        "lanes": [lane._asdict() for lane in strategy.lanes(tasks.double)],
        "again": [lane._asdict() for lane in strategy.lanes(tasks.double)],
        "used": [lane._asdict() for lane in strategy.run(describe_lane, range(30))],
        "commands": [_command(lane.pid) for lane in strategy.lanes(tasks.double)],
        "parents": [_parent(lane.pid) for lane in strategy.lanes(tasks.double)],
        "ordered": strategy.run(tasks.slow_first, list(range(40))),
        "empty": strategy.run(tasks.double, []),
        "single": strategy.run(tasks.double, [21]),
        "fewer": strategy.run(tasks.double, range(workers - 1)),
        "large": [tasks.weigh(data) for data in strategy.run(tasks.block, [1 << 20] * 8)],
        "sent": strategy.run(tasks.weigh, [b"a" * (1 << 20)] * 8),
        "common": [visit.result for visit in strategy.visit(tasks.look_at_common, None)],
        "mark": sorted({mark for mark, _ in strategy.run(tasks.look_at_mark, range(12))}),
        "in_flight": max(strategy.run(_flight(strategy), range(30))),
        "error": _raised(strategy, tasks.fail, ["no such thing"]),
        "awaited_error": _raised(strategy, _failing(strategy), ["no such thing"]),
        "first_error": _raised(strategy, tasks.fail_if_odd, range(20)),
        "closure_back": _raised(strategy, tasks.make_closure, [1]),
        "closure_sent": _raised(strategy, lambda number: number + workers, [1]),
        "afterwards": strategy.run(tasks.double, list(range(10))),
        "exit": _raised(strategy, tasks.leave, ["I am off"]),
    }
    strategy.close()
    seen["threads_left"] = [one.name for one in threading.enumerate() if one not in threads]
    seen["interpreters_left"] = _subinterpreters() - 1
    left = _children() - children
    seen["lanes_left"] = len({lane["pid"] for lane in seen["lanes"]} & left)
    seen["helpers_left"] = sorted(left)
    if strategy.family == "processes":
        seen["death"] = _death(strategy_type)
    return seen


def _flight(strategy: Strategy) -> Callable[[Any], Any]:
    return tasks.fly_async if strategy.coroutines else tasks.fly


def _failing(strategy: Strategy) -> Callable[[Any], Any]:
    return tasks.fail_async if strategy.coroutines else tasks.fail


def _raised(strategy: Strategy, task: Callable[[Any], Any], batch: Any) -> list[str] | None:
    """Type and text of what the batch raises in the caller; None where it raises nothing."""
    try:
        strategy.run(task, batch)
    except BaseException as error:
        return [type(error).__name__, str(error)]
    return None


def _death(strategy_type: type[Strategy]) -> list[str] | None:
    """What a batch raises when its lanes end without a word."""
    strategy = strategy_type()
    strategy.open(2)
    try:
        return _raised(strategy, tasks.die, [3])
    finally:
        strategy.close()


def _children() -> set[int]:
    found: set[int] = set()
    for thread in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(OSError):  # it ended while we looked
            found.update(map(int, (thread / "children").read_text().split()))
    return found


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _subinterpreters() -> int:
    if sys.version_info >= (3, 13):
        import _interpreters  # noqa: PLC0415

        return len(_interpreters.list_all())
    import _xxsubinterpreters  # noqa: PLC0415

    return len(_xxsubinterpreters.list_all())


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    (chosen,) = (strategy for strategy in strategies() if strategy.name == sys.argv[1])
    print(json.dumps(drive(chosen)))
