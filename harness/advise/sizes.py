"""How much of the inputs is measured at a time, from what the profiles tell. Pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.advise.inputs import MOST
from record import Kind
from record.advice import Calls, Profile

WAITS = 0.8  # CPU time / wall time: below it a call waits for some of its time
PARALLEL = 1.5  # CPUs that two threads kept busy on a build with a GIL: from here on in C
FEW = 4  # tasks for each core: as few as show how work spreads
HELD = 2**28  # bytes of a batch's arguments and results
TINY = 20_000  # tasks in a batch at most: more only take time to make and to check
HANDED = 0.01  # seconds of work that are handed out at a time: what that costs is little beside
MANY = 128  # threads that wait at a time
COROUTINES = 512  # which cost less; and threads that do next to nothing else
LONG = 0.5  # seconds of a call that waits: of longer ones there is time for fewer
_SHORTEST = 1e-7  # seconds of a call


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of one measured batch."""

    kind: Kind
    task: float  # seconds, on the slowest interpreter
    busy: float  # CPU time / wall time of a call
    total: int  # inputs in all
    tasks: int  # of these
    repeats: int
    chunk: int  # inputs that are handed out at a time
    remembers: bool = False  # a second call with the same input only looks up the result

    @property
    def seconds(self) -> float:
        """Of a batch, one after the other."""
        return self.tasks * self.task


def alive(profiles: Mapping[str, Profile]) -> dict[str, Calls]:
    """The calls on those interpreters where the function could be called."""
    return {
        label: profile.calls
        for label, profile in profiles.items()
        if not profile.error and profile.calls is not None
    }


def asynchronous(profiles: Mapping[str, Profile]) -> bool:
    return any(profiles[label].asynchronous for label in alive(profiles))


def sizes(profiles: Mapping[str, Profile], budget: float, cores: int) -> Sizes | None:
    """None where no interpreter could call it. `budget` is what all measuring may take."""
    calls = alive(profiles)
    if not calls:
        return None
    total = max(profiles[label].total for label in calls) or 1
    task = max(max(one.wall / one.count, _SHORTEST) for one in calls.values())
    busy = max(one.cpu / max(one.wall, _SHORTEST) for one in calls.values())
    kind = _kind(profiles, busy)
    most = min(total, MOST, TINY, _held(profiles, calls, cores))
    if kind == "wait":
        more = asynchronous(profiles) or ideal(busy, cores) >= COROUTINES
        tasks = min(most, COROUTINES if more and task <= LONG else 2 * MANY)
    else:
        wanted = max(FEW * cores, math.ceil(budget / 180 / task))
        tasks = _even(min(most, wanted), cores, most)
    remembers = any(one.remembers for one in calls.values())
    repeats = max(1, min(10, int(budget / 240 / (tasks * task))))
    if remembers or tasks == total:  # nothing follows from more than the first batch
        repeats = 1
    chunk = _chunk(kind, task, tasks, cores)
    return Sizes(kind, task, busy, total, tasks, repeats, chunk, remembers)


def ideal(busy: float, cores: int) -> float:
    """Workers that keep every core busy while the others wait, several times over."""
    return 4 * cores / max(busy, 0.01)


def _held(profiles: Mapping[str, Profile], labels: Iterable[str], cores: int) -> int:
    """As many tasks as memory is to hold the results of, twice: here, and on their way."""
    sizes = (profiles[label].argument.size + profiles[label].result.size for label in labels)
    return max(2 * cores, HELD // max(1, *sizes))


def _kind(profiles: Mapping[str, Profile], busy: float) -> Kind:
    if busy < WAITS:
        return "wait"
    together = [
        one.together
        for one in profiles.values()
        if one.together is not None and one.gil is not None and one.gil.called
    ]
    return "native" if together and min(together) >= PARALLEL else "cpu"


def _even(tasks: int, cores: int, most: int) -> int:
    """As many for each core, where there are more than are measured."""
    return tasks if tasks >= most else min(most, math.ceil(tasks / cores) * cores)


def _chunk(kind: Kind, task: float, tasks: int, cores: int) -> int:
    """Short tasks are handed out several at a time, and each worker's share in several goes."""
    if kind == "wait" and task >= HANDED / 10:
        return 1
    return max(1, min(round(HANDED / task), tasks // (FEW * cores)))
