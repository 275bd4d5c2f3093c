"""The kinds of object that a lane is sent: how each is made, looked at, and changed.

No object here is one that all interpreters of a process have in common, as `None` and small ints
are: it would say nothing. A module of its own, because lanes import what they are sent.
"""

import contextlib
import os
from array import array
from collections.abc import Callable, Coroutine, Generator, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

FACTOR = 2

Parts = dict[str, str]  # what an object is, as text, part by part: so two are compared


def _value(thing: Any) -> Parts:
    return {"value": repr(thing)}


def _nothing(thing: Any) -> None:
    pass


class Kind(NamedTuple):
    """`touch` changes an object in place, where that can be."""

    name: str
    make: Callable[[], Any]
    touch: Callable[[Any], object] = _nothing
    parts: Callable[[Any], Parts] = _value
    system: frozenset[str] = frozenset()  # parts that are the operating system's
    end: Callable[[Any], object] = _nothing
    extra: str = ""  # of the suites' wheel: what it needs besides

    @property
    def mutable(self) -> bool:
        return self.touch is not _nothing


class Basket:
    """An ordinary class."""

    def __init__(self) -> None:
        self.things = [1000]


@dataclass
class Point:
    x: int
    y: int


def doubled(number: int) -> int:
    return number * FACTOR  # a global name, as most functions use one or another


def squared(number: int) -> int:
    return number * number


def _signed(thing: Any) -> Any:
    """With an attribute that what is imported by name has not."""
    thing.signed = 1001
    return thing


def _mark(thing: Any) -> None:
    thing.mark = 1002


def _of_class(thing: Any) -> Parts:
    added = [getattr(thing, name, None) for name in ("signed", "mark")]
    return {"name": thing.__qualname__, "attributes": repr(added)}


def _of_function(thing: Any) -> Parts:
    return {
        "result": repr(thing(1000)),
        "attributes": repr(vars(thing)),
        "module": repr(thing.__module__),
    }


def _closure() -> Callable[[int], int]:
    factor = int("1001")

    def closure(number: int) -> int:
        return number * factor

    return closure


def _of_instance(thing: Any) -> Parts:
    return {"value": repr(vars(thing))}


def _exception() -> Exception:
    try:
        raise ValueError("no such thing", int("1001"))
    except ValueError as error:
        return error


def _of_exception(thing: Exception) -> Parts:
    parts = {"value": repr(thing), "attributes": repr(vars(thing))}
    return parts | {"traceback": "there" if thing.__traceback__ else "none"}


def _generator() -> Iterator[int]:
    thing = (turn for turn in range(1000, 1010))
    next(thing)
    return thing


class _Pause:
    def __await__(self) -> Generator[None, None, None]:
        yield


async def _waits() -> None:
    for turn in range(1000, 1010):
        await _Pause()
        del turn


def _coroutine() -> Coroutine[Any, Any, None]:
    thing = _waits()
    thing.send(None)
    return thing


def _file() -> Any:
    import tempfile  # noqa: PLC0415 (not every lane needs it)

    thing = tempfile.TemporaryFile("w+")  # noqa: SIM115 (it is sent)
    thing.write("some text")
    thing.seek(0)
    return thing


def _of_file(thing: Any) -> Parts:
    offset = os.lseek(thing.fileno(), 0, os.SEEK_CUR)
    return {"attributes": repr(getattr(thing, "mark", None)), "offset": repr(offset)}


def _read(thing: Any) -> None:
    _mark(thing)
    thing.read(4)


_peers: dict[int, Any] = {}  # by the id of the socket that is sent


def _socket() -> Any:
    import socket  # noqa: PLC0415

    thing, peer = socket.socketpair()
    _peers[id(thing)] = peer
    return thing


