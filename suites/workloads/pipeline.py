"""Three stages over two queues: lines are parsed, computed with, and aggregated.

Computing is about half of the work, so that no strategy can be more than twice as fast as one
stage after the other. The queues have no limit. A stage that fails tells all those after it.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from itertools import islice
from typing import Any

from suites.channel import FAILED, detached, receive, receive_async
from suites.tools import Need, Tools, common
from suites.workload import Kind, Parameters, Size, Workload

FIELDS = 96  # of a line

Job = tuple[str, int, int]  # the stage, items, items that are sent at a time
Record = list[int]

_END = "end"  # a stage's last word
_BEFORE = "the stage before this one"


# What the stages do with each item.


def parse(line: str) -> Record:
    record = []
    for pair in line.split(";"):
        name, _, number = pair.partition("=")
        if name.startswith("f"):
            record.append(int(number))
    return record


def compute(record: Record) -> Record:
    computed = []
    for number in record:
        turn = 0
        while turn < 6:
            number = (number * 5 + turn) & 255  # noqa: PLW2901
            turn += 1
        computed.append(number)
    return computed


class Totals:
    """What the last stage has seen, or any that only passes on."""

    def __init__(self) -> None:
        self.bins = [0] * 16
        self.fields = [0] * FIELDS

    def add(self, record: Record) -> None:
        for field, number in enumerate(record):
            self.bins[number & 15] += 1
            self.fields[field] = (self.fields[field] * 3 + number) & 0xFFFFFF


# What the stages do with what is sent together.

Chunk = list[Any]  # of lines, then of records


def _parse_all(chunk: Chunk, _: Totals) -> Chunk:
    return [parse(line) for line in chunk]


def _compute_all(chunk: Chunk, _: Totals) -> Chunk:
    return [compute(record) for record in chunk]


def _aggregate_all(chunk: Chunk, totals: Totals) -> Chunk:
    for record in chunk:
        totals.add(record)
    return chunk


STAGES: dict[str, Callable[[Chunk, Totals], Chunk]] = {
    "parse": _parse_all,
    "compute": _compute_all,
    "aggregate": _aggregate_all,
}


def run(job: Job) -> list[int]:
    """One stage from its first item to its last: how many there were, and its totals of them."""
    stage, items, batch = job
    source, sinks = _ends(stage)
    seen, totals = 0, Totals()
    try:
        for chunk in _received(source) if source else _read(items, batch):
            done = STAGES[stage](chunk, totals)
            seen += len(done)
            for sink in sinks[:1]:
                sink.put(done)
    except BaseException:
        for sink in sinks:
            sink.put(FAILED)
        raise
    for sink in sinks[:1]:
        sink.put(_END)
    return [seen, *totals.bins, *totals.fields]


async def run_async(job: Job) -> list[int]:
    """The same over the queues of an event loop."""
    stage, items, batch = job
    source, sinks = _ends(stage)
    seen, totals = 0, Totals()
    try:
        async for chunk in _received_async(source) if source else _read_async(items, batch):
            done = STAGES[stage](chunk, totals)
            seen += len(done)
            for sink in sinks[:1]:
                await sink.put(done)
    except BaseException:
        for sink in sinks:
            await sink.put(FAILED)
        raise
    for sink in sinks[:1]:
        await sink.put(_END)
    return [seen, *totals.bins, *totals.fields]


def _ends(stage: str) -> tuple[Any, tuple[Any, ...]]:
    """The queue that a stage takes from, and those after it: what it puts goes into the first.

    That it failed goes into all: an executor may cancel the next stage before it has begun.
    """
    first, second = map(detached, common())
    if stage == "parse":
        return None, (first, second)
    return (first, (second,)) if stage == "compute" else (second, ())


def _read(items: int, batch: int) -> Iterator[Chunk]:
    """Lines of `name=number;...`, of which 32 are different."""
    known = [
        ";".join(f"f{field}={(line * 37 + field * 101) % 9973}" for field in range(FIELDS))
        for line in range(32)
    ]
    lines = (known[item & 31] for item in range(items))
    while chunk := list(islice(lines, batch)):
        yield chunk


async def _read_async(items: int, batch: int) -> AsyncIterator[Chunk]:
    for chunk in _read(items, batch):
        yield chunk


def _received(source: Any) -> Iterator[Chunk]:
    while (sent := receive(source, _BEFORE)) != _END:
        yield sent


async def _received_async(source: Any) -> AsyncIterator[Chunk]:
    while (sent := await receive_async(source, _BEFORE)) != _END:
        yield sent


def share(_: Parameters, tools: Tools) -> tuple[Any, Any]:
    assert tools.queue is not None  # see needs
    return tools.queue(), tools.queue()


def _small(batch: int) -> Size:
    return Size({"batch": batch, "items": 3072}, "ff6edc0b", 0.3)


WORKLOAD = Workload(
    name="pipeline",
    about="three stages over two queues",
    kind=Kind.CPU,
    task=run,
    async_task=run_async,
    batch=lambda parameters, _: [
        (stage, parameters["items"], parameters["batch"]) for stage in STAGES
    ],
    sizes={
        "small": _small(16),
        "large": Size({"batch": 16, "items": 12_288}, "590aa505", 1.2),
    },
    sweeps={"batch": (_small(1), _small(256))},
    workers=(3,),
    needs=lambda _: (Need.QUEUE,),
    share=share,
)
