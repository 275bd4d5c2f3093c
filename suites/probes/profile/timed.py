"""Calls as they are: nothing looks over their shoulders but a clock."""

import inspect
import os
import pickle
import statistics
import time
import types
from collections.abc import Callable
from typing import Any, NamedTuple

from suites import own
from suites.fingerprint import of
from suites.own import Job, Raised, Unusable
from suites.probes.profile.inputs import pick, spread
from suites.probes.profile.sending import Sizes

LAZY = (types.GeneratorType, types.AsyncGeneratorType, map, filter, zip)
SEVERAL = 5  # other inputs that tell whether results are remembered, or so it only seems
FIRST = 20  # calls that are looked at more closely, and repeated
MOST = 1000
REMEMBERS = 5  # a second call is so many times faster
COLD = 0.05  # seconds of a first call that are worth telling of
LOOKED_AT = 200e-6  # seconds of calls for which one looks at the queue each time
CLOCKS = 10e-6  # seconds that looking at the clocks can take
_NOTICED = 20e-6  # seconds


class Call(NamedTuple):
    wall: float
    cpu: float
    queued: float  # ready to compute while others had the CPUs
    result: Any

    def without(self, other: "Call") -> "Call":
        """Less what looking at the clocks takes."""
        return self._replace(
            wall=max(1e-9, self.wall - other.wall), cpu=max(0.0, self.cpu - other.cpu)
        )


