"""A strategy: how the tasks of a batch are spread over lanes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from suites.lane import Lane, Visit, describe_lane
from suites.tools import Need, Tools

Task = Callable[[Any], Any]


class Strategy(ABC):
    """Opened with a number of workers, runs batches, tells about its lanes, is closed."""

    name: ClassVar[str]
    family: ClassVar[str]  # strategies with the same kind of lane; an A/A pair stands for all
    one_lane: ClassVar[bool] = False  # whatever its workers
    sweeps: ClassVar[bool] = True  # False: only ever one worker
    coroutines: ClassVar[bool] = False  # prefers a workload's async form
    extra: ClassVar[str] = ""  # of the suites' wheel: what it imports besides

    @classmethod
    def unavailable(cls) -> str | None:
        """Why this interpreter cannot have the strategy, or None."""
        return None

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        """Why its lanes cannot share such a thing, or None where they can."""
        return None

    @classmethod
    def refuses(cls, needs: Iterable[Need]) -> str | None:
        """Why it cannot do what needs these, or None where it can."""
        return next(filter(None, map(cls.lacks, needs)), None)

    def tools(self) -> Tools:
        """Makers of what its lanes can share, before it is opened."""
        return Tools()

    @abstractmethod
    def open(self, workers: int, common: Any = None) -> None:
        """Make ready to run `workers` tasks at a time, with `common` handed out to every lane."""

    @abstractmethod
    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        """Results of the tasks, in the order of the batch; an error in a lane is raised here."""

    @abstractmethod
    def visit(self, errand: Task, argument: Any) -> list[Visit]:
        """`errand(argument)` once in every lane, at the same time in all."""

    def lanes(self, task: Task) -> list[Lane]:
        """What each lane says of itself, once it has imported `task`."""
        return [visit.result for visit in self.visit(describe_lane, task)]

    def close(self) -> None:  # noqa: B027 (nothing to close is the rule for one lane)
        """End every lane."""
