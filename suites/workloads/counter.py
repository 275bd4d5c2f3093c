"""One number that all lanes add to: without a lock, with one, or each task its own.

Without a lock an update can be lost between its reading and its writing. `kept` is where the
counter ended: the rest was lost. Between two updates a lane works about a microsecond, as
whatever counts does.
"""

from types import SimpleNamespace
from typing import Any, NamedTuple

from suites.tools import Need, Tools, common
from suites.workload import Finished, Kind, Parameters, Quantity, Size, Workload

Job = tuple[str, int]  # sharing, updates

NEEDS = {"unlocked": (Need.COUNTER,), "locked": (Need.COUNTER, Need.LOCK), "private": ()}


class Shared(NamedTuple):
    counter: Any
    lock: Any  # None: without


class WrongCount(Exception):
    """Updates were lost though nothing could disturb them."""


def add(job: Job) -> int:
    """What was added, as the lane knows it."""
    sharing, updates = job
    if sharing != "locked":
        return _add_freely(sharing, updates)
    counter, lock = common()
    for _ in range(updates):
        turn = 0
        while turn < 20:
            turn += 1
        with lock:
            counter.value += 1
    return updates


async def add_async(job: Job) -> int:
    """The same with the locks of event loops."""
    sharing, updates = job
    if sharing != "locked":
        return _add_freely(sharing, updates)
    counter, lock = common()
    for _ in range(updates):
        turn = 0
        while turn < 20:
            turn += 1
        async with lock:
            counter.value += 1
    return updates


def _add_freely(sharing: str, updates: int) -> int:
    private = sharing == "private"
    counter = SimpleNamespace(value=0) if private else common().counter
    for _ in range(updates):
        turn = 0
        while turn < 20:
            turn += 1
        counter.value += 1
    return counter.value if private else updates


def share(parameters: Parameters, tools: Tools) -> Shared | None:
    if parameters["sharing"] == "private":
        return None
    assert tools.counter is not None  # see NEEDS
    lock = None
    if parameters["sharing"] == "locked":
        assert tools.lock is not None
        lock = tools.lock()
    return Shared(tools.counter(), lock)


def reset(shared: Shared | None) -> None:
    if shared:
        shared.counter.value = 0


def kept(finished: Finished) -> int:
    """Where the counter ended. Raises WrongCount where it must be right and is not."""
    shared: Shared | None = common()
    added = sum(finished.results)
    count = int(shared.counter.value) if shared else added
    if shared and shared.lock is not None and count != added:
        raise WrongCount(f"the counter ended at {count}, not at {added}, in spite of its lock")
    return count


def _small(sharing: str) -> Size:
    return Size({"sharing": sharing, "updates": 9000}, "cb03a367", 0.35)


WORKLOAD = Workload(
    name="counter",
    about="one number that all lanes add to",
    kind=Kind.CPU,
    task=add,
    async_task=add_async,
    batch=lambda parameters, _: [(parameters["sharing"], parameters["updates"])] * 64,
    quantities={
        "time": Quantity("second", lambda finished: finished.seconds),
        "kept": Quantity("integer", kept),
    },
    sizes={
        "small": _small("unlocked"),
        "large": Size({"sharing": "unlocked", "updates": 36_000}, "c17f4903", 1.4),
    },
    sweeps={"sharing": (_small("locked"), _small("private"))},
    pairs_with="sharing",
    needs=lambda parameters: NEEDS[parameters["sharing"]],
    share=share,
    reset=reset,
)
