"""Every workload: the same result in every strategy on every interpreter, and the right one."""

from collections.abc import Callable
from typing import Any

import pytest
from real import get

from harness.interpreters import Interpreter, Matrix

Drive = Callable[..., Any]

WORKLOADS = (
    *("primes", "mandelbrot", "alloc_tree", "methods"),
    *("hashlib", "sleep_fanout", "echo", "wordcount"),
)


@pytest.fixture
def base(matrix: Matrix, drive: Drive) -> Any:
    """What the driver saw on 3.13."""
    return drive(get(matrix, "3.13"), "drive_workloads")


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_same_result_everywhere(
    workload: str, interpreter: Interpreter, drive: Drive, base: Any
) -> None:
    found = drive(interpreter, "drive_workloads")["digests"][workload]
    expected = base["digests"][workload]["sequential"]
    assert found == dict.fromkeys(found, expected)
    newest = interpreter.build.version >= "3.14"
    assert len(found) == (9 if newest else 8)


def test_these_are_all_the_workloads(base: Any) -> None:
    assert set(base["digests"]) == set(WORKLOADS)


@pytest.mark.parametrize("workload", ["hashlib", "wordcount", "alloc_tree", "primes"])
def test_the_result_is_right(workload: str, base: Any) -> None:
    found, expected = base["oracles"][workload]
    assert found == expected


@pytest.mark.parametrize("size", ["small", pytest.param("large", marks=pytest.mark.slow)])
@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_checksum_in_the_source_is_the_work_s(
    workload: str, size: str, matrix: Matrix, drive: Drive
) -> None:
    found, expected, _ = drive(get(matrix, "3.13"), "drive_size", size)[workload]
    assert found == expected


def test_small_counts_the_primes_below_150_000(matrix: Matrix, drive: Drive) -> None:
    assert drive(get(matrix, "3.13"), "drive_size", "small")["primes"][2] == 13848
