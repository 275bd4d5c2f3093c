"""What calls share: a cache that all write, a memo, a lock around everything, a counter."""

import threading

CACHE: dict[int, int] = {}
MEMO: dict[int, int] = {}
LOCK = threading.Lock()
counted = 0


def _compute(steps: int) -> int:
    total = 0
    for step in range(steps):
        total += step * step % 7
    return total


def cached(seed: int) -> int:
    """About 1 ms, and each call writes."""
    CACHE[seed] = _compute(15_000 + seed % 7)
    return CACHE[seed]


def memoised(seed: int) -> int:
    """About 10 ms for each of 40 keys, once a process; nothing for all others."""
    key = seed % 40
    if key not in MEMO:
        MEMO[key] = _compute(150_000 + key)
    return MEMO[key]


def locked(seed: int) -> int:
    """About 2 ms, all of it under a lock: one call at a time in each process."""
    with LOCK:
        return _compute(30_000 + seed % 7)


def counting(seed: int) -> int:
    """About 1 ms in which a module's number is counted up, without a care for others."""
    global counted  # noqa: PLW0603
    for _ in range(20_000):
        counted += 1
    return seed
