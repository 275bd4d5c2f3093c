"""Servers that a workload talks to, each run as a process of its own.

A service prints its address as `HOST PORT` on one line and ends when its input does.
"""

import contextlib
from collections.abc import Iterator

PATIENCE = 10.0  # seconds without a byte, after which the other side is given up


@contextlib.contextmanager
def talking(to: str, address: tuple[str, int]) -> Iterator[None]:
    """Errors of a conversation say whose it was."""
    where = "{} at {}:{}".format(to, *address)
    try:
        yield
    except (TimeoutError, BlockingIOError):
        raise TimeoutError(f"{where}: not a byte for {PATIENCE:g} s") from None
    except (EOFError, ConnectionResetError, BrokenPipeError):
        raise ConnectionError(f"{where} hung up in the middle of the work") from None


def refused(answer: bytes) -> bytes:
    """The same bytes; ConnectionError where they are a service's complaint, with its words."""
    if answer.startswith(COMPLAINT):
        raise ConnectionError(answer.removeprefix(COMPLAINT).decode(errors="replace").strip())
    if not answer:
        raise EOFError
    return answer


COMPLAINT = b"error "


def complaint(reason: object) -> bytes:
    """As a service sends it, before it hangs up."""
    text = " ".join(str(reason).split()) or type(reason).__name__
    return COMPLAINT + text.encode() + b"\r\n\r\n"
