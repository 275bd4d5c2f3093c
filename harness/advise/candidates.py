"""Which strategies are measured, with how many workers; and why others are not. Pure."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from harness.advise.sizes import COROUTINES, MANY, Sizes, asynchronous, ideal
from record import Build
from record.advice import LeftOut, Profile

SEQUENTIAL = "sequential"
START_METHODS = ("processes-forkserver", "processes-fork", "processes-spawn")
IDLE = 0.1  # CPU time / wall time: below it, other processes have nothing to compute
ENOUGH = 20.0  # seconds of work for each core: how processes are started is nothing beside it
_POOL = "interpreter-pool"


class Candidate(NamedTuple):
    interpreter: str
    strategy: str
    workers: int
    rank: int  # what is measured first where there is no time for all; from 0


class Asked(NamedTuple):
    """What candidates are made from."""

    builds: Mapping[str, Build]  # by label, in the order asked for
    profiles: Mapping[str, Profile]
    sizes: Sizes
    unavailable: Mapping[str, Mapping[str, str]]  # by label and strategy: why it is not there
    workers: Sequence[int]  # as the user wants it; empty: what fits
    cores: int

    @property
    def asynchronous(self) -> bool:
        return asynchronous(self.profiles)


Found = Candidate | LeftOut


def candidates(asked: Asked) -> tuple[list[Candidate], list[LeftOut]]:
    """Those to measure, and what is not, with a reason a person understands."""
    found = [one for label in asked.builds for one in _of(label, asked)]
    kept = [one for one in found if isinstance(one, Candidate)]
    return list(dict.fromkeys(kept)), [one for one in found if isinstance(one, LeftOut)]


def _of(label: str, asked: Asked) -> Iterator[Found]:
    profile, build = asked.profiles[label], asked.builds[label]
    if profile.error or profile.calls is None:
        yield LeftOut(interpreter=label, reason=profile.error or "it could not be called")
        return
    if profile.gil and not build.gil and (profile.gil.imported or profile.gil.called):
        by = f" ({', '.join(profile.gil.culprits)})" if profile.gil.culprits else ""
        when = "importing it" if profile.gil.imported else "calling it"
        yield LeftOut(
            interpreter=label,
            reason=f"{when} switches the GIL on again{by}: it is then like a build that has one",
        )
        return
    main = 0 if label in _main(asked.builds) else 1
    # Waiting takes as long everywhere: one interpreter tells how long, one call after the other.
    known = asked.sizes.kind == "wait" and label != _main(asked.builds)[0]
    yield Candidate(label, SEQUENTIAL, 1, 3 if known else main)
    if asked.sizes.tasks < 2:
        why = "there is one input: nothing can be done at the same time"
        yield LeftOut(interpreter=label, strategy="threads", reason=why)
        return
    yield from _in_one_process(label, asked, main)
    yield from _processes(label, asked, main)
    yield from _subinterpreters(label, asked, main)


def _in_one_process(label: str, asked: Asked, main: int) -> Iterator[Found]:
    profile, sizes = asked.profiles[label], asked.sizes
    counts = _counts(asked, many=sizes.kind == "wait")
    if not profile.asynchronous:
        for place, workers in enumerate(counts):
            yield Candidate(label, "threads", workers, main + (place > 1))
        yield LeftOut(
            interpreter=label,
            strategy="asyncio",
            reason="it never awaits: on an event loop its calls would run one after the other",
        )
        return
    for place, workers in enumerate(counts):
        yield Candidate(label, "asyncio", workers, main + (place > 1))
    # On a build with a GIL, loops in other threads have little to add.
    yield Candidate(label, "asyncio-threads", counts[0], main + asked.builds[label].gil)
    yield LeftOut(
        interpreter=label,
        strategy="threads",
        reason="it is asynchronous: asyncio-threads, a loop in each of several threads, is for it",
    )


def _processes(label: str, asked: Asked, main: int) -> Iterator[Found]:
    reason = _unsendable(asked.profiles[label])
    sizes = asked.sizes
    work = sizes.total * sizes.task * min(1.0, sizes.busy) / asked.cores
    waits = sizes.kind == "wait" and sizes.busy < IDLE
    for place, strategy in enumerate(START_METHODS):
        why = reason or asked.unavailable.get(label, {}).get(strategy, "")
        if not why and place and waits:
            why = f"its calls wait: it would do no better than {START_METHODS[0]}"
        if not why and place and work > ENOUGH:
            why = (
                f"with so much work it matters little how processes start: like {START_METHODS[0]}"
            )
        if why:
            yield LeftOut(interpreter=label, strategy=strategy, reason=why)
            continue
        for workers in _counts(asked, many=False):
            yield Candidate(label, strategy, workers, main + (strategy == START_METHODS[-1]))


def _subinterpreters(label: str, asked: Asked, main: int) -> Iterator[Found]:
    """Only as the standard library has them for everyone: the pool of 3.14."""
    profile = asked.profiles[label]
    lacking = profile.subinterpreter or ""
    if why := asked.unavailable.get(label, {}).get(_POOL):
        also = f"; nor does it load in a subinterpreter: {lacking}" if lacking else ""
        yield LeftOut(interpreter=label, strategy=_POOL, reason=f"{why}{also}")
    elif lacking:
        why = f"it does not load in a subinterpreter: {lacking}"
        yield LeftOut(interpreter=label, strategy=_POOL, reason=why)
    elif why := _unsendable(profile):
        yield LeftOut(interpreter=label, strategy=_POOL, reason=why)
    else:
        for workers in _counts(asked, many=False):
            yield Candidate(label, _POOL, workers, main)


def _unsendable(profile: Profile) -> str:
    """Why a call cannot be made elsewhere than in the process that has the function."""
    if profile.function:
        return f"the function cannot be sent to another process: {profile.function}"
    if profile.argument.error:
        return f"its argument cannot be sent to another process: {profile.argument.error}"
    if profile.result.error:
        return f"its result cannot be sent back from another process: {profile.result.error}"
    return ""


def _counts(asked: Asked, *, many: bool) -> tuple[int, ...]:
    """Numbers of workers, the likeliest first; none has more than there are tasks for."""
    sizes, cores = asked.sizes, asked.cores
    if asked.workers:
        counts = list(asked.workers)
    elif many:
        best = ideal(sizes.busy, cores)
        numbers = (COROUTINES, MANY, 32, 8)
        if asked.asynchronous:  # of coroutines, more than are useful cost next to nothing
            useful = [one for one in numbers if one > max(8, cores)]
        else:
            useful = [one for one in numbers if cores < one <= 4 * best] or [max(8, cores)]
        counts = sorted(useful, key=lambda one: abs(math.log(one / best)))
    elif sizes.kind == "wait":
        counts = [max(8, cores)]
    else:
        counts = [cores] if cores < 4 else [cores, cores // 2]
    most = max(2, sizes.tasks // sizes.chunk)
    return tuple(dict.fromkeys(max(2, min(one, most)) for one in counts))


def _main(builds: Mapping[str, Build]) -> list[str]:
    """The newest with a GIL, then the newest without: what most is learnt from."""
    newest: dict[bool, tuple[tuple[int, ...], str]] = {}
    for label, build in builds.items():
        version = tuple(int(part) for part in build.version.split(".")[:2] if part.isdigit())
        newest[build.gil] = max(newest.get(build.gil, ((), "")), (version, label))
    return [newest[gil][1] for gil in (True, False) if gil in newest]
