"""One relation of two cells, as two runs see it, and whether they agree on it."""

from dataclasses import dataclass
from enum import StrEnum

from analysis.estimate import Estimate, Interval, Verdict, verdict
from record import Cell, Unit


class Agreement(StrEnum):
    """Of what the original says (there) with what a run says that reproduces it (here)."""

    AGREE = "agree"  # both decide, and say the same
    DISAGREE = "disagree"  # both decide, and one excludes the other
    WEAKER_HERE = "weaker here"  # the original decides; here it is neither shown nor excluded
    WEAKER_THERE = "weaker there"  # the original does not decide, and here is a verdict
    OPEN = "open in both"
    ONLY_THERE = "only there"
    ONLY_HERE = "only here"
    NEITHER = "in neither"


CHECKED = (Agreement.AGREE, Agreement.DISAGREE, Agreement.WEAKER_HERE)


class Kind(StrEnum):
    STRATEGY = "strategy"  # against the base on the same interpreter
    INTERPRETER = "interpreter"  # against another interpreter
    WORKERS = "workers"  # more against fewer of one strategy
    ORDER = "order"  # two strategies of one group on one interpreter


@dataclass(frozen=True, slots=True)
class Said:
    """What one run says. Without a verdict there is no interval, and `why` says why."""

    ratio: Estimate | None = None
    verdict: Verdict | None = None
    why: str = ""

    @property
    def interval(self) -> Interval | None:
        return None if self.ratio is None else self.ratio.interval

    @property
    def decided(self) -> bool:
        return self.verdict not in (None, Verdict.INCONCLUSIVE)


@dataclass(frozen=True, slots=True)
class Relation:
    """`cell` against `base`: of times how much faster, of all else how many times as much."""

    kind: Kind
    title: str  # of their group
    cell: Cell
    base: Cell
    there: Said
    here: Said
    agreement: Agreement
    crowded: bool  # more workers than one of the two machines alone has CPUs

    @property
    def overlap(self) -> bool:
        """Whether the two intervals do."""
        one, other = self.there.interval, self.here.interval
        return bool(one and other and one[0] <= other[1] and other[0] <= one[1])

    @property
    def why(self) -> str:
        """Why one of the two does not say anything; empty where both do."""
        return self.here.why or self.there.why


def said(ratio: Estimate, margin: float, unit: Unit) -> Said:
    """Of what was measured: its verdict, where there is an interval."""
    if ratio.interval is None:
        return Said(ratio, None, "one block has no interval")
    return Said(ratio, verdict(ratio.interval, margin, unit))


def agreement(there: Said, here: Said, margin: float) -> Agreement:
    """By the verdicts; `same` excludes a difference that is certainly larger than the margin."""
    if there.verdict is None or here.verdict is None:
        if there.verdict is here.verdict:
            return Agreement.NEITHER
        return Agreement.ONLY_HERE if there.verdict is None else Agreement.ONLY_THERE
    if not there.decided:
        return Agreement.WEAKER_THERE if here.decided else Agreement.OPEN
    if there.verdict is here.verdict:
        return Agreement.AGREE
    if not here.decided:
        return Agreement.WEAKER_HERE
    if Verdict.SAME not in (there.verdict, here.verdict):
        return Agreement.DISAGREE
    other = here if there.verdict is Verdict.SAME else there
    return Agreement.DISAGREE if _matters(other.interval, margin) else Agreement.WEAKER_HERE


def _matters(interval: Interval | None, margin: float) -> bool:
    """Whether all of it lies beyond what is the same."""
    return interval is not None and (interval[0] > 1 + margin or interval[1] < 1 / (1 + margin))
