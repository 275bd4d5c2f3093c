"""Ways to hand an object to another lane: what goes over a queue or a pipe in its place.

A way packs what is sent and unpacks what comes; both are timed. Those that leave the object where
it is (`reference`, `memoryview`) hand over no copy, and their time does not grow with its size.
"""

import pickle
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from suites.payloads import NUMBER, PAYLOADS
from suites.tools import Need, Tools, Unsupported
from suites.workload import Parameters

NEEDS = {
    "reference": (Need.COMPANY, Need.OBJECTS, Need.QUEUE),  # the object itself
    "pickle": (Need.COMPANY, Need.QUEUE),  # as bytes that the lanes pickle and unpickle
    "queue": (Need.COMPANY, Need.QUEUE),  # as the strategy's own queue takes it
    "pipe": (Need.COMPANY, Need.PIPE),  # pickled by a connection of `multiprocessing`
    "shared_memory": (Need.COMPANY, Need.MEMORY, Need.PIPE),  # copied in, and out again
    "memoryview": (Need.COMPANY, Need.VIEW),  # a buffer that both see in its place
}

Turn = Callable[[Any], Any]  # an object into what is sent, or back


class Link(NamedTuple):
    """What two lanes have to send things by."""

    there: Any  # each has `put` and `get`
    back: Any
    block: Any = None  # memory of both, where the way needs it


class Packing(NamedTuple):
    prepare: Callable[[Any], object]  # once, by the lane that sends first
    pack: Turn
    unpack: Turn
    plain: Turn  # what was unpacked, as an object like the one that was sent


def link(parameters: Parameters, tools: Tools) -> Link:
    """Raises Unsupported where a kind of object cannot go that way, or memory is short."""
    way, kind, size = (parameters[name] for name in ("way", "kind", "size"))
    if way == "memoryview" and not PAYLOADS[kind].copy:
        raise Unsupported(f"a {kind} is no buffer: there is nothing to see in its place")
    mapped = way == "shared_memory" or (way == "memoryview" and tools.block)
    channel = tools.pipe if mapped or way == "pipe" else tools.queue
    assert channel is not None  # see NEEDS
    if not mapped:
        return Link(channel(), channel())
    assert tools.block is not None
    # What is pickled into it can be larger than its content; a buffer has a number at least.
    room = max(size, NUMBER) if PAYLOADS[kind].copy else 4 * size + 4096
    return Link(channel(), channel(), tools.block(room))


def packing(parameters: Parameters, block: Any) -> Packing:
    """How the lanes of a link that has this block turn objects into what they send."""
    way, copy = parameters["way"], PAYLOADS[parameters["kind"]].copy
    if way == "pickle":
        return Packing(_nothing, partial(pickle.dumps, protocol=5), pickle.loads, _itself)
    if way == "memoryview":
        assert copy is not None  # see link
        if block is None:
            return Packing(_nothing, memoryview, _touched, copy)
        put = partial(_put_buffer, block)
        return Packing(put, _length, lambda length: _touched(block.buf[:length]), copy)
    if way == "shared_memory" and copy:
        put, take = partial(_put_buffer, block), partial(_take, block, copy)
        return Packing(_nothing, put, take, _itself)
    if way == "shared_memory":
        put, take = partial(_put_pickled, block), partial(_take, block, pickle.loads)
        return Packing(_nothing, put, take, _itself)
    return Packing(_nothing, _itself, _itself, _itself)


def _put_buffer(block: Any, sent: Any) -> int:
    with memoryview(sent).cast("B") as raw:
        block.buf[: len(raw)] = raw
        return len(raw)


def _length(sent: Any) -> int:
    """In bytes; what is sent lies in the block already."""
    with memoryview(sent) as view:
        return view.nbytes


def _put_pickled(block: Any, sent: Any) -> int:
    data = pickle.dumps(sent, protocol=5)
    block.buf[: len(data)] = data
    return len(data)


def _take(block: Any, make: Turn, length: int) -> Any:
    with block.buf[:length] as view:
        return make(view)


def _touched(view: memoryview) -> memoryview:
    """Read where it is: at its first and its last element."""
    _ = view[0], view[-1]
    return view


def _itself(sent: Any) -> Any:
    return sent


def _nothing(_: Any) -> None:
    """No preparation."""
