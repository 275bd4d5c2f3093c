"""The clock: what a reading of it costs."""

import time

READINGS = 200
BATCHES = 20


def reading() -> float:
    """Seconds that one reading takes: the best of some batches."""
    return min(_batch() for _ in range(BATCHES)) / READINGS


def _batch() -> float:
    start = time.perf_counter()
    for _ in range(READINGS):
        time.perf_counter()
    return time.perf_counter() - start
