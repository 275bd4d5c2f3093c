"""Lanes whose schedule is made up, as `suites.probes.explain.together` reads their stamps.

python -m drive_together
"""

import json
import random

from suites.probes.explain.together import WINDOW, found

UNIT = 20_000  # nanoseconds that a unit takes at least
Stretches = list[list[int]]


def work(chance: random.Random) -> int:
    return UNIT + chance.choice((0, 0, 1, 300, 5_000))


def one_at_a_time(chance: random.Random, lanes: int) -> list[Stretches]:
    """Any lane runs for a while, is interrupted in the middle of a unit, and another goes on."""
    stamps = [[0] for _ in range(lanes)]
    left = [work(chance) for _ in range(lanes)]
    now = 0
    for _ in range(300):
        lane = chance.randrange(lanes)
        turn = chance.choice((3_000, 50_000, 5_000_000 // 16))
        while turn >= left[lane]:
            now += left[lane]
            turn -= left[lane]
            stamps[lane].append(now)
            left[lane] = work(chance)
        now += turn
        left[lane] -= turn
    return [[own] for own in stamps]


def side_by_side(chance: random.Random, lanes: int, slower: float) -> list[Stretches]:
    """All run; units that take longer than the fastest are so for all of the time."""
    stamps = []
    for _ in range(lanes):
        own = [chance.randrange(UNIT)]
        own.append(own[-1] + UNIT)
        for _ in range(20 * WINDOW):
            own.append(own[-1] + int(work(chance) * slower))
        stamps.append([own])
    return stamps


if __name__ == "__main__":
    chance = random.Random(1)
    seen = {
        "one at a time": [
            sum(pair.at_once for pair in found(one_at_a_time(chance, lanes)).pairs)
            for lanes in (2, 3, 5)
            for _ in range(40)
        ],
        "side by side": [
            min(pair.at_once for pair in found(side_by_side(chance, 3, slower)).pairs)
            for slower in (1.0, 1.3)
            for _ in range(20)
        ],
        "nobody": found([[], [[5]], [[1, 2, 3]]])._asdict(),
        "turns": found([[[0, 10], [20, 30]], [[11, 19], [31, 40]]])._asdict(),
        "crossed": found([[[0, 10]], [[5, 15]]])._asdict(),
    }
    print(json.dumps(seen))
