"""What there is to measure, as the measured side tells it; nothing of it is imported here."""

import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import msgspec

from harness.errors import GilbenchError
from record import Kind
from record.cell import Value


class StrategyInfo(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    suite: str  # the module that `python -m` runs
    family: str
    one_lane: bool
    sweeps: bool
    about: str
    unavailable: str | None  # why the interpreter that was asked cannot have it


class SizeInfo(msgspec.Struct, frozen=True, kw_only=True):
    parameters: dict[str, Value]
    seconds: float  # of one sequential batch, roughly: for estimates alone


class WorkloadInfo(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    about: str
    kind: Kind
    service: str | None  # the module of a server it needs
    sizes: dict[str, SizeInfo]  # by name: "small", "large"


class Catalog(msgspec.Struct, frozen=True, kw_only=True):
    strategies: list[StrategyInfo]
    workloads: list[WorkloadInfo]
    mode: dict[str, str]

    def strategy(self, name: str) -> StrategyInfo:
        return next(strategy for strategy in self.strategies if strategy.name == name)

    def workload(self, name: str) -> WorkloadInfo:
        return next(workload for workload in self.workloads if workload.name == name)


def suites_folder() -> Path:
    """Where the measured side's source is; finding it does not import it."""
    spec = find_spec("suites")
    if spec is None or not spec.submodule_search_locations:
        raise GilbenchError("the package `suites` is not installed beside `harness`")
    return Path(spec.submodule_search_locations[0])


def ask(python: Path | None = None, env: Mapping[str, str] | None = None) -> Catalog:
    """The catalog as the interpreter `python` tells it; None asks the controlling Python."""
    remedy = ""
    if python is None:
        python = Path(sys.executable)
        env = {"PYTHONPATH": str(suites_folder().parent)}
    else:
        remedy = f"; remove its environment, {python.parents[1]}, and it is made anew"
    try:
        done = subprocess.run(
            [python, "-m", "suites.catalog"],
            env={**(env or {}), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            check=False,
            timeout=60,
        )
        if done.returncode == 0:
            return msgspec.json.decode(done.stdout, type=Catalog)
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    except (msgspec.MsgspecError, OSError, subprocess.TimeoutExpired) as error:
        reason = [str(error)]
    raise GilbenchError(f"{python} cannot tell what it can measure: {' '.join(reason)}{remedy}")
