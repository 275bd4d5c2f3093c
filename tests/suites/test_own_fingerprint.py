"""Digests of results are those of equal things, in whatever process they are made."""

import json
from typing import Any

import pytest
from inside import run_in
from real import get

from harness.interpreters import Matrix


@pytest.fixture(scope="module")
def digests(matrix: Matrix, drive: Any) -> dict[str, str]:
    found: dict[str, str] = drive(get(matrix, "3.13"), "drive_fingerprint")
    return found


def test_every_process_has_the_same(matrix: Matrix, digests: dict[str, str]) -> None:
    """Though strings have another hash in each, and objects another address."""
    done = run_in(get(matrix, "3.13"), "-m", "drive_fingerprint")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == digests


@pytest.mark.parametrize("label", ["3.12", "3.13t", "3.14"])
def test_on_every_interpreter_there_is_one(matrix: Matrix, drive: Any, label: str) -> None:
    found = drive(get(matrix, label), "drive_fingerprint")
    assert len(set(found.values())) == len(found) - 1


def test_what_differs_has_another(digests: dict[str, str]) -> None:
    equal = {"dict", "the other way round"}
    assert digests["dict"] == digests["the other way round"]
    others = [digest for name, digest in digests.items() if name not in equal]
    assert len(set(others)) == len(others)
