"""Sequential: one task after another in the main thread, the base of every speedup."""

from collections.abc import Sequence
from typing import Any

from suites.lane import Lane, describe_lane
from suites.strategy import Strategy, Task


class Sequential(Strategy):
    name = "sequential"
    family = "one lane"
    one_lane = True
    sweeps = False

    def open(self, workers: int) -> None:
        if workers != 1:
            raise ValueError(f"sequential has one worker, not {workers}")

    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        return [task(argument) for argument in batch]

    def lanes(self, task: Task) -> list[Lane]:
        return [describe_lane(task)]


if __name__ == "__main__":
    from suites.suite import main

    main(Sequential)
