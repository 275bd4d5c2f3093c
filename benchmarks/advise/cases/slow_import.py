"""Half a second goes by before this module is there, in each process that imports it."""

import time

time.sleep(0.5)  # as if much were loaded


def ten_milliseconds(seed: int) -> int:
    total = 0
    for step in range(150_000 + seed % 7):
        total += step * step % 7
    return total
