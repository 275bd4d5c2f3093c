"""What a run says of claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.claims.model import Claim, Limits, Part
from analysis.figures import Figure


class Outcome(StrEnum):
    HOLDS = "holds"
    REFUTED = "does not hold"
    UNDECIDED = "too little data"
    UNTESTABLE = "not testable here"


@dataclass(frozen=True, slots=True)
class Check:
    """One cell, or two that are compared, against a claim; or one fact of a probe."""

    what: str
    keys: tuple[str, ...]  # of the cells
    limits: Limits
    outcome: Outcome
    figure: Figure | None = None  # with the interval of the whole family's level; none of facts
    unit: str = ""  # of the figure, after its number: `as fast`
    seen: str = ""  # what a fact is, in words
    why: str = ""  # it is not decided


@dataclass(frozen=True, slots=True)
class PartVerdict:
    part: Part
    outcome: Outcome
    checks: tuple[Check, ...]
    why: str = ""

    @property
    def telling(self) -> Check | None:
        """The check that it rests on: the worst, and of those that hold the narrowest."""
        return _telling(self.checks)


@dataclass(frozen=True, slots=True)
class Verdict:
    claim: Claim
    outcome: Outcome
    parts: tuple[PartVerdict, ...]
    why: str = ""  # where it neither holds nor is refuted
    caveat: str = ""  # what differs from the published that a reader must know

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for part in self.parts for check in part.checks)

    @property
    def telling(self) -> Check | None:
        """The check that the verdict rests on."""
        return _telling(self.checks)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All verdicts, and the level that all their intervals have together."""

    verdicts: tuple[Verdict, ...]
    confidence: float
    checks: int  # in the family: those with a number
    sound: str  # what the run's A/A pairs say

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    def of(self, outcome: Outcome) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.outcome is outcome]

    @property
    def tested(self) -> bool:
        """Whether any could be."""
        return len(self.of(Outcome.UNTESTABLE)) < len(self)

    @property
    def counts(self) -> dict[Outcome, int]:
        return {outcome: len(self.of(outcome)) for outcome in Outcome}


def _telling(checks: Sequence[Check]) -> Check | None:
    for outcome in (Outcome.REFUTED, Outcome.UNDECIDED, Outcome.HOLDS):
        found = [check for check in checks if check.outcome is outcome]
        if found:
            return min(found, key=_room)
    return None


def _room(check: Check) -> float:
    """How far, in widths of the interval, the value lies from the nearest limit."""
    if check.figure is None or check.figure.estimate.interval is None:
        return 0.0
    one = check.figure.estimate
    low, high = check.figure.estimate.interval
    width = max(high - low, 1e-12)
    return min(abs(one.value - limit) / width for limit in check.limits if limit is not None)
