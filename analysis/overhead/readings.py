"""Everything that a run's tables of overhead are computed from, and the figures made of it.

Intervals are 95%, each for itself: these tables give no verdicts, so no family corrects them.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from analysis.control import Controls
from analysis.estimate import Estimate, estimate
from analysis.figures import Figure, Form, Missing, Said
from analysis.samples import Sample, Samples
from analysis.statistics import Effect, mean, paired
from record import Cell, Plan
from record.cell import USUAL, Value, canonical

T = TypeVar("T")

SEQUENTIAL = "sequential"
APART = Missing("missing", "in no block together with what it is compared with")


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a machine has for workers that compute."""

    usable: int  # CPUs, of which several may be threads of one core
    physical: int | None = None  # cores; None: not known
    quota: float | None = None  # CPUs that the cgroup allows

    @property
    def cpus(self) -> int:
        """As many as can be busy in the long run, at least one."""
        return self.usable if self.quota is None else max(1, min(self.usable, int(self.quota)))

    @property
    def workers(self) -> int:
        """As many as have a core each."""
        return min(self.cpus, self.physical or self.cpus)


@dataclass(frozen=True, slots=True)
class Lanes:
    """What executed a cell's work, on average over its processes."""

    count: int
    effective_cores: float | None  # CPU time of all / wall time, of the time of a batch


Reasons = Mapping[str, tuple[str, str]]  # Cell.key of a planned cell -> its status, and why


