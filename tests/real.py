"""Which real interpreters the tests run on, and how they ask for one."""

import os
import re
from dataclasses import replace

import pytest

from harness.interpreters import Interpreter, Matrix
from harness.interpreters.environment import environment
from harness.interpreters.errors import UnavailableError

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


def with_extras(interpreter: Interpreter, matrix: Matrix, *extras: str) -> Interpreter:
    """The interpreter with these extras of the wheel; a skip with the reason without wheels."""
    try:
        python = environment(interpreter.facts, matrix.wheel, print, extras)
    except UnavailableError as error:
        reason = str(error)
        if os.environ.get("CI"):  # where the registry is within reach
            assert re.fullmatch(r".* cannot be installed in 3\..*: there is no wheel of .*", reason)
        pytest.skip(reason)
    return replace(interpreter, python=python)