class Pass:
    """One call with each of some inputs, and a second with some of them."""

    def __init__(self, job: Job, seconds: float) -> None:
        self._job, self._total, self._seconds = job, min(job.total, own.MOST), seconds
        idle = [timed(_nothing, None) for _ in range(200)]
        self._idle = Call(min(one.wall for one in idle), min(one.cpu for one in idle), 0.0, None)
        self.walls: list[float] = []
        self.alone: list[float] = []  # the same, less what others had the CPUs for
        self.cpu = 0.0
        self.queued = 0.0
        self.inputs: list[str] = []  # digests, as they were before the call
        self.digests: list[str] = []
        self.again: list[tuple[float, float]] = []  # seconds of a first and of a second call
        self.same = True
        self.changes = False  # what it is given
        self.cold = 0.0  # seconds of the very first
        self.raised = 0
        self.error = ""
        self.arguments, self.results = Sizes(), Sizes()

    def run(self, called: Callable[[int], None]) -> None:
        """`called` hears how many were."""
        self.places = spread(self._total, FIRST)
        self.items = pick(self._job, self.places)
        start = time.perf_counter()
        for number, item in enumerate(self.items):
            if number and time.perf_counter() - start > self._seconds:
                break
            called(number)
            self._look_at(item, time.perf_counter() - start)
        called(len(self.walls))
        left = self._seconds - (time.perf_counter() - start)
        more = int(min(MOST, self._total) - FIRST)
        if len(self.walls) < FIRST:
            more = 0
        more = min(more, int(0.8 * left / self.median))
        if self.remembers:  # or so it seems
            more = max(more, min(SEVERAL, self._total - FIRST))
        if more > 0:
            self._go_on(more)

    @property
    def median(self) -> float:
        return statistics.median(self.alone)

    @property
    def remembers(self) -> bool:
        """Whether it keeps results, as second calls with the same input tell."""
        return self.gain > REMEMBERS

    @property
    def gain(self) -> float:
        """How many times as fast a second call is; 1 where there is little to gain."""
        pairs = self.again[1:]  # the first of all is slow for other reasons
        if len(pairs) < 2:
            return 1.0
        first, second = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
        if others := self.alone[len(self.digests) :]:
            # Nothing came between these. What was done with a result before can be what made the
            # next first call slow: memory of a large one was given back.
            first = min(first, statistics.median(others))
        return first / second if first - second > _NOTICED else 1.0

    def told(self) -> dict[str, Any]:
        return {
            "count": len(self.walls),
            "wall": sum(self.walls),
            "cpu": self._computing(),
            "shortest": min(self.alone),
            "median": self.median,
            "longest": max(self.alone),
            "raised": self.raised,
            "error": self.error,
            "same": self.same,
            "remembers": self.remembers,
        }

    def notes(self) -> list[str]:
        notes = []
        if self.cold > COLD and self.cold > 10 * self.median:
            notes.append(
                f"the first call took {self.cold:.2g} s and later ones {self.median:.2g} s: it "
                "makes something ready then, in every process anew"
            )
        if self.remembers:
            notes.append(
                "it remembers results: a second call with the same input takes next to no time"
            )
        if self.changes:
            notes.append("it changes what it is given: processes change a copy of their own")
        return notes

    def _computing(self) -> float:
        """Seconds that it computed, or would have: it does not wait because others compute."""
        wall, cpu = sum(self.walls), self.cpu + self.queued
        return min(wall, cpu) if cpu - wall < CLOCKS * len(self.digests) else cpu

    def _look_at(self, item: Any, spent: float) -> None:
        self.arguments.add(item)
        copied = copy(item)
        before = of(item)
        self.inputs.append(of(copied).hex())
        once = timed(own.call, item).without(self._idle)
        self.changes = self.changes or of(item) != before
        digest = of(once.result).hex()
        self.digests.append(digest)
        check_result(once.result)
        self._note(once.result)
        if not isinstance(once.result, Raised):
            self.results.add(once.result)
        once = once._replace(result=None)  # it may be large
        first = not self.walls
        if first:
            self.cold = once.wall
        if spent + 2 * once.wall < self._seconds:
            twice = timed(own.call, copied).without(self._idle)
            self.again.append((once.wall, twice.wall))
            self.same = self.same and of(twice.result).hex() == digest
            if first and self._total > 1 and once.wall < REMEMBERS * twice.wall:
                once = twice._replace(result=None)  # the very first made things ready
        self.walls.append(once.wall)
        self.alone.append(max(1e-9, once.wall - once.queued))
        self.cpu += once.cpu
        self.queued += once.queued

    def _go_on(self, more: int) -> None:
        known = set(self.places)
        places = [place for place in spread(self._total, more + FIRST) if place not in known]
        items = pick(self._job, places[:more])
        queued, cpu, begun = queued_time(), cpu_time(), time.perf_counter()
        before = sum(self.walls)
        long = self.median > LOOKED_AT
        for item in items:
            waited = queued_time() if long else 0.0
            start = time.perf_counter()
            result = own.call(item)
            wall = max(1e-9, time.perf_counter() - start - self._idle.wall)
            waited = queued_time() - waited if long else 0.0
            self.walls.append(wall)
            self.alone.append(max(1e-9, wall - waited))
            self._note(result)
        whole = time.perf_counter() - begun
        share = min(1.0, (sum(self.walls) - before) / whole)  # that was spent in calls
        cpu, queued = cpu_time() - cpu, queued_time() - queued
        self.cpu += share * cpu
        self.queued += share * min(queued, max(0.0, whole - cpu))

    def _note(self, result: Any) -> None:
        if isinstance(result, Raised):
            self.raised += 1
            self.error = self.error or result.error


def check_result(result: Any) -> None:
    """Raises Unusable where the call has computed nothing yet."""
    if isinstance(result, LAZY):
        raise Unusable(
            f"a call returns a {type(result).__name__}: nothing is computed until its values are "
            "taken; let it return a list"
        )
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise Unusable(
            f"a call returns a {type(result).__name__} that nobody awaits: write it with async def"
        )


def timed(function: Callable[[Any], Any], argument: Any) -> Call:
    queued, cpu = queued_time(), cpu_time()
    start = time.perf_counter()
    result = function(argument)
    wall = time.perf_counter() - start
    cpu = cpu_time() - cpu
    queued = min(queued_time() - queued, max(0.0, wall - cpu))  # none of it beside the call
    return Call(wall, cpu, queued, result)


def cpu_time() -> float:
    """Seconds of this process and of those that it waited for."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def queued_time() -> float:
    """Seconds that this thread was ready to compute while others had the CPUs."""
    try:
        with open("/proc/thread-self/schedstat", "rb") as file:  # noqa: PTH123
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def copy(item: Any) -> Any:
    """As another lane would be given it; itself where it cannot be sent."""
    try:
        return pickle.loads(pickle.dumps(item))
    except Exception:
        return item


def _nothing(_: Any) -> None:
    """What is timed where nothing is."""
