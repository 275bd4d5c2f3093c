"""An error as it was raised, and what it comes from where that is hidden."""

import logging
from collections.abc import Iterator

LONGEST = 8000  # characters of a text
TRACEBACK = "Traceback (most recent call last):"


class Log(logging.Handler):
    """Keeps the errors that executors only log: what an initializer raised, for one."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.errors.append(record.exc_info[1])


def raised(error: BaseException) -> str:
    """Type and text, as a traceback's last line has them."""
    kind = type(error)
    module = "" if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}."
    text = str(error)
    name = f"{module}{kind.__qualname__}"
    return (f"{name}: {text}" if text else name)[:LONGEST]


def root(error: BaseException, logged: list[BaseException]) -> str:
    """Of the error that all began with; empty where it is the one that was raised."""
    told = _told(list(_chain(logged[0] if logged else error))[-1])
    return told if told != raised(error) else ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden


def _told(error: BaseException) -> str:
    text = getattr(error, "traceback", "") or str(error)
    if TRACEBACK in text:  # of another process or interpreter: its first error is the root
        return first_error(text)[:LONGEST]
    # Another interpreter's error comes as a plain Exception with its type in the text.
    return text[:LONGEST] if type(error) is Exception else raised(error)


def first_error(text: str) -> str:
    """Type and text of the first error of printed tracebacks, which the others come from."""
    lines = text[text.index(TRACEBACK) :].splitlines()[1:]
    return next((line for line in lines if line.strip() and not line.startswith((" ", "\t"))), "")
