"""The answer for one function: what to choose, what it costs, why the others lost.

Sentences are texts of our own, with what files say in them put on one line; formats escape them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.estimate import Estimate, Ratio
from record.advice import Advised, Profile


class Outcome(StrEnum):
    CLEAR = "clear winner"
    STAY = "stay sequential"
    OPEN = "no clear winner"
    FEW = "too little data"  # no interval: what is recommended is ahead by its estimate alone
    ALONE = "only one measured"
    NOTHING = "nothing measured"


@dataclass(frozen=True, slots=True)
class Way:
    """A strategy on an interpreter, with so many workers that get so many inputs at a time."""

    strategy: str
    interpreter: str
    workers: int
    chunk: int = 1


@dataclass(frozen=True, slots=True)
class Against:
    """The best of another strategy or interpreter."""

    way: Way
    speedup: Ratio  # its time / that of what is recommended


@dataclass(frozen=True, slots=True)
class Costs:
    """What the recommended way takes besides its time; None: not measured."""

    start: Estimate | None  # seconds until all lanes have imported the function
    memory: Estimate | None  # bytes a lane beyond those of sequential; may be negative
    lane: Ratio | None  # times as long with one lane as sequentially on the same interpreter
    build: Ratio | None  # of a free-threaded build: times as long sequentially as with a GIL
    build_over: str = ""  # the label of that build


@dataclass(frozen=True, slots=True)
class BreakEven:
    """So many inputs from which lanes that are started for them pay; infinite: never.

    `work` is what these take one after the other, in seconds.
    """

    tasks: Estimate
    work: Estimate
    over: Way  # what it pays against
    total: int  # inputs that there are

    @property
    def pays(self) -> bool:
        """With the inputs that there are."""
        return self.tasks.value <= self.total


@dataclass(frozen=True, slots=True)
class Recommendation:
    way: Way
    cell: str  # its key in the run
    total: Estimate  # seconds that all inputs take, the start of the lanes with it
    speedup: Ratio | None  # over sequential on the same interpreter; None: not measured there
    expected: float | None  # then: by the calls of the profile
    usual: Against | None  # over sequential on the reference, where that is another interpreter
    against: Against | None  # the runner-up
    costs: Costs
    break_even: BreakEven | None
    code: str  # ready to be pasted


@dataclass(frozen=True, slots=True)
class Alternative:
    """What else was tried, or could not be."""

    strategy: str
    interpreter: str
    workers: int | None  # None: not measured
    status: str  # equal, simpler, slower, failed, left out
    total: Estimate | None
    behind: Ratio | None  # its time / that of what is recommended
    trials: bool  # whether that was seen in the trials alone
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, or two; `serious`: whoever takes the advice must know it."""

    text: str
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    run: str
    target: str
    outcome: Outcome
    title: str  # what to do, in a few words
    headline: str  # the same, with what it brings
    recommendation: Recommendation | None
    alternatives: tuple[Alternative, ...]
    findings: tuple[Finding, ...]
    would_change: tuple[str, ...]
    notes: tuple[str, ...]  # how it was found: on what, by which rule
    confidence: float
    advised: Advised

    @property
    def profiles(self) -> Mapping[str, Profile]:
        return self.advised.profiles
