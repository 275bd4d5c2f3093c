"""One question to one interpreter, in a process of its own with a time-out: some crash it."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import IO, NamedTuple, TypeVar

from harness.doctor.machine import look, usable_cores
from harness.run.causes import error_in, signal_name
from harness.run.descendants import become_subreaper, end_descendants, stop_group
from harness.run.launch import environment
from harness.run.leftovers import remove_blocks
from harness.run.outcome import UNSUPPORTED

Given = TypeVar("Given")
Done = TypeVar("Done")

LONGEST = 16 << 20  # bytes of an answer
CRASHED = "the process was ended by "  # and a signal
GRACE = 0.3  # seconds in which a tracker of what crashed removes its semaphores and shared memory
_ERROR = 64 << 10  # bytes from the end of what it wrote to stderr


class Question(NamedTuple):
    python: Path
    module: str  # of the measured side, run with -m
    arguments: Sequence[str]
    env: Mapping[str, str]  # beyond the clean environment of measured processes
    patience: float  # seconds


class Answer(NamedTuple):
    """`data` is what the process printed; `reason` says why there is none, or no good end."""

    status: str  # ok, failed, unsupported
    reason: str = ""
    data: bytes = b""


def ask(question: Question) -> Answer:
    """Whatever becomes of the process, an answer; nothing of its own group outlives it."""
    argv = [str(question.python), "-m", question.module, *question.arguments]
    with (
        tempfile.TemporaryDirectory(prefix="gilbench-", ignore_cleanup_errors=True) as folder,
        # Files and not pipes: a pipe stays open for as long as any of its children lives.
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as error,
    ):
        try:
            process = subprocess.Popen(
                argv,
                # Passing files in the folder, too: one that crashes leaves them behind.
                env=environment({"TMPDIR": folder} | dict(question.env)),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=error,
                start_new_session=True,
            )
        except OSError as failure:
            return Answer("failed", f"{argv[0]} cannot be run: {failure.strerror}")
        try:
            code = process.wait(question.patience)
        except subprocess.TimeoutExpired:
            late = f"it did not end within {question.patience:g} s"
            return Answer("failed", late, _start(output, LONGEST))
        finally:
            if process.returncode is None or process.returncode < 0:
                process.kill()
                time.sleep(GRACE)
            stop_group(process.pid)
            process.wait()
            remove_blocks(process.pid)
        return _understood(code, _start(output, LONGEST), _end(error).decode(errors="replace"))


def ask_all(
    questions: Sequence[Question], answered: Callable[[Question, Answer], None], lanes: int = 0
) -> list[Answer]:
    """The answers, in the order of the questions; see `side_by_side`."""
    return side_by_side(ask, questions, answered, lanes)


def side_by_side(
    work: Callable[[Given], Done],
    items: Sequence[Given],
    done: Callable[[Given, Done], None],
    lanes: int = 0,
) -> list[Done]:
    """As many `lanes` at a time as there are cores, where nothing is timed.

    `done` hears of each as it comes, in the calling thread.
    """
    pool = ThreadPoolExecutor(lanes or max(1, usable_cores(look())))
    with nothing_left():
        try:
            begun = {pool.submit(work, item): item for item in items}
            for one in as_completed(begun):
                done(begun[one], one.result())
            return [one.result() for one in begun]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextlib.contextmanager
def nothing_left() -> Iterator[None]:
    """Around questions: what left the group of its process is ended at the latest after it."""
    become_subreaper()
    try:
        yield
    finally:
        end_descendants()


def _understood(code: int, data: bytes, error: str) -> Answer:
    told = error_in(error)
    if code < 0:
        by = f"{CRASHED}{signal_name(-code)}"
        return Answer("failed", f"{by}: {told}" if told else by, data)
    if code == UNSUPPORTED:
        return Answer("unsupported", told or "it did not say why")
    if code > 0:
        return Answer("failed", told or f"exit code {code}", data)
    if len(data) == LONGEST:
        return Answer("failed", f"it printed {LONGEST >> 20} MiB or more")
    return Answer("ok", data=data)


def _start(file: IO[bytes], most: int) -> bytes:
    file.seek(0)
    return file.read(most)


def _end(file: IO[bytes]) -> bytes:
    file.seek(max(0, file.seek(0, 2) - _ERROR))
    return file.read()
