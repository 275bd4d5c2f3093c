"""A workload: a named piece of work that every strategy does in the same way."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from suites.tools import Need, Tools, hand_out, in_one_process

Parameters = dict[str, Any]  # whole numbers, and words


class Kind(Enum):
    CPU = "cpu"  # computes in bytecode: workers are swept up to the cores
    NATIVE = "native"  # computes in C, which what disturbs bytecode does not disturb; the same
    WAIT = "wait"  # waits: workers are swept far beyond them


class Size(NamedTuple):
    """Parameters that presets name, the checksum of the result, what to expect of the time.

    `small` is a third of a second on one core, `large` above one: 64 tasks of 5 and of 20 ms,
    so that what a strategy takes to hand out a task is little beside the task.
    """

    parameters: Parameters
    checksum: str
    seconds: float  # of one sequential batch, roughly: for estimates alone


class Finished(NamedTuple):
    """A batch that was done: what quantities are computed from."""

    parameters: Parameters
    results: list[Any]
    seconds: float


class Quantity(NamedTuple):
    """One of the things that a process measures: its unit (pyperf's) and how it is got."""

    unit: str  # second, byte, integer: pyperf's; byte/second, which is a byte to pyperf
    value: Callable[[Finished], float] | None = None  # None: the procedure itself measures it


def digest(result: object) -> str:
    """The checksum of a result: of its repr, so results hold plain ordered data."""
    return f"{zlib.crc32(repr(result).encode()):08x}"


def needs_nothing(_: Parameters) -> tuple[Need, ...]:
    return ()


def no_extra(_: Parameters) -> str:
    return ""


@dataclass(frozen=True)
class Workload:
    """`merge(map(task, batch))`, timed as a whole and checked after the timing.

    One that measures something else names a procedure (see `suites.procedures`).
    """

    name: str
    about: str  # one line, for people
    kind: Kind
    task: Callable[[Any], Any]  # module-level, so that it can be sent to a lane
    batch: Callable[[Parameters, Any], list[Any]]  # (parameters, the service's address)
    sizes: dict[str, Size]
    # By the parameter that is varied: the small size with other values of this one.
    sweeps: Mapping[str, Sequence[Size]] = field(default_factory=dict)
    merge: Callable[[list[Any]], Any] = list
    result: Callable[[Parameters], Any] | None = None  # where one lane alone cannot compute it
    async_task: Callable[[Any], Any] | None = None
    service: str | None = None  # a module to run beside it: a server
    procedure: str = "batch"  # module of suites.procedures
    quantities: Mapping[str, Quantity] = field(default_factory=dict)  # empty: the batch's seconds
    workers: tuple[int, ...] = ()  # the only numbers it makes sense with; empty: any
    pairs_with: str = ""  # the parameter whose values are compared: shared against private
    needs: Callable[[Parameters], tuple[Need, ...]] = needs_nothing  # of the lanes, beside calls
    share: Callable[[Parameters, Tools], Any] | None = None  # what all lanes are given
    reset: Callable[[Any], None] | None = None  # makes what they share as it was, between batches
    errand: Callable[[Parameters], tuple[Any, Any]] | None = None  # first of all
    # Of the suites' wheel: what these parameters make it import besides.
    extra: Callable[[Parameters], str] = no_extra
    values: int | None = None  # at most so many of a process make sense
    ranges: Mapping[str, range] = field(default_factory=dict)  # of parameters that are not any
    cold: bool = False  # it opens the lanes itself: mode pool=cold

    def expected(self, parameters: Parameters, batch: Sequence[Any]) -> str:
        """The checksum of these parameters; other sizes than the named are computed here."""
        for size in self.variants():
            if size.parameters == parameters:
                return size.checksum
        if self.result:
            return digest(self.result(parameters))
        if self.share:
            hand_out(self.share(parameters, in_one_process()))
        return digest(self.merge([self.task(argument) for argument in batch]))

    def range_of(self, name: str) -> range:
        """The whole numbers that a parameter can be: from 0 where one of the source is."""
        least = min(size.parameters[name] for size in self.variants())
        return self.ranges.get(name, range(min(least, 1), 10**9 + 1))

    def variants(self) -> list[Size]:
        """Every set of parameters that has a name or a place in a sweep."""
        return [*self.sizes.values(), *(size for sweep in self.sweeps.values() for size in sweep)]


def pieces(total: int, count: int) -> list[tuple[int, int]]:
    """range(total) cut into `count` spans (start, stop) of nearly equal length."""
    return [(total * i // count, total * (i + 1) // count) for i in range(count)]
