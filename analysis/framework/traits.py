"""What strategies are by their nature, and what work may demand of them: no results, only words."""

from dataclasses import dataclass
from enum import StrEnum

from analysis.overhead.readings import SEQUENTIAL
from analysis.overhead.tax import FORCED


@dataclass(frozen=True, slots=True)
class Traits:
    """Of a strategy's lanes."""

    shares: bool  # tasks can work on the same objects
    apart: bool  # nothing that a task does to its objects is seen by another
    outlives: bool  # a lane that crashes leaves the others alive
    subinterpreters: bool = False


ONE = Traits(shares=True, apart=False, outlives=False)
ISOLATED = Traits(shares=False, apart=True, outlives=False, subinterpreters=True)
PROCESSES = Traits(shares=False, apart=True, outlives=True)

TRAITS = {
    SEQUENTIAL: ONE,
    "threads": ONE,
    "asyncio": ONE,
    "asyncio-threads": ONE,
    "interpreters": ISOLATED,
    "interpreter-pool": ISOLATED,
    "processes-fork": PROCESSES,
    "processes-forkserver": PROCESSES,
    "processes-spawn": PROCESSES,
    "loky": PROCESSES,
    "dask": PROCESSES,
}


class Demand(StrEnum):
    """What work has to have, besides being done; the value is fit for a name."""

    NOTHING = ""
    SHARED = "shared"
    APART = "apart"
    CRASHES = "crashes"
    NO_SUBINTERPRETERS = "no-subinterpreters"
    GIL_ON = "gil-on"


SAID = {
    Demand.NOTHING: "nothing else",
    Demand.SHARED: "tasks work on the same objects",
    Demand.APART: "no task may see another's objects",
    Demand.CRASHES: "a task that crashes must not end the others",
    Demand.NO_SUBINTERPRETERS: "a package does not load in subinterpreters",
    Demand.GIL_ON: "a package switches the GIL on again",
}


def fits(strategy: str, demand: Demand) -> bool:
    """Whether the strategy can do such work; one that is not known here only without a demand."""
    traits = TRAITS.get(strategy)
    if traits is None:
        return demand is Demand.NOTHING
    return {
        Demand.SHARED: traits.shares,
        Demand.APART: traits.apart,
        Demand.CRASHES: traits.outlives,
        Demand.NO_SUBINTERPRETERS: not traits.subinterpreters,
    }.get(demand, True)


def in_place_of(interpreter: str, demand: Demand) -> str:
    """The interpreter whose cells answer for this one: a package may make it another."""
    return interpreter + FORCED if demand is Demand.GIL_ON else interpreter
