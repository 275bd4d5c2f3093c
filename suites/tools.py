"""What lanes can have in common beside calls, where their strategy can share it."""

import sys
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple, NoReturn


class Need(Enum):
    OBJECTS = "objects"  # any Python object, the same one in every lane
    LOCK = "lock"
    COUNTER = "counter"  # a number that every lane can change
    QUEUE = "queue"
    PIPE = "pipe"
    MEMORY = "block of memory"  # that lanes of several processes map
    VIEW = "buffer"  # which every lane sees in its place
    COMPANY = "company"  # another lane at work at the same time


ONE_MEMORY = "lanes of one process have its memory: no block need be mapped by several"
ONE_LOOP = "a pipe that one coroutine waits for holds up its whole loop"


def in_one_memory(need: Need) -> str | None:
    """What lanes of one process lack."""
    return ONE_MEMORY if need is Need.MEMORY else None


def on_a_loop(need: Need) -> str | None:
    """What coroutines lack."""
    return ONE_LOOP if need is Need.PIPE else in_one_memory(need)


UNSUPPORTED = 69  # exit code of a process: this cannot be had here; why is on stderr


class Unsupported(Exception):
    """This cell cannot be had here, and why; not an error of the strategy."""


def unsupported(reason: object) -> NoReturn:
    """End this process."""
    print(reason, file=sys.stderr)
    sys.exit(UNSUPPORTED)


class Tools(NamedTuple):
    """How a strategy makes what its lanes share; None where it cannot (see Strategy.lacks)."""

    lock: Callable[[], Any] | None = None  # of `threading.Lock`'s form
    counter: Callable[[], Any] | None = None  # has a settable `value`
    queue: Callable[[], Any] | None = None  # has `put` and `get`
    pipe: Callable[[], Any] | None = None  # the same, of one direction
    block: Callable[[int], Any] | None = None  # of so many bytes: its `buf` is a memoryview


def in_one_process() -> Tools:
    """Between the threads of a process, or for one lane."""
    import threading  # noqa: PLC0415 (not every lane needs them)
    from queue import SimpleQueue  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    from suites.pipe import in_one_process as pipe  # noqa: PLC0415

    return Tools(
        lock=threading.Lock,
        counter=lambda: SimpleNamespace(value=0),
        queue=SimpleQueue,
        pipe=pipe,
    )


# A place and not a global name: a function that only assigns one counts as stateless to 3.14's
# interpreters, which run its code in their `__main__`, and the name would be set there.
_place: list[Any] = [None]


def hand_out(things: Any) -> None:
    """Give this lane, and all of its process and interpreter, what is shared."""
    _place[0] = things


def common() -> Any:
    """What the running workload shares between its lanes."""
    return _place[0]
