"""What one measuring process tells about itself: the `gilbench` key of its pyperf metadata."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from record.cell import Cell
from record.errors import UNREADABLE, RecordError
from record.fields import Bytes, Count, Duration, Integer, Name, Number, Seconds, Text
from record.manifest import SCHEMA
from record.reading import decoded

METADATA_KEY = "gilbench"
QUANTITY_KEY = "gilbench_quantity"  # of a benchmark that is not the time of a batch

A = TypeVar("A", bound="Account")


class Lane(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What executed tasks, told from inside the lane."""

    pid: Integer
    thread: int
    interpreter: Integer  # 0 is a process's main interpreter
    gil_before: bool  # after the imports, before the timing
    gil_after: bool
    gc: bool = True  # whether the collector was on
    cpu: Seconds  # of CPU time over all batches


class Account(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a process tells, but for the cell that it measured."""

    schema: Integer
    block: Number
    pid: Integer
    code: Text  # version of the suites' wheel, which is the hash of its content
    lanes: Annotated[list[Lane], Meta(min_length=1)]
    batches: Count  # warm-ups and values
    wall: Duration  # seconds inside these batches
    packages: dict[Name, Text] = {}  # versions of what the workload or strategy needs besides
    checksum: Text  # of the last batch's results
    memory: Bytes | None = None  # peak PSS of the process tree between batches
    control: list[Duration] = []  # seconds of a control loop near each value

    @property
    def cpu(self) -> float:
        """CPU seconds of all lanes over all batches."""
        return sum(lane.cpu for lane in self.lanes)

    @property
    def effective_cores(self) -> float:
        return self.cpu / self.wall


class Process(Account, frozen=True, kw_only=True, gc=False):
    cell: Cell  # without a quantity: one process measures all of them


class _Told(Account, frozen=True, kw_only=True, gc=False):
    cell: msgspec.Raw


_decode = msgspec.json.Decoder(Process).decode
_decode_told = msgspec.json.Decoder(_Told).decode
_decode_cell = msgspec.json.Decoder(Cell).decode


def parse_account(text: str, source: str) -> tuple[Account, bytes]:
    """The account, and the text of its cell for `parse_cell`.

    Many processes have one cell, and to check a cell takes far longer than to know its text again.
    """
    told = _parse(_decode_told, text, source)
    return told, bytes(told.cell)


def parse_cell(written: bytes, source: str) -> Cell:
    return decoded(_decode_cell, written, _where(source))


def parse_process(text: str, source: str) -> Process:
    return _parse(_decode, text, source)


def _parse(decode: Callable[[str | bytes], A], text: str, source: str) -> A:
    try:
        process = decode(text)  # a part of a file that was checked
    except UNREADABLE:
        # Which says why it cannot be read.
        process = decoded(decode, text.encode(errors="replace"), _where(source))
    if process.schema != SCHEMA:
        raise RecordError(
            f"{source}: a process's schema is {process.schema}; this gilbench reads {SCHEMA}"
        )
    return process


def _where(source: str) -> str:
    return f"{source}: its `{METADATA_KEY}` metadata is unreadable"
