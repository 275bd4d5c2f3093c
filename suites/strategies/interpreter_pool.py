"""Interpreter pool: `concurrent.futures.InterpreterPoolExecutor`, new in 3.14."""

import concurrent.futures
import sys

from suites.pool import Pool


class InterpreterPool(Pool):
    name = "interpreter-pool"
    family = "interpreters"

    @classmethod
    def unavailable(cls) -> str | None:
        if sys.version_info < (3, 14):
            return "InterpreterPoolExecutor is new in Python 3.14"
        return None

    def executor(self, workers: int) -> concurrent.futures.Executor:
        executor: concurrent.futures.Executor
        executor = concurrent.futures.InterpreterPoolExecutor(workers)  # type: ignore[attr-defined]
        return executor


if __name__ == "__main__":
    from suites.suite import main

    main(InterpreterPool)
