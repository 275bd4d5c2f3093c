"""A strategy: how the tasks of a batch are spread over lanes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from suites.lane import Lane

Task = Callable[[Any], Any]


class Strategy(ABC):
    """Opened with a number of workers, runs batches, tells about its lanes, is closed."""

    name: ClassVar[str]
    family: ClassVar[str]  # strategies with the same kind of lane; an A/A pair stands for all
    one_lane: ClassVar[bool] = False  # whatever its workers
    sweeps: ClassVar[bool] = True  # False: only ever one worker
    coroutines: ClassVar[bool] = False  # prefers a workload's async form

    @classmethod
    def unavailable(cls) -> str | None:
        """Why this interpreter cannot have the strategy, or None."""
        return None

    @abstractmethod
    def open(self, workers: int) -> None:
        """Make ready to run `workers` tasks at a time."""

    @abstractmethod
    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        """Results of the tasks, in the order of the batch; an error in a lane is raised here."""

    @abstractmethod
    def lanes(self, task: Task) -> list[Lane]:
        """What each lane says of itself, once it has imported `task`."""

    def close(self) -> None:  # noqa: B027 (nothing to close is the rule for one lane)
        """End every lane."""
