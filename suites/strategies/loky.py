"""loky: joblib's processes; each starts clean, and what pickle cannot send cloudpickle can."""

import contextlib
from concurrent.futures import Executor
from typing import Any

from suites import tools
from suites.extras import package
from suites.pool import Pool
from suites.tools import Need, Unsupported


class Loky(Pool):
    name = "loky"
    family = "processes"
    extra = "loky"

    def __init__(self) -> None:
        with contextlib.suppress(Unsupported):  # told when it is opened, which is timed
            package("loky")

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return f"loky's executor gives its processes no {need.value} to share"

    def executor(self, workers: int, common: Any) -> Executor:
        handed = (
            {"initializer": tools.hand_out, "initargs": (common,)} if common is not None else {}
        )
        # No timeout: lanes that had nothing to do for a while stay.
        executor: Executor
        executor = package("loky").ProcessPoolExecutor(workers, timeout=None, **handed)
        return executor


if __name__ == "__main__":
    from suites.suite import main

    main(Loky)
