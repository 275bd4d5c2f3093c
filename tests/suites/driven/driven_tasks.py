"""Tasks for lanes: a module of its own, because lanes import what they run."""

import asyncio
import os
import threading
import time
from collections.abc import Callable

from suites.tools import common

mark = "as imported"
_flying = 0
_most = 0
_lock = threading.Lock()


def double(number: int) -> int:
    return 2 * number


def slow_first(place: int) -> int:
    """The first task of a batch ends last."""
    if place == 0:
        time.sleep(0.2)
    return place


def block(size: int) -> bytes:
    return bytes([size % 251]) * size


def weigh(data: bytes) -> tuple[int, int]:
    return len(data), sum(data[:: 1 << 16])


def fail(text: str) -> None:
    raise ValueError(text)


def fail_if_odd(number: int) -> int:
    if number % 2:
        raise LookupError(f"{number} is odd")
    return number


async def fail_async(text: str) -> None:
    await asyncio.sleep(0)
    raise ValueError(text)


def leave(text: str) -> None:
    raise SystemExit(text)


def make_closure(number: int) -> Callable[[], int]:
    return lambda: number


def die(code: int) -> None:
    os._exit(code)


def look_at_mark(_: object) -> tuple[str, int]:
    """Whether this lane shares what its parent changed after the import; its parent's pid."""
    return mark, os.getppid()


def look_at_common(_: object) -> object:
    return common()


def fly(_: object) -> int:
    """Tasks in flight at a time, at most, in this process so far."""
    _take_off()
    time.sleep(0.02)
    return _land()


async def fly_async(_: object) -> int:
    _take_off()
    await asyncio.sleep(0.02)
    return _land()


def _take_off() -> None:
    global _flying, _most  # noqa: PLW0603
    with _lock:
        _flying += 1
        _most = max(_most, _flying)


def _land() -> int:
    global _flying  # noqa: PLW0603
    with _lock:
        _flying -= 1
        return _most
