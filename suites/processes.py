"""Processes: what the three start methods have in common."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import ClassVar

from suites.pool import Pool


class Processes(Pool):
    """One lane a process; arguments and results are pickled and copied through pipes."""

    family = "processes"
    method: ClassVar[str]

    @classmethod
    def unavailable(cls) -> str | None:
        if cls.method not in multiprocessing.get_all_start_methods():
            return f"this system cannot start processes by {cls.method}"
        return None

    def executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(self.method))
