"""Pure Python that computes: tasks of many lengths, even and uneven."""

import random
from collections.abc import Iterator


def spin(steps: int) -> int:
    """About 0.05 us a step; small numbers alone, so that nothing is allocated for long."""
    total = 0
    for step in range(steps):
        total += step * step % 7
    return total


def milliseconds(seed: int) -> int:
    return spin(60_000 + seed % 7)


def fifty_microseconds(seed: int) -> int:
    return spin(800 + seed % 7)


def two_microseconds(seed: int) -> int:
    return spin(20 + seed % 7)


def a_third_of_a_second(seed: int) -> int:
    return spin(5_000_000 + seed % 7)


def as_long_as_told(steps: int) -> int:
    return spin(steps)


def uneven() -> Iterator[int]:
    """300 tasks from 0.1 ms to about 100 ms; a few hold most of the work."""
    drawn = random.Random(8)
    for _ in range(300):
        yield min(2_000_000, int(2_000 * drawn.paretovariate(0.9)))


def one_giant() -> Iterator[int]:
    """200 tasks of 2 ms, and late among them one of 0.4 s."""
    for place in range(200):
        yield 6_000_000 if place == 150 else 30_000
