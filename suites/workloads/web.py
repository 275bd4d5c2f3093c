"""A small web application: parse a request, wait as for a database, compute, answer in JSON.

The users are a service, in a process of their own: 32 who each send a request, wait for its
answer and send the next. The lanes connect to them, as workers behind a reverse proxy do; a task
is a connection, so as many requests are served at a time as there are workers, and the others
queue with the users. A latency counts from when the user sent the request: with fewer workers
than users it is mostly queueing. p99 is of 128 requests, so the second and third longest make it
(see `suites.latencies`).
"""

import asyncio
import json
import os
import socket
import time
from typing import BinaryIO, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from suites.latencies import P50, P99
from suites.services import PATIENCE, refused, talking
from suites.workload import Kind, Parameters, Quantity, Size, Workload, pieces

CONNECTIONS = 64  # in all, of a batch
WAIT = 0.005
TURNS = 18_000  # of `compute` in a millisecond, about

Served = tuple[list[int], list[float]]  # what was answered, and the latencies


class Job(NamedTuple):
    """A connection, and its share of a batch's requests."""

    address: tuple[str, int]
    token: str  # the batch's
    requests: int  # of the batch
    first: int
    stop: int
    cpu: int

    def hello(self) -> bytes:
        return f"{self.token} {self.requests} {self.first} {self.stop}\n".encode()


class Request(NamedTuple):
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]

    @property
    def length(self) -> int:
        return int(self.headers["content-length"])


def serve(job: Job) -> Served:
    """Answer the connection's share of requests, each with 5 ms of waiting."""
    answers = []
    with (
        talking("the users", job.address),
        socket.create_connection(job.address, timeout=PATIENCE) as link,
        link.makefile("rb") as lines,
    ):
        link.sendall(job.hello())
        for _ in range(job.first, job.stop):
            request = parse(_head(lines))
            body = lines.read(request.length)
            time.sleep(WAIT)
            number, answer = respond(request, body, job.cpu)
            link.sendall(answer)
            answers.append(number)
        return answers, latencies(lines.readline())


async def serve_async(job: Job) -> Served:
    answers = []
    with talking("the users", job.address):
        async with asyncio.timeout(PATIENCE):
            lines, link = await asyncio.open_connection(*job.address)
        try:
            link.write(job.hello())
            for _ in range(job.first, job.stop):
                async with asyncio.timeout(PATIENCE):
                    request = parse(await lines.readuntil(b"\r\n\r\n"))
                    body = await lines.readexactly(request.length)
                await asyncio.sleep(WAIT)
                number, answer = respond(request, body, job.cpu)
                link.write(answer)
                answers.append(number)
            async with asyncio.timeout(PATIENCE):
                return answers, latencies(await lines.readline())
        finally:
            link.close()


def _head(lines: BinaryIO) -> bytes:
    """All up to the empty line."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = lines.readline()
        if not line:
            raise EOFError
        head += line
    return head


def parse(head: bytes) -> Request:
    """What is read of a request before its body."""
    first, *fields = refused(head).decode("latin-1").rstrip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {}
    for field in fields:
        name, _, value = field.partition(":")
        headers[name.lower()] = value.strip()
    url = urlsplit(target)
    return Request(method, url.path, dict(parse_qsl(url.query)), headers)


def respond(request: Request, body: bytes, cpu: int) -> tuple[int, bytes]:
    """The application: a number that all it did went into, and the answer."""
    order = json.loads(body)
    total = sum(line["count"] * line["price"] for line in order["lines"])
    mark = compute(cpu, total)
    answer = {
        "order": order["order"],
        "customer": int(request.query["customer"]),
        "currency": request.query["currency"],
        "total": total,
        "mark": mark,
    }
    text = json.dumps(answer)
    head = (
        "HTTP/1.1 200 OK\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(text)}\r\n"
        "Connection: keep-alive\r\n\r\n"
    )
    number = (answer["order"] * 251 + mark) * 97 + answer["customer"]
    return number, (head + text).encode()


def compute(milliseconds: int, seed: int) -> int:
    """Bytecode that takes about so long."""
    mark = seed % 251
    for turn in range(milliseconds * TURNS):
        mark = (mark * 3 + turn) % 251
    return mark


def latencies(line: bytes) -> list[float]:
    """The last line of a connection."""
    return [float(seconds) for seconds in refused(line).split()]


def connections(parameters: Parameters, address: tuple[str, int]) -> list[Job]:
    """64 of them, or as many as there are requests."""
    requests = parameters["requests"]
    token = os.urandom(8).hex()
    return [
        Job(address, token, requests, first, stop, parameters["cpu"])
        for first, stop in pieces(requests, min(requests, CONNECTIONS))
    ]


WORKLOAD = Workload(
    name="web",
    about="HTTP requests: parse, wait 5 ms, compute, answer; throughput and latency",
    kind=Kind.WAIT,
    task=serve,
    async_task=serve_async,
    batch=connections,
    merge=lambda served: [number for answers, _ in served for number in answers],
    service="suites.services.users",
    quantities={
        "batch": Quantity("second", lambda finished: finished.seconds),
        "p50": P50,
        "p99": P99,
    },
    sizes={
        "small": Size({"cpu": 2, "requests": 128}, "01403c75", 1.2),
        "large": Size({"cpu": 2, "requests": 512}, "043d9ab6", 4.8),
    },
    sweeps={
        "cpu": (
            Size({"cpu": 0, "requests": 128}, "2133c452", 0.85),
            Size({"cpu": 20, "requests": 128}, "96a3f15a", 3.7),
        )
    },
    values=1,  # of a second and more
)
