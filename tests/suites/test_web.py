"""The workload `web` and its users: every request is served and checked, every fault told."""

import io
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any, BinaryIO

import pytest
from real import get
from serving import connected, serving

from harness.interpreters import Interpreter, Matrix

Drive = Callable[..., Any]


class Parsed(BaseHTTPRequestHandler):
    """A request, read by the standard library."""

    def __init__(self, lines: BinaryIO) -> None:
        self.rfile = lines
        self.wfile = io.BytesIO()
        self.raw_requestline = lines.readline()
        assert self.parse_request(), self.wfile.getvalue()
        self.body = json.loads(lines.read(int(self.headers["Content-Length"])))

    def answer(self, status: str = "200 OK", **changes: object) -> bytes:
        total = sum(line["count"] * line["price"] for line in self.body["lines"])
        answer = json.dumps({"order": self.body["order"], "total": total} | changes)
        return f"HTTP/1.1 {status}\r\nContent-Length: {len(answer)}\r\n\r\n{answer}".encode()


def test_the_same_result_everywhere(interpreter: Interpreter, matrix: Matrix, drive: Drive) -> None:
    def seen(by: Interpreter) -> Any:
        return drive(by, "drive_latencies", "web", "cpu=1,requests=70")

    expected = seen(get(matrix, "3.13"))["sequential"]["digests"]
    found = seen(interpreter)
    assert len(found) >= 7
    for name, each in found.items():
        assert each["digests"] == expected, name
        assert each["latencies"] == [70, 70], name
        assert 0 < each["p50"] <= each["p99"], name


def test_the_checksums_in_the_source_are_the_work_s(matrix: Matrix, drive: Drive) -> None:
    variants = drive(get(matrix, "3.13"), "drive_variants", "web")
    assert len(variants) == 4
    for parameters, found, expected in variants:
        assert found == expected, parameters


@pytest.mark.parametrize("requests", [1, 2, 33])
def test_fewer_requests_than_connections(requests: int, matrix: Matrix, drive: Drive) -> None:
    seen = drive(get(matrix, "3.13"), "drive_latencies", "web", f"cpu=0,requests={requests}")
    assert {tuple(each["latencies"]) for each in seen.values()} == {(requests, requests)}


def test_requests_are_http_and_a_latency_counts_from_when_it_was_sent(matrix: Matrix) -> None:
    with (
        serving(get(matrix, "3.13"), "users") as (_, address),
        connected(address, "token 40 0 40\n") as (link, lines),
    ):
        for number in range(40):
            request = Parsed(lines)
            assert request.command == "POST"
            assert request.path.startswith(f"/shop/orders?customer={number % 97}&")
            assert request.body["order"] == number
            link.sendall(request.answer())
        latencies = [float(each) for each in lines.readline().split()]
    assert len(latencies) == 40
    # All 32 users sent their first at once: each waited for those before it as well.
    assert latencies[:32] == sorted(latencies[:32])


def test_connections_share_the_requests_and_more_may_come_than_there_are_users(
    matrix: Matrix,
) -> None:
    """The 40 connections of one batch, of which the last get what a user sends second."""
    with serving(get(matrix, "3.13"), "users") as (_, address):
        _serve_all(address, [f"token 40 {number} {number + 1}\n" for number in range(40)])
        _serve_all(address, ["token 40 0 40\n"])  # the next batch, of the same token


def _serve_all(address: tuple[str, int], hellos: list[str]) -> None:
    if not hellos:
        return
    with connected(address, hellos[0]) as (link, lines):
        first, stop = map(int, hellos[0].split()[2:])
        request = Parsed(lines)
        link.sendall(request.answer())
        for _ in range(first + 1, stop):
            link.sendall(Parsed(lines).answer())
        assert len(lines.readline().split()) == stop - first
        _serve_all(address, hellos[1:])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"total": 1}, b"request 0 is wrong: ('HTTP/1.1 200 OK', 0, 1)"),
        ({"order": 7}, b"request 0 is wrong"),
        ({"status": "500 Internal Server Error"}, b"request 0 is wrong"),
    ],
)
def test_a_wrong_answer_ends_all_connections_of_the_batch(
    changes: dict[str, Any], words: bytes, matrix: Matrix
) -> None:
    with (
        serving(get(matrix, "3.13"), "users") as (_, address),
        connected(address, "token 9 0 6\n") as (link, lines),
        connected(address, "token 9 6 9\n") as (other_link, others),
    ):
        other = Parsed(others)
        link.sendall(Parsed(lines).answer(**changes))
        told = lines.readline()
        assert told.startswith(b"error ")
        assert words in told
        other_link.sendall(other.answer())  # was on its way; the next is not
        assert others.readline() == told


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{{",
        b"\xff" * 100_000,
    ],
)
def test_an_unreadable_answer_is_told(answer: bytes, matrix: Matrix) -> None:
    with (
        serving(get(matrix, "3.13"), "users") as (_, address),
        connected(address, "token 9 0 9\n") as (link, lines),
    ):
        Parsed(lines)
        link.sendall(answer)
        assert b"error the answer to request 0 cannot be read" in lines.readline()


def test_nobody_waits_for_what_a_lane_took_with_it(matrix: Matrix) -> None:
    """One ends in the middle of a request, and so no answer lets its user send another."""
    with (
        serving(get(matrix, "3.13"), "users") as (_, address),
        connected(address, "token 1000 0 500\n") as (link, lines),
    ):
        with connected(address, "token 1000 500 1000\n") as (_, others):
            Parsed(others)
        served = 0
        while lines.peek(1)[:5] != b"error":  # type: ignore[attr-defined]
            link.sendall(Parsed(lines).answer())
            served += 1
        assert served < 500


@pytest.mark.parametrize(
    "hello", ["GET / HTTP/1.1\n", "token 9 0\n", "token 9 5 5\n", "token 9 0 10\n", "x" * 100_000]
)
def test_a_stranger_is_told_so_and_the_next_is_served(hello: str, matrix: Matrix) -> None:
    with serving(get(matrix, "3.13"), "users") as (server, address):
        with connected(address, hello) as (_, lines):
            assert lines.readline().startswith(b"error ")
        with connected(address, "token 1 0 1\n") as (_, lines):
            assert Parsed(lines).body["order"] == 0
        assert server.poll() is None


def test_it_ends_when_its_input_does(interpreter: Interpreter) -> None:
    with (
        serving(interpreter, "users") as (server, address),
        connected(address, "token 9 0 9\n"),
    ):
        assert server.stdin
        server.stdin.close()
        assert server.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("fault", "words"), [("dies", "hung up"), ("hangs-up", "hung up"), ("silent", "not a byte")]
)
@pytest.mark.parametrize("strategy", ["sequential", "threads", "asyncio", "processes-fork"])
def test_faulty_users_are_an_error_that_says_so(
    strategy: str, fault: str, words: str, matrix: Matrix, drive: Drive
) -> None:
    raised = drive(get(matrix, "3.13"), "drive_faulty_service", "web", fault, strategy)
    assert "the users at 127.0.0.1:" in raised
    assert words in raised
