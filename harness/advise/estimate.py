"""How long a process of a candidate takes, from the profiles: to plan within the budget. Pure."""

from collections.abc import Mapping, Sequence

from harness.advise.candidates import START_METHODS, Candidate
from harness.advise.sizes import PARALLEL, Sizes
from record import Build
from record.advice import LeftOut, Profile

PROCESS = 0.25  # seconds that a process takes beside its lanes and its tasks
LANE = 0.08  # and each lane that is a process or an interpreter, beside its imports
DEAR = 0.12  # of the budget: a block of one way of waiting takes no more; others are far quicker
LOOKED_AT = 4e8  # bytes a second of results whose checksum is computed
SENT = 2e8  # and of arguments and results that are pickled, sent and read again
LONGEST = 5.0  # times its estimate that a process may take


def seconds(
    one: Candidate, sizes: Sizes, profile: Profile, build: Build, cores: int, pace: float = 1.0
) -> float:
    """`pace`: how many times as long starting something takes as on an idle machine."""
    task = sizes.task
    if profile.calls is not None:
        task = profile.calls.wall / profile.calls.count
    elsewhere = one.strategy in START_METHODS or one.strategy == "interpreter-pool"
    opening = (LANE + profile.imports) * one.workers / cores if elsewhere else 0.0
    calls = (sizes.repeats + (one.strategy != "sequential")) * sizes.tasks
    work = calls * task / _at_a_time(one, sizes, profile, build, cores)
    beside = calls * profile.result.size / LOOKED_AT
    if elsewhere:
        beside += calls * (profile.argument.size + profile.result.size) / SENT
    return pace * (PROCESS + 2 * opening + beside) + profile.imports + work + task


def _at_a_time(one: Candidate, sizes: Sizes, profile: Profile, build: Build, cores: int) -> float:
    if one.strategy == "sequential":
        return 1.0
    busy = min(max(sizes.busy, 0.001), 1.0)
    lanes = 1 if one.strategy == "asyncio" else cores
    if build.gil and one.strategy in ("threads", "asyncio-threads"):
        lanes = 1 if (profile.together or 0.0) < PARALLEL else cores
    return max(1.0, min(one.workers, lanes / busy))


def fitting(
    found: Sequence[Candidate],
    cost: Mapping[Candidate, float],
    room: float,
    budget: float,
    *,
    waits: bool,
) -> tuple[list[Candidate], list[LeftOut]]:
    """Those of a block that there is room for, by their rank; the others with the reason."""
    kept, left_out = [], []
    for one in sorted(found, key=lambda one: one.rank):
        if cost[one] <= (min(room, DEAR * budget) if waits else room):
            kept.append(one)
            room -= cost[one]
        else:
            reason = (
                f"within a budget of {budget:g} s there is no time for it: a block of it takes "
                f"about {cost[one]:.1f} s"
            )
            left_out.append(
                LeftOut(interpreter=one.interpreter, strategy=one.strategy, reason=reason)
            )
    known = {(one.interpreter, one.strategy) for one in kept}
    return kept, [one for one in left_out if (one.interpreter, one.strategy) not in known]
