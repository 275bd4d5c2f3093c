"""One process of the spin test, started by its path: it imports next to nothing.

Its input is one line of times on the monotonic clock, start and end in turns. It spins from
each start to its end, and writes how often it turned and the CPU seconds that it had.
It goes when its input is closed.
"""

import contextlib
import os
import select
import sys
import time


def main() -> None:
    tell("ready")
    times = [float(word) for word in sys.stdin.readline().split()]
    for start, end in zip(times[::2], times[1::2], strict=True):
        if select.select([sys.stdin], [], [], max(0.0, start - time.monotonic()))[0]:
            return  # whoever asked is gone
        before = time.process_time()
        turns = spin_until(end)
        tell(turns, time.process_time() - before)


def tell(*words: object) -> None:
    """Not by print, which would try again at the end what nobody reads any more."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def spin_until(end: float) -> int:
    turns = 0
    while time.monotonic() < end:
        for _ in range(500):  # about 10 µs
            pass
        turns += 1
    return turns


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # whoever asked is gone
        main()
