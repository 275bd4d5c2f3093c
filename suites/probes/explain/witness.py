"""What lanes are sent to explain where they are and what they share.

A module of its own, because lanes import what they are sent; and of few imports, because each
interpreter has to do them all.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from suites.lane import gil_enabled, interpreter_id
from suites.probes.unit import unit

BEFORE: list[str] = []  # filled by the main process before there are lanes
CHANGED: list[str] = []  # filled by one lane
ENVIRON_BEFORE = "GILBENCH_BEFORE"
ENVIRON_CHANGED = "GILBENCH_CHANGED"
IMPORTED = "colorsys"  # by one lane: nothing else needs it
APPENDS = 10_000  # by each lane, to the list that it is sent
FAIR = 1_000_000  # nanoseconds that a coroutine works before it awaits

Key = tuple[int, int, int]  # process, interpreter, thread
Stretches = list[list[int]]  # stamps of the clock, nanoseconds; a new list after each await


class Errand(NamedTuple):
    """What every lane does at the same time; one of them is the chosen."""

    do: Callable[[Any, bool], Any]
    argument: Any
    chosen: Key | bool


class Things(NamedTuple):
    """What is looked for."""

    folder: str  # that the chosen lane changes to
    file: str  # that was opened
    descriptor: int | None  # under which number


class Route(NamedTuple):
    """Who pickled a parcel."""

    pid: int
    thread: str
    by: str  # the module that called pickle


class Parcel:
    """A list on its way; it notices when it is pickled."""

    def __init__(self, items: list[int], route: Route | None = None) -> None:
        self.items = items
        self.route = route

    def __reduce__(self) -> Any:
        caller = str(sys._getframe(1).f_globals.get("__name__"))
        return Parcel, (self.items, Route(os.getpid(), threading.current_thread().name, caller))


def key() -> Key:
    return os.getpid(), interpreter_id(), threading.get_native_id()


def carry(errand: Errand) -> tuple[Key, Any]:
    own = key()
    return own, errand.do(errand.argument, errand.chosen == own)


async def carry_async(errand: Errand) -> tuple[Key, Any]:
    result = errand.do(errand.argument, errand.chosen is True)
    if hasattr(result, "__await__"):
        return key(), await result
    await import_module("asyncio").sleep(0)  # the others are there before this one ends
    return key(), result


def tell(before: Things, _chosen: bool = False) -> dict[str, Any]:
    """Where this lane is, by what it has itself; addresses are of objects in its memory."""
    asyncio = sys.modules.get("asyncio")
    loop = asyncio._get_running_loop() if asyncio else None
    task = asyncio.current_task() if asyncio and loop else None
    return {
        "pid": os.getpid(),
        "ppid": os.getppid(),
        "thread": threading.get_native_id(),
        "interpreter": interpreter_id(),
        "gil": gil_enabled(),
        "loop": type(loop).__name__ if loop else None,
        "loop_at": id(loop) if loop else None,
        "task": task.get_name() if task else None,
        "modules_at": id(sys.modules),
        "none_at": id(None),
        "int_at": id(int),
        "list_at": id(BEFORE),
        "had_global": bool(BEFORE),
        "had_environ": ENVIRON_BEFORE in os.environ,
        "had_descriptor": _same_file(before),
        "pipes": _pipes(),
        "known": [
            {
                "thread": thread.native_id,
                "interpreter": interpreter_id(),
                "name": thread.name,
                "kind": type(thread).__name__,
            }
            for thread in threading.enumerate()
            if thread.native_id
        ],
    }


def receive(parcel: Parcel, _chosen: bool) -> dict[str, Any]:
    """Append to the list that was sent; how long it is here, and how it came."""
    append = parcel.items.append
    for number in range(APPENDS):
        append(number)
    route = parcel.route
    return {"length": len(parcel.items), "route": route._asdict() if route else None}


def change(things: Things, chosen: bool) -> int | None:
    """In the chosen lane alone: the number of a file that it opened."""
    if not chosen:
        return None
    CHANGED.append("changed")
    import_module(IMPORTED)
    os.environ[ENVIRON_CHANGED] = "changed"
    os.chdir(things.folder)
    return os.open(things.file, os.O_RDONLY)


def look(things: Things, _chosen: bool = False) -> dict[str, bool]:
    """Which of the chosen lane's changes are seen here."""
    return {
        "module": bool(CHANGED),
        "imported": IMPORTED in sys.modules,
        "environ": ENVIRON_CHANGED in os.environ,
        "folder": os.path.realpath(os.getcwd()) == os.path.realpath(things.folder),  # noqa: PTH109
        "descriptor": _same_file(things),
    }


def undo(things: Things, chosen: bool) -> None:
    if chosen and things.descriptor is not None:
        os.close(things.descriptor)


def leave(folder: str, _chosen: bool = False) -> None:
    os.chdir(folder)


def work(milliseconds: int, _chosen: bool = False) -> Stretches:
    """Units without a pause, with a stamp after each, until time is up."""
    now = time.monotonic_ns
    stamps = [now()]
    end = stamps[0] + milliseconds * 1_000_000
    while stamps[-1] < end:
        unit()
        stamps.append(now())
    return [stamps]


def duet(job: tuple[int, Key, Key], _chosen: bool) -> Stretches:
    """The same in two lanes alone."""
    milliseconds, *players = job
    return work(milliseconds) if key() in players else []


async def work_async(milliseconds: int, _chosen: bool) -> Stretches:
    """The same, with the loop let go of now and then."""
    sleep = import_module("asyncio").sleep
    stretches: Stretches = []
    end = time.monotonic_ns() + milliseconds * 1_000_000
    while time.monotonic_ns() < end:
        stretches += work(FAIR // 1_000_000)
        await sleep(0)
    return stretches


def _same_file(things: Things) -> bool:
    """Whether the number is, in this lane, the file that was opened."""
    if things.descriptor is None:
        return False
    try:
        return os.path.samestat(os.fstat(things.descriptor), os.stat(things.file))  # noqa: PTH116
    except OSError:
        return False


def _pipes() -> list[str]:
    """The pipes that this process has open; none where /proc does not tell."""
    found = set()
    try:
        for number in os.listdir("/proc/self/fd"):  # noqa: PTH208
            try:
                target = os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115
            except OSError:  # closed since, as that of the listing
                continue
            if target.startswith("pipe:"):
                found.add(target)
    except OSError:
        pass
    return sorted(found)
