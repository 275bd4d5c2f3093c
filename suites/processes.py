"""Processes: what the three start methods have in common."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext
from typing import Any, ClassVar

from suites import tools
from suites.pipe import Pipe
from suites.pool import Pool
from suites.tools import Need, Tools


class Processes(Pool):
    """One lane a process; arguments and results are pickled and copied through pipes."""

    family = "processes"
    method: ClassVar[str]

    @classmethod
    def unavailable(cls) -> str | None:
        if cls.method not in multiprocessing.get_all_start_methods():
            return f"this system cannot start processes by {cls.method}"
        return None

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        if need is Need.OBJECTS:
            return "processes have no object in common: each has a copy of its own"
        return None

    def tools(self) -> Tools:
        from suites.block import block  # noqa: PLC0415 (imports more than lanes need)

        context = self._context()
        return Tools(
            lock=context.Lock,
            counter=lambda: context.Value("q", 0, lock=False),
            queue=context.Queue,
            pipe=lambda: Pipe(*context.Pipe(duplex=False)),
            block=block,
        )

    def executor(self, workers: int, common: Any) -> ProcessPoolExecutor:
        if common is None:
            return ProcessPoolExecutor(workers, mp_context=self._context())
        return ProcessPoolExecutor(
            workers, mp_context=self._context(), initializer=tools.hand_out, initargs=(common,)
        )

    def _context(self) -> BaseContext:
        return multiprocessing.get_context(self.method)
