"""The command that measures one cell in one block: a suite in pyperf's worker mode."""

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from harness.catalog import StrategyInfo
from harness.run.launch import PASSIVE
from record import Cell
from record.cell import canonical

_ISOLATED = Path("/sys/devices/system/cpu/isolated")


def measure(
    cell: Cell,
    block: int,
    values: int,
    python: Path,
    strategy: StrategyInfo,
    service: str | None,
    output: Path,
) -> list[str]:
    return [
        *_suite(cell, values, python, strategy, output),
        *("--block", str(block)),
        *(("--service", service) if service else ()),
        *_affinity(),
    ]


def alone(
    cell: Cell, values: int, python: Path, strategy: StrategyInfo, env: Mapping[str, str]
) -> str:
    """The same as a line for a shell, for people: it writes `cell.json` where it is run."""
    clean = [word for name in ("PYTHONPATH", "PYTHONHOME", "PYTHON_GIL") for word in ("-u", name)]
    settings = [f"{name}={value}" for name, value in (PASSIVE | dict(env)).items()]
    argv = _suite(cell, values, python, strategy, Path("cell.json"))
    return shlex.join(["env", *clean, *settings, *argv])


def _suite(
    cell: Cell, values: int, python: Path, strategy: StrategyInfo, output: Path
) -> list[str]:
    return [
        *(str(python), "-m", strategy.suite),
        *("--worker", "--worker-task", "0", "--loops", "1"),
        *("--values", str(values), "--warmups", "0"),
        *("--workload", cell.workload, "--parameters", canonical(cell.parameters)),
        *("--workers", str(cell.workers), "--mode", canonical(cell.mode)),
        *("--interpreter", cell.interpreter, "--replicate", str(cell.replicate)),
        *("--output", str(output)),
    ]


def _affinity() -> list[str]:
    """All CPUs of this process: without it pyperf pins to isolated CPUs, all lanes on one."""
    if sys.platform != "linux" or not _ISOLATED.exists() or not _ISOLATED.read_text().strip():
        return []
    return ["--affinity", ",".join(map(str, sorted(os.sched_getaffinity(0))))]
