"""A lane: what executes tasks, and what it says of itself from the inside."""

import gc
import os
import sys
import threading
import time
from typing import Any, NamedTuple


class Lane(NamedTuple):
    pid: int
    thread: int
    interpreter: int
    gil: bool
    gc: bool  # whether the collector is on
    cpu: float  # seconds of this thread so far


def interpreter_id() -> int:
    """The running interpreter's id; 0 is the process's main one."""
    if sys.version_info >= (3, 13):
        import _interpreters  # noqa: PLC0415

        return int(_interpreters.get_current()[0])
    import _xxsubinterpreters  # noqa: PLC0415

    return int(_xxsubinterpreters.get_current())


def gil_enabled() -> bool:
    return bool(getattr(sys, "_is_gil_enabled", lambda: True)())


def describe_lane(_task: object = None) -> Lane:
    """The lane that runs this. A task given with the question is imported by its unpickling."""
    return Lane(
        pid=os.getpid(),
        thread=threading.get_native_id(),
        interpreter=interpreter_id(),
        gil=gil_enabled(),
        gc=gc.isenabled(),
        cpu=time.thread_time(),
    )


class Meeting(NamedTuple):
    """An appointment that every lane of a pool keeps: nobody leaves before all are there.

    By files, because they work between threads, interpreters and processes alike.
    """

    folder: str
    place: int
    places: int
    errand: Any
    argument: Any
    patience: float = 60.0


class Visit(NamedTuple):
    """One lane that came to a meeting."""

    arrived: float  # time.monotonic(), which all processes of a machine share
    result: Any  # of the errand


def attend(meeting: Meeting) -> Visit:
    """Wait for the other lanes, then do the errand."""
    arrived = time.monotonic()
    everyone = f"{meeting.folder}/everyone"
    with open(f"{meeting.folder}/{meeting.place}", "x"):  # noqa: PTH123 (pathlib is not free)
        pass
    if len(os.listdir(meeting.folder)) >= meeting.places:  # noqa: PTH208
        with open(everyone, "w"):  # noqa: PTH123
            pass
    deadline = time.monotonic() + meeting.patience
    while not os.path.exists(everyone):  # noqa: PTH110
        if time.monotonic() > deadline:
            raise TimeoutError(f"fewer than {meeting.places} lanes came to work")
        time.sleep(0.0001 * meeting.places)  # many that wait must not keep out who is to come
    return Visit(arrived, meeting.errand(meeting.argument))


def alone(errand: Any, argument: Any) -> Visit:
    """The visit of a lane that has no others to wait for."""
    return Visit(time.monotonic(), errand(argument))
