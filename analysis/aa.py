"""A/A pairs: two cells that are the same. What they show is the error of everything else."""

from dataclasses import dataclass
from enum import Enum

from analysis.estimate import Estimate
from analysis.intervals import CHANCE, at_least
from record import Cell


class Soundness(Enum):
    SOUND = "sound"
    UNSOUND = "unsound"
    UNKNOWN = "unknown"


ENOUGH = 3  # blocks: of 2 an interval is so wide that it contains 1 whatever was measured


@dataclass(frozen=True, slots=True)
class Pair:
    """The time of a twin (replicate 1) relative to its original's; None: no common block."""

    twin: Cell
    ratio: Estimate | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the A/A pairs of a run say about its method, chance taken into account."""

    pairs: tuple[Pair, ...]

    @property
    def judged(self) -> tuple[Estimate, ...]:
        found = (pair.ratio for pair in self.pairs)
        return tuple(ratio for ratio in found if ratio is not None and ratio.interval is not None)

    @property
    def misses(self) -> int:
        return sum(ratio.includes_one is False for ratio in self.judged)

    @property
    def chance(self) -> float:
        """The probability of as many misses in a run whose intervals are right."""
        return at_least(self.misses, len(self.judged)) if self.judged else 1.0

    @property
    def soundness(self) -> Soundness:
        if not self.judged:
            return Soundness.UNKNOWN
        # At one pair, a miss has exactly the probability that is allowed.
        if self.chance < CHANCE + 1e-9:
            return Soundness.UNSOUND
        return Soundness.UNKNOWN if self.few else Soundness.SOUND

    @property
    def few(self) -> bool:
        """Whether no pair has as many blocks as it takes to see a difference."""
        return all(ratio.blocks < ENOUGH for ratio in self.judged)

    @property
    def sentence(self) -> str:
        """One sentence for the head of a report."""
        if not self.pairs:
            return "No A/A pairs: nothing in this run shows how wrong its intervals may be."
        if not self.judged:
            return f"The A/A pairs cannot be judged yet: they need at least {ENOUGH} blocks."
        total = len(self.judged)
        hits = f"{total - self.misses} of {total} A/A intervals {_contain(total)} 1"
        if self.soundness is Soundness.UNKNOWN:
            return (
                f"Not shown to be sound: {hits}, but intervals of 2 blocks are so wide that they "
                f"cannot tell yet: they need at least {ENOUGH}."
            )
        if not self.misses:
            return f"Sound: {hits} (the same cell, measured twice, is never seen to differ)."
        if self.soundness is Soundness.SOUND:
            return f"Sound: {hits}; chance alone misses as many {self.chance:.0%} of the time."
        return (
            f"UNSOUND: only {hits}; chance alone would miss as many in "
            f"{self.chance:.1%} of runs. Trust no difference in this report."
        )


def _contain(total: int) -> str:
    return "contains" if total == 1 else "contain"
