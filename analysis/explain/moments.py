"""Whether lanes ran at the same moment, and what that says of their GILs."""

from dataclasses import dataclass
from enum import Enum, auto

from record.explain import Pair, Seen


class Time(Enum):
    ALONE = auto()  # there is nobody else
    TURNS = auto()  # coroutines or tasks of one thread
    TOGETHER = auto()  # seen at the same moment
    NEVER = auto()  # not seen at the same moment, though it was tried


@dataclass(frozen=True, slots=True)
class Running:
    """How lanes ran beside each other."""

    time: Time
    homes: int  # interpreters that lanes are in, of all processes
    gils: frozenset[bool]  # what lanes say of theirs
    pairs: int
    seen: int  # pairs that ran at the same moment
    inside: bool  # whether a pair of one interpreter did
    units: int
    at_once: int
    milliseconds: float
    tries: int
    possible: bool  # whether this machine showed lanes, or two processes, at the same moment
    hand_overs: int
    stretches: int
    interrupted: int

    @property
    def one_gil(self) -> bool:
        """One interpreter, that says its GIL is on: and nothing that was seen speaks against it."""
        return self.homes == 1 and self.gils == {True} and self.time is not Time.TOGETHER

    @property
    def own_gils(self) -> bool:
        """GILs that are on, and every two lanes ran at the same moment: no two have the same."""
        return self.gils == {True} and self.seen == self.pairs > 0 and not self.inside

    @property
    def at_odds(self) -> bool:
        """Lanes of one interpreter ran at the same moment, though it says its GIL is on."""
        return self.gils == {True} and self.inside


def one_thread(seen: Seen) -> bool:
    """Whether coroutines or tasks take turns on one."""
    return len({(*lane.home, lane.thread) for lane in seen.lanes}) == 1


def running(seen: Seen) -> Running:
    pairs = seen.moments.pairs
    alone = one_thread(seen)
    if not pairs:
        time = Time.ALONE
    elif alone:
        time = Time.TURNS
    else:
        time = Time.TOGETHER if any(pair.at_once for pair in pairs) else Time.NEVER

    def inside(pair: Pair) -> bool:
        return alone or seen.lanes[pair.first].home == seen.lanes[pair.second].home

    return Running(
        time=time,
        homes=len({lane.home for lane in seen.lanes}),
        gils=frozenset(lane.gil for lane in seen.lanes),
        pairs=len(pairs),
        seen=sum(pair.at_once > 0 for pair in pairs),
        inside=any(pair.at_once for pair in pairs if inside(pair)),
        units=sum(pair.units for pair in pairs),
        at_once=sum(pair.at_once for pair in pairs),
        milliseconds=sum(pair.nanoseconds for pair in pairs) / 1e6,
        tries=seen.moments.tries,
        possible=bool(seen.moments.possible),
        hand_overs=seen.moments.hand_overs,
        stretches=seen.moments.stretches,
        interrupted=seen.moments.interrupted,
    )
