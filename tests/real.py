"""Which real interpreters the tests run on, and how they ask for one."""

import os

import pytest

from harness.interpreters import Interpreter, Matrix

NAMES = ("3.12", "3.13", "3.13t")  # in CI none of them may be missing


def get(matrix: Matrix, label: str) -> Interpreter:
    """The interpreter, or a skip with the reason; in CI those of NAMES must be there."""
    for interpreter in matrix.interpreters:
        if interpreter.build.label == label:
            return interpreter
    reason = matrix.missing.get(label, "there is no tool to unpack it")
    if os.environ.get("CI") and label in NAMES:
        pytest.fail(f"{label} is needed in CI: {reason}")
    pytest.skip(f"{label}: {reason}")
