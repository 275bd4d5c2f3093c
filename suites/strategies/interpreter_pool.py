"""Interpreter pool: `concurrent.futures.InterpreterPoolExecutor`, new in 3.14."""

import concurrent.futures
import sys
from typing import Any

from suites import subinterpreter
from suites.pool import Pool
from suites.tools import Need, Tools, hand_out


class InterpreterPool(Pool):
    name = "interpreter-pool"
    family = "interpreters"

    @classmethod
    def unavailable(cls) -> str | None:
        if sys.version_info < (3, 14):
            return "InterpreterPoolExecutor is new in Python 3.14"
        return None

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return subinterpreter.lacks(need)

    def tools(self) -> Tools:
        return subinterpreter.tools()

    def executor(self, workers: int, common: Any) -> concurrent.futures.Executor:
        handed = {"initializer": hand_out, "initargs": (common,)} if common is not None else {}
        executor: concurrent.futures.Executor
        executor = concurrent.futures.InterpreterPoolExecutor(  # type: ignore[attr-defined]
            workers, **handed
        )
        return executor


if __name__ == "__main__":
    from suites.suite import main

    main(InterpreterPool)
