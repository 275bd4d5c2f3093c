"""The workload `convoy` and its pinger: who is pinged and for how long, and every fault's words."""

from collections.abc import Callable
from typing import Any

import pytest
from real import get
from serving import connected, serving

from harness.interpreters import Interpreter, Matrix

Drive = Callable[..., Any]


def test_every_strategy_is_measured_twice_over(interpreter: Interpreter, drive: Drive) -> None:
    seen = drive(interpreter, "drive_latencies", "convoy", "milliseconds=100,switch=500")
    assert len(seen) >= 7
    for name, found in seen.items():
        assert len({*found["digests"]}) == 1, name
        assert all(found["latencies"]), name
        assert 0 < found["p50"] <= found["p99"], name


def test_the_checksums_in_the_source_are_the_work_s(matrix: Matrix, drive: Drive) -> None:
    variants = drive(get(matrix, "3.13"), "drive_variants", "convoy")
    assert len(variants) == 2
    for parameters, found, expected in variants:
        assert found == expected, parameters


def test_a_coroutine_that_computes_starves_the_echo(matrix: Matrix, drive: Drive) -> None:
    seen = drive(get(matrix, "3.13"), "drive_latencies", "convoy", "milliseconds=100,switch=500")
    assert seen["asyncio"]["latencies"] == [1, 1]  # no other ping comes through
    assert seen["asyncio"]["p50"] > seen["sequential"]["p50"]


@pytest.mark.parametrize("strategy", ["threads", "processes-fork", "interpreters"])
def test_the_switch_interval_is_set_and_put_back(
    strategy: str, interpreter: Interpreter, drive: Drive
) -> None:
    seen = drive(interpreter, "drive_switch_interval", strategy)
    assert seen == {"during": [0.0005], "after": [0.005]}


def test_pings_go_on_until_time_is_up_and_latencies_come_last(matrix: Matrix) -> None:
    with (
        serving(get(matrix, "3.13"), "pinger") as (_, address),
        connected(address, "echo token 50\n") as (link, lines),
    ):
        pings = 0
        while (line := lines.readline())[:1].isdigit():
            assert line == b"%d\n" % pings
            link.sendall(line)
            pings += 1
        assert line.startswith(b"end ")
        latencies = [float(each) for each in line.split()[1:]]
        assert len(latencies) == pings - 1  # the first is not counted
        assert min(latencies) > 0
        assert lines.read() == b""


def test_the_lane_that_spins_goes_when_the_other_has_echoed(matrix: Matrix) -> None:
    with (
        serving(get(matrix, "3.13"), "pinger") as (_, address),
        connected(address, "spin token\n") as (spin, _),
        connected(address, "echo token 10\n") as (echo, pings),
    ):
        first = pings.readline()
        spin.settimeout(0.2)
        with pytest.raises(TimeoutError):
            spin.recv(1)  # the first ping has no echo yet
        spin.settimeout(30)
        echo.sendall(first)
        assert spin.recv(100) == b"go\n"


def test_whoever_spins_after_the_pings_goes_at_once(matrix: Matrix) -> None:
    """As `sequential` does, batch after batch."""
    with serving(get(matrix, "3.13"), "pinger") as (_, address):
        for _ in range(2):
            with connected(address, "echo token 1\n") as (link, lines):
                while (line := lines.readline())[:1].isdigit():
                    link.sendall(line)
            with connected(address, "spin token\n") as (_, lines):
                assert lines.read() == b"go\n"


@pytest.mark.parametrize(
    ("echo", "complaint"), [(b"another\n", b"the echo of b'0\\n' is"), (b"", b"hung up")]
)
def test_a_wrong_echo_is_told_to_both(echo: bytes, complaint: bytes, matrix: Matrix) -> None:
    with (
        serving(get(matrix, "3.13"), "pinger") as (_, address),
        connected(address, "spin token\n") as (_, go),
    ):
        with connected(address, "echo token 1000\n") as (link, lines):
            lines.readline()
            if echo:
                link.sendall(echo)
                assert complaint in lines.read()
        told = go.read()
        assert told.startswith(b"error ")
        assert complaint in told


@pytest.mark.parametrize("hello", ["GET / HTTP/1.1\n", "echo token soon\n", "\n", "x" * 5000])
def test_a_stranger_is_told_so_and_the_next_is_served(hello: str, matrix: Matrix) -> None:
    with serving(get(matrix, "3.13"), "pinger") as (server, address):
        with connected(address, hello) as (_, lines):
            assert lines.readline().startswith(b"error ")
        with connected(address, "echo token 1\n") as (_, lines):
            assert lines.readline() == b"0\n"
        assert server.poll() is None


def test_it_ends_when_its_input_does(interpreter: Interpreter) -> None:
    with (
        serving(interpreter, "pinger") as (server, address),
        connected(address, "spin token\n"),
    ):
        assert server.stdin
        server.stdin.close()
        assert server.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("fault", "words"), [("dies", "hung up"), ("hangs-up", "hung up"), ("silent", "not a byte")]
)
@pytest.mark.parametrize("strategy", ["threads", "asyncio", "processes-fork"])
def test_a_faulty_pinger_is_an_error_that_says_so(
    strategy: str, fault: str, words: str, matrix: Matrix, drive: Drive
) -> None:
    raised = drive(get(matrix, "3.13"), "drive_faulty_service", "convoy", fault, strategy)
    assert "the pinger at 127.0.0.1:" in raised
    assert words in raised
