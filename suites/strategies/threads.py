"""Threads: one lane a thread, in one process, sharing every object."""

from concurrent.futures import ThreadPoolExecutor

from suites.pool import Pool


class Threads(Pool):
    name = "threads"
    family = "threads"

    def executor(self, workers: int) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(workers, thread_name_prefix="lane")


if __name__ == "__main__":
    from suites.suite import main

    main(Threads)
