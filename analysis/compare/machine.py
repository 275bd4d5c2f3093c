"""The machine of two runs: whether it is one, and whether it was as fast in both.

Every process times a short loop of bytecode, the control. From run to run it tells what the machine
did, as far as interpreter and loop are the same. It is shown beside the changes, and no verdict is
adjusted by it: between two quick runs of one code, 20 minutes apart on a virtual machine, it moved
by 4 to 6%, batches of bytecode by 5%, but SHA-256 by 1% and waiting by 3%. With it taken out of
these, changes would have been made of nothing; and a build that differs moves the control itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from analysis.compare.shifts import by_group, shifts
from analysis.compare.subjects import Ints, Logs
from analysis.estimate import Estimate, Verdict, estimate, verdict
from analysis.origin import host
from analysis.statistics import Effect
from record import Build, Manifest, RecordError

BUILD = (  # not who made it, and where it lies
    *("version", "free_threaded", "gil", "compiler", "pgo", "lto", "jit", "tail_call", "debug"),
    *("shared", "configure", "optimisation"),
)


class NotComparable(RecordError):
    """Two runs that cannot be compared; one line says why."""


class Drift(Enum):
    STEADY = "steady"
    MOVED = "moved"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moved:
    """An interpreter's processes, from BASE to HEAD."""

    interpreter: str
    control: Estimate | None  # times as long that its loop took in HEAD; None: not timed
    drift: Drift
    speed: Estimate | None  # geometric mean of the ratios of times of its cells
    like: bool  # whether build and measured code are the same in both


def unlike(base: Manifest, head: Manifest) -> str:
    """How the machines of two runs are unlike, or nothing."""
    first, second = host(base.machine), host(head.machine)
    if first != second:
        return f"{first}, and {second}"
    return f"two machines of one kind, {first}" if base.machine.id != head.machine.id else ""


def differing(base: Build, head: Build) -> list[str]:
    """The facts of two builds that are not the same."""
    return [name for name in BUILD if getattr(base, name) != getattr(head, name)]


def drifts(base: Logs, head: Logs, interpreters: Ints, count: int) -> dict[int, Effect]:
    """How the log of the control's seconds moved, by interpreter; those that have one."""
    return by_group(base, head, shifts(base, head, len(interpreters)), interpreters, count)


def moved(
    names: Sequence[str],
    controls: Mapping[int, Effect],
    speeds: Mapping[int, Effect],
    like: Mapping[str, bool],
    margin: float,
) -> tuple[Moved, ...]:
    """Of every interpreter, in the order of `names`."""
    return tuple(
        Moved(
            name,
            estimate(controls[number]) if number in controls else None,
            _drift(controls.get(number), margin),
            estimate(speeds[number]) if number in speeds else None,
            like[name],
        )
        for number, name in enumerate(names)
    )


def _drift(effect: Effect | None, margin: float) -> Drift:
    if effect is None:
        return Drift.UNKNOWN
    said = verdict(effect.interval(), margin)
    if said is Verdict.INCONCLUSIVE:
        return Drift.UNKNOWN
    return Drift.STEADY if said is Verdict.SAME else Drift.MOVED
