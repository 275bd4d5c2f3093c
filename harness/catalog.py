"""What there is to measure, as the measured side tells it; nothing of it is imported here."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import msgspec

from harness.errors import GilbenchError
from record import Cell, Kind, Unit
from record.cell import Value


class StrategyInfo(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    suite: str  # the module that `python -m` runs
    family: str
    one_lane: bool
    sweeps: bool
    extra: str  # of the suites' wheel: what it needs besides
    about: str
    unavailable: str | None  # why the interpreter that was asked cannot have it


class SizeInfo(msgspec.Struct, frozen=True, kw_only=True):
    parameters: dict[str, Value]
    seconds: float  # of one sequential batch, roughly: for estimates alone
    extra: str  # of the suites' wheel: what it needs besides
    refused: dict[str, str]  # strategies that cannot do it, and why


class WorkloadInfo(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    about: str
    kind: Kind
    service: str | None  # the module of a server it needs
    sizes: dict[str, SizeInfo]  # by name: "small", "large"
    sweeps: dict[str, list[SizeInfo]]  # by the parameter that is varied
    units: dict[str, Unit]  # of its quantities; empty: the seconds of a batch
    workers: list[int]  # the only numbers it makes sense with; empty: any
    pairs_with: str  # the parameter whose values are compared
    values: int | None  # at most so many of a process make sense
    mode: dict[str, str]  # that it always has

    def size(self, parameters: Mapping[str, Value]) -> SizeInfo:
        """The size that has these parameters; StopIteration where none has."""
        return next(one for one in self.variants() if one.parameters == parameters)

    def variants(self) -> Iterator[SizeInfo]:
        """Every set of parameters that has a name or a place in a sweep."""
        yield from self.sizes.values()
        for sweep in self.sweeps.values():
            yield from sweep


class Catalog(msgspec.Struct, frozen=True, kw_only=True):
    strategies: list[StrategyInfo]
    workloads: list[WorkloadInfo]
    mode: dict[str, str]  # the usual settings
    modes: dict[str, list[str]]  # all values of each

    def strategy(self, name: str) -> StrategyInfo:
        return next(strategy for strategy in self.strategies if strategy.name == name)

    def workload(self, name: str) -> WorkloadInfo:
        return next(workload for workload in self.workloads if workload.name == name)

    def refusal(self, cell: Cell) -> str | None:
        """Why the interpreter that told this cannot have the cell, or None."""
        refused = self.workload(cell.workload).size(cell.parameters).refused
        return self.strategy(cell.strategy).unavailable or refused.get(cell.strategy)

    def extras(self, cell: Cell) -> tuple[str, ...]:
        """The extras of the suites' wheel that the cell needs."""
        size = self.workload(cell.workload).size(cell.parameters)
        found = {self.strategy(cell.strategy).extra, size.extra}
        return tuple(sorted(found - {""}))


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
