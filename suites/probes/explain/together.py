"""Whether lanes ran at the same moment, from the stamps that each made after every unit of work.

Two lanes were seen at the same moment where both together did, within a window of time, more
units than fit into it one after the other, each as fast as its lane's fastest. Where one lane runs
at a time that cannot be, however lanes interrupt each other.
"""

from bisect import bisect_left, bisect_right
from itertools import combinations, pairwise
from typing import NamedTuple

from suites.probes.explain.witness import Stretches

WINDOW = 16  # units of one lane: some 300 µs, so that where two units begin matters little

Unit = tuple[int, int]  # from, to: nanoseconds


class Pair(NamedTuple):
    first: int
    second: int
    units: int  # of both, while both were at work
    nanoseconds: int  # that both were at work
    at_once: int  # windows in which both ran at the same moment


class Found(NamedTuple):
    """What one try showed, or several together."""

    tries: int
    pairs: list[Pair]
    hand_overs: int  # times that another lane than before ended a unit
    stretches: int  # between awaits, or from a task's beginning to its end
    interrupted: int  # of them, those that were not over when the next began

    @property
    def all_at_once(self) -> bool:
        return all(pair.at_once for pair in self.pairs)


def added(before: Found, more: Found) -> Found:
    """Both tries as one."""
    return Found(
        before.tries + more.tries,
        [
            Pair(
                a.first,
                a.second,
                a.units + b.units,
                a.nanoseconds + b.nanoseconds,
                a.at_once + b.at_once,
            )
            for a, b in zip(before.pairs, more.pairs, strict=True)
        ],
        before.hand_overs + more.hand_overs,
        before.stretches + more.stretches,
        before.interrupted + more.interrupted,
    )


def found(lanes: list[Stretches]) -> Found:
    """Of one try: what each lane, coroutine or task stamped."""
    units = [_units(lane) for lane in lanes]
    ends = sorted((end, lane) for lane, own in enumerate(units) for _, end in own)
    spans = sorted((stamps[0], stamps[-1]) for own in lanes for stamps in own)
    return Found(
        tries=1,
        pairs=[_pair(one, other, units) for one, other in combinations(range(len(lanes)), 2)],
        hand_overs=sum(before[1] != after[1] for before, after in pairwise(ends)),
        stretches=len(spans),
        interrupted=sum(after[0] < before[1] for before, after in pairwise(spans)),
    )


def _units(stretches: Stretches) -> list[Unit]:
    return [unit for stamps in stretches for unit in pairwise(stamps)]


def _pair(one: int, other: int, units: list[list[Unit]]) -> Pair:
    first, second = units[one], units[other]
    if not first or not second:
        return Pair(one, other, 0, 0, 0)
    start = max(first[0][0], second[0][0])
    end = min(first[-1][1], second[-1][1])
    common = [
        [unit for unit in own if start <= unit[0] and unit[1] <= end] for own in (first, second)
    ]
    return Pair(
        one,
        other,
        sum(map(len, common)),
        max(0, end - start),
        _at_once(common, [min(to - since for since, to in own) for own in (first, second)]),
    )


def _at_once(units: list[list[Unit]], fastest: list[int]) -> int:
    """Windows of the first lane in which both did more than fits one after the other."""
    first, second = units
    ends = [end for _, end in second]
    starts = [start for start, _ in second]
    count = 0
    for place in range(0, len(first) - WINDOW + 1, WINDOW):
        since, to = first[place][0], first[place + WINDOW - 1][1]
        beside = max(0, bisect_right(ends, to) - bisect_left(starts, since))
        count += WINDOW * fastest[0] + beside * fastest[1] > to - since
    return count
