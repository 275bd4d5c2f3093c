"""Errors that end a command with one clear line and a documented exit code."""

import difflib
import signal
from collections.abc import Iterable


class GilbenchError(Exception):
    """Wrong usage, configuration or input file."""

    exit_code = 2


class CellsFailed(GilbenchError):
    """At least one cell failed, or an interpreter asked for by name could not be had."""

    exit_code = 3


class ServiceError(CellsFailed):
    """A server that a workload talks to did not start."""


class Unfit(GilbenchError):
    """The machine is not fit to measure on, and --strict was given."""

    exit_code = 4


class NotWritable(GilbenchError):
    """The run could not be written."""

    exit_code = 5


class Stopped(BaseException):
    """A signal ended the command. No Exception: nothing that tries something may catch it."""

    def __init__(self, number: int, advice: str = "") -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}{advice}")
        self.number = number
        self.exit_code = 128 + number


def unknown(kind: str, name: str, known: Iterable[str]) -> GilbenchError:
    """The error for a name that is none of `known`, with the nearest one suggested."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(names) or 'none'}"
    return GilbenchError(f"unknown {kind} {name!r}{hint}")
