"""The journal: one line an attempt to measure a cell in a block."""

import enum
import io

import msgspec

from record import limits
from record.errors import UNREADABLE, RecordError, why
from record.fields import Amount, File, Key, Moment, Number, Seconds, Take, Text


class Status(enum.StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    CONTAMINATED = "contaminated"


class Attempt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One process. Which of them count is told by `record.counting`."""

    cell: Key
    block: Number
    take: Take = 0  # of the group's block: 1 where it was measured again, and so on
    status: Status
    reason: Text = ""
    file: File = ""  # relative to the run's folder; empty where nothing was measured
    started: Moment = 0.0  # seconds since the epoch
    seconds: Seconds = 0.0  # wall time of the whole process
    timed: Seconds = 0.0  # of these, seconds inside timed batches (warm-ups are not)
    steal: Amount | None = None  # share of the CPU time that the hypervisor took meanwhile
    outside: Amount | None = None  # CPUs that other processes kept busy meanwhile

    @property
    def measured(self) -> bool:
        """Whether it left a file that can count."""
        return self.status in (Status.OK, Status.CONTAMINATED)

    def line(self) -> bytes:
        return msgspec.json.encode(self) + b"\n"


_decode = msgspec.json.Decoder(Attempt).decode


def parse_journal(data: bytes, source: str) -> list[Attempt]:
    """Every attempt of a journal. A torn last line (a kill while writing) is ignored."""
    count = data.count(b"\n")
    if count > limits.ATTEMPTS:
        raise RecordError(f"{source}: it has {count} lines; at most {limits.ATTEMPTS} are read")
    attempts = []
    number = 0
    try:
        for number, line in enumerate(io.BytesIO(data), start=1):  # noqa: B007
            if line.endswith(b"\n"):
                attempts.append(_decode(line))
    except UNREADABLE as error:
        raise RecordError(
            f"{source}: line {number} is no attempt: {why(error)}; "
            "remove it, and what it told is measured again"
        ) from None
    return attempts
