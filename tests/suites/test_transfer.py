"""Objects there and back, in every way that each strategy has; the others are told why not."""

from array import array
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real import get, with_extras

from harness.interpreters import Interpreter, Matrix
from suites.payloads import PAYLOADS
from suites.workload import digest
from suites.workloads import find

WAYS = {"reference", "pickle", "queue", "pipe", "shared_memory", "memoryview"}
ON_A_LOOP = WAYS - {"pipe", "shared_memory"}
PROCESSES = WAYS - {"reference"}
HAS = {
    "sequential": set[str](),
    "threads": WAYS - {"shared_memory"},
    "asyncio": ON_A_LOOP,
    "asyncio-threads": ON_A_LOOP,
    "processes-fork": PROCESSES,
    "processes-spawn": PROCESSES,
    "interpreters": {"pickle", "queue", "pipe", "memoryview"},
    "interpreter-pool": {"pickle", "queue", "pipe", "memoryview"},
}
SUBINTERPRETERS = ("interpreters", "interpreter-pool")


@pytest.mark.parametrize("strategy", HAS)
def test_what_goes_each_way_comes_back(
    interpreter: Interpreter, strategy: str, drive: Callable[..., Any]
) -> None:
    told = drive(interpreter, "drive_transfer", strategy, "some")
    if "refused" in told:
        pytest.skip(told["refused"])
    has = HAS[strategy]
    if strategy in SUBINTERPRETERS and interpreter.build.version < "3.14":
        has = {"pipe"}
    for name, found in told["found"].items():
        way, _, size = name.split()
        if way not in has:
            assert isinstance(found, str), name
            continue
        assert set(found) == {"round_trip", "bandwidth"}, name
        assert found["bandwidth"] == pytest.approx(2 * int(size) / found["round_trip"])
    if strategy != "sequential":
        error = told["mistaken"].removeprefix("LaneError: ")
        assert error == "ValueError: the bytes that came is not the one that was sent"


@pytest.mark.parametrize("strategy", ["threads", "processes-fork"])
def test_every_kind_goes_every_way(
    matrix: Matrix, strategy: str, drive: Callable[..., Any]
) -> None:
    found = drive(get(matrix, "3.13"), "drive_transfer", strategy, "all")["found"]
    for name, values in found.items():
        way, kind, _ = name.split()
        if way not in HAS[strategy]:
            continue
        if way == "memoryview" and kind not in ("bytes", "array"):
            assert values == f"a {kind} is no buffer: there is nothing to see in its place"
        else:
            assert set(values) == {"round_trip", "bandwidth"}, name


def test_arrays_of_numpy_go_wherever_it_is_imported(
    matrix: Matrix, drive: Callable[..., Any]
) -> None:
    equipped = with_extras(get(matrix, "3.13"), matrix, "numpy")
    for strategy in ("threads", "processes-fork"):
        found = drive(equipped, "drive_transfer", strategy, "numpy")["found"]
        for name, values in found.items():
            assert (name.split()[0] in HAS[strategy]) == isinstance(values, dict), (name, values)
    found = drive(equipped, "drive_transfer", "interpreters", "numpy")["found"]
    refusal = "its lanes cannot use numpy: "
    assert refusal in found["pipe numpy 5000"]
    assert "does not support loading in subinterpreters" in found["pipe numpy 5000"]


def test_every_variant_has_its_checksum_and_says_what_it_needs() -> None:
    workload = find("transfer")
    assert workload.result is not None
    for size in workload.variants():
        assert size.checksum == digest(workload.result(size.parameters))
        extra = workload.extra(size.parameters)
        assert extra == ("numpy" if size.parameters["kind"] == "numpy" else "")
    ways = {size.parameters["way"] for size in workload.variants()}
    assert ways == WAYS


@pytest.mark.parametrize("kind", [kind for kind in PAYLOADS if kind != "numpy"])
@given(size=st.integers(1, 5000))
def test_a_payload_is_as_large_as_it_is_said_to_be(kind: str, size: int) -> None:
    payload = PAYLOADS[kind]
    made = payload.make(size)
    assert payload.same(made, payload.make(size))
    if isinstance(made, bytes):
        assert len(made) == size
    else:
        each = {"array": 8, "list": 8, "dict": 32, "dataclass": 64}[kind]
        assert len(made) == max(1, size // each)
    if payload.copy:
        view = memoryview(made)
        assert payload.same(payload.copy(view), made)
    other: Any = made + made if isinstance(made, bytes | list | array) else {}
    assert not payload.same(made, other)
