"""What there is to measure is asked of the interpreters; one that cannot tell is one clear line."""

from pathlib import Path

import msgspec
import pytest
from real import get

from harness.catalog import WorkloadInfo, ask
from harness.errors import GilbenchError
from harness.interpreters import Interpreter, Matrix
from harness.run.launch import environment


def test_every_interpreter_tells_the_same_but_for_what_it_lacks(interpreter: Interpreter) -> None:
    told, known = ask(interpreter.python, environment(interpreter.env)), ask()
    assert [_without_refusals(one) for one in told.workloads] == [
        _without_refusals(one) for one in known.workloads
    ]
    assert told.mode == known.mode
    assert [one.name for one in told.strategies] == [one.name for one in known.strategies]
    lacking = {one.name for one in told.strategies if one.unavailable}
    newest = interpreter.build.version >= "3.14"
    assert lacking == (set() if newest else {"interpreter-pool"})


def test_what_a_strategy_cannot_share_is_told(matrix: Matrix) -> None:
    catalog = ask(get(matrix, "3.13").python)
    size = catalog.workload("shared_read").sizes["small"]
    assert "processes have no object in common" in size.refused["processes-fork"]
    assert "threads" not in size.refused


def _without_refusals(workload: WorkloadInfo) -> object:
    plain = msgspec.to_builtins(workload)
    for size in (*plain["sizes"].values(), *(s for own in plain["sweeps"].values() for s in own)):
        del size["refused"]
    return plain


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo no such module >&2; exit 1", "no such module"),
        ("echo '{}'", "strategies"),
        ("echo garbage", "malformed"),
        ("exit 0", "truncated"),
    ],
)
def test_an_interpreter_that_cannot_tell(script: str, said: str, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    with pytest.raises(GilbenchError, match="cannot tell what it can measure") as error:
        ask(python)
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_an_interpreter_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(GilbenchError, match=r"cannot tell what it can measure: .*No such file"):
        ask(tmp_path / "python")
