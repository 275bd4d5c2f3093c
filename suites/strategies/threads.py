"""Threads: one lane a thread, in one process, sharing every object."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from suites import tools
from suites.pool import Pool
from suites.tools import Need, Tools


class Threads(Pool):
    name = "threads"
    family = "threads"

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return tools.in_one_memory(need)

    def tools(self) -> Tools:
        return tools.in_one_process()

    def executor(self, workers: int, common: Any) -> ThreadPoolExecutor:
        tools.hand_out(common)
        return ThreadPoolExecutor(workers, thread_name_prefix="lane")


if __name__ == "__main__":
    from suites.suite import main

    main(Threads)
