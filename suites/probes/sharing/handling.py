"""What a lane does with what it is sent: it looks, changes it, and tells what it saw.

The kind comes by a task of its own, so that the object alone is the argument: what stands
beside an object may change how it travels.
"""

import os
from typing import Any, NamedTuple

from suites import tools
from suites.probes.sharing import objects
from suites.probes.sharing.objects import Kind, Parts

# Places and not global names: see suites.tools.
_kind: list[Kind] = []
_kept: list[Any] = []


class Look(NamedTuple):
    """At an object, from where it is."""

    process: int
    address: int
    parts: Parts
    own: bool  # it is what its name stands for there


def look(kind: Kind, thing: Any) -> Look:
    return Look(os.getpid(), id(thing), kind.parts(thing), objects.of_its_module(thing))


def expect(name: str) -> None:
    """The kind of what comes next."""
    _kind[:] = [objects.find(name)]


def receive(thing: Any) -> Look:
    """An argument: seen as it came, then changed."""
    seen = look(_kind[0], thing)
    _kind[0].touch(thing)
    return seen


def receive_common(_: object) -> Look:
    """What was handed out at the start."""
    return receive(tools.common())


def give(_: object) -> Any:
    """A result: the lane keeps it too."""
    _kept[:] = [_kind[0].make()]
    return _kept[0]


def look_at_kept(_: object) -> Look:
    return look(_kind[0], _kept[0])


def end_kept(_: object) -> None:
    while _kept:
        _kind[0].end(_kept.pop())
