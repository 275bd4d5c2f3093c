"""What a timeline says: how much of the time one lane ran, or several, and how they took turns."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from record.timeline import Timeline, Track

Moment = tuple[float, frozenset[int]]  # from then on, these lanes run


@dataclass(frozen=True, slots=True)
class Turns:
    """Shares of the time from the first lane's beginning to the last one's end."""

    seconds: float
    nobody: float
    one: float  # exactly one lane ran
    several: float
    hand_overs: int  # times that another lane ran than the one before

    @property
    def a_second(self) -> float:
        """Hand-overs a second."""
        return self.hand_overs / self.seconds


def turns(timeline: Timeline) -> Turns | None:
    """None where no lane ran for any time."""
    moments = list(_moments(timeline.lanes))
    seconds = moments[-1][0] - moments[0][0] if moments else 0.0
    if not seconds:
        return None
    shares = [0.0, 0.0, 0.0]
    for (at, who), (until, _) in pairwise(moments):
        shares[min(len(who), 2)] += until - at
    nobody, one, several = (share / seconds for share in shares)
    return Turns(seconds, nobody, one, several, _hand_overs(moments))


def _moments(tracks: list[Track]) -> Iterator[Moment]:
    """Each change of who runs, in time."""
    changes = sorted(
        (at, starts, lane)
        for lane, track in enumerate(tracks)
        for start, end, _ in track.stripes
        if end > start
        for at, starts in ((start, True), (end, False))
    )
    running: frozenset[int] = frozenset()
    for at, starts, lane in changes:
        running = running | {lane} if starts else running - {lane}
        yield at, running


def _hand_overs(moments: list[Moment]) -> int:
    """Lanes that ran alone, each followed by another."""
    alone = [next(iter(who)) for _, who in moments if len(who) == 1]
    return sum(before != after for before, after in pairwise(alone))
