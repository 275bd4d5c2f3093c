"""The spin test: how many CPUs are there really, when as many processes want one each?

Affinity, quotas and core counts say what may be used. Only work shows what is had: beside
other guests, other processes, other containers, or the second thread of a core.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from harness.doctor import spinner

MOST = 8  # processes: whether work runs in parallel, not how large the machine is
ROUNDS = 5
ALONE = 0.05  # seconds that one spins while the others sleep
TOGETHER = 0.1  # seconds that all spin
GAP = 0.005  # to wake up in
Spell = tuple[int, float]  # how often it turned, and the CPU seconds that it had
PATIENCE = 10.0  # seconds, on a machine that is hardly usable


def spin(processes: int, meanwhile: Callable[[], None] = lambda: None) -> float | None:
    """CPUs' worth of work that so many processes do at once; None where it cannot be tested.

    `meanwhile` is called once, while all spin.
    No process of it is left, however it ends.
    """
    try:
        with _spinners(processes) as children:
            for child in children:
                _ready(child)
            start = time.monotonic() + GAP * processes
            for place, child in enumerate(children):
                _tell(child, schedule(start, place, processes))
            time.sleep(max(0.0, start + ALONE + GAP + TOGETHER / 2 - time.monotonic()))
            meanwhile()
            told = [_spells(child) for child in children]
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return free_cpus(told)


def schedule(start: float, place: int, processes: int) -> list[float]:
    """When the process at `place` spins, start and end in turns.

    In each round one spins alone, each in its turn, and then all of them together.
    """
    times: list[float] = []
    for number in range(ROUNDS):
        if number % processes == place:
            times += (start, start + ALONE)
        start += ALONE + GAP
        times += (start, start + TOGETHER)
        start += TOGETHER + GAP
    return times


def free_cpus(told: Sequence[Sequence[Spell]]) -> float | None:
    """From what each process did each time that it spun: the middle one of the rounds.

    What one CPU can do is what was done alone in a second of CPU time, just before: other work
    takes from the wall time only, and a virtual CPU's speed changes with the host's guests (by
    half or more where this was written). One hiccup, alone or together, changes one round.
    """
    left = [list(reversed(spells)) for spells in told]
    rounds = []
    try:
        for number in range(ROUNDS):
            turns, cpu = left[number % len(left)].pop()
            together = sum(spells.pop()[0] for spells in left)
            rounds.append(together / TOGETHER / (turns / cpu))
    except (IndexError, ZeroDivisionError):
        return None
    return min(float(len(left)), median(rounds))


@contextlib.contextmanager
def _spinners(count: int) -> Iterator[list[subprocess.Popen[str]]]:
    # A session of their own: what is typed at the terminal ends this process, and it them.
    argv = [sys.executable, "-I", "-S", spinner.__file__]
    children: list[subprocess.Popen[str]] = []
    try:
        for _ in range(count):
            pipe = subprocess.PIPE
            children.append(
                subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
            )
        yield children
    finally:
        for child in children:
            child.kill()
        for child in children:
            with child:  # waits for it, and closes its pipes
                pass


def _ready(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    if child.stdout.readline() != "ready\n":
        raise ValueError("it did not start")


def _tell(child: subprocess.Popen[str], times: Sequence[float]) -> None:
    assert child.stdin is not None
    print(*map(repr, times), file=child.stdin, flush=True)  # and left open: see the spinner


def _spells(child: subprocess.Popen[str]) -> list[Spell]:
    assert child.stdout is not None
    child.wait(timeout=PATIENCE)
    lines = (line.split() for line in child.stdout)
    return [(int(turns), float(cpu)) for turns, cpu in lines]
