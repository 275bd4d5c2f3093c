"""Every way to run all inputs: strategy, workers and chunk size on one interpreter."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

CORES = len(os.sched_getaffinity(0))
THREADS = (2, 4, 8, 32, 128, CORES)
LOOPS = (8, 32, 128, 512)
PROCESSES = (2, 4, 8, CORES, 2 * CORES)
METHODS = ("fork", "forkserver", "spawn")
FIXED = (16, 256)  # chunk sizes, beside those that follow from the number of inputs


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    interpreter: str
    strategy: str
    workers: int
    chunk: int = 1

    def __str__(self) -> str:
        chunk = f", chunks of {self.chunk}" if self.chunk > 1 else ""
        width = f" x{self.workers}" if self.strategy != "sequential" else ""
        return f"{self.strategy}{width}{chunk}, {self.interpreter}"


def candidates(label: str, inputs: int, asynchronous: bool, pool: bool) -> list[Candidate]:
    """`pool`: there is an InterpreterPoolExecutor."""
    strategies: list[tuple[str, tuple[int, ...], bool]] = [
        ("threads", THREADS, True),
        *((f"processes-{method}", PROCESSES, True) for method in METHODS),
    ]
    if pool:
        strategies.append(("interpreter-pool", PROCESSES, True))
    if asynchronous:
        strategies += [("asyncio", LOOPS, False), ("asyncio-threads", THREADS, False)]
    found = {Candidate(label, "sequential", 1)}
    for strategy, widths, chunked in strategies:
        for workers in {min(width, inputs) for width in widths} - {1}:
            sizes = set(chunks(inputs, workers)) if chunked else {1}
            found |= {Candidate(label, strategy, workers, size) for size in sizes}
    return sorted(found)


def chunks(inputs: int, workers: int) -> Iterator[int]:
    """One by one, four chunks a worker, one chunk a worker, and fixed sizes between."""
    quarter = max(1, inputs // (4 * workers))
    yield from (1, quarter, -(-inputs // workers))
    yield from (size for size in FIXED if size < quarter)
