"""The control: a short loop of bytecode, timed beside the workload in the same process.

What slows it there (a neighbour of a virtual machine, an unlucky layout in memory) slows the
workload's bytecode too. The analysis takes it out; the values stay as they are. The loop runs
in the main thread while no lane works, and allocates nothing that lives, so that no strategy
and no workload changes it.
"""

import time

LOOPS = 8  # a value: about 4 ms each
TURNS = 25_000


def timed_loop() -> float:
    """Seconds that one loop takes."""
    start = time.perf_counter()
    _loop()
    return time.perf_counter() - start


def _loop() -> int:
    total = number = 0
    while number < TURNS:
        total = (total + number * 3) % 251
        number += 1
    return total
