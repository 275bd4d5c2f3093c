"""How many inputs there are, and some that stand for all."""

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from suites import own
from suites.own import MOST, Job, Unusable

PATIENCE = 2.0  # seconds for making inputs: every process makes them again


class Counted(NamedTuple):
    total: int
    note: str = ""


def count(job: Job) -> Counted:
    """Raises Unusable."""
    if job.total:
        return Counted(job.total)
    if not job.generator:
        with open(job.inputs, "rb") as file:  # noqa: PTH123
            total = sum(1 for _ in file)
        note = ""
    else:
        total, note = _made(job)
    if not total:
        raise Unusable(f"{job.generator or 'the file of inputs'} gives no inputs")
    return Counted(total, note)


def _made(job: Job) -> tuple[int, str]:
    start = time.perf_counter()
    total = 0
    for _ in islice(own.every(job, MOST + 1), MOST + 1):
        if total == MOST:
            return total, f"there are more than {MOST:,} inputs: the first {MOST:,} are taken"
        total += 1
        if time.perf_counter() - start > PATIENCE:
            return total, (
                f"making inputs takes long: the first {total:,} are taken, which "
                f"{job.generator} made in {PATIENCE:g} s"
            )
    return total, ""


def spread(total: int, most: int) -> list[int]:
    """So many places at most, evenly over all: any first few of them are about even, too."""
    several = min(total, most)
    return [place * total // several for place in _order(several)]


def _order(several: int) -> Iterator[int]:
    """Van der Corput's: the bits of 0, 1, 2, ... reversed."""
    bits = max(1, (several - 1).bit_length())
    for number in range(1 << bits):
        place = int(f"{number:0{bits}b}"[::-1], 2)
        if place < several:
            yield place


def pick(job: Job, places: Sequence[int]) -> list[Any]:
    """The inputs at these places, in their order."""
    ascending = sorted(places)
    found = dict(zip(ascending, own.pick(job, ascending), strict=False))
    if len(found) < len(places):
        raise Unusable(f"{job.generator or 'the file'} gives fewer inputs than at first")
    return [found[place] for place in places]
