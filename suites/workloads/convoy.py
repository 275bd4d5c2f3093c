"""One lane echoes, another computes beside it: how long does an answer wait for the GIL?

The pings come from a service in a process of its own, which takes the latencies. `sequential`
echoes first and computes then, so its latencies are those of an echo that nothing disturbs: the
base of the others. A coroutine that computes without awaiting starves the echo until it is done:
asyncio has one latency, as long as the computing.

The sockets block: each call of one with a time-out polls first, and so lets go of the GIL twice
(on 3.13 p99 was 5.4 to 5.9 ms in three runs, and with a time-out 15.4 to 15.5).
"""

import asyncio
import os
import socket
import struct
import sys
import time
from typing import NamedTuple

from suites.latencies import P50, P99
from suites.services import PATIENCE, refused, talking
from suites.workload import Kind, Parameters, Size, Workload

USUAL = sys.getswitchinterval()
LONGER = 0.05  # the computing than the pings, in seconds

Done = tuple[str, list[float]]  # the lane's part, and the latencies that its pings had


class Job(NamedTuple):
    part: str  # echo, or spin
    address: tuple[str, int]
    token: str  # what the two lanes of a measurement have in common
    switch: int  # microseconds
    milliseconds: int

    def hello(self) -> bytes:
        if self.part == "echo":
            return f"echo {self.token} {self.milliseconds}\n".encode()
        return f"spin {self.token}\n".encode()


def converse(job: Job) -> Done:
    """One of the two parts, with the switch interval that is asked for."""
    sys.setswitchinterval(job.switch / 1e6)  # of this interpreter: each with a GIL has its own
    try:
        with talking("the pinger", job.address), socket.create_connection(job.address) as link:
            _be_patient(link)
            link.sendall(job.hello())
            if job.part == "echo":
                return job.part, _echo(link)
            refused(link.recv(4096))
        spin(job.milliseconds / 1000 + LONGER)
        return job.part, []
    finally:
        sys.setswitchinterval(USUAL)  # the other part may have set it: not what it was before


async def converse_async(job: Job) -> Done:
    sys.setswitchinterval(job.switch / 1e6)
    try:
        with talking("the pinger", job.address):
            async with asyncio.timeout(PATIENCE):
                lines, link = await asyncio.open_connection(*job.address)
            try:
                link.write(job.hello())
                if job.part == "echo":
                    return job.part, await _echo_async(lines, link)
                async with asyncio.timeout(PATIENCE):
                    refused(await lines.readline())
            finally:
                link.close()
        spin(job.milliseconds / 1000 + LONGER)
        return job.part, []
    finally:
        sys.setswitchinterval(USUAL)


def _be_patient(link: socket.socket) -> None:
    """Not for ever, and not by the socket object's own time-out (see above)."""
    if os.name == "posix":
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", int(PATIENCE), 0))


def _echo(link: socket.socket) -> list[float]:
    """Answer every ping; the latencies, which come last."""
    while (ping := refused(link.recv(4096)))[:1].isdigit():
        link.sendall(ping)
    while not ping.endswith(b"\n"):
        ping += refused(link.recv(65536))
    return _latencies(ping)


async def _echo_async(lines: asyncio.StreamReader, link: asyncio.StreamWriter) -> list[float]:
    while True:
        async with asyncio.timeout(PATIENCE):
            ping = refused(await lines.readline())
        if not ping[:1].isdigit():
            return _latencies(ping)
        link.write(ping)


def _latencies(last: bytes) -> list[float]:
    end, *seconds = last.split()
    if end != b"end":
        raise ConnectionError(f"the pinger's last line is {last[:80]!r}")
    return [float(each) for each in seconds]


def spin(seconds: float) -> None:
    """Bytecode, which never waits and so never lets go of the GIL by itself."""
    end = time.perf_counter() + seconds
    mark = 0
    while time.perf_counter() < end:
        for turn in range(1000):
            mark = (mark * 3 + turn) % 251


def lanes(parameters: Parameters, address: tuple[str, int]) -> list[Job]:
    shared = address, os.urandom(8).hex(), parameters["switch"], parameters["milliseconds"]
    return [Job("echo", *shared), Job("spin", *shared)]


WORKLOAD = Workload(
    name="convoy",
    about="an echo server's latency beside a lane that computes",
    kind=Kind.WAIT,
    task=converse,
    async_task=converse_async,
    batch=lanes,
    merge=lambda done: [(part, bool(latencies)) for part, latencies in done],
    service="suites.services.pinger",
    quantities={"p50": P50, "p99": P99},
    workers=(2,),
    sizes={"small": Size({"milliseconds": 1000, "switch": 5000}, "e174ab53", 2.4)},
    sweeps={"switch": (Size({"milliseconds": 1000, "switch": 500}, "e174ab53", 2.4),)},
    values=1,  # of hundreds of pings
)
