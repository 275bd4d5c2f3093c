"""What the user wants, and the interpreters that it is tried on, with what the function needs."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.advise import requirements
from harness.advise.inputs import Inputs
from harness.advise.target import Target
from harness.doctor import machine
from harness.interpreters import DEFAULT, Interpreter
from harness.prepare import Had, examined, have
from record import Asked, Examination, Machine

Say = Callable[[str], None]
CLOSING = 1.0  # seconds for what comes after the last process


@dataclass(frozen=True, slots=True)
class Wanted:
    target: Target
    inputs: Inputs
    cwd: Path
    budget: float  # seconds
    interpreters: Sequence[str] = ()  # empty: the usual ones
    requirements: Path | None = None
    builds: bool = False  # of packages that have no wheel
    workers: Sequence[int] = ()  # empty: as many as make sense


@dataclass(frozen=True, slots=True)
class Ready:
    had: Had
    interpreters: Mapping[str, Interpreter]  # by label; each with what the function needs
    lacking: Mapping[str, str]  # label -> why it cannot have that
    machine: Machine
    examination: Examination

    @property
    def cores(self) -> int:
        return machine.usable_cores(self.machine)


class Budget:
    """The time that profiles and measuring may take, from now on."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock, self._start = clock, clock()

    @property
    def spent(self) -> float:
        return self._clock() - self._start

    @property
    def left(self) -> float:
        """For measuring; negative where it was overdrawn."""
        return self.seconds - CLOSING - self.spent


def make_ready(wanted: Wanted, say: Say) -> Ready:
    """Found or built, with environments. CellsFailed where no interpreter can be had."""
    here = machine.look()
    examination = examined(say, strict=False)
    had = have(list(wanted.interpreters) or list(DEFAULT), Asked(), say)
    interpreters, lacking = dict(had.interpreters), dict[str, str]()
    if wanted.requirements is not None:
        interpreters, lacking = requirements.installed(
            interpreters, wanted.requirements, had.matrix.wheel, say, builds=wanted.builds
        )
    return Ready(had, interpreters, lacking, here, examination)
