"""A service of the suites, run by a real interpreter, for tests that talk to it themselves."""

import contextlib
import socket
import subprocess
from collections.abc import Iterator
from typing import BinaryIO

from harness.interpreters import Interpreter
from harness.run.launch import environment

Address = tuple[str, int]


@contextlib.contextmanager
def serving(
    interpreter: Interpreter, name: str
) -> Iterator[tuple[subprocess.Popen[bytes], Address]]:
    with subprocess.Popen(
        [interpreter.python, "-m", f"suites.services.{name}"],
        env=environment(interpreter.env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as server:
        assert server.stdout
        host, port = server.stdout.readline().decode().split()
        try:
            yield server, (host, int(port))
        finally:
            server.kill()


@contextlib.contextmanager
def connected(address: Address, hello: str) -> Iterator[tuple[socket.socket, BinaryIO]]:
    """A lane's connection, that has said its first line; and what it gets."""
    with (
        socket.create_connection(address, timeout=30) as link,
        link.makefile("rb") as lines,
    ):
        link.sendall(hello.encode())
        yield link, lines
