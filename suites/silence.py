"""Nothing that is printed comes through: neither what Python prints nor what native code does."""

import contextlib
import os
import sys


class Silence:
    """The process's output and errors go nowhere, and those of processes that it starts."""

    def __init__(self) -> None:
        _flush()
        self._kept = [(number, os.dup(number)) for number in (1, 2)]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for number, _ in self._kept:
            os.dup2(nowhere, number)
        os.close(nowhere)

    def end(self) -> None:
        _flush()
        for number, kept in self._kept:
            os.dup2(kept, number)
            os.close(kept)
        self._kept = []


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # it can be anything by now
            stream.flush()