class Readings:
    """The cells of a plan as the places of their quantities, without twins, and what they hold."""

    def __init__(
        self,
        plan: Plan,
        samples: Samples,
        controls: Controls,
        reasons: Reasons,
        cores: int,
        *,
        capacity: Capacity | None = None,
        lanes: Mapping[str, Lanes] | None = None,
    ) -> None:
        """`samples` are those of the readings, by their keys, as `lanes` are where known.

        `cores` are the machine's CPUs; `capacity` says what of them are cores.
        """
        own = [(cell, unit) for cell, unit in plan.readings() if not cell.replicate]
        self.plan = plan
        self.cores = cores
        self.capacity = capacity or Capacity(cores)
        self.cells = tuple(cell for cell, _ in own)
        self.interpreters = tuple(dict.fromkeys(cell.interpreter for cell, _ in own))
        self._known = {cell.key: cell for cell, _ in own}
        self._of: dict[str, list[Cell]] = {}
        for cell in self.cells:
            self._of.setdefault(cell.workload, []).append(cell)
        self._samples = samples
        self._controls = controls
        self._reasons = reasons
        self._lanes = dict(lanes or {})
        self._made: dict[Callable[[Readings], Any], Any] = {}
        # Of a workload with several quantities, the first time is that of the batch.
        times = self._times = dict[str, str]()
        for cell, unit in own:
            if unit == "second":
                times.setdefault(cell.workload, cell.quantity)
        self.timed = tuple(cell for cell, _ in own if times.get(cell.workload) == cell.quantity)

    @property
    def controls(self) -> Controls:
        """What compares two readings."""
        return self._controls

    @cached_property
    def ran(self) -> tuple[tuple[str, str], ...]:
        """The interpreters and strategies that some time of a batch was measured with."""
        sides = ((cell.interpreter, cell.strategy) for cell in self.timed if self.samples(cell))
        return tuple(dict.fromkeys(sides))

    def once(self, make: "Callable[[Readings], T]") -> T:
        """`make` of these, computed the first time alone: for what every answer asks again."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    def time_of(self, workload: str) -> str | None:
        """The quantity that is the time of its batch; None where it has no time."""
        return self._times.get(workload)

    def of(self, workload: str) -> Sequence[Cell]:
        """The cells of one workload, in the order of the plan."""
        return self._of.get(workload, [])

    def like(
        self,
        cell: Cell,
        *,
        mode: Mapping[str, str] | None = None,
        parameters: Mapping[str, Value] | None = None,
        **changes: str | int,
    ) -> Cell | None:
        """The planned one that is like `cell` but for these."""
        other = msgspec.structs.replace(
            cell,
            mode=cell.mode | dict(mode or {}),
            parameters=cell.parameters | dict(parameters or {}),
            **changes,
        )
        return self._known.get(other.key)

    def sequential(self, cell: Cell) -> Cell | None:
        """What `cell` is a speedup over; where its own group has none, that of the usual one."""
        own = self.like(cell, strategy=SEQUENTIAL, workers=1)
        return own or self.like(cell, mode=USUAL, strategy=SEQUENTIAL, workers=1)

    def samples(self, cell: Cell) -> Mapping[int, Sample]:
        return self._samples.get(cell.key, {})

    def lanes(self, cell: Cell) -> Lanes | None:
        """None where that is not known, or was not measured."""
        return self._lanes.get(cell.key)

    def computes(self, cell: Cell) -> bool:
        """Whether its workload does, rather than wait."""
        return self.plan.kinds.get(cell.workload) in ("cpu", "native")

    def common(self, cells: Iterable[Cell]) -> list[int]:
        """The blocks in which all of these were measured."""
        return sorted(set.intersection(*(set(self.samples(cell)) for cell in cells)))

    def why_not(self, cells: Iterable[Cell]) -> Missing | None:
        """Why these say nothing together; None where they do."""
        known = list(cells)
        for cell in known:
            if not self.samples(cell):
                return Missing(*self._reasons.get(cell.of("").key, ("missing", "")))
        return None if self.common(known) else APART

    def value(self, cell: Cell | None, form: Form = Form.SECONDS) -> Said:
        """The reading itself, on average over its processes."""
        if cell is None:
            return None
        logs = [one.time for one in self.samples(cell).values()]
        return self.why_not([cell]) or Figure(estimate(mean(logs)), form)

    def ratio(self, over: Cell | None, under: Cell | None) -> Said:
        """`over` / `under`, paired by block, whatever groups they are of."""
        if over is None or under is None:
            return None
        effect = paired(self.samples(over), self.samples(under))
        if effect is None:
            return self.why_not([over, under]) or APART
        return Figure(estimate(effect), Form.RATIO)

    def contrast(self, over: Cell | None, under: Cell | None) -> Said:
        """`over` / `under` of one group, adjusted by the control where that counts."""
        if over is None or under is None:
            return None
        effect, _ = self._controls.contrast(base=over, cell=under)
        if effect is None:
            return self.why_not([over, under]) or APART
        return Figure(estimate(effect), Form.RATIO)

    def effect(self, over: Cell, under: Cell) -> Effect | None:
        """The log that `contrast` is made of; None where they have no block in common."""
        return self._controls.contrast(base=over, cell=under)[0]

    def contrast_by_block(self, over: Cell, under: Cell) -> tuple[dict[int, float], int]:
        """The logs that `contrast` is the mean of; and the degrees of freedom that they spent."""
        return self._controls.by_block(base=over, cell=under)

    def speedup(self, cell: Cell) -> Said:
        return self.contrast(self.sequential(cell), cell)

    def efficiency(self, speedup: Said, workers: int) -> Said:
        """A speedup as a share of what so many workers could reach here."""
        return scaled(speedup, 1 / min(workers, self.capacity.cpus), Form.SHARE)

    def by_block(
        self, cells: Sequence[Cell | None], form: Form, value: Callable[..., float]
    ) -> Said:
        """The arithmetic mean over blocks of `value` of what these cells read in one block."""
        known = [cell for cell in cells if cell is not None]
        if len(known) < len(cells):
            return None
        if why := self.why_not(known):
            return why
        values = (
            value(*(math.exp(self.samples(cell)[block].time) for cell in known))
            for block in self.common(known)
        )
        return Figure(arithmetic(list(values)), form)


def arithmetic(values: Sequence[float]) -> Estimate:
    """The mean of at least one value, which may be of any sign, and its t interval."""
    effect = mean(values)
    half = effect.half_width()
    interval = (effect.value - half, effect.value + half) if effect.error is not None else None
    return Estimate(effect.value, interval, effect.blocks)


def scaled(said: Said, times: float, form: Form) -> Said:
    """A figure that is so many times as large, its interval with it."""
    if not isinstance(said, Figure):
        return said
    one = said.estimate
    interval = None if one.interval is None else (one.interval[0] * times, one.interval[1] * times)
    return Figure(Estimate(one.value * times, interval, one.blocks), form)


def usual(cell: Cell) -> bool:
    """Whether its group has the settings of any other."""
    return not cell.unusual


def words(parameters: Mapping[str, Value], *without: str) -> str:
    """Parameters as a label."""
    return canonical({name: value for name, value in parameters.items() if name not in without})
