"""A pipe as a queue of one direction: what is put is pickled, written, read and unpickled."""

import os
from typing import Any

Connection = Any  # of `multiprocessing.connection`, which is imported by what has a pipe


class Pipe:
    """Between processes that a start method of `multiprocessing` has started, or threads."""

    def __init__(self, reader: Connection, writer: Connection) -> None:
        self._reader, self._writer = reader, writer

    def put(self, sent: Any) -> None:
        self._writer.send(sent)

    def get(self) -> Any:
        return self._reader.recv()


class PipeByNumber:
    """Between the interpreters of one process, which have their file descriptors in common."""

    def __init__(self, numbers: tuple[int, int] | None = None) -> None:
        self._numbers = numbers or os.pipe()
        self._own = numbers is None

    def __reduce__(self) -> tuple[Any, ...]:
        return PipeByNumber, (self._numbers,)

    def put(self, sent: Any) -> None:
        self._open().put(sent)

    def get(self) -> Any:
        return self._open().get()

    def _open(self) -> Pipe:
        opened: Pipe | None = self.__dict__.get("_opened")
        if opened is None:
            from multiprocessing.connection import Connection  # noqa: PLC0415

            reader, writer = map(os.dup, self._numbers)  # a connection closes what it has
            opened = self._opened = Pipe(
                Connection(reader, writable=False), Connection(writer, readable=False)
            )
        return opened

    def __del__(self) -> None:
        if self._own:
            for number in self._numbers:
                os.close(number)


def in_one_process() -> Pipe:
    """Between threads."""
    import multiprocessing  # noqa: PLC0415 (imports more than lanes need)

    return Pipe(*multiprocessing.Pipe(duplex=False))
