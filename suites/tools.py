"""What lanes can have in common beside calls, where their strategy can share it."""

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple


class Need(Enum):
    OBJECTS = "objects"  # any Python object, the same one in every lane
    LOCK = "lock"
    COUNTER = "counter"  # a number that every lane can change
    QUEUE = "queue"
    COMPANY = "company"  # another lane at work at the same time


class Unsupported(Exception):
    """This cell cannot be had here, and why; not an error of the strategy."""


class Tools(NamedTuple):
    """How a strategy makes what its lanes share; None where it cannot (see Strategy.lacks)."""

    lock: Callable[[], Any] | None = None  # of `threading.Lock`'s form
    counter: Callable[[], Any] | None = None  # has a settable `value`
    queue: Callable[[], Any] | None = None  # has `put` and `get`


def in_one_process() -> Tools:
    """Between the threads of a process, or for one lane."""
    import threading  # noqa: PLC0415 (not every lane needs them)
    from queue import SimpleQueue  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    return Tools(lock=threading.Lock, counter=lambda: SimpleNamespace(value=0), queue=SimpleQueue)


# A place and not a global name: a function that only assigns one counts as stateless to 3.14's
# interpreters, which run its code in their `__main__`, and the name would be set there.
_place: list[Any] = [None]


def hand_out(things: Any) -> None:
    """Give this lane, and all of its process and interpreter, what is shared."""
    _place[0] = things


def common() -> Any:
    """What the running workload shares between its lanes."""
    return _place[0]
