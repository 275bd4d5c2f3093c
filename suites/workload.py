"""A workload: a named piece of work that every strategy does in the same way."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

Parameters = dict[str, int]


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


def digest(result: object) -> str:
    """The checksum of a result: of its repr, so results hold plain ordered data."""
    return f"{zlib.crc32(repr(result).encode()):08x}"


@dataclass(frozen=True)
class Workload:
    """`merge(map(task, batch))`, timed as a whole and checked after the timing."""

    name: str
    about: str  # one line, for people
    kind: Kind
    task: Callable[[Any], Any]  # module-level, so that it can be sent to a lane
    batch: Callable[[Parameters, Any], list[Any]]  # (parameters, the service's address)
    sizes: dict[str, Size]
    merge: Callable[[list[Any]], Any] = list
    async_task: Callable[[Any], Any] | None = None
    service: str | None = None  # a module to run beside it: a server

    def expected(self, parameters: Parameters, batch: Sequence[Any]) -> str:
        """The checksum of these parameters; other sizes than the named are computed here."""
        for size in self.sizes.values():
            if size.parameters == parameters:
                return size.checksum
        return digest(self.merge([self.task(argument) for argument in batch]))


def pieces(total: int, count: int) -> list[tuple[int, int]]:
    """range(total) cut into `count` spans (start, stop) of nearly equal length."""
    return [(total * i // count, total * (i + 1) // count) for i in range(count)]
