"""Workloads that need nothing but lanes: the same result in every strategy, and the right one."""

import zlib
from collections.abc import Callable
from typing import Any

import pytest
from real import get, with_extras

from harness.interpreters import Interpreter, Matrix

Drive = Callable[..., Any]

WORKLOADS = (
    *("primes", "mandelbrot", "alloc_tree", "methods", "nbody", "json_roundtrip", "regex_scan"),
    *("hashlib", "zlib", "granularity", "mixed", "files", "sleep_fanout", "echo", "wordcount"),
    *("startup", "memory"),
)
SUBINTERPRETERS = ("interpreters", "interpreter-pool")
SIZES = ["small", "sweeps", pytest.param("large", marks=pytest.mark.slow)]


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


def test_numpy_has_the_same_result_wherever_it_can_be_imported(
    interpreter: Interpreter, matrix: Matrix, drive: Drive
) -> None:
    equipped = with_extras(interpreter, matrix, "numpy")
    found = drive(equipped, "drive_workloads", "numpy")["digests"]["numpy_ufunc"]
    refused = {name for name, digest in found.items() if digest is None}
    assert refused == found.keys() & set(SUBINTERPRETERS)
    rounds = [1000 * (task + 1) // 64 - 1000 * task // 64 for task in range(64)]  # 1,000 in all
    sums = [sum(range(task, task + 1000)) + 1000 * rounds[task] for task in range(64)]
    assert set(found.values()) - {None} == {f"{zlib.crc32(repr(sums).encode()):08x}"}


def test_these_are_all_the_workloads(base: Any) -> None:
    assert set(base["digests"]) == set(WORKLOADS)


@pytest.mark.parametrize(
    "workload",
    [
        *("hashlib", "wordcount", "alloc_tree", "primes"),
        *("json_roundtrip", "regex_scan", "zlib", "files"),
    ],
)
def test_the_result_is_right(workload: str, base: Any) -> None:
    found, expected = base["oracles"][workload]
    assert found == expected


def test_bodies_keep_their_energy(base: Any) -> None:
    for before, after in base["energies"]:
        assert after == pytest.approx(before, rel=1e-5)
        assert after != before


def test_arrays_of_all_lengths_have_as_many_elements(base: Any) -> None:
    assert {elements for _, elements in base["arrays"]} == {160_000_000}
    assert min(tasks for tasks, _ in base["arrays"]) >= 8


def _of_every_size(seen: Any, workload: str) -> None:
    for parameters, found, expected in seen["checksums"][workload]:
        assert found == expected, parameters


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_checksum_in_the_source_is_the_work_s(
    workload: str, size: str, matrix: Matrix, drive: Drive
) -> None:
    _of_every_size(drive(get(matrix, "3.13"), "drive_size", size), workload)


@pytest.mark.parametrize("size", SIZES)
def test_the_checksum_in_the_source_is_numpy_s(size: str, matrix: Matrix, drive: Drive) -> None:
    equipped = with_extras(get(matrix, "3.13"), matrix, "numpy")
    _of_every_size(drive(equipped, "drive_size", size, "numpy"), "numpy_ufunc")


def test_small_counts_the_primes_below_150_000(matrix: Matrix, drive: Drive) -> None:
    assert drive(get(matrix, "3.13"), "drive_size", "small")["sums"]["primes"] == 13848
