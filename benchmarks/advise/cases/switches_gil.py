"""Its import switches the GIL on again: greenlet does not say that it can do without."""

import greenlet


def in_a_greenlet(seed: int) -> int:
    """About 5 ms of pure Python."""
    found: int = greenlet.greenlet(_compute).switch(70_000 + seed % 7)
    return found


def _compute(steps: int) -> int:
    total = 0
    for step in range(steps):
        total += step * step % 7
    return total
