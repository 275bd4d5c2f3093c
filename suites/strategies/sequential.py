"""Sequential: one task after another in the main thread, the base of every speedup."""

from collections.abc import Sequence
from typing import Any

from suites import tools
from suites.lane import Visit, alone
from suites.strategy import Strategy, Task
from suites.tools import Need, Tools


class Sequential(Strategy):
    name = "sequential"
    family = "one lane"
    one_lane = True
    sweeps = False

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return "one task ends before the next begins" if need is Need.COMPANY else None

    def tools(self) -> Tools:
        return tools.in_one_process()

    def open(self, workers: int, common: Any = None) -> None:
        if workers != 1:
            raise ValueError(f"sequential has one worker, not {workers}")
        tools.hand_out(common)

    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        return [task(argument) for argument in batch]

    def visit(self, errand: Task, argument: Any) -> list[Visit]:
        return [alone(errand, argument)]


if __name__ == "__main__":
    from suites.suite import main

    main(Sequential)
