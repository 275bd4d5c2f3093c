"""Round trips to a server that thinks before it answers: real sockets, mostly waiting.

The server is a process of its own, the same one for every interpreter of a run.
"""

import asyncio
import socket

from suites.workload import Kind, Parameters, Size, Workload

Job = tuple[str, int, int, int]  # host, port, the connection's number, round trips


def _message(connection: int, trip: int) -> bytes:
    return b"%d.%d\n" % (connection, trip)


def converse(job: Job) -> int:
    """Bytes that came back, over one connection."""
    host, port, connection, trips = job
    received = 0
    with socket.create_connection((host, port), timeout=30) as link, link.makefile("rb") as lines:
        for trip in range(trips):
            link.sendall(_message(connection, trip))
            received += _checked(lines.readline(), connection, trip)
    return received


async def converse_async(job: Job) -> int:
    host, port, connection, trips = job
    received = 0
    lines, link = await asyncio.open_connection(host, port)
    try:
        for trip in range(trips):
            link.write(_message(connection, trip))
            received += _checked(await lines.readline(), connection, trip)
    finally:
        link.close()
        await link.wait_closed()
    return received


def _checked(answer: bytes, connection: int, trip: int) -> int:
    if answer != _message(connection, trip):
        raise ConnectionError(f"the echo of {connection}.{trip} came back as {answer!r}")
    return len(answer)


def connections(parameters: Parameters, address: tuple[str, int]) -> list[Job]:
    return [(*address, number, parameters["trips"]) for number in range(parameters["connections"])]


WORKLOAD = Workload(
    name="echo",
    about="waiting for answers over real sockets",
    kind=Kind.WAIT,
    task=converse,
    async_task=converse_async,
    batch=connections,
    service="suites.services.echo",
    sizes={
        "small": Size({"connections": 64, "trips": 2}, "7bbd025e", 0.33),
        "large": Size({"connections": 256, "trips": 2}, "fa482b1d", 1.3),
    },
)
