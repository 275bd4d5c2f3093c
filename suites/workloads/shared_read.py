"""One object that all lanes read, against one that each task made for itself: the same loop.

Nothing is written but reference counts. On a free-threaded build those of an object that
another thread made are changed by atomic operations, and its line in the cache goes from
core to core; those of an immortal object are never changed.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from suites.tools import Need, Tools, common
from suites.workload import Kind, Parameters, Size, Workload

Job = tuple[str, bool, int]  # the object's name, whether it is shared, loops


class Holder:
    def __init__(self, held: int) -> None:
        self.held = held


def _number() -> int:
    return int("1003")  # a new one each time: a constant of the source may be immortal


# Each makes a new object, and what it holds is new as well; but for the small number, of which
# there is one in an interpreter, and which is immortal.
MAKERS: dict[str, Callable[[], Any]] = {
    "dict": lambda: {"held": _number()},
    "list": lambda: [_number()],
    "instance": lambda: Holder(_number()),
    "int": _number,
    "immortal": lambda: int("203"),
}


def _read_dict(thing: dict[str, int], loops: int) -> int:
    total = 0
    for _ in range(loops):
        total += (thing["held"] & 1) + (thing["held"] & 2) + (thing["held"] & 8)
    return total


def _read_list(thing: list[int], loops: int) -> int:
    total = 0
    for _ in range(loops):
        total += (thing[0] & 1) + (thing[0] & 2) + (thing[0] & 8)
    return total


def _read_instance(thing: Holder, loops: int) -> int:
    total = 0
    for _ in range(loops):
        total += (thing.held & 1) + (thing.held & 2) + (thing.held & 8)
    return total


def _read_int(thing: int, loops: int) -> int:
    # Each task has a module and bytecode of its own, so that nothing but the number is shared.
    function = FunctionType(_read_global.__code__.replace(), {"THING": thing})
    total: int = function(loops)
    return total


THING = 0  # of the module that `_read_global` is given


def _read_global(loops: int) -> int:
    total = 0
    for _ in range(loops):
        total += (THING & 1) + (THING & 2) + (THING & 8)
    return total


READERS: dict[str, Callable[[Any, int], int]] = {
    "dict": _read_dict,
    "list": _read_list,
    "instance": _read_instance,
    "int": _read_int,
    "immortal": _read_int,
}


def read(job: Job) -> int:
    name, shared, loops = job
    return READERS[name](common() if shared else MAKERS[name](), loops)


def _shared(parameters: Parameters) -> bool:
    return bool(parameters["sharing"] == "shared")


def share(parameters: Parameters, _: Tools) -> Any:
    return MAKERS[parameters["object"]]() if _shared(parameters) else None


def _small(thing: str, sharing: str) -> Size:
    # One checksum for all: the bits that are read are set in both numbers.
    return Size({"loops": 60_000, "object": thing, "sharing": sharing}, "fd6325ba", 0.3)


WORKLOAD = Workload(
    name="shared_read",
    about="one object that all lanes read",
    kind=Kind.CPU,
    task=read,
    batch=lambda parameters, _: [
        (parameters["object"], _shared(parameters), parameters["loops"] + seed)
        for seed in range(64)
    ],
    sizes={
        "small": _small("dict", "shared"),
        "large": Size({"loops": 240_000, "object": "dict", "sharing": "shared"}, "43d08a27", 1.3),
    },
    sweeps={
        "sharing": (_small("dict", "private"),),
        "object": tuple(
            _small(thing, sharing)
            for thing in MAKERS
            for sharing in ("shared", "private")
            if (thing, sharing) != ("dict", "shared")
        ),
    },
    pairs_with="sharing",
    needs=lambda parameters: (Need.OBJECTS,) if _shared(parameters) else (),
    share=share,
)
