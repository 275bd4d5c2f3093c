"""Calls as they are: nothing looks over their shoulders but a clock."""

import os
import pickle
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from suites import own
from suites.fingerprint import of
from suites.own import Job, Raised
from suites.probes.profile.inputs import pick, spread
from suites.probes.profile.sending import Sizes

FIRST = 20  # calls that are looked at more closely, and repeated
MOST = 1000
REMEMBERS = 5  # a second call is so many times faster
COLD = 0.05  # seconds of a first call that are worth telling of
_NOTICED = 20e-6  # seconds


class Call(NamedTuple):
    wall: float
    cpu: float
    result: Any

    def without(self, other: "Call") -> "Call":
        """Less what looking at the clocks takes."""
        return self._replace(
            wall=max(1e-9, self.wall - other.wall), cpu=max(0.0, self.cpu - other.cpu)
        )


class Pass:
    """One call with each of some inputs, and a second with some of them."""

    def __init__(self, job: Job, seconds: float) -> None:
        self._job, self._total, self._seconds = job, job.total, seconds
        self._idle = min((timed(_nothing, None) for _ in range(200)), key=lambda one: one.wall)
        self.walls: list[float] = []
        self.cpu = 0.0
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
        start = time.perf_counter()
        self.places = spread(self._total, FIRST)
        self.items = pick(self._job, self.places)
        for number, item in enumerate(self.items):
            if number and time.perf_counter() - start > self._seconds:
                break
            called(number)
            self._look_at(item, time.perf_counter() - start)
        called(len(self.walls))
        if len(self.walls) < FIRST or self._total <= FIRST:
            return
        left = self._seconds - (time.perf_counter() - start)
        more = int(min(MOST - FIRST, 0.8 * left / self.median))
        if more > 0:
            self._go_on(more)

    @property
    def median(self) -> float:
        return statistics.median(self.walls)

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
        return first / second if first - second > _NOTICED else 1.0

    def told(self) -> dict[str, Any]:
        return {
            "count": len(self.walls),
            "wall": sum(self.walls),
            "cpu": self.cpu,
            "shortest": min(self.walls),
            "median": self.median,
            "longest": max(self.walls),
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
                "it remembers results: a second call with the same input is "
                f"{self.gain:.0f} times as fast"
            )
        if self.changes:
            notes.append("it changes what it is given: processes change a copy of their own")
        return notes

    def _look_at(self, item: Any, spent: float) -> None:
        self.arguments.add(item)
        copied = copy(item)
        before = of(item)
        once = timed(own.call, item).without(self._idle)
        self.changes = self.changes or of(item) != before
        digest = of(once.result).hex()
        self.digests.append(digest)
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
        self.cpu += once.cpu

    def _go_on(self, more: int) -> None:
        known = set(self.places)
        places = [place for place in spread(self._total, more + FIRST) if place not in known]
        items = pick(self._job, places[:more])
        before = cpu_time() + queued_time()
        for item in items:
            start = time.perf_counter()
            result = own.call(item)
            wall = time.perf_counter() - start
            self.walls.append(max(1e-9, wall - self._idle.wall))
            self._note(result)
        self.cpu += cpu_time() + queued_time() - before

    def _note(self, result: Any) -> None:
        if isinstance(result, Raised):
            self.raised += 1
            self.error = self.error or result.error


def timed(function: Callable[[Any], Any], argument: Any) -> Call:
    queued, cpu = queued_time(), cpu_time()
    start = time.perf_counter()
    result = function(argument)
    wall = time.perf_counter() - start
    return Call(wall, cpu_time() - cpu + queued_time() - queued, result)


def cpu_time() -> float:
    """Seconds of this process and of those that it waited for."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def queued_time() -> float:
    """Seconds that this thread was ready to compute while others had the CPUs.

    They count as computing: on a busy machine it would seem to wait, else.
    """
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


def together(items: Sequence[Any], seconds: float) -> float:
    """CPUs that two threads kept busy with calls, each at least one."""
    from threading import Barrier, Thread  # noqa: PLC0415

    ready = Barrier(3)
    until = 0.0
    queued = [0.0, 0.0]

    def work(number: int) -> None:
        place = number * len(items) // 2
        ready.wait()
        while True:
            own.call(items[place % len(items)])
            place += 1
            if time.perf_counter() > until:
                queued[number] = queued_time()
                return

    threads = [Thread(target=work, args=(number,), daemon=True) for number in range(2)]
    for thread in threads:
        thread.start()
    before, start = cpu_time(), time.perf_counter()
    until = start + seconds
    ready.wait()
    for thread in threads:
        thread.join()
    return (cpu_time() - before + sum(queued)) / (time.perf_counter() - start)


def _nothing(_: Any) -> None:
    """What is timed where nothing is."""
