"""The loopback server: many connections at a time, its end, and its death."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from real import get

from harness.interpreters import Interpreter, Matrix
from harness.run.launch import environment

MANY = 300


@contextlib.contextmanager
def serving(interpreter: Interpreter) -> Iterator[tuple[subprocess.Popen[bytes], tuple[str, int]]]:
    with subprocess.Popen(
        [interpreter.python, "-m", "suites.services.echo"],
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


def test_many_connections_at_a_time(interpreter: Interpreter) -> None:
    with serving(interpreter) as (_, address), contextlib.ExitStack() as stack:
        links = [
            stack.enter_context(socket.create_connection(address, timeout=30)) for _ in range(MANY)
        ]
        for number, link in enumerate(links):
            link.sendall(b"%d\n" % number)
        answers = [stack.enter_context(link.makefile("rb")).readline() for link in links]
    assert answers == [b"%d\n" % number for number in range(MANY)]


def test_connections_that_come_while_it_is_busy_wait_and_are_not_refused(
    matrix: Matrix,
) -> None:
    with serving(get(matrix, "3.13")) as (server, address), contextlib.ExitStack() as stack:
        os.kill(server.pid, signal.SIGSTOP)  # it accepts nothing: all of them are in the backlog
        links = [
            stack.enter_context(socket.create_connection(address, timeout=10)) for _ in range(MANY)
        ]
        os.kill(server.pid, signal.SIGCONT)
        links[-1].sendall(b"hello\n")
        assert links[-1].recv(100) == b"hello\n"


def test_it_ends_when_its_input_does(interpreter: Interpreter) -> None:
    with serving(interpreter) as (server, address):
        with socket.create_connection(address, timeout=30):  # though somebody is connected
            assert server.stdin
            server.stdin.close()
            assert server.wait(timeout=30) == 0
        with pytest.raises(OSError):
            socket.create_connection(address, timeout=5)


def test_it_outlives_clients_that_hang_up(matrix: Matrix) -> None:
    with serving(get(matrix, "3.13")) as (server, address):
        for _ in range(20):
            with socket.create_connection(address, timeout=30) as link:
                link.sendall(b"a line and a half\nand")
        with socket.create_connection(address, timeout=30) as link:
            link.sendall(b"still there?\n")
            assert link.recv(100) == b"still there?\n"
        assert server.poll() is None


@pytest.mark.parametrize(
    "strategy", ["sequential", "threads", "asyncio", "processes-fork", "interpreters"]
)
def test_its_death_is_an_error_not_a_hang(
    strategy: str, matrix: Matrix, drive: Callable[..., Any]
) -> None:
    start = time.monotonic()
    raised = drive(get(matrix, "3.13"), "drive_dying_server", strategy)
    assert raised is not None
    assert "Connection" in raised or "BrokenPipe" in raised
    assert time.monotonic() - start < 25  # sooner than a socket's time-out
