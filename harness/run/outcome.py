"""What became of one process: its exit, its file and its proof make one attempt."""

import signal
from collections.abc import Callable, Sequence

import msgspec

from harness.run.launch import Ended
from record import Process, RecordError, Status
from record.pyperf_file import processes


class Outcome(msgspec.Struct, frozen=True):
    status: Status
    reason: str = ""
    timed: float = 0.0  # seconds inside timed batches


def judge(
    ended: Ended, data: bytes | None, timeout: float, contradiction: Callable[[Process], str | None]
) -> Outcome:
    """`data` is the pyperf file that the process wrote, if it did."""
    if ended.timed_out:
        return Outcome(Status.FAILED, f"it did not end within {timeout:g} s")
    if ended.code < 0:
        return Outcome(Status.FAILED, f"the interpreter was ended by {_signal(-ended.code)}")
    if ended.code > 0:
        return Outcome(Status.FAILED, _reason(ended.error) or f"exit code {ended.code}")
    if data is None:
        return Outcome(Status.FAILED, "it wrote no file")
    try:
        values, process = read(data)
    except RecordError as error:
        return Outcome(Status.FAILED, str(error))
    against = contradiction(process)
    if against:
        return Outcome(Status.FAILED, against)
    return Outcome(Status.OK, timed=sum(values))


def read(data: bytes) -> tuple[Sequence[float], Process]:
    """Values and record of a file of one process; RecordError where it has none."""
    found = list(processes(data, "its file"))
    if len(found) != 1:
        raise RecordError(f"its file holds {len(found)} processes, not one")
    return found[0].values, found[0].process


def _signal(number: int) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
    if number == signal.SIGKILL:
        return f"{name} (killed from outside, or for want of memory)"
    return name


def _reason(text: str) -> str:
    """Of what a process wrote to stderr: the error that ended it, or else its last line.

    An error's text may have more lines, and errors that were ignored may come after it.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    for start in reversed(range(len(lines))):
        ignored = start > 0 and lines[start - 1].startswith("Exception ignored")
        if lines[start].startswith("Traceback (most recent call last)") and not ignored:
            told = [line for line in lines[start + 1 :] if not line.startswith(" ")]
            if told:
                return told[0][:500]
    return lines[-1].strip()[:500] if lines else ""