def _of_socket(thing: Any) -> Parts:
    import socket  # noqa: PLC0415

    arrived = b""
    if peer := _peers.get(id(thing)):
        with contextlib.suppress(BlockingIOError):
            arrived = peer.recv(100, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    return {"timeout": repr(thing.gettimeout()), "connection": repr(arrived)}


def _send(thing: Any) -> None:
    thing.settimeout(5)
    thing.send(b"lane")


def _lock() -> Any:
    import threading  # noqa: PLC0415

    return threading.Lock()


def _queue() -> Any:
    from queue import Queue  # noqa: PLC0415

    return Queue()


def _block() -> Any:
    from multiprocessing.shared_memory import SharedMemory  # noqa: PLC0415

    from suites.block import fresh_name  # noqa: PLC0415

    return SharedMemory(name=fresh_name(), create=True, size=16)


def _end_block(thing: Any) -> None:
    thing.close()
    thing.unlink()


def _numpy_array() -> Any:
    import numpy  # noqa: PLC0415

    return numpy.arange(1000, 1004)


def _first(thing: Any) -> None:
    thing[0] = 1


KINDS = (
    Kind("int", lambda: int("1000000")),
    Kind("float", lambda: float("0.1") * 7),
    Kind("str", lambda: " ".join(["never", "interned"])),
    Kind("bytes", lambda: bytes(range(16))),
    Kind("tuple", lambda: (int("1000"), "two")),
    Kind("bytearray", lambda: bytearray(16), _first),
    Kind("list", lambda: [1000, "two"], _first),
    Kind("dict", lambda: {"one": 1000}, lambda own: own.update(two=2)),
    Kind("set", lambda: {1000}, lambda own: own.add(2000)),
    Kind("instance", Basket, _mark, _of_instance),
    Kind("dataclass", lambda: Point(1000, 2000), _mark, _of_instance),
    Kind("exception", _exception, _mark, _of_exception),
    Kind("array", lambda: array("q", [1000, 2000]), _first),
    Kind("numpy-array", _numpy_array, _first, extra="numpy"),
    Kind("class", lambda: _signed(Basket), _mark, _of_class),
    Kind("function", lambda: _signed(doubled), _mark, _of_function),
    Kind("pure-function", lambda: _signed(squared), _mark, _of_function),
    Kind("lambda", lambda: _signed(lambda number: number * 2), _mark, _of_function),
    Kind("closure", lambda: _signed(_closure()), _mark, _of_function),
    Kind(
        "generator",
        _generator,
        touch=next,
        parts=lambda own: {"turn": repr(own.gi_frame.f_locals.get("turn"))},
    ),
    Kind(
        "coroutine",
        _coroutine,
        touch=lambda own: own.send(None),
        parts=lambda own: {"turn": repr(own.cr_frame.f_locals.get("turn"))},
        end=lambda own: own.close(),
    ),
    Kind(
        "lock",
        _lock,
        touch=lambda own: own.acquire(blocking=False),
        parts=lambda own: {"locked": repr(own.locked())},
    ),
    Kind(
        "queue",
        _queue,
        touch=lambda own: own.put(1),
        parts=lambda own: {"size": repr(own.qsize())},
    ),
    Kind("file", _file, _read, _of_file, frozenset({"offset"}), lambda own: own.close()),
    Kind("socket", _socket, _send, _of_socket, frozenset({"connection"}), lambda own: own.close()),
    Kind(
        "memoryview",
        lambda: memoryview(bytearray(16)),
        touch=_first,
        parts=lambda own: {"value": own.hex()},
    ),
    Kind(
        "shared-memory",
        _block,
        touch=lambda own: _first(own.buf),
        parts=lambda own: {"value": own.buf[:16].hex()},
        end=_end_block,
    ),
)


def find(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)


def of_its_module(thing: Any) -> bool:
    """Whether a function or class is what its name stands for in its module, here."""
    import sys  # noqa: PLC0415

    module = sys.modules.get(getattr(thing, "__module__", None) or "")
    try:
        return bool(attrgetter(thing.__qualname__)(module) is thing)
    except AttributeError:
        return False
