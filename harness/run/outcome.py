"""What became of one process: its exit, its file and its proof make one attempt."""

from collections.abc import Callable, Sequence

import msgspec

from harness.run.causes import error_in, signal_name
from harness.run.launch import Ended
from record import RecordError, Status
from record.pyperf_file import Measured, processes

UNSUPPORTED = 69  # exit code of a suite that cannot do this work here: see suites.suite


class Outcome(msgspec.Struct, frozen=True):
    status: Status
    reason: str = ""
    timed: float = 0.0  # seconds inside timed batches


def judge(
    ended: Ended,
    data: bytes | None,
    timeout: float,
    contradiction: Callable[[Sequence[Measured]], str | None],
) -> Outcome:
    """`data` is the pyperf file that the process wrote, if it did."""
    if ended.timed_out:
        return Outcome(Status.FAILED, f"it did not end within {timeout:g} s")
    if ended.code < 0:
        return Outcome(Status.FAILED, f"the interpreter was ended by {signal_name(-ended.code)}")
    if ended.code == UNSUPPORTED:
        return Outcome(Status.UNSUPPORTED, error_in(ended.error) or "it did not say why")
    if ended.code > 0:
        return Outcome(Status.FAILED, error_in(ended.error) or f"exit code {ended.code}")
    if data is None:
        return Outcome(Status.FAILED, "it wrote no file")
    try:
        measured = read(data)
    except RecordError as error:
        return Outcome(Status.FAILED, str(error))
    against = contradiction(measured)
    if against:
        return Outcome(Status.FAILED, against)
    return Outcome(Status.OK, timed=measured[0].process.wall)


def read(data: bytes) -> list[Measured]:
    """Every quantity in a file of one process; RecordError where it is none."""
    found = list(processes(data, "its file"))
    quantities = {measured.quantity for measured in found}
    accounts = {msgspec.json.encode(measured.process) for measured in found}
    if len(accounts) != 1 or len(quantities) != len(found):
        raise RecordError(f"its file holds {len(found)} benchmarks, which are not of one process")
    return found
