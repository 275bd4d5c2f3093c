"""The journal: one line an attempt to measure a cell in a block."""

import enum

import msgspec

from record.errors import UNREADABLE, RecordError


class Status(enum.StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    CONTAMINATED = "contaminated"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One process. A later line of the same cell and block replaces an earlier one."""

    cell: str  # Cell.key
    block: int
    status: Status
    reason: str = ""
    file: str = ""  # relative to the run's folder; empty where nothing was measured
    started: float = 0.0  # seconds since the epoch
    seconds: float = 0.0  # wall time of the whole process
    timed: float = 0.0  # of these, seconds inside timed batches (warm-ups are not)

    def line(self) -> bytes:
        return msgspec.json.encode(self) + b"\n"


_decode = msgspec.json.Decoder(Attempt).decode


def parse_journal(data: bytes, source: str) -> list[Attempt]:
    """Every attempt of a journal. A torn last line (a kill while writing) is ignored."""
    lines = data.split(b"\n")
    attempts = []
    for number, line in enumerate(lines[:-1], start=1):
        try:
            attempts.append(_decode(line))
        except UNREADABLE as error:
            raise RecordError(f"{source}: line {number} is no attempt: {error}") from None
    return attempts
